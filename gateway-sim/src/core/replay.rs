//! Replay mode: sequences for events that the caller writes.

use serde_json::Value;

use super::dispatch::Route;
use super::intents::admits;
use super::io::ConnId;
use super::link::Phase;
use super::session::Session;
use super::state::Core;

impl Core {
    /// Reserves sequences for this many events of each name, in the session of a connection; returns the first one.
    /// `None` if it has no session.
    ///
    /// The caller writes the events. They are counted as sent and not kept: a Resume from before their end is Invalid
    /// Session.
    pub fn reserve_events(&mut self, conn: ConnId, counts: &[(String, u64)]) -> Option<u64> {
        let Phase::Live(id) = &self.links.get(&conn)?.phase else { return None };
        let id = id.clone();
        let session = self.sessions.get_mut(&id)?;
        let total: u64 = counts.iter().map(|(_, count)| count).sum();
        let first = session.seq + 1;
        session.seq += total;
        self.change_kept(&id, Session::forget_kept);
        self.stats.events += total;
        if let Some(stats) = self.stats.sessions.get_mut(&*id) {
            for (event, count) in counts {
                stats.count(event, *count);
            }
        }
        Some(first)
    }

    /// Returns an event as the session of a connection sees it: `None` if its intents do not include it, and without
    /// content if it may not read that.
    #[must_use]
    pub fn seen_by(&self, conn: ConnId, event: &str, route: Route, data: &Value) -> Option<Value> {
        let Phase::Live(id) = &self.links.get(&conn)?.phase else { return None };
        let session = self.sessions.get(id)?;
        let direct = route == Route::Direct;
        let admitted = admits(session.intents, event, direct, self.is_own(event, data));
        admitted.then(|| self.as_allowed(session.intents, event, direct, data).into_owned())
    }
}
