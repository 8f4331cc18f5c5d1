//! Replay mode: sequences for events that somebody else writes.

use serde_json::Value;

use super::dispatch::Route;
use super::intents::admits;
use super::io::ConnId;
use super::link::Phase;
use super::session::Session;
use super::state::Core;

impl Core {
    /// Reserves sequences for so many events of each name, in the session a connection carries; the first
    /// of them. `None` where it carries none.
    ///
    /// The events are the caller's to write. They are counted as sent and not kept: a Resume from before
    /// their end is Invalid Session.
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

    /// An event as the session of a connection sees it: `None` where its intents do not admit it, and
    /// with blank content where it may not read that.
    #[must_use]
    pub fn seen_by(&self, conn: ConnId, event: &str, route: Route, data: &Value) -> Option<Value> {
        let Phase::Live(id) = &self.links.get(&conn)?.phase else { return None };
        let session = self.sessions.get(id)?;
        let direct = route == Route::Direct;
        let admitted = admits(session.intents, event, direct, self.is_own(event, data));
        admitted.then(|| self.as_allowed(session.intents, event, direct, data).into_owned())
    }
}
