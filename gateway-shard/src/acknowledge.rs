//! Which events were handled: the sequence a later process may resume from.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, PoisonError};

/// What one shard handed out and what of it was handled.
///
/// Pure. Sequences of one session only rise; a new session starts over with a new epoch, and what is
/// still out of an earlier one changes nothing.
#[derive(Debug, Default)]
pub(crate) struct Acknowledged {
    epoch: u32,
    /// Handed out and not below the mark: sequence and whether it was handled.
    open: VecDeque<(u64, bool)>,
    mark: u64,
}

impl Acknowledged {
    /// Starts over with a session whose events up to `sequence` were handled.
    pub(crate) fn start(&mut self, sequence: u64) {
        self.epoch = self.epoch.wrapping_add(1);
        self.open.clear();
        self.mark = sequence;
    }

    /// Notes an event that is handed out. Sequences come in rising order.
    pub(crate) fn hand_out(&mut self, sequence: u64) {
        // A sequence that does not rise was handed out before: it must not be waited for twice.
        if sequence > self.open.back().map_or(self.mark, |(last, _)| *last) {
            self.open.push_back((sequence, false));
        }
    }

    /// Notes that an event was handled.
    pub(crate) fn handled(&mut self, epoch: u32, sequence: u64) {
        if epoch != self.epoch {
            return;
        }
        if let Ok(at) = self.open.binary_search_by_key(&sequence, |(open, _)| *open) {
            self.open[at].1 = true;
        }
        while let Some((sequence, true)) = self.open.front() {
            self.mark = *sequence;
            self.open.pop_front();
        }
    }

    /// The highest sequence up to which every event was handled.
    pub(crate) const fn mark(&self) -> u64 {
        self.mark
    }

    /// How many events are out and not handled.
    pub(crate) fn open(&self) -> usize {
        self.open.iter().filter(|(_, handled)| !handled).count()
    }
}

/// [`Acknowledged`], shared by the shard and the events it handed out.
pub(crate) type SharedAcknowledged = Arc<Mutex<Acknowledged>>;

/// Goes with an event; dropped, it says that the event was handled.
#[derive(Debug)]
pub(crate) struct Receipt {
    shared: SharedAcknowledged,
    epoch: u32,
    sequence: u64,
}

impl Receipt {
    /// Hands out an event.
    pub(crate) fn new(shared: &SharedAcknowledged, sequence: u64) -> Self {
        let mut open = shared.lock().unwrap_or_else(PoisonError::into_inner);
        open.hand_out(sequence);
        Self { shared: Arc::clone(shared), epoch: open.epoch, sequence }
    }
}

impl Drop for Receipt {
    fn drop(&mut self) {
        let mut open = self.shared.lock().unwrap_or_else(PoisonError::into_inner);
        open.handled(self.epoch, self.sequence);
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn the_mark_waits_for_the_oldest() {
        let mut open = Acknowledged::default();
        open.start(10);
        for sequence in [11, 12, 14] {
            open.hand_out(sequence);
        }
        let epoch = open.epoch;
        open.handled(epoch, 14);
        open.handled(epoch, 12);
        assert_eq!((open.mark(), open.open()), (10, 1));
        open.handled(epoch, 11);
        assert_eq!((open.mark(), open.open()), (14, 0));
    }

    #[test]
    fn an_event_of_an_earlier_session_changes_nothing() {
        let shared = SharedAcknowledged::default();
        let old = Receipt::new(&shared, 5);
        shared.lock().unwrap().start(0);
        let new = Receipt::new(&shared, 5);
        drop(old);
        assert_eq!(shared.lock().unwrap().mark(), 0);
        drop(new);
        assert_eq!(shared.lock().unwrap().mark(), 5);
    }

    proptest! {
        /// Whatever the order of handling: no event that is still out lies at or below the mark.
        #[test]
        fn nothing_unhandled_lies_below_the_mark(order in Just((1..=40_u64).collect::<Vec<_>>()).prop_shuffle()) {
            let mut open = Acknowledged::default();
            open.start(0);
            let epoch = open.epoch;
            (1..=40).for_each(|sequence| open.hand_out(sequence));
            for (done, sequence) in order.iter().enumerate() {
                open.handled(epoch, *sequence);
                let lowest_open = order[done + 1..].iter().min().copied().unwrap_or(41);
                prop_assert_eq!(open.mark(), lowest_open - 1);
            }
        }
    }
}
