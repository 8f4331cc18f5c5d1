//! Enforces the limit of channels: those without messages for the longest time are merged into the floors of their
//! guilds.

use std::sync::atomic::Ordering;

use gateway_model::id::DISCORD_EPOCH_MS;

use super::last_seen::{LastSeen, Part};
use super::mark::Mark;
use crate::lock::lock;

/// How long ago a merged channel must have been seen, so that no older event of the guild can still arrive.
pub(super) const QUIET_MS: u64 = 60_000;

impl LastSeen {
    /// Merges the channels without messages for the longest time into the floors of their guilds, if there are more
    /// than `most`.
    pub(super) fn trim(&self, most: usize, now_ms: u64) {
        if self.channels.load(Ordering::Relaxed) <= most {
            return;
        }
        let quiet = now_ms.saturating_sub(DISCORD_EPOCH_MS + QUIET_MS) << 22;
        let mut ids = Vec::new();
        for part in &self.parts {
            let part = lock(part);
            let channels = part.guilds.values().flat_map(|guild| &guild.channels);
            ids.extend(channels.map(|(_, marks)| marks.mark.done()));
        }
        if ids.is_empty() {
            return;
        }
        let excess = (ids.len() - most.min(ids.len())) + most / 4;
        let at = excess.min(ids.len().saturating_sub(1));
        let below = (*ids.select_nth_unstable(at).1).min(quiet);
        for part in &self.parts {
            self.merge(&mut lock(part), below);
        }
    }

    fn merge(&self, part: &mut Part, below: u64) {
        let Part { guilds, dirty, .. } = part;
        for (id, guild) in guilds {
            // Handled positions cannot be merged into a floor with unhandled messages.
            if !guild.floor.is_settled() {
                continue;
            }
            let mut floor = guild.floor.done();
            let before = guild.channels.len();
            guild.channels.retain(|(channel, marks)| {
                let is_open = marks.until.is_some() || !marks.mark.is_settled();
                if is_open || marks.mark.done() >= below {
                    return true;
                }
                floor = floor.max(marks.mark.done());
                if self.is_stored && !marks.is_dirty {
                    dirty.push((*id, Some(*channel)));
                }
                false
            });
            self.channels.fetch_sub(before - guild.channels.len(), Ordering::Relaxed);
            if floor > guild.floor.done() {
                guild.floor = Mark::at(floor);
                if self.is_stored && !std::mem::replace(&mut guild.floor_is_dirty, true) {
                    dirty.push((*id, None));
                }
            }
        }
    }
}
