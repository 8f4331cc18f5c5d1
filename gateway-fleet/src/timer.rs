//! The timers of a state machine: what it waits for, by name.

/// Defines the enum and the list of its variants, so that the two cannot differ.
macro_rules! timers {
    ($($(#[$doc:meta])* $name:ident,)+) => {
        /// What a state machine waits for: the reason of an [`Output::WaitUntil`](crate::Output::WaitUntil).
        ///
        /// It is for logs and debugging. A driver sends [`Input::Timeout`](crate::Input::Timeout) for any of them.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        #[non_exhaustive]
        pub enum Timer {
            $($(#[$doc])* $name,)+
        }

        impl Timer {
            /// All timers. If several fire at the same time, they fire in this order.
            pub const ALL: &'static [Self] = &[$(Self::$name),+];
        }
    };
}

timers! {
    /// The time limit for the first view of the bucket, and for the view to show what this worker wrote.
    Watch,
    /// Another process with this worker's id counts as dead, if its record does not change until then.
    IdTaken,
    /// The next write of the worker's record.
    Beat,
    /// A write with unknown outcome is retried.
    Retry,
    /// Leases are reassigned.
    Assign,
    /// An Identify key is free, or starts are counted for waiting leases.
    Identify,
    /// The time limit of a drain.
    Drain,
}
