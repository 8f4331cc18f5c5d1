//! What a shard's connection has noted of events that are not read yet.

use std::collections::VecDeque;
use std::sync::Mutex;

use super::queued::Meaning;
use super::receipt::{Receipt, Register};
use crate::lock::lock;

/// What is noted when an event comes, for when it is read. One lock for each event read, which nobody else wants then.
#[derive(Debug, Default)]
pub(crate) struct Unread(Mutex<State>);

#[derive(Debug, Default)]
struct State {
    /// Of the session of the event that is read next.
    register: Option<Register>,
    /// Of each session that has begun and whose change to ready was not read; `None` if it cannot be resumed.
    sessions: VecDeque<Option<Register>>,
    /// Of each event about guilds that was not read.
    meanings: VecDeque<Meaning>,
    /// How many dispatches were read.
    read: u64,
    /// How many there are, once no more can come.
    total: Option<u64>,
    /// Nobody reads any more, or all is read.
    closed: bool,
}

impl Unread {
    /// The events to be read are of this session, which is going to be resumed.
    pub(crate) fn resume(&self, register: Register) {
        lock(&self.0).register = Some(register);
    }

    /// A session begins with the next change to ready.
    pub(crate) fn session_begins(&self, register: Option<Register>) {
        let mut state = lock(&self.0);
        if !state.closed {
            state.sessions.push_back(register);
        }
    }

    /// What the next event about guilds means.
    pub(crate) fn guilds_change(&self, meaning: Meaning) {
        let mut state = lock(&self.0);
        if !state.closed {
            state.meanings.push_back(meaning);
        }
    }

    /// A change to ready is read.
    pub(crate) fn session_is_read(&self) {
        let mut state = lock(&self.0);
        if let Some(register) = state.sessions.pop_front() {
            state.register = register;
        }
    }

    /// The heartbeat that was sent after this sequence is answered: all events up to it were read, or left out.
    pub(crate) fn left_out(&self, sequence: u64) {
        if let Some(register) = &mut lock(&self.0).register {
            register.left_out(sequence);
        }
    }

    /// The receipt of the dispatch with this sequence, which is read now.
    pub(crate) fn read(&self, sequence: u64) -> Option<Receipt> {
        let mut state = lock(&self.0);
        let receipt = state.hand_out(sequence);
        state.read += 1;
        state.end_if_read();
        receipt
    }

    /// The receipt of a dispatch that was kept from an earlier process.
    pub(crate) fn kept(&self, sequence: u64) -> Option<Receipt> {
        lock(&self.0).hand_out(sequence)
    }

    /// What the event about guilds that is read now means.
    pub(crate) fn meaning(&self) -> Meaning {
        lock(&self.0).meanings.pop_front().unwrap_or_default()
    }

    /// How many of so many dispatches are not read. None of a stream that nobody reads any more.
    pub(crate) fn count(&self, total: u64) -> usize {
        let state = lock(&self.0);
        let unread = if state.closed { 0 } else { total.saturating_sub(state.read) };
        usize::try_from(unread).unwrap_or(usize::MAX)
    }

    /// No more than so many dispatches come. When they are read, no event of the session can come any more.
    pub(crate) fn end(&self, total: u64) {
        let mut state = lock(&self.0);
        state.total = Some(total);
        state.end_if_read();
    }

    /// Nobody reads any more, or all is read.
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
