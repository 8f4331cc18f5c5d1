//! The scheduled events of a guild, and who is interested in them.

use serde_json::{Value, json};

use super::guild::Guild;
use super::scheduled_event::is_finished;

/// Finished events that are kept of a guild.
const MOST_FINISHED: usize = 100;

impl Guild {
    /// An event, with the number of users who are interested in it.
    pub(crate) fn event_with_count(&self, id: u64) -> Option<Value> {
        let mut event = self.events.get(&id)?.clone();
        event["user_count"] = json!(self.event_users.get(&id).map_or(0, |users| users.len()));
        Some(event)
    }

    /// Sets whether a user is interested in an event; false if that changes nothing.
    pub(crate) fn set_interest(&mut self, event: u64, user: u64, interested: bool) -> bool {
        let users = self.event_users.entry(event).or_default();
        if interested { users.insert(user) } else { users.remove(&user) }
    }

    /// Takes an event out.
    pub(crate) fn remove_event(&mut self, id: u64) -> Option<Value> {
        self.event_users.remove(&id);
        self.events.remove(&id)
    }

    /// Forgets the oldest finished events, if there are too many.
    pub(crate) fn forget_finished_events(&mut self) {
        let finished = self.events.iter().filter(|(_, event)| is_finished(event));
        let mut finished: Vec<u64> = finished.map(|(id, _)| *id).collect();
        finished.truncate(finished.len().saturating_sub(MOST_FINISHED));
        for id in finished {
            self.events.forget(&id);
            self.event_users.remove(&id);
        }
    }
}
