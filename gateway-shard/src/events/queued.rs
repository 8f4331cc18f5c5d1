//! An event on its way from a shard's connection to the user.

use std::sync::Arc;

use gateway_model::id::{Id, marker};
use tokio::sync::watch;

use super::event::ShardEvent;
use super::guild_change::GuildChange;
use super::session_gap::SessionGap;

/// The guild changes that an event means.
pub(crate) type GuildChanges = Vec<(Id<marker::Guild>, GuildChange)>;

/// What an event about guilds means.
#[derive(Debug, Default)]
pub(crate) struct Meaning {
    pub(crate) changes: GuildChanges,
    /// Set for the Ready after a lost session.
    pub(crate) gap: Option<Arc<SessionGap>>,
}

/// An event on its way to the user, with its meaning.
#[derive(Debug)]
pub(crate) struct Queued {
    pub(crate) event: ShardEvent,
    pub(crate) meaning: Meaning,
}

impl Queued {
    pub(crate) const fn new(event: ShardEvent) -> Self {
        Self { event, meaning: Meaning { changes: Vec::new(), gap: None } }
    }

    /// Marks the event as handled, because its duplicate was delivered instead.
    pub(crate) fn mark_handled(mut self) {
        if let Some(receipt) = self.event.release() {
            receipt.mark_handled();
        }
    }
}

/// When dropped, signals that a shard's last event was read, or never will be.
#[derive(Debug)]
pub(crate) struct LastRead(pub(crate) watch::Sender<bool>);

impl Drop for LastRead {
    fn drop(&mut self) {
        self.0.send_replace(true);
    }
}
