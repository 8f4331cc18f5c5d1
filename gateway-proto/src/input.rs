//! The inputs that a driver passes to the machine, except messages.

use std::fmt;

/// The number of one socket of a machine.
///
/// Every input and output that concerns a socket carries its number. Input of a socket that is no longer the present
/// one is ignored, so a late close or message of an old connection does no harm.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct LinkId(pub(crate) u32);

impl LinkId {
    /// The number itself: 1 for a machine's first socket, 2 for the second, and so on.
    #[must_use]
    pub const fn get(self) -> u32 {
        self.0
    }
}

impl fmt::Display for LinkId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "link {}", self.0)
    }
}

/// What happened outside the machine, for [`Connection::handle`](crate::Connection::handle). Messages go to
/// [`Connection::receive`](crate::Connection::receive) instead.
///
/// After `Closed` or `Failed` the socket is gone: the machine sends nothing more on that link.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Input {
    /// The socket requested with [`Output::Connect`](crate::Output::Connect) is open.
    Opened(LinkId),
    /// The peer closed the connection, or answered our close frame, with this code or with none.
    Closed(LinkId, Option<u16>),
    /// The socket could not be opened, or broke. It is gone.
    Failed(LinkId, LinkFailure),
    /// The driver stopped reading the socket, because its consumer is slow. Until reading resumes, the machine does not
    /// treat missing data as a fault of the peer.
    ReadingPaused(LinkId),
    /// The driver reads the socket again.
    ReadingResumed(LinkId),
    /// The time of the last [`Output::WaitUntil`](crate::Output::WaitUntil) has come. An early or unneeded `Timeout`
    /// does no harm.
    Timeout,
    /// The permit requested with [`Output::RequestIdentify`](crate::Output::RequestIdentify) was granted.
    IdentifyGranted,
    /// The user wants the machine to stop.
    Shutdown(Shutdown),
}

/// Why a socket is gone without a close frame. The text is the transport's error message.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum LinkFailure {
    /// It could not be opened: DNS, TCP or TLS failed, or the upgrade was answered with a status other than 101.
    #[error("could not connect: {0}")]
    Connect(Box<str>),
    /// Reading or writing failed, or the stream ended without a close frame.
    #[error("the connection broke: {0}")]
    Io(Box<str>),
    /// The peer broke the WebSocket protocol.
    #[error("the peer violated the WebSocket protocol: {0}")]
    WebSocket(Box<str>),
    /// A message could not be inflated.
    #[error("a message could not be inflated: {0}")]
    Inflate(Box<str>),
    /// A message was larger than the driver's limit.
    #[error("a message was larger than the limit of {limit} bytes")]
    TooLarge {
        /// The limit, in bytes.
        limit: usize,
    },
}

/// The two ways to stop a machine.
///
/// Docs: [Gateway, Initiating a Disconnect](https://docs.discord.com/developers/events/gateway#initiating-a-disconnect).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Shutdown {
    /// Close with 1000: the session ends and the bot appears offline.
    Offline,
    /// Close with another code: the session can be resumed by another machine within a few minutes.
    KeepSession,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_socket_is_known_by_its_number() {
        assert_eq!((LinkId(7).get(), LinkId(7).to_string()), (7, "link 7".to_owned()));
    }
}
