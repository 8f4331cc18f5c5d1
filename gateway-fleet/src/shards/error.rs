//! Why a gateway cannot join a fleet.

use std::time::Duration;

use crate::nats::BucketError;

/// Why a gateway cannot join a fleet.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum JoinError {
    /// The bucket cannot be used.
    #[error("the fleet's bucket: {0}")]
    Bucket(#[from] BucketError),
    /// Nobody says how many shards there are.
    #[error(
        "the fleet has no plan after {0:?}, and this worker names no total: give the first worker FleetConfig::with_total"
    )]
    NoPlan(Duration),
    /// The leases are no shards.
    #[error("the fleet leases partitions: write LeaseKind::Shard for the shards of a gateway")]
    NotShards,
}
