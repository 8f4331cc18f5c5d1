//! Removes expired entries.

use super::Update;
use crate::cache::{Cache, Counters};
use crate::store::{GuildState, write};

/// How many times during a time to live the rows of a guild are checked.
const SWEEPS: u32 = 2;

impl Cache {
    /// Removes all expired entries. Updates of a guild already remove its expired entries regularly, and expired
    /// entries are never returned. This method is for guilds without events.
    pub fn sweep(&self) {
        let update = Update { inner: &self.inner, keeps: self.inner.keeps(), told: None };
        for guild in self.inner.guilds.values() {
            update.expire(&mut write(&guild));
        }
    }
}

impl Update<'_> {
    /// Removes expired entries, if it is time to check.
    pub(super) fn sweep(&self, state: &mut GuildState) {
        let settings = &self.inner.settings;
        let bounds = [settings.member_bound, settings.presence_bound, settings.message_bound];
        let Some(shortest) = bounds.iter().filter_map(|bound| bound.seconds).min() else { return };
        let now = self.keeps.now;
        if now.saturating_sub(state.swept) >= shortest.div_ceil(SWEEPS) {
            state.swept = now;
            self.expire(state);
        }
    }

    fn expire(&self, state: &mut GuildState) {
        let own = self.inner.own_id();
        let mut dropped = 0;
        if let Some(keep) = &self.keeps.members {
            let gone = state.members.expire(keep, own);
            for user in &gone {
                self.inner.users.release(*user);
            }
            dropped += gone.len();
        }
        if let Some(keep) = &self.keeps.presences {
            dropped += state.presences.expire(keep, 0).len();
        }
        if let Some(keep) = &self.keeps.messages {
            state.messages.retain(|_, rows| {
                dropped += rows.expire(keep, 0).len();
                rows.len() > 0
            });
        }
        Counters::add(&self.inner.counters.dropped, dropped);
    }
}
