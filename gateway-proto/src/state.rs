//! The states of a machine and the transitions between them.

/// The state of a machine.
#[doc = ""]
#[doc = include_str!("../docs/states.md")]
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[non_exhaustive]
pub enum State {
    /// No socket. The next one is opened at a scheduled time.
    Waiting,
    /// A socket is being opened.
    Connecting,
    /// The socket is open; Hello has not come yet.
    AwaitingHello,
    /// Hello has come; the machine waits for the permit to Identify.
    AwaitingPermit,
    /// Identify was sent; Ready has not come yet.
    Identifying,
    /// Resume was sent; Resumed has not come yet.
    Resuming,
    /// The session is live: events are received and commands are sent.
    Live,
    /// A close frame was sent; the socket is not gone yet.
    Closing,
    /// The machine has stopped.
    Stopped,
}

impl State {
    /// All states, in the order of a connection's life.
    pub const ALL: [Self; 9] = [
        Self::Waiting,
        Self::Connecting,
        Self::AwaitingHello,
        Self::AwaitingPermit,
        Self::Identifying,
        Self::Resuming,
        Self::Live,
        Self::Closing,
        Self::Stopped,
    ];

    /// The states that may follow this one.
    #[must_use]
    pub const fn next(self) -> &'static [Self] {
        use State::*;
        match self {
            Waiting => &[Connecting, Stopped],
            Connecting => &[AwaitingHello, Waiting, Stopped],
            AwaitingHello => &[AwaitingPermit, Resuming, Waiting, Closing, Stopped],
            AwaitingPermit => &[Identifying, Waiting, Closing, Stopped],
            Identifying | Resuming => &[Live, Waiting, Closing, Stopped],
            Live => &[Waiting, Closing, Stopped],
            Closing => &[Waiting, Stopped],
            Stopped => &[],
        }
    }
}
