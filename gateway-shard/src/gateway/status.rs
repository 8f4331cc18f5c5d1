//! How all shards of this process are at one moment.

use crate::identify::Delay;
use crate::shard::ShardStatus;

/// How all shards of this process are.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct GatewayStatus {
    /// Each shard, in the order of their ids.
    pub shards: Vec<ShardStatus>,
    /// Why shards wait for an Identify, if they do.
    pub delays: Vec<Delay>,
}

impl GatewayStatus {
    /// Whether every shard is [`ready`](ShardStatus::ready).
    #[must_use]
    pub fn is_ready(&self) -> bool {
        !self.shards.is_empty() && self.shards.iter().all(|shard| shard.ready)
    }

    /// Guilds of all shards.
    #[must_use]
    pub fn guilds(&self) -> usize {
        self.shards.iter().map(|shard| shard.guilds).sum()
    }
}
