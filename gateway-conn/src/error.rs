//! What can go wrong with a connection's transport.

use std::io;
use std::time::Duration;

use gateway_dial::{ProxyError, Report, TlsError};
use gateway_proto::LinkFailure;

/// Why a connection was not started: with these settings no attempt can succeed.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ConnectError {
    /// The gateway URL cannot be dialled: it is none, it is `ws://` to another machine without permission,
    /// or it is `wss://` and there is no TLS.
    #[error(transparent)]
    Dial(DialError),
    /// The compression asked for cannot be inflated: zstd-stream needs the feature `zstd`.
    #[error(transparent)]
    Inflate(InflateError),
    /// A time limit is zero, so that every attempt would fail.
    #[error("the time limit '{0}' is zero")]
    ZeroTimeout(&'static str),
    /// A size limit is zero, so that every message would fail.
    #[error("the size limit '{0}' is zero")]
    ZeroLimit(&'static str),
}

/// Why a connection could not be opened.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum DialError {
    /// The gateway URL is not one.
    #[error("the gateway URL is not valid: {reason}")]
    Url {
        /// What is wrong with it.
        reason: &'static str,
    },
    /// `ws://` to a host that is not this machine, without permission.
    #[error(
        "ws:// is not encrypted and {host} is not this machine; use wss://, or allow it with Transport::allow_plain"
    )]
    PlainRefused {
        /// The host of the URL.
        host: String,
    },
    /// `wss://` without TLS: no feature brings roots, and no configuration was given.
    #[error(
        "wss:// needs TLS: enable one of the features webpki-roots, native-roots and platform-verifier, or give a ClientConfig"
    )]
    NoTls,
    /// The TLS configuration could not be made.
    #[error("TLS configuration")]
    TlsConfig(#[source] TlsError),
    /// The host name was not resolved.
    #[error("resolving {host}")]
    Resolve {
        /// The host.
        host: String,
        /// What the resolver said.
        #[source]
        source: io::Error,
    },
    /// TCP did not connect.
    #[error("connecting to {host}")]
    Tcp {
        /// The address that failed first, or the host if it has none.
        host: String,
        /// Why not.
        #[source]
        source: io::Error,
    },
    /// The proxy did not open a tunnel.
    #[error("the proxy did not open a tunnel")]
    Proxy(#[source] ProxyError),
    /// The TLS handshake failed.
    #[error("TLS handshake with {host}")]
    Tls {
        /// The host.
        host: String,
        /// What rustls said.
        #[source]
        source: io::Error,
    },
    /// The websocket upgrade was refused with an HTTP status.
    #[error("the websocket upgrade was answered with HTTP {status}")]
    UpgradeRefused {
        /// The status.
        status: u16,
    },
    /// The websocket upgrade failed in another way.
    #[error("websocket upgrade")]
    Upgrade(#[source] UpgradeError),
    /// A step took too long.
    #[error("{step} took longer than {limit:?}")]
    TimedOut {
        /// Which step.
        step: DialStep,
        /// How long it was given.
        limit: Duration,
    },
    /// The decompressor could not be made.
    #[error("decompressor")]
    Inflate(#[source] InflateError),
}

/// Of the way to the host, its proxy included.
impl From<gateway_dial::DialError> for DialError {
    fn from(error: gateway_dial::DialError) -> Self {
        use gateway_dial::DialError as Error;
        match error {
            Error::Resolve { host, source } => Self::Resolve { host, source },
            Error::Tcp { peer, source } => Self::Tcp { host: peer, source },
            Error::Proxy { source, .. } => Self::Proxy(source),
            Error::TimedOut { limit, .. } => Self::TimedOut { step: DialStep::Connect, limit },
        }
    }
}

impl From<TlsError> for DialError {
    fn from(error: TlsError) -> Self {
        match error {
            TlsError::NoFeature => Self::NoTls,
            error => Self::TlsConfig(error),
        }
    }
}

impl DialError {
    /// Whether trying again, with nothing changed, may help.
    #[must_use]
    pub const fn is_retryable(&self) -> bool {
        !matches!(
            self,
            Self::Url { .. }
                | Self::PlainRefused { .. }
                | Self::NoTls
                | Self::TlsConfig(_)
                | Self::Inflate(InflateError::NotCompiledIn(_))
        )
    }
}

/// Why there is no connection: it could not be opened, or it was lost.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum LinkError {
    /// It could not be opened.
    #[error("could not connect")]
    Dial(#[from] DialError),
    /// It was lost.
    #[error("the connection was lost")]
    Socket(#[from] SocketError),
}

impl LinkError {
    /// Whether trying again, with nothing changed, may help. It is tried again in any case.
    #[must_use]
    pub const fn is_retryable(&self) -> bool {
        match self {
            Self::Dial(error) => error.is_retryable(),
            Self::Socket(_) => true,
        }
    }

    /// The code of the close frame that tells the peer what it did wrong; `None` if nothing can be sent, or
    /// it did nothing wrong. None of them ends the session: only 1000 and 1001 do
    /// ([Initiating a Disconnect](https://docs.discord.com/developers/events/gateway#initiating-a-disconnect)).
    pub(crate) const fn close_code(&self) -> Option<u16> {
        match self {
            Self::Socket(SocketError::Frame(error)) => Some(error.close_code()),
            Self::Socket(SocketError::Inflate(InflateError::TooLong { .. })) => Some(CLOSE_TOO_BIG),
            Self::Socket(SocketError::Inflate(_)) => Some(CLOSE_INVALID_DATA),
            Self::Socket(_) | Self::Dial(_) => None,
        }
    }

    /// What the protocol machine is told.
    pub(crate) fn failure(&self) -> LinkFailure {
        match self {
            Self::Dial(error) => LinkFailure::Connect(text(error)),
            Self::Socket(
                SocketError::Inflate(InflateError::TooLong { limit })
                | SocketError::Frame(FrameError::TooLong { limit, .. }),
            ) => LinkFailure::TooLarge { limit: *limit },
            Self::Socket(SocketError::Inflate(error)) => LinkFailure::Inflate(text(error)),
            Self::Socket(SocketError::Frame(error)) => LinkFailure::WebSocket(text(error)),
            Self::Socket(error) => LinkFailure::Io(text(error)),
        }
    }
}

/// The peer broke the websocket protocol
/// ([RFC 6455, 7.4.1](https://www.rfc-editor.org/rfc/rfc6455#section-7.4.1)).
const CLOSE_PROTOCOL_ERROR: u16 = 1002;
/// A message's data is not what it should be.
const CLOSE_INVALID_DATA: u16 = 1007;
/// A message is too big.
const CLOSE_TOO_BIG: u16 = 1009;

fn text(error: &(dyn std::error::Error + 'static)) -> Box<str> {
    Report::new(error).to_string().into()
}

/// Why a server's answer to the websocket upgrade was not accepted
/// ([RFC 6455, 4.1](https://www.rfc-editor.org/rfc/rfc6455#section-4.1)).
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum UpgradeError {
    /// Reading or writing failed.
    #[error(transparent)]
    Io(#[from] io::Error),
    /// The server ended the stream before its answer was whole.
    #[error("Handshake not finished: the stream ended within the answer")]
    Incomplete,
    /// The answer's head is too long.
    #[error("Attack or mistake: the answer's head is over {limit} bytes")]
    TooLong {
        /// How many bytes are read.
        limit: usize,
    },
    /// The answer is not HTTP.
    #[error("the answer is not HTTP (httparse: {0})")]
    NotHttp(#[source] Box<dyn std::error::Error + Send + Sync>),
    /// The answer's version of HTTP is below 1.1.
    #[error("the answer is of HTTP/1.0")]
    HttpVersion,
    /// The server does not change to the websocket protocol.
    #[error("the answer lacks the header \"Upgrade: websocket\"")]
    NoWebsocket,
    /// "Connection", which is a list, does not name "Upgrade".
    #[error("the answer lacks \"Upgrade\" in its header \"Connection\"")]
    NoUpgrade,
    /// "Sec-WebSocket-Accept" is not made of our key: the answer is not to our request.
    #[error("Key mismatch in the header \"Sec-WebSocket-Accept\"")]
    AcceptMismatch,
    /// The server chose an extension, and none was offered.
    #[error("the server chose the extension {0:?}, which was not offered")]
    Extension(String),
    /// The server chose a subprotocol, and none was offered.
    #[error("the server chose the subprotocol {0:?}, which was not offered")]
    Subprotocol(String),
}

/// A step of opening a connection.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum DialStep {
    /// Resolving the host and connecting TCP, and the proxy's answer if there is one.
    Connect,
    /// The TLS handshake.
    Tls,
    /// The websocket upgrade.
    Upgrade,
}

impl std::fmt::Display for DialStep {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Connect => "connecting",
            Self::Tls => "the TLS handshake",
            Self::Upgrade => "the websocket upgrade",
        })
    }
}

/// Why an open connection was lost.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum SocketError {
    /// Reading or writing failed.
    #[error(transparent)]
    Io(#[from] io::Error),
    /// The peer ended the stream without a close frame.
    #[error("the stream ended without a close frame")]
    Ended,
    /// The peer broke the websocket protocol.
    #[error("websocket: {0}")]
    Frame(#[from] FrameError),
    /// What the peer sent could not be inflated.
    #[error("compression: {0}")]
    Inflate(#[from] InflateError),
    /// The peer took no byte for too long.
    #[error("the peer read nothing of a write for {limit:?}")]
    WriteTimedOut {
        /// How long it was given.
        limit: Duration,
    },
}

/// How a peer broke the websocket protocol
/// ([RFC 6455](https://www.rfc-editor.org/rfc/rfc6455)). It is told by a close frame.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum FrameError {
    /// The opcode has no meaning (5.2).
    #[error("a frame of the reserved opcode {0:#x}")]
    ReservedOpcode(u8),
    /// A reserved bit is set though no extension was agreed (5.2).
    #[error("a reserved bit is set")]
    ReservedBits,
    /// A server masked its frame (5.1).
    #[error("a masked frame from a server")]
    Masked,
    /// A frame's length is written with more bytes than it needs (5.2).
    #[error("a length of {bytes} in more bytes than it needs")]
    LengthNotMinimal {
        /// The length.
        bytes: u64,
    },
    /// A frame's length has its highest bit set (5.2).
    #[error("a length of 2^63 or more")]
    LengthTopBit,
    /// A control frame that is fragmented, over 125 bytes or has half a close code (5.5).
    #[error("a control frame that is not valid")]
    BadControlFrame,
    /// A close frame with a code that must not be sent (7.4).
    #[error("a close frame with the code {0}, which must not be sent")]
    BadCloseCode(u16),
    /// A close frame whose reason is not UTF-8 (5.5.1).
    #[error("a close frame whose reason is not UTF-8")]
    ReasonNotUtf8,
    /// A text message that is not UTF-8 (8.1).
    #[error("a text message that is not UTF-8")]
    TextNotUtf8,
    /// A continuation without a start, or a start within a message (5.4).
    #[error("a fragment out of order")]
    OutOfOrder,
    /// A message is over the limit.
    #[error("a message of {bytes} bytes is over the limit of {limit}")]
    TooLong {
        /// Bytes announced.
        bytes: u64,
        /// The limit.
        limit: usize,
    },
}

impl FrameError {
    /// The code that tells the peer.
    const fn close_code(&self) -> u16 {
        match self {
            Self::TooLong { .. } => CLOSE_TOO_BIG,
            Self::ReasonNotUtf8 | Self::TextNotUtf8 => CLOSE_INVALID_DATA,
            _ => CLOSE_PROTOCOL_ERROR,
        }
    }
}

/// Why compressed data gave no payload.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum InflateError {
    /// The compression is not compiled in.
    #[error("{0:?} is not compiled in; zstd-stream needs the feature zstd of gateway-conn")]
    NotCompiledIn(gateway_proto::Compression),
    /// The stream does not begin as a zlib stream does (RFC 1950, 2.2).
    #[error("not a zlib stream")]
    NotZlib,
    /// The data is not zlib.
    #[error("zlib: {0}")]
    Zlib(#[source] flate2::DecompressError),
    /// The data is not zstd, or needs a window over 8 MiB.
    #[error("zstd: {0}")]
    Zstd(#[source] io::Error),
    /// A message inflates to more than the limit.
    #[error("a message inflates to more than {limit} bytes")]
    TooLong {
        /// The limit.
        limit: usize,
    },
    /// A compressed message ends before its stream does.
    #[error("the compressed message is cut short")]
    Truncated,
    /// The stream ended where it should go on.
    #[error("the compressed stream ended early")]
    StreamEnded,
    /// The decompressor takes nothing and gives nothing.
    #[error("the decompressor is stuck")]
    Stuck,
    /// An inflated message is not one JSON object after the other.
    #[error("inflated data is not whole JSON objects")]
    NotObjects,
}
