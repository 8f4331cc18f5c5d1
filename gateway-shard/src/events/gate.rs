//! What decides which events go on to the user.

use std::task::{Context, Poll};

use gateway_model::gateway::ShardId;

use super::queued::Queued;

/// Decides which events go on to the user. The stream of each shard asks it for each event; shards and their events know
/// of resharding, which implements it, by this trait alone.
pub(crate) trait Gate: std::fmt::Debug + Send + Sync {
    /// Whether it has anything to decide now. If not, every event goes on.
    fn is_active(&self) -> bool;

    /// A shard sends an Identify: its session begins after this, whenever its Ready is read.
    fn identifies(&self, fleet: u32, shard: ShardId);

    /// Hands on what waited of this shard and may go on by now. Pending while no further event of the shard may be taken;
    /// the stream is woken when one may, and when something that waited may go on.
    fn poll(
        &self,
        fleet: u32,
        shard: ShardId,
        cx: &mut Context<'_>,
        hand_on: &mut dyn FnMut(Queued),
    ) -> Poll<()>;

    /// Decides about an event: it is handed on, dropped, or kept for later.
    fn pass(&self, fleet: u32, shard: ShardId, queued: Queued, hand_on: &mut dyn FnMut(Queued));
}
