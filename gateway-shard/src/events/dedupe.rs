//! Detects events that were handled before, also across processes.

use std::collections::HashMap;

use super::intervals::Intervals;

/// Identifies an event: its session, and its sequence in it. A replayed event has the same key.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct EventKey {
    /// The session's id.
    pub session: String,
    /// The event's sequence in it.
    pub sequence: u64,
}

/// Remembers which events were handled, so that repeats can be dropped.
///
/// After a process was killed, a later one resumes from the last stored sequence, so events handled after it was stored
/// are delivered again. If a handler must not act twice, store the keys of handled events together with their effects
/// (in the same database transaction), insert them here at start, and check each event.
///
/// Consecutive handled sequences are kept as one interval, so memory depends on the number of gaps. At most the newest
/// 65,536 gaps of a session are remembered; what lies in an older gap counts as handled, because no replay goes back
/// that far.
///
/// ```
/// use gateway_shard::Dedupe;
///
/// let mut handled = Dedupe::new();
/// assert!(handled.insert("session", 7));
/// assert!(!handled.insert("session", 7), "a repeat");
/// handled.mark_handled_up_to("session", 100);
/// assert!(!handled.insert("session", 50), "known to be handled");
/// ```
#[derive(Clone, Debug, Default)]
pub struct Dedupe {
    sessions: HashMap<String, Seen>,
}

/// The maximum number of gaps of one session.
const MAX_GAPS: usize = 65_536;

#[derive(Clone, Debug, Default)]
struct Seen {
    /// All sequences up to here were handled.
    up_to: u64,
    /// Handled sequences above it, with gaps.
    above: Intervals,
}

impl Seen {
    fn insert(&mut self, sequence: u64) -> bool {
        if sequence <= self.up_to || self.above.contains(sequence) {
            return false;
        }
        self.above.insert(sequence - 1, sequence);
        self.close_gaps();
        true
    }

    fn mark_handled_up_to(&mut self, sequence: u64) {
        self.up_to = self.up_to.max(sequence);
        self.above.cut_up_to(self.up_to);
        self.close_gaps();
    }

    /// Merges the first interval into `up_to` if it begins there, or if there are too many intervals.
    fn close_gaps(&mut self) {
        if let Some((end, _)) = self.above.take(self.up_to) {
            self.up_to = end;
        }
        if self.above.len() > MAX_GAPS
            && let Some(end) = self.above.first_end()
        {
            self.up_to = end;
            self.above.cut_up_to(end);
        }
    }
}

impl Dedupe {
    /// Creates an empty set.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Records the event as handled. Returns whether it is new.
    pub fn insert(&mut self, session: &str, sequence: u64) -> bool {
        let seen = match self.sessions.get_mut(session) {
            Some(seen) => seen,
            None => self.sessions.entry(session.to_owned()).or_default(),
        };
        seen.insert(sequence)
    }

    /// Counts every event of the session up to `sequence` as handled.
    pub fn mark_handled_up_to(&mut self, session: &str, sequence: u64) {
        self.sessions.entry(session.to_owned()).or_default().mark_handled_up_to(sequence);
    }

    /// Forgets a session that has ended, of which nothing will be replayed.
    pub fn forget_session(&mut self, session: &str) {
        self.sessions.remove(session);
    }

    /// Forgets all sessions for which `keep` returns false.
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
        let pass = [1, 2, 2, 5, 1, 3, 4, 5, 6].map(|sequence| dedupe.insert("a", sequence));
        assert_eq!(pass, [true, true, false, true, false, true, true, false, true]);
        assert!(dedupe.insert("b", 1));
        assert_eq!(dedupe.sessions["a"].above.len(), 0, "no gap, no memory");
    }

    #[test]
    fn a_session_that_is_over_costs_nothing() {
        let mut dedupe = Dedupe::new();
        for session in 0..100 {
            let session = session.to_string();
            assert!(dedupe.insert(&session, 1) && !dedupe.insert(&session, 1));
            dedupe.forget_session(&session);
        }
        assert_eq!(dedupe.sessions.len(), 0);
    }

    /// A process that resumes sees its first event at a high sequence, and many sequences may be skipped after it.
    #[test]
    fn months_of_events_cost_no_memory_for_each() {
        let mut dedupe = Dedupe::new();
        for sequence in 1_000_000..1_300_000 {
            assert!(dedupe.insert("resumed", sequence));
        }
        assert_eq!(dedupe.sessions["resumed"].above.len(), 1);
        for sequence in (1..400_000).step_by(2) {
            assert!(dedupe.insert("filtered", sequence));
        }
        assert_eq!(dedupe.sessions["filtered"].above.len(), MAX_GAPS);
        assert!(!dedupe.insert("filtered", 399_999) && dedupe.insert("filtered", 399_998));
        assert!(!dedupe.insert("filtered", 2), "too old to be replayed");
    }

    #[test]
    fn a_mark_covers_all_below_it() {
        let mut dedupe = Dedupe::new();
        assert!(dedupe.insert("a", 9) && dedupe.insert("a", 12));
        dedupe.mark_handled_up_to("a", 10);
        assert!(!dedupe.insert("a", 10) && dedupe.insert("a", 11) && !dedupe.insert("a", 12));
        assert!(dedupe.insert("a", 13));
    }
}
