//! No answer: connections, timeouts, answers too large.

use std::time::Duration;

/// Why there is no answer.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum TransportError {
    /// The connection could not be made, or broke.
    #[error("the connection to the API failed")]
    Connection(#[source] hyper_util::client::legacy::Error),
    /// The answer's body broke off.
    #[error("the answer broke off")]
    Body(#[source] hyper::Error),
    /// A try took too long.
    #[error("no answer within {0:?}")]
    TryTimeout(Duration),
    /// All tries together took too long.
    #[error("the request did not end within {0:?}")]
    TotalTimeout(Duration),
    /// The answer is larger than the client takes.
    #[error("the answer is larger than {limit} bytes")]
    TooLarge {
        /// The most the client takes, in bytes, compressed and decompressed.
        limit: usize,
    },
    /// The request's own body broke off: a file became shorter or unreadable while it was sent.
    #[error("the request's body broke off")]
    BodyBroke(#[source] hyper_util::client::legacy::Error),
    /// A file could not be opened.
    #[error("the file {name:?} could not be read")]
    Upload {
        /// The name it was to be sent under.
        name: String,
        /// Why not.
        source: std::io::Error,
    },
    /// The answer's compression is broken.
    #[error("the answer cannot be decompressed")]
    Decompress(#[source] std::io::Error),
}

impl TransportError {
    /// Whether the same request may succeed later with nothing changed.
    #[must_use]
    pub const fn is_retryable(&self) -> bool {
        !matches!(self, Self::TooLarge { .. } | Self::Upload { .. } | Self::BodyBroke(_))
    }

    /// Whether the request certainly never reached the server.
    pub(crate) fn was_not_sent(&self) -> bool {
        matches!(self, Self::Connection(error) if error.is_connect())
    }
}
