//! Why a worker does not start.

use async_nats::jetstream;
use gateway_fleet::FleetConfigError;
use gateway_fleet::nats::{BucketError, ConnectError};
use gateway_shard::{MissingStates, NeverCalled, RunOnError};

/// A worker does not start.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum StartError {
    /// The name of the group cannot be a part of a subject.
    #[error(
        "the group '{0}' has other characters than letters, digits, '-' and '_', or none, or more than 64"
    )]
    Group(String),
    /// There are more partitions than a stream may have.
    #[error("a stream has up to {most} partitions, and not {0}", most = gateway_fleet::stream::MOST_PARTITIONS)]
    Partitions(u32),
    /// There are listeners for what only the processes of the shards see.
    #[error(transparent)]
    NeverCalled(#[from] NeverCalled),
    /// A listener takes a state that the bot does not have.
    #[error(transparent)]
    MissingStates(#[from] MissingStates),
    /// The bot cannot run on the event stream for another reason.
    #[error(transparent)]
    Bot(RunOnError),
    /// A setting of the leases cannot be.
    #[error(transparent)]
    Lease(#[from] FleetConfigError),
    /// NATS cannot be connected to.
    #[error(transparent)]
    Connect(#[from] ConnectError),
    /// The bucket of the leases cannot be used.
    #[error(transparent)]
    Bucket(#[from] BucketError),
    /// The stream of the events cannot be looked up. A publisher makes it.
    #[error("the stream {stream} cannot be used: {source}; start a publisher first, it makes it")]
    Stream {
        /// Which stream.
        stream: String,
        /// Why not.
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
    /// Whether it may pass without another setting: NATS is away, or no publisher has made the stream yet.
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
