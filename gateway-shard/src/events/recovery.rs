//! What puts missed events between those of a shard.

use std::task::Context;

use super::queued::Queued;

/// Puts missed events between those of one shard, and holds back what must come after them. The stream gives it each
/// event; a shard's events know of catching up, which implements it, by this trait alone.
pub(crate) trait Recovery: std::fmt::Debug + Send + Sync {
    /// Decides about an event: it is handed on, dropped, or kept for later.
    fn take(&mut self, queued: Queued, hand_on: &mut dyn FnMut(Queued));

    /// Hands on what has come or may go on by now. The stream is woken when there is more.
    fn poll(&mut self, cx: &mut Context<'_>, hand_on: &mut dyn FnMut(Queued));
}
