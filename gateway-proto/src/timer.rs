//! The timers of a machine, by name.

/// Defines the enum and the list of its variants together, so that they cannot differ.
macro_rules! timers {
    ($($(#[$doc:meta])* $name:ident,)+) => {
        /// What a machine waits for: the reason of an [`Output::WaitUntil`](crate::Output::WaitUntil).
        ///
        /// It is for logs and debugging. A driver sends [`Input::Timeout`](crate::Input::Timeout) for all of them.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        #[non_exhaustive]
        pub enum Timer {
            $($(#[$doc])* $name,)+
        }

        impl Timer {
            /// All timers. If several expire at the same time, they are handled in this order.
            pub const ALL: &'static [Self] = &[$(Self::$name),+];
        }
    };
}

timers! {
    /// The time limit for the answer to a close frame: [`close`](crate::ProtocolTimeouts::close).
    Close,
    /// The delay before the next connection: back-off, or the delay after Invalid Session.
    Reconnect,
    /// The time limit for the socket to open: [`connect`](crate::ProtocolTimeouts::connect).
    Connect,
    /// The time limit for Hello: [`hello`](crate::ProtocolTimeouts::hello).
    Hello,
    /// The time limit for Ready: [`ready`](crate::ProtocolTimeouts::ready).
    Ready,
    /// The time limit for Resumed, or for the next replayed event: [`resumed`](crate::ProtocolTimeouts::resumed).
    Resumed,
    /// The time limit for the answer to a heartbeat: one heartbeat interval.
    HeartbeatAck,
    /// The next scheduled heartbeat.
    Heartbeat,
    /// Room in the send window, for a requested heartbeat or for a command.
    SendWindow,
}
