//! Notifies watchers of events, and of changes for which the gateway has no event.

use serde_json::Value;

use super::live::Live;
use super::state::Core;

impl Core {
    /// Returns the events for watchers.
    pub(crate) const fn live(&self) -> &Live {
        &self.live
    }

    /// Returns the events for watchers, to add and remove watchers.
    pub(crate) const fn live_mut(&mut self) -> &mut Live {
        &mut self.live
    }

    /// Returns whether events are recorded for watchers. If not, callers need not create them.
    pub(crate) fn is_watched(&mut self) -> bool {
        self.live.is_on(self.now)
    }

    /// Records an event for watchers. Events only for watchers have names that begin with `SIM_`.
    pub(crate) fn tell_watchers(&mut self, event: &str, data: &Value) {
        if self.is_watched() {
            self.live.push(event, data);
        }
    }

    /// Returns the number of sessions that have a connection.
    pub(crate) fn connected_sessions(&self) -> usize {
        self.sessions.values().filter(|session| session.conn.is_some()).count()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::core::live::{LINGER, MOST, MOST_BYTES, MOST_WATCHERS, Place};
    use crate::core::{CoreConfig, Route};
    use serde_json::json;
    use std::time::{Duration, Instant};

    fn core() -> (Core, Instant) {
        let now = Instant::now();
        (Core::new(CoreConfig::default(), 1, now), now)
    }

    fn names(core: &Core, from: Place) -> Option<Vec<String>> {
        let name = |(_, text): (Place, &str)| {
            let event: Value = serde_json::from_str(text).unwrap_or_default();
            event["t"].as_str().unwrap_or_default().to_owned()
        };
        Some(core.live().since(from)?.map(name).collect())
    }

    fn happen(core: &mut Core, event: &str, now: Instant) {
        core.inject(event, Route::Direct, &json!({ "content": "x" }), now);
    }

    #[test]
    fn watchers_read_on_from_where_they_were_and_see_what_the_bot_is_not_told() {
        let (mut core, now) = core();
        happen(&mut core, "BEFORE", now);
        assert!(core.live_mut().join(5));
        let start = core.live().end();
        core.mute_event("MUTED", true);
        for event in ["A", "MUTED", "B"] {
            happen(&mut core, event, now);
        }
        assert_eq!(names(&core, start).unwrap_or_default(), ["A", "MUTED", "B"]);
        let after_one = core.live().since(start).and_then(|mut all| all.next()).map(|one| one.0);
        let after_one = after_one.unwrap_or(start);
        assert_eq!(after_one.to_string(), "5-1");
        assert_eq!(names(&core, after_one).unwrap_or_default(), ["MUTED", "B"]);
        assert_eq!(names(&core, core.live().end()), Some(Vec::new()));
        for no_place in ["5-4", "4-1", "6-0"] {
            let place = no_place.parse().unwrap_or(start);
            assert_eq!(names(&core, place), None, "{no_place}");
        }
        for text in ["", "5", "5-", "-5", "5-x", "5-1-1"] {
            assert!(text.parse::<Place>().is_err(), "{text}");
        }
    }

    #[test]
    fn a_slow_watcher_does_not_make_it_hold_more() {
        let (mut core, now) = core();
        assert!(core.live_mut().join(5));
        let start = core.live().end();
        for _ in 0..=MOST {
            happen(&mut core, "A", now);
        }
        assert_eq!(names(&core, start), None, "the first is gone");
        let second = start.to_string().replace("-0", "-1").parse().unwrap_or(start);
        assert_eq!(names(&core, second).map(|all| all.len()), Some(MOST));
        let large = json!({ "content": "x".repeat(MOST_BYTES / 4) });
        for _ in 0..5 {
            core.inject("LARGE", Route::Direct, &large, now);
        }
        let held = core.live().held();
        assert_eq!(held, Some(3), "of 2 MiB and a little each");
    }

    #[test]
    fn nothing_is_kept_once_nobody_watches_any_more() {
        let (mut core, now) = core();
        for _ in 0..MOST_WATCHERS {
            assert!(core.live_mut().join(5));
        }
        assert!(!core.live_mut().join(5), "there are enough");
        let start = core.live().end();
        for _ in 0..MOST_WATCHERS {
            happen(&mut core, "A", now + LINGER * 2);
            core.live_mut().leave(now + LINGER * 2);
        }
        happen(&mut core, "A", now + LINGER * 3);
        let back = names(&core, start).map(|all| all.len());
        assert_eq!(back, Some(MOST_WATCHERS + 1), "who comes back in time has missed nothing");
        happen(&mut core, "A", now + LINGER * 3 + Duration::from_millis(1));
        assert_eq!(core.live().held(), None);
        assert_eq!(names(&core, start), None);
        assert!(core.live_mut().join(5));
        assert_eq!(core.live().end().to_string(), "6-0", "another recording");
    }

    #[test]
    fn an_event_costs_nothing_more_if_nobody_watches() {
        let (mut core, now) = core();
        let data = json!({ "content": "x", "embeds": [] });
        let told = |core: &mut Core| {
            let measured = allocation_counter::measure(|| core.tell_watchers("A", &data));
            (measured.count_total, measured.bytes_total)
        };
        assert_eq!(told(&mut core), (0, 0), "nobody ever watched");
        assert!(core.live_mut().join(5));
        assert_ne!(told(&mut core), (0, 0));
        core.live_mut().leave(now);
        happen(&mut core, "A", now + LINGER * 2);
        assert_eq!(told(&mut core), (0, 0), "nobody watches any more");
    }
}
