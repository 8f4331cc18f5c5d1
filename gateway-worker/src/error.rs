//! The errors of starting a worker.

use async_nats::jetstream;
use gateway_fleet::FleetConfigError;
use gateway_fleet::nats::{BucketError, ConnectError};
use gateway_shard::{MissingStates, NeverCalled, RunOnError};

/// Why a worker did not start.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum StartError {
    /// The name of the group cannot be a part of a subject.
    #[error("the group '{0}' is not valid: use 1 to 64 letters, digits, '-' or '_'")]
    Group(String),
    /// There are more partitions than a stream can have.
    #[error("a stream has at most {most} partitions, but {0} are configured", most = gateway_fleet::stream::MOST_PARTITIONS)]
    Partitions(u32),
    /// There are listeners for events that only the processes of the shards receive.
    #[error(transparent)]
    NeverCalled(#[from] NeverCalled),
    /// A listener takes a state that the bot does not have.
    #[error(transparent)]
    MissingStates(#[from] MissingStates),
    /// The bot cannot run on the event stream for another reason.
    #[error(transparent)]
    Bot(RunOnError),
    /// A setting of the leases is not valid.
    #[error(transparent)]
    Lease(#[from] FleetConfigError),
    /// NATS cannot be connected to.
    #[error(transparent)]
    Connect(#[from] ConnectError),
    /// The bucket of the leases cannot be used.
    #[error(transparent)]
    Bucket(#[from] BucketError),
    /// The stream of the events cannot be used. A publisher creates it.
    #[error(
        "the stream {stream} cannot be used: {source}; start a publisher first, which creates it"
    )]
    Stream {
        /// The stream.
        stream: String,
        /// The cause.
        #[source]
        source: jetstream::context::GetStreamError,
    },
}

impl From<RunOnError> for StartError {
    fn from(error: RunOnError) -> Self {
        match error {
            RunOnError::NeverCalled(error) => Self::NeverCalled(error),
            RunOnError::MissingStates(error) => Self::MissingStates(error),
            other => Self::Bot(other),
        }
    }
}

impl StartError {
    /// Returns whether a retry may succeed without another setting: NATS cannot be reached, or no publisher has created
    /// the stream yet.
    #[must_use]
    pub fn is_retryable(&self) -> bool {
        match self {
            Self::Group(_)
            | Self::Partitions(_)
            | Self::NeverCalled(_)
            | Self::MissingStates(_)
            | Self::Bot(_)
            | Self::Lease(_) => false,
            Self::Connect(error) => error.is_retryable(),
            Self::Bucket(error) => error.is_retryable(),
            Self::Stream { .. } => true,
        }
    }
}
