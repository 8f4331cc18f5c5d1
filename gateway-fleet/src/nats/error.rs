//! The errors of a bucket.

use async_nats::jetstream::context::{CreateStreamError, CreateStreamErrorKind};

use super::connect::ConnectError;

/// The bucket of a fleet cannot be used.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum BucketError {
    /// NATS cannot be connected to.
    #[error(transparent)]
    Connect(#[from] ConnectError),
    /// The bucket cannot be created or looked up.
    #[error("cannot use bucket {bucket}: {source}; JetStream must be on (nats-server --jetstream)")]
    Bucket {
        /// The bucket.
        bucket: String,
        /// The cause.
        #[source]
        source: CreateStreamError,
    },
    /// The existing bucket with this name does not keep exactly one value for each key.
    #[error(
        "bucket {bucket} keeps {history} values for each key, and a fleet needs one: delete it, or choose another name"
    )]
    History {
        /// The bucket.
        bucket: String,
        /// How many values it keeps.
        history: i64,
    },
}

impl BucketError {
    /// Returns whether a retry may succeed without another configuration, because the server cannot be reached or has
    /// an internal error.
    #[must_use]
    pub fn is_retryable(&self) -> bool {
        match self {
            Self::Connect(error) => error.is_retryable(),
            Self::Bucket { source, .. } => match source.kind() {
                // For example a cluster without a leader.
                CreateStreamErrorKind::JetStream(error) => error.code() >= 500,
                CreateStreamErrorKind::TimedOut
                | CreateStreamErrorKind::Response
                | CreateStreamErrorKind::ResponseParse
                | CreateStreamErrorKind::JetStreamUnavailable
                | CreateStreamErrorKind::NotFound => true,
                _ => false,
            },
            Self::History { .. } => false,
        }
    }
}
