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
    /// The time limit for the peer to answer a close frame: [`close`](crate::ProtocolTimeouts::close).
    Close,
    /// The wait before the next connection: back-off, or the wait after Invalid Session.
    Reconnect,
    /// The time limit for the socket to open: [`connect`](crate::ProtocolTimeouts::connect).
    Connect,
    /// The time limit for Hello: [`hello`](crate::ProtocolTimeouts::hello).
    Hello,
    /// The time limit for Ready: [`ready`](crate::ProtocolTimeouts::ready).
    Ready,
    /// The time limit for Resumed, or for the next replayed event: [`resumed`](crate::ProtocolTimeouts::resumed).
    Resumed,
    /// The time limit for a heartbeat to be answered: one heartbeat interval.
    HeartbeatAck,
    /// The next heartbeat of the schedule.
    Heartbeat,
    /// Room in the send window, for a heartbeat that Discord asked for or for a command.
    SendWindow,
}
