//! Telling an event that was handled before from a new one, across processes.

use std::collections::{BTreeSet, HashMap};

/// Where an event stands: its session and its sequence there. An event that is replayed has the same.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct EventKey {
    /// The session's id.
    pub session: String,
    /// The event's sequence in it.
    pub sequence: u64,
}

/// Remembers which events were handled, to drop their repeats.
///
/// After a process was killed, a later one resumes from the last stored sequence, so the events handled
/// since that was stored come again. A handler that must not act twice keeps the keys of what it did
/// with what it did (in its database, in the same transaction), feeds them in here at start, and asks
/// for each event.
///
/// Handled sequences without a gap are kept as one number, so memory is that of the gaps.
///
/// ```
/// use gateway_shard::Dedupe;
///
/// let mut handled = Dedupe::new();
/// assert!(handled.is_new("session", 7));
/// assert!(!handled.is_new("session", 7), "a repeat");
/// handled.forget_up_to("session", 100);
/// assert!(!handled.is_new("session", 50), "known to be handled");
/// ```
#[derive(Clone, Debug, Default)]
pub struct Dedupe {
    sessions: HashMap<String, Seen>,
}

#[derive(Clone, Debug, Default)]
struct Seen {
    /// Everything up to here was handled.
    up_to: u64,
    /// Handled above that, with gaps.
    above: BTreeSet<u64>,
}

impl Dedupe {
    /// Remembers nothing yet.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Whether the event is new; it is remembered as handled.
    pub fn is_new(&mut self, session: &str, sequence: u64) -> bool {
        let seen = match self.sessions.get_mut(session) {
            Some(seen) => seen,
            None => self.sessions.entry(session.to_owned()).or_default(),
        };
        if sequence <= seen.up_to || !seen.above.insert(sequence) {
            return false;
        }
        while seen.above.remove(&(seen.up_to + 1)) {
            seen.up_to += 1;
        }
        true
    }

    /// Counts every event of the session up to `sequence` as handled.
    pub fn forget_up_to(&mut self, session: &str, sequence: u64) {
        let seen = self.sessions.entry(session.to_owned()).or_default();
        seen.up_to = seen.up_to.max(sequence);
        seen.above = seen.above.split_off(&(seen.up_to + 1));
        while seen.above.remove(&(seen.up_to + 1)) {
            seen.up_to += 1;
        }
    }

    /// Forgets all sessions but these: for when older ones are known to be over.
    pub fn retain_sessions(&mut self, keep: impl Fn(&str) -> bool) {
        self.sessions.retain(|session, _| keep(session));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn repeats_are_dropped_and_sessions_are_apart() {
        let mut dedupe = Dedupe::new();
        let pass = [1, 2, 2, 5, 1, 3, 4, 5, 6].map(|sequence| dedupe.is_new("a", sequence));
        assert_eq!(pass, [true, true, false, true, false, true, true, false, true]);
        assert!(dedupe.is_new("b", 1));
        assert!(dedupe.sessions["a"].above.is_empty(), "no gap, no memory");
    }

    #[test]
    fn a_mark_covers_all_below_it() {
        let mut dedupe = Dedupe::new();
        assert!(dedupe.is_new("a", 9) && dedupe.is_new("a", 12));
        dedupe.forget_up_to("a", 10);
        assert!(!dedupe.is_new("a", 10) && dedupe.is_new("a", 11) && !dedupe.is_new("a", 12));
        assert!(dedupe.is_new("a", 13));
    }
}
