//! The errors of a connection's transport.

use std::io;
use std::time::Duration;

use gateway_dial::{ProxyError, Report, TlsError};
use gateway_proto::LinkFailure;

/// Why a connection was not started: no attempt with these settings could succeed.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ConnectError {
    /// The gateway URL cannot be dialled: it is invalid, it is `ws://` to another machine, which is not allowed by
    /// default, or it is `wss://` and there is no TLS.
    #[error(transparent)]
    Dial(DialError),
    /// The configured compression is not supported: zstd-stream needs the feature `zstd`.
    #[error(transparent)]
    Inflate(InflateError),
    /// A time limit is zero, so every attempt would fail.
    #[error("the time limit '{0}' is zero, but must be positive")]
    ZeroTimeout(&'static str),
    /// A size limit is zero, so every message would fail.
    #[error("the size limit '{0}' is zero, but must be positive")]
    ZeroLimit(&'static str),
}

/// Why a connection could not be opened.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum DialError {
    /// The gateway URL is invalid.
    #[error("invalid gateway URL: {reason}")]
    Url {
        /// The cause.
        reason: &'static str,
    },
    /// The URL is `ws://` to a host that is not this machine, and
    /// [`Transport::allow_plain`](crate::Transport::allow_plain) is not set.
    #[error(
        "ws:// is not encrypted and {host} is not this machine; use wss://, or allow it with Transport::allow_plain"
    )]
    PlainRefused {
        /// The host of the URL.
        host: String,
    },
    /// The URL is `wss://`, but no feature provides root certificates, and no TLS configuration was given.
    #[error(
        "wss:// needs TLS: enable one of the features webpki-roots, native-roots and platform-verifier, or provide a ClientConfig"
    )]
    NoTls,
    /// The TLS configuration could not be created.
    #[error("could not create the TLS configuration")]
    TlsConfig(#[source] TlsError),
    /// The host name could not be resolved.
    #[error("could not resolve the host name {host}")]
    Resolve {
        /// The host name.
        host: String,
        /// The resolver's error.
        #[source]
        source: io::Error,
    },
    /// The TCP connection failed.
    #[error("the TCP connection to {host} failed")]
    Tcp {
        /// The address that failed first, or the host name if it has no address.
        host: String,
        /// The cause.
        #[source]
        source: io::Error,
    },
    /// The proxy did not open a tunnel.
    #[error("the proxy did not open a tunnel")]
    Proxy(#[source] ProxyError),
    /// The TLS handshake failed.
    #[error("the TLS handshake with {host} failed")]
    Tls {
        /// The host name.
        host: String,
        /// The cause.
        #[source]
        source: io::Error,
    },
    /// The server answered the websocket upgrade with an HTTP status other than 101.
    #[error("the server answered the websocket upgrade with HTTP status {status}")]
    UpgradeRefused {
        /// The status.
        status: u16,
    },
    /// The websocket upgrade failed for another reason.
    #[error("the websocket upgrade failed")]
    Upgrade(#[source] UpgradeError),
    /// A step did not end within its time limit.
    #[error("{step} took longer than {limit:?}")]
    TimedOut {
        /// The step.
        step: DialStep,
        /// Its time limit.
        limit: Duration,
    },
    /// The decompressor could not be created.
    #[error("could not create the decompressor")]
    Inflate(#[source] InflateError),
}

/// Converts the errors of the connection to the host, including those of the proxy.
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
    /// Returns whether another attempt with the same settings may succeed.
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
    /// Returns whether another attempt with the same settings may succeed. The connection is retried in any case.
    #[must_use]
    pub const fn is_retryable(&self) -> bool {
        match self {
            Self::Dial(error) => error.is_retryable(),
            Self::Socket(_) => true,
        }
    }

    /// The code of the close frame that reports the fault to the peer; `None` if no frame can be sent, or the peer made
    /// no fault. None of these codes ends the session: only 1000 and 1001 do ([Initiating a
    /// Disconnect](https://docs.discord.com/developers/events/gateway#initiating-a-disconnect)).
    pub(crate) const fn close_code(&self) -> Option<u16> {
        match self {
            Self::Socket(SocketError::Frame(error)) => Some(error.close_code()),
            Self::Socket(SocketError::Inflate(InflateError::TooLong { .. })) => Some(CLOSE_TOO_BIG),
            Self::Socket(SocketError::Inflate(_)) => Some(CLOSE_INVALID_DATA),
            Self::Socket(_) | Self::Dial(_) => None,
        }
    }

    /// The input for the protocol machine.
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

/// The peer violated the websocket protocol ([RFC 6455, 7.4.1](https://www.rfc-editor.org/rfc/rfc6455#section-7.4.1)).
const CLOSE_PROTOCOL_ERROR: u16 = 1002;
/// The data of a message is invalid.
const CLOSE_INVALID_DATA: u16 = 1007;
/// A message is too large.
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
    /// The server ended the stream before its answer was complete.
    #[error("the stream ended within the server's answer")]
    Incomplete,
    /// The answer's head is too long.
    #[error("the head of the server's answer is longer than {limit} bytes")]
    TooLong {
        /// The maximum length in bytes.
        limit: usize,
    },
    /// The answer is not HTTP.
    #[error("the server's answer is not HTTP (httparse: {0})")]
    NotHttp(#[source] Box<dyn std::error::Error + Send + Sync>),
    /// The answer's version of HTTP is below 1.1.
    #[error("the server answered with HTTP/1.0")]
    HttpVersion,
    /// The server does not upgrade to the websocket protocol.
    #[error("the server's answer lacks the header \"Upgrade: websocket\"")]
    NoWebsocket,
    /// The header "Connection", which is a list, does not contain "Upgrade".
    #[error("the header \"Connection\" of the server's answer does not contain \"Upgrade\"")]
    NoUpgrade,
    /// "Sec-WebSocket-Accept" does not match our key, so the answer is not for our request.
    #[error("the header \"Sec-WebSocket-Accept\" does not match the request's key")]
    AcceptMismatch,
    /// The server chose an extension, although none was offered.
    #[error("the server chose the extension {0:?}, which was not offered")]
    Extension(String),
    /// The server chose a subprotocol, although none was offered.
    #[error("the server chose the subprotocol {0:?}, which was not offered")]
    Subprotocol(String),
}

/// A step of opening a connection.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum DialStep {
    /// Resolving the host, connecting TCP, and opening the proxy's tunnel if there is one.
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
    /// The peer violated the websocket protocol.
    #[error("the peer violated the websocket protocol: {0}")]
    Frame(#[from] FrameError),
    /// The peer's data could not be inflated.
    #[error("the peer's data could not be inflated: {0}")]
    Inflate(#[from] InflateError),
    /// The peer accepted no byte of a write for too long.
    #[error("the peer accepted no byte of a write for {limit:?}")]
    WriteTimedOut {
        /// The time limit.
        limit: Duration,
    },
}

/// How a peer violated the websocket protocol ([RFC 6455](https://www.rfc-editor.org/rfc/rfc6455)). A close frame
/// reports it to the peer.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum FrameError {
    /// The opcode is reserved (5.2).
    #[error("a frame has the reserved opcode {0:#x}")]
    ReservedOpcode(u8),
    /// A reserved bit is set although no extension was negotiated (5.2).
    #[error("a frame has a reserved bit set")]
    ReservedBits,
    /// A frame of the server is masked (5.1).
    #[error("a frame from the server is masked")]
    Masked,
    /// A frame's length is encoded with more bytes than it needs (5.2).
    #[error("the frame length {bytes} is encoded with more bytes than it needs")]
    LengthNotMinimal {
        /// The length.
        bytes: u64,
    },
    /// A frame's length has its highest bit set (5.2).
    #[error("a frame length is 2^63 or more")]
    LengthTopBit,
    /// A control frame is fragmented, longer than 125 bytes or has half a close code (5.5).
    #[error("a control frame is invalid")]
    BadControlFrame,
    /// A close frame has a code that must not be sent (7.4).
    #[error("a close frame has the code {0}, which must not be sent")]
    BadCloseCode(u16),
    /// The reason of a close frame is not UTF-8 (5.5.1).
    #[error("the reason of a close frame is not UTF-8")]
    ReasonNotUtf8,
    /// A text message is not UTF-8 (8.1).
    #[error("a text message is not UTF-8")]
    TextNotUtf8,
    /// A continuation frame came without a start, or a new message started within another one (5.4).
    #[error("a message fragment is out of order")]
    OutOfOrder,
    /// A message is larger than the limit.
    #[error("a message of {bytes} bytes is larger than the limit of {limit} bytes")]
    TooLong {
        /// The announced number of bytes.
        bytes: u64,
        /// The limit.
        limit: usize,
    },
}

impl FrameError {
    /// The code of the close frame that reports this to the peer.
    const fn close_code(&self) -> u16 {
        match self {
            Self::TooLong { .. } => CLOSE_TOO_BIG,
            Self::ReasonNotUtf8 | Self::TextNotUtf8 => CLOSE_INVALID_DATA,
            _ => CLOSE_PROTOCOL_ERROR,
        }
    }
}

/// Why compressed data could not be inflated into a payload.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum InflateError {
    /// The compression is not compiled in.
    #[error("{0:?} is not compiled in; zstd-stream needs the feature zstd of gateway-conn")]
    NotCompiledIn(gateway_proto::Compression),
    /// The stream does not start with a zlib header (RFC 1950, 2.2).
    #[error("the data is not a zlib stream")]
    NotZlib,
    /// The data is not valid zlib.
    #[error("invalid zlib data: {0}")]
    Zlib(#[source] flate2::DecompressError),
    /// The data is not valid zstd, or needs a window larger than 8 MiB.
    #[error("invalid zstd data: {0}")]
    Zstd(#[source] io::Error),
    /// A message inflates to more bytes than the limit.
    #[error("a message inflates to more than {limit} bytes")]
    TooLong {
        /// The limit.
        limit: usize,
    },
    /// A compressed message ended before its zlib stream did.
    #[error("a compressed message is truncated")]
    Truncated,
    /// The compressed stream ended, although it must last as long as the connection.
    #[error("the compressed stream ended before the connection did")]
    StreamEnded,
    /// The decompressor consumes no input and produces no output.
    #[error("the decompressor made no progress")]
    Stuck,
    /// An inflated message is not a sequence of complete JSON objects.
    #[error("an inflated message is not a sequence of complete JSON objects")]
    NotObjects,
}
