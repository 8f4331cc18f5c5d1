//! Decides which events are delivered to the user.

use std::task::{Context, Poll};

use gateway_model::gateway::ShardId;

use super::queued::Queued;

/// Decides which events are delivered to the user. The stream of each shard calls it for each event. Resharding
/// implements it, so shards and events do not depend on resharding.
pub(crate) trait Gate: std::fmt::Debug + Send + Sync {
    /// Returns whether it may stop or delay events now. If not, every event is delivered.
    fn is_active(&self) -> bool;

    /// Records that a shard sends an Identify: its session begins after this, whenever its Ready is read.
    fn identifies(&self, fleet: u32, shard: ShardId);

    /// Delivers events of this shard that waited and may now be delivered. It is pending while no further event of the
    /// shard may be taken. The stream is woken when that changes, or when a waiting event may be delivered.
    fn poll(
        &self,
        fleet: u32,
        shard: ShardId,
        cx: &mut Context<'_>,
        hand_on: &mut dyn FnMut(Queued),
    ) -> Poll<()>;

    /// Decides about an event: it is delivered, dropped, or kept for later.
    fn pass(&self, fleet: u32, shard: ShardId, queued: Queued, hand_on: &mut dyn FnMut(Queued));
}
