//! Why a bucket cannot be used.

use async_nats::jetstream::context::{CreateStreamError, CreateStreamErrorKind};

use super::connect::ConnectError;

/// The bucket of a fleet cannot be used.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum BucketError {
    /// NATS cannot be connected to.
    #[error(transparent)]
    Connect(#[from] ConnectError),
    /// The bucket cannot be made or looked up.
    #[error("cannot use bucket {bucket}: {source}; JetStream must be on (nats-server --jetstream)")]
    Bucket {
        /// Which bucket.
        bucket: String,
        /// Why not.
        #[source]
        source: CreateStreamError,
    },
    /// There is a bucket of the name that keeps more or less than one value for each key.
    #[error(
        "bucket {bucket} keeps {history} values for each key, and a fleet needs one: delete it, or choose another name"
    )]
    History {
        /// Which bucket.
        bucket: String,
        /// How many values it keeps.
        history: i64,
    },
}

impl BucketError {
    /// Whether it may pass without another configuration: the server is away, or has trouble of its own.
    #[must_use]
    pub fn is_retryable(&self) -> bool {
        match self {
            Self::Connect(error) => error.is_retryable(),
            Self::Bucket { source, .. } => match source.kind() {
                // Such as a cluster without a leader.
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
