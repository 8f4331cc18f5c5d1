//! Inserts missed events into the events of a shard.

use std::task::Context;

use super::queued::Queued;

/// Inserts missed events into those of one shard, and holds back the events that must come after them. The stream
/// passes each event to it. The catch-up implements it, so shards and events do not depend on the catch-up.
pub(crate) trait Recovery: std::fmt::Debug + Send + Sync {
    /// Decides about an event: it is delivered, dropped, or kept for later.
    fn take(&mut self, queued: Queued, hand_on: &mut dyn FnMut(Queued));

    /// Delivers what has arrived, or may be delivered now. The stream is woken when there is more.
    fn poll(&mut self, cx: &mut Context<'_>, hand_on: &mut dyn FnMut(Queued));
}
