//! The status of all shards of this process at one moment.

use crate::identify::Delay;
use crate::shard::ShardStatus;

/// The status of all shards of this process.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct GatewayStatus {
    /// Each shard, ordered by id.
    pub shards: Vec<ShardStatus>,
    /// Why shards wait for an Identify, if they do.
    pub delays: Vec<Delay>,
}

impl GatewayStatus {
    /// Returns whether every shard is [`ready`](ShardStatus::ready).
    #[must_use]
    pub fn is_ready(&self) -> bool {
        !self.shards.is_empty() && self.shards.iter().all(|shard| shard.ready)
    }

    /// The number of guilds of all shards.
    #[must_use]
    pub fn guilds(&self) -> usize {
        self.shards.iter().map(|shard| shard.guilds).sum()
    }
}
