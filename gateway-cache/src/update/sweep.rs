//! Taking out what is too old.

use super::Update;
use crate::cache::{Cache, Counters};
use crate::store::{GuildState, write};

/// How many times in a time to live a guild's rows are looked at.
const SWEEPS: u32 = 2;

impl Cache {
    /// Takes out everything that is past its time to live. Updates of a guild do that for the guild now and then, and what is
    /// too old is never returned; this is for guilds in which nothing happens.
    pub fn sweep(&self) {
        let update = Update { inner: &self.inner, keeps: self.inner.keeps(), told: None };
        for guild in self.inner.guilds.values() {
            update.expire(&mut write(&guild));
        }
    }
}

impl Update<'_> {
    /// Takes out what is too old, if it is time to.
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
