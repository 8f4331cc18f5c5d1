//! Errors of requests without a response: connections, timeouts, oversized responses.

use std::error::Error;
use std::fmt;
use std::time::Duration;

/// Why there is no response.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum TransportError {
    /// The connection could not be made, or was lost.
    #[error(transparent)]
    Connection(ConnectionError),
    /// The request was carried out, but the body of its response was cut off.
    #[error(transparent)]
    Body(ConnectionError),
    /// One attempt took too long.
    #[error("no response within {0:?}")]
    TryTimeout(Duration),
    /// The request was carried out, but its response did not end within the time limit of an attempt.
    #[error("the request was carried out, but its response did not end within {0:?}")]
    BodyTimeout(Duration),
    /// All attempts together took too long.
    #[error("the request did not end within {0:?}")]
    TotalTimeout(Duration),
    /// The request was carried out, but its response is larger than the client's limit.
    #[error("the request was carried out, but its response is larger than {limit} bytes")]
    TooLarge {
        /// The limit in bytes, which applies to both the compressed and the decompressed size.
        limit: usize,
    },
    /// The body of the request was cut off: a file became shorter or unreadable while it was sent.
    #[error(transparent)]
    BodyBroke(ConnectionError),
    /// A file could not be opened.
    #[error("the file {name:?} could not be read")]
    Upload {
        /// The name under which it was to be sent.
        name: String,
        /// The cause.
        source: std::io::Error,
    },
    /// The request was carried out, but its response cannot be decompressed.
    #[error("the request was carried out, but its response could not be decompressed")]
    Decompress(#[source] std::io::Error),
}

impl TransportError {
    /// Returns whether the same request may succeed later. It is false if the request was carried out, because a
    /// repetition would carry it out twice.
    #[must_use]
    pub const fn is_retryable(&self) -> bool {
        !matches!(self, Self::Upload { .. } | Self::BodyBroke(_)) && !self.request_succeeded()
    }

    /// Returns whether the server reported success, although its response could not be read.
    #[must_use]
    pub const fn request_succeeded(&self) -> bool {
        matches!(
            self,
            Self::Body(_) | Self::BodyTimeout(_) | Self::TooLarge { .. } | Self::Decompress(_)
        )
    }

    /// Returns whether the request was certainly not processed, so that it may be sent again even if it is not
    /// idempotent: no connection was made, or the server said so.
    #[must_use]
    pub fn is_not_processed(&self) -> bool {
        matches!(self, Self::Connection(error) if error.kind().is_not_processed())
    }

    /// Returns whether an idempotent request is retried after this error.
    pub(crate) const fn is_passing(&self) -> bool {
        self.is_retryable()
            || matches!(self, Self::Body(_) | Self::BodyTimeout(_) | Self::Decompress(_))
    }

    /// Returns whether a connection accepted the request and did not process it.
    pub(crate) fn was_turned_away(&self) -> bool {
        matches!(self, Self::Connection(error) if error.kind == ConnectionErrorKind::NotProcessed)
    }
}

/// A connection error. Its text says which step failed, and its sources say why; see [`Report`](crate::Report).
pub struct ConnectionError {
    kind: ConnectionErrorKind,
    message: String,
    cause: Box<dyn Error + Send + Sync>,
    /// How many sources, starting with `cause`, only repeat `message`.
    skip: usize,
}

impl ConnectionError {
    pub(crate) fn new(
        kind: ConnectionErrorKind,
        message: String,
        cause: Box<dyn Error + Send + Sync>,
        skip: usize,
    ) -> Self {
        Self { kind, message, cause, skip }
    }

    /// What failed.
    #[must_use]
    pub const fn kind(&self) -> ConnectionErrorKind {
        self.kind
    }
}

impl fmt::Display for ConnectionError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl fmt::Debug for ConnectionError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ConnectionError")
            .field("kind", &self.kind)
            .field("message", &self.message)
            .field("source", &self.source())
            .finish()
    }
}

impl Error for ConnectionError {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        let mut error: &(dyn Error + 'static) = &*self.cause;
        for _ in 0..self.skip {
            error = error.source()?;
        }
        Some(error)
    }
}

/// What failed on a connection.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum ConnectionErrorKind {
    /// The host name could not be resolved.
    Dns,
    /// No TCP connection could be made.
    Connect,
    /// The proxy did not connect to the API.
    Proxy,
    /// The TLS handshake failed.
    Tls,
    /// A step of connecting took longer than [`connect_timeout`](crate::ClientBuilder::connect_timeout).
    TimedOut(ConnectStep),
    /// The request was certainly not processed: the server said so, or its connection ended before a byte of the
    /// request was sent.
    ///
    /// RFC 9113, sections [6.8](https://www.rfc-editor.org/rfc/rfc9113#section-6.8) (GOAWAY) and
    /// [8.7](https://www.rfc-editor.org/rfc/rfc9113#section-8.7) (REFUSED_STREAM).
    NotProcessed,
    /// The connection ended before the response did. The request may have been processed.
    Closed,
    /// The server did not answer a PING. The request may have been processed.
    Silent,
    /// The server violated HTTP, or reset the request. The request may have been processed.
    Http,
}

impl ConnectionErrorKind {
    /// Returns whether the request was certainly not processed.
    #[must_use]
    pub const fn is_not_processed(self) -> bool {
        match self {
            Self::Dns | Self::Connect | Self::Proxy | Self::Tls | Self::TimedOut(_) => true,
            Self::NotProcessed => true,
            Self::Closed | Self::Silent | Self::Http => false,
        }
    }
}

/// A step of connecting.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum ConnectStep {
    /// The host name is being resolved.
    Dns,
    /// The TCP connection is being made.
    Tcp,
    /// The proxy is connecting to the API.
    Proxy,
    /// The TLS handshake is in progress.
    Tls,
}

impl fmt::Display for ConnectStep {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Dns => "resolving the host name",
            Self::Tcp => "the TCP connection",
            Self::Proxy => "the proxy's answer",
            Self::Tls => "the TLS handshake",
        })
    }
}
