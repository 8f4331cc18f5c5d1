//! The timers of a machine: what it waits for, by name.

/// Makes the enum and the list of its variants, so that neither has one that the other lacks.
macro_rules! timers {
    ($($(#[$doc:meta])* $name:ident,)+) => {
        /// What a machine waits for: the reason of an [`Output::WaitUntil`](crate::Output::WaitUntil).
        ///
        /// It is for logs and debuggers. A driver sends [`Input::Timeout`](crate::Input::Timeout) whichever it is.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        #[non_exhaustive]
        pub enum Timer {
            $($(#[$doc])* $name,)+
        }

        impl Timer {
            /// All timers. If several end at the same time, they end in this order.
            pub const ALL: &'static [Self] = &[$(Self::$name),+];
        }
    };
}

timers! {
    /// The time limit for the first view of the bucket, and for the view to show what this worker wrote.
    Watch,
    /// Another life of this worker's id ends, if its record does not move until then.
    IdTaken,
    /// The next write of the worker's record.
    Beat,
    /// A write with unknown outcome is tried again.
    Retry,
    /// Leases are assigned anew.
    Assign,
    /// An Identify key is free, or starts are counted for those that wait.
    Identify,
    /// The time limit of a drain.
    Drain,
}
