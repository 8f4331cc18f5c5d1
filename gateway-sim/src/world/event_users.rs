//! The scheduled events of a guild, and the users who are interested in them.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use super::guild::Guild;
use super::scheduled_event::is_finished;

/// How many finished events of a guild are kept.
const MOST_FINISHED: usize = 100;

impl Guild {
    /// Returns an event, with the number of users who are interested in it.
    pub(crate) fn event_with_count(&self, id: u64) -> Option<Value> {
        let mut event = self.events.get(&id)?.clone();
        event["user_count"] = json!(self.event_users.get(&id).map_or(0, |users| users.len()));
        Some(event)
    }

    /// Sets whether a user is interested in an event, or in one exception of it; returns false if that changes nothing.
    pub(crate) fn set_interest(
        &mut self,
        event: u64,
        exception: Option<u64>,
        user: u64,
        interested: bool,
    ) -> bool {
        let users = match exception {
            Some(exception) => self.exception_users.entry((event, exception)).or_default(),
            None => self.event_users.entry(event).or_default(),
        };
        if interested { users.insert(user) } else { users.remove(&user) }
    }

    /// Returns the users who are interested in an event, or in one exception of it.
    pub(crate) fn interested(&self, event: u64, exception: Option<u64>) -> Option<&BTreeSet<u64>> {
        match exception {
            Some(exception) => self.exception_users.get(&(event, exception)),
            None => self.event_users.get(&event),
        }
    }

    /// Removes an event.
    pub(crate) fn remove_event(&mut self, id: u64) -> Option<Value> {
        self.forget_interest(id);
        self.events.remove(&id)
    }

    fn forget_interest(&mut self, event: u64) {
        self.event_users.remove(&event);
        self.forget_exceptions(event);
    }

    /// Removes the users who are interested in the exceptions of an event.
    pub(crate) fn forget_exceptions(&mut self, event: u64) {
        self.exception_users.retain(|(of, _), _| *of != event);
    }

    /// Removes the oldest finished events, if there are too many.
    pub(crate) fn forget_finished_events(&mut self) {
        let finished = self.events.iter().filter(|(_, event)| is_finished(event));
        let mut finished: Vec<u64> = finished.map(|(id, _)| *id).collect();
        finished.truncate(finished.len().saturating_sub(MOST_FINISHED));
        for id in finished {
            self.events.forget(&id);
            self.forget_interest(id);
        }
    }
}
