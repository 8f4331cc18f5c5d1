//! The shard of a guild.

use gateway_model::Id;
use gateway_model::gateway::ShardId;
use gateway_model::id::marker;

/// Returns whether a guild's events go to this shard.
///
/// Docs: [Gateway, Sharding](https://docs.discord.com/developers/events/gateway#sharding), sharding formula:
/// `shard_id = (guild_id >> 22) % num_shards`.
pub(crate) fn is_of_shard(guild: Id<marker::Guild>, shard: ShardId) -> bool {
    (guild.get() >> 22) % u64::from(shard.count().get()) == u64::from(shard.id())
}
