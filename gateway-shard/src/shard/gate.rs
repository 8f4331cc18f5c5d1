//! What stands between a shard's task and the user's queue.

use std::fmt;

use gateway_model::gateway::ShardId;
use tokio::sync::watch;

use crate::events::Queued;

/// Decides which events of a shard go on to the user, and when. A reshard holds back what the old fleet has handed on.
///
/// A trait, so that a shard's task does not know of resharding, which starts tasks.
pub(crate) trait Gate: fmt::Debug + Send + Sync {
    /// Changes when held events may be delivered, or when the result of [`has_room`](Self::has_room) may have changed.
    fn changes(&self) -> watch::Receiver<u32>;

    /// Whether shards of this fleet may be read: not if too many of the fleet's events are held.
    fn has_room(&self, fleet: u32) -> bool;

    /// Hands on the held events of a shard that may be delivered now.
    fn flush(&self, fleet: u32, shard: ShardId, hand_on: &mut dyn FnMut(Queued));

    /// Hands an event on, holds it, or drops it as the duplicate of one that was handed on.
    fn pass(&self, fleet: u32, shard: ShardId, queued: Queued, hand_on: &mut dyn FnMut(Queued));
}
