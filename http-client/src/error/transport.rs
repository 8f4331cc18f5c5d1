//! No answer: connections, timeouts, answers too large.

use std::error::Error;
use std::fmt;
use std::time::Duration;

/// Why there is no answer.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum TransportError {
    /// The connection could not be made, or broke.
    #[error(transparent)]
    Connection(ConnectionError),
    /// The request was carried out, and the body of its answer broke off.
    #[error(transparent)]
    Body(ConnectionError),
    /// A try took too long.
    #[error("no answer within {0:?}")]
    TryTimeout(Duration),
    /// The request was carried out, and its answer did not end in the time that a try may take.
    #[error("the request was carried out, and its answer did not end within {0:?}")]
    BodyTimeout(Duration),
    /// All tries together took too long.
    #[error("the request did not end within {0:?}")]
    TotalTimeout(Duration),
    /// The request was carried out, and its answer is larger than the client takes.
    #[error("the request was carried out, and its answer is larger than {limit} bytes")]
    TooLarge {
        /// The most the client takes, in bytes, compressed and decompressed.
        limit: usize,
    },
    /// The request's own body broke off: a file became shorter or unreadable while it was sent.
    #[error(transparent)]
    BodyBroke(ConnectionError),
    /// A file could not be opened.
    #[error("the file {name:?} could not be read")]
    Upload {
        /// The name it was to be sent under.
        name: String,
        /// Why not.
        source: std::io::Error,
    },
    /// The request was carried out, and the compression of its answer is broken.
    #[error("the request was carried out, and its answer cannot be decompressed")]
    Decompress(#[source] std::io::Error),
}

impl TransportError {
    /// Whether the same request may succeed later with nothing changed. It is false if the request was carried out:
    /// what it does would be done twice.
    #[must_use]
    pub const fn is_retryable(&self) -> bool {
        !matches!(self, Self::Upload { .. } | Self::BodyBroke(_)) && !self.request_succeeded()
    }

    /// Whether the server answered that the request succeeded. Its answer could not be read.
    #[must_use]
    pub const fn request_succeeded(&self) -> bool {
        matches!(
            self,
            Self::Body(_) | Self::BodyTimeout(_) | Self::TooLarge { .. } | Self::Decompress(_)
        )
    }

    /// Whether the request was surely not processed, so that it may be sent again whatever it does: no connection was
    /// made, or the server said so.
    #[must_use]
    pub fn is_not_processed(&self) -> bool {
        matches!(self, Self::Connection(error) if error.kind().is_not_processed())
    }

    /// Whether a request that may be sent any number of times is sent again.
    pub(crate) const fn is_passing(&self) -> bool {
        self.is_retryable()
            || matches!(self, Self::Body(_) | Self::BodyTimeout(_) | Self::Decompress(_))
    }

    /// Whether a connection took the request and did not process it.
    pub(crate) fn was_turned_away(&self) -> bool {
        matches!(self, Self::Connection(error) if error.kind == ConnectionErrorKind::NotProcessed)
    }
}

/// A failure of a connection. Its text says which step failed, and its sources say why; see [`Report`](crate::Report).
pub struct ConnectionError {
    kind: ConnectionErrorKind,
    message: String,
    cause: Box<dyn Error + Send + Sync>,
    /// How many errors, from `cause` on, only say what `message` says.
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

/// What failed of a connection.
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
    /// A step of connecting took longer than [`connect_timeout`](crate::ClientBuilder::connect_timeout) allows.
    TimedOut(ConnectStep),
    /// The request was surely not processed: the server said so, or its connection ended before a byte of the request
    /// was taken.
    ///
    /// RFC 9113, sections [6.8](https://www.rfc-editor.org/rfc/rfc9113#section-6.8) (GOAWAY) and
    /// [8.7](https://www.rfc-editor.org/rfc/rfc9113#section-8.7) (REFUSED_STREAM).
    NotProcessed,
    /// The connection ended before the answer did. The request may have been processed.
    Closed,
    /// The server did not answer a PING. The request may have been processed.
    Silent,
    /// The server broke the rules of HTTP, or reset the request. It may have been processed.
    Http,
}

impl ConnectionErrorKind {
    /// Whether the request was surely not processed.
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
    /// The host name is resolved.
    Dns,
    /// The TCP connection is made.
    Tcp,
    /// The proxy is asked to connect to the API.
    Proxy,
    /// The TLS handshake is made.
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
