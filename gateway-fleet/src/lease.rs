//! Leases, and their states.

use std::fmt;

use gateway_model::gateway::ShardId;
use serde::{Deserialize, Serialize};

/// The kind of a fleet's leases. It decides the names of their keys, and whether they identify.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum LeaseKind {
    /// Shards: `shard.<total>.<n>`.
    Shard,
    /// Partitions of an event stream: `partition.<total>.<n>`. They have no session and never identify.
    Partition,
}

impl LeaseKind {
    pub(crate) const fn prefix(self) -> &'static str {
        match self {
            Self::Shard => "shard",
            Self::Partition => "partition",
        }
    }
}

/// One of `total` equal parts of the work: shard `index` of `total`, or partition `index` of `total`.
///
/// Ordered by total, then index.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(from = "(u32, u32)", into = "(u32, u32)")]
pub struct Lease {
    /// The number of parts.
    pub total: u32,
    /// The index, from zero.
    pub index: u32,
}

impl Lease {
    /// Creates part `index` of `total`. A machine never owns a lease whose index is not below its total.
    #[must_use]
    pub const fn new(index: u32, total: u32) -> Self {
        Self { total, index }
    }
}

impl From<ShardId> for Lease {
    fn from(shard: ShardId) -> Self {
        Self::new(shard.id(), shard.count().get())
    }
}

impl From<(u32, u32)> for Lease {
    fn from((index, total): (u32, u32)) -> Self {
        Self::new(index, total)
    }
}

impl From<Lease> for (u32, u32) {
    fn from(lease: Lease) -> Self {
        (lease.index, lease.total)
    }
}

impl fmt::Display for Lease {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.index, self.total)
    }
}

/// The state of a lease, as seen by one worker.
#[doc = ""]
#[doc = include_str!("../docs/states.md")]
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum LeaseState {
    /// This worker does not own it.
    Elsewhere,
    /// This worker is writing its claim.
    Claiming,
    /// This worker owns it; it is not live yet.
    Starting,
    /// It is live.
    Live,
    /// This worker owned it, and another may have taken it over meanwhile: its key is written again to find out.
    Doubted,
    /// It is being stopped.
    Stopping,
    /// It has ended, and its release is being written.
    Releasing,
}

impl LeaseState {
    /// All states, in the order of a lease's life.
    pub const ALL: [Self; 7] = [
        Self::Elsewhere,
        Self::Claiming,
        Self::Starting,
        Self::Live,
        Self::Doubted,
        Self::Stopping,
        Self::Releasing,
    ];

    /// Returns the states that may follow.
    #[must_use]
    pub const fn next(self) -> &'static [Self] {
        use LeaseState::*;
        match self {
            Elsewhere => &[Claiming],
            Claiming => &[Elsewhere, Starting, Doubted],
            Starting => &[Live, Doubted, Stopping, Releasing],
            Live => &[Starting, Doubted, Stopping, Releasing],
            Doubted => &[Starting, Live, Stopping, Releasing],
            Stopping => &[Elsewhere, Releasing],
            Releasing => &[Elsewhere],
        }
    }
}
