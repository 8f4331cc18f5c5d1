//! What a shard's connection recorded about events that are not read yet.

use std::collections::VecDeque;
use std::sync::Mutex;

use super::queued::Meaning;
use super::receipt::{Receipt, Register};
use crate::lock::lock;

/// Information recorded when an event arrives, for when it is read. It takes one uncontended lock for each event read.
#[derive(Debug, Default)]
pub(crate) struct Unread(Mutex<State>);

#[derive(Debug, Default)]
struct State {
    /// The register of the session of the next event.
    register: Option<Register>,
    /// One entry for each session that has begun and whose change to ready was not read; `None` if it cannot be
    /// resumed.
    sessions: VecDeque<Option<Register>>,
    /// One entry for each unread event about guilds.
    meanings: VecDeque<Meaning>,
    /// How many dispatches were read.
    read: u64,
    /// The total number of dispatches, once no more can arrive.
    total: Option<u64>,
    /// Whether everything was read, or nobody reads any more.
    closed: bool,
}

impl Unread {
    /// Sets the register of a session that will be resumed.
    pub(crate) fn resume(&self, register: Register) {
        lock(&self.0).register = Some(register);
    }

    /// Records a new session, which begins with the next change to ready.
    pub(crate) fn session_begins(&self, register: Option<Register>) {
        let mut state = lock(&self.0);
        if !state.closed {
            state.sessions.push_back(register);
        }
    }

    /// Records the meaning of the next event about guilds.
    pub(crate) fn guilds_change(&self, meaning: Meaning) {
        let mut state = lock(&self.0);
        if !state.closed {
            state.meanings.push_back(meaning);
        }
    }

    /// Records that a change to ready is read.
    pub(crate) fn session_is_read(&self) {
        let mut state = lock(&self.0);
        if let Some(register) = state.sessions.pop_front() {
            state.register = register;
        }
    }

    /// Records that the heartbeat sent after this sequence was answered: all events up to it were read, or skipped.
    pub(crate) fn left_out(&self, sequence: u64) {
        if let Some(register) = &mut lock(&self.0).register {
            register.left_out(sequence);
        }
    }

    /// Returns the receipt of the dispatch with this sequence, which is being read.
    pub(crate) fn read(&self, sequence: u64) -> Option<Receipt> {
        let mut state = lock(&self.0);
        let receipt = state.hand_out(sequence);
        state.read += 1;
        state.end_if_read();
        receipt
    }

    /// Returns the receipt of a dispatch that was kept from an earlier process.
    pub(crate) fn kept(&self, sequence: u64) -> Option<Receipt> {
        lock(&self.0).hand_out(sequence)
    }

    /// Returns the meaning of the event about guilds that is being read.
    pub(crate) fn meaning(&self) -> Meaning {
        lock(&self.0).meanings.pop_front().unwrap_or_default()
    }

    /// Returns how many of `total` dispatches are unread; zero if nobody reads the stream any more.
    pub(crate) fn count(&self, total: u64) -> usize {
        let state = lock(&self.0);
        let unread = if state.closed { 0 } else { total.saturating_sub(state.read) };
        usize::try_from(unread).unwrap_or(usize::MAX)
    }

    /// Sets the total number of dispatches. After they are read, no event of the session can arrive any more.
    pub(crate) fn end(&self, total: u64) {
        let mut state = lock(&self.0);
        state.total = Some(total);
        state.end_if_read();
    }

    /// Records that everything was read, or nobody reads any more.
    pub(crate) fn close(&self) {
        *lock(&self.0) = State { closed: true, ..State::default() };
    }
}

impl State {
    fn hand_out(&mut self, sequence: u64) -> Option<Receipt> {
        self.register.as_mut().map(|register| register.hand_out(sequence))
    }

    fn end_if_read(&mut self) {
        if self.total == Some(self.read) {
            self.register = None;
            self.sessions.clear();
        }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use futures_util::FutureExt as _;

    use super::*;
    use crate::events::Acknowledged;

    fn register(sequence: u64) -> (Register, Arc<Acknowledged>) {
        let acknowledged = Acknowledged::new(sequence);
        (Register::new("session", sequence, Some(Arc::clone(&acknowledged))), acknowledged)
    }

    fn is_over(session: &Acknowledged) -> bool {
        session.over().now_or_never().is_some()
    }

    #[test]
    fn events_are_of_the_session_whose_change_to_ready_was_read_last() {
        let unread = Unread::default();
        assert!(unread.read(1).is_none(), "of no session");
        let ((first, one), (second, other)) = (register(1), register(1));
        unread.session_begins(Some(first));
        unread.session_begins(None);
        unread.session_begins(Some(second));
        unread.session_is_read();
        unread.read(2).unwrap().mark_handled();
        unread.session_is_read();
        assert!(unread.read(2).is_none(), "of a session that cannot be resumed");
        unread.session_is_read();
        unread.left_out(9);
        assert_eq!((one.mark(), other.mark()), (2, 9));
        // Each session is over when the next one is read.
        assert!(is_over(&one) && !is_over(&other));
    }

    #[test]
    fn a_session_is_over_when_the_last_of_its_events_was_read_though_nobody_reads_on() {
        let (register, session) = register(0);
        let unread = Unread::default();
        unread.resume(register);
        unread.read(1).unwrap().mark_handled();
        unread.end(3);
        let held = unread.read(2).unwrap();
        assert!(!is_over(&session), "one is not read");
        let last = unread.read(3).unwrap();
        assert!(!is_over(&session), "two are held");
        held.mark_handled();
        last.mark_handled();
        assert!(is_over(&session));
        assert_eq!(session.mark(), 3);
    }

    #[test]
    fn nothing_is_kept_once_nobody_reads() {
        let ((first, one), (second, other)) = (register(0), register(0));
        let unread = Unread::default();
        unread.resume(first);
        unread.session_begins(Some(second));
        unread.close();
        assert!(is_over(&one) && is_over(&other));
        let (third, late) = register(0);
        unread.session_begins(Some(third));
        unread.guilds_change(Meaning::default());
        assert!(is_over(&late) && lock(&unread.0).meanings.is_empty());
    }
}
