//! Why a bucket cannot be used.

use async_nats::jetstream::context::CreateStreamError;

/// The bucket of a fleet cannot be used.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum BucketError {
    /// The credentials cannot be read.
    #[error("cannot read the NATS credentials")]
    Credentials(#[source] std::io::Error),
    /// The server cannot be reached, or refuses.
    #[error("cannot connect to NATS: {0}")]
    Connect(#[from] async_nats::ConnectError),
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
