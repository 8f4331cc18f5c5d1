//! What the driver tells the machine, short of messages.

use std::fmt;

/// One socket among those a machine asked for: its generation.
///
/// Every input and output that concerns a socket carries it. Input of a socket that is no longer the
/// machine's own changes nothing, so a late close or message of an old connection is harmless.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct LinkId(pub(crate) u32);

impl LinkId {
    /// The number itself: 1 for a machine's first socket, one more for each after.
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

/// What happened outside, for [`Connection::handle`](crate::Connection::handle). Messages are given by
/// [`Connection::receive`](crate::Connection::receive).
///
/// After `Closed` or `Failed` the socket is gone; the machine sends nothing more for that link.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Input {
    /// The socket asked for with [`Output::Connect`](crate::Output::Connect) is open.
    Opened(LinkId),
    /// The peer closed the connection, or answered our close: with this code, or with none.
    Closed(LinkId, Option<u16>),
    /// The socket could not be opened, or broke. It is gone.
    Failed(LinkId, LinkFailure),
    /// The driver stopped reading the socket, because its consumer is slow. While this holds, nothing
    /// that has not arrived is held against the peer.
    ReadingPaused(LinkId),
    /// The driver reads the socket again.
    ReadingResumed(LinkId),
    /// The time of the last [`Output::WaitUntil`](crate::Output::WaitUntil) has come. Early or needless
    /// ones do no harm.
    Timeout,
    /// The permit asked for with [`Output::RequestIdentify`](crate::Output::RequestIdentify) is there.
    IdentifyGranted,
    /// The user wants the machine to stop.
    Shutdown(Shutdown),
}

/// Why a socket is gone without a close frame. The text is for people: what the transport said.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum LinkFailure {
    /// It could not be opened: name, TCP, TLS, or an answer to the upgrade other than 101.
    #[error("could not connect: {0}")]
    Connect(Box<str>),
    /// Reading or writing failed, or the stream ended without a close frame.
    #[error("the connection broke: {0}")]
    Io(Box<str>),
    /// The peer broke the WebSocket protocol.
    #[error("not a valid WebSocket stream: {0}")]
    WebSocket(Box<str>),
    /// What came could not be inflated.
    #[error("could not be inflated: {0}")]
    Inflate(Box<str>),
    /// A message was larger than the driver takes.
    #[error("a message over the limit of {limit} bytes")]
    TooLarge {
        /// The limit, in bytes.
        limit: usize,
    },
}

/// The two ways to stop.
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
