//! The kept events of all sessions together, and their limits.

use super::session::{Kept, Session};
use super::state::Core;

/// The number of ended sessions whose counters are kept.
const MOST_ENDED: usize = 1_000;

impl Core {
    /// Returns the bytes kept for replay in all sessions together; at most `replay_total_bytes` of the config.
    #[must_use]
    pub const fn replay_bytes(&self) -> usize {
        self.replay_bytes
    }

    /// Changes the kept events of a session, within the limits of one session and of all.
    pub(super) fn change_kept(&mut self, id: &str, change: impl FnOnce(&mut Session)) {
        let Some(session) = self.sessions.get_mut(id) else { return };
        let before = session.kept_bytes();
        change(session);
        self.replay_bytes = self.replay_bytes - before + session.kept_bytes();
        while self.replay_bytes > self.config.replay_total_bytes {
            let sessions = self.sessions.values_mut();
            let Some(largest) = sessions.max_by_key(|session| session.kept_bytes()) else { return };
            let before = largest.kept_bytes();
            // Removes an eighth, so that the search for the largest is rare.
            largest.shrink(usize::MAX, before - before.div_ceil(8));
            self.replay_bytes -= before - largest.kept_bytes();
        }
    }

    /// Keeps the newest event of a session.
    pub(super) fn keep(&mut self, id: &str, kept: Kept) {
        let (events, bytes) = (self.config.replay_events, self.config.replay_bytes);
        self.change_kept(id, |session| session.keep(kept, events, bytes));
    }

    /// Ends a session. Its counters stay until [`MOST_ENDED`] more have ended.
    pub(super) fn end_session(&mut self, id: &str) {
        let Some(session) = self.sessions.remove(id) else { return };
        self.replay_bytes -= session.kept_bytes();
        self.leave_voice(id);
        if let Some(stats) = self.stats.sessions.get_mut(id) {
            stats.ended = true;
        }
        self.ended.push_back(id.into());
        while self.ended.len() > MOST_ENDED {
            if let Some(oldest) = self.ended.pop_front() {
                self.stats.sessions.remove(&*oldest);
            }
        }
    }
}
