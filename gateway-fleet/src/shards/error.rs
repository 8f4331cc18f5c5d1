//! Why a gateway cannot join a fleet.

use std::time::Duration;

use crate::nats::BucketError;

/// Why a gateway cannot join a fleet.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum JoinError {
    /// The bucket cannot be used.
    #[error("the bucket of the fleet cannot be used: {0}")]
    Bucket(#[from] BucketError),
    /// No worker was given the number of shards.
    #[error(
        "the fleet has no plan after {0:?}, and this worker was given no total: call FleetConfig::with_total on the first worker"
    )]
    NoPlan(Duration),
    /// The fleet does not lease shards.
    #[error("the fleet leases partitions: use LeaseKind::Shard for the shards of a gateway")]
    NotShards,
}
