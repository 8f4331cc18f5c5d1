//! Which events were handled: the sequence a later process may resume from.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex};

use tokio::sync::Notify;

use crate::shard::lock;

/// What one shard handed out and what of it was handled.
///
/// Pure. Sequences of one session only rise; a new session starts over with a new epoch, and what is
/// still out of an earlier one changes nothing.
#[derive(Debug, Default)]
pub(crate) struct Acknowledged {
    epoch: u32,
    /// Handed out and not below the mark.
    open: VecDeque<(u64, Fate)>,
    /// How many of `open` are still in somebody's hands.
    out: usize,
    mark: u64,
}

/// What became of an event that was handed out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Fate {
    /// Somebody has it.
    Out,
    Handled,
    /// Nobody has it any more and nobody handled it: the mark stays below it for good.
    Lost,
}

impl Acknowledged {
    /// Starts over with a session whose events up to `sequence` were handled.
    pub(crate) fn start(&mut self, sequence: u64) {
        self.epoch = self.epoch.wrapping_add(1);
        self.open.clear();
        self.out = 0;
        self.mark = sequence;
    }

    /// Notes an event that is handed out. Sequences come in rising order.
    pub(crate) fn hand_out(&mut self, sequence: u64) {
        // A sequence that does not rise was handed out before: it must not be waited for twice.
        if sequence > self.open.back().map_or(self.mark, |(last, _)| *last) {
            self.open.push_back((sequence, Fate::Out));
            self.out += 1;
        }
    }

    fn end(&mut self, epoch: u32, sequence: u64, fate: Fate) {
        if epoch != self.epoch {
            return;
        }
        if let Ok(at) = self.open.binary_search_by_key(&sequence, |(open, _)| *open)
            && self.open[at].1 == Fate::Out
        {
            self.open[at].1 = fate;
            self.out -= 1;
        }
        while let Some((sequence, Fate::Handled)) = self.open.front() {
            self.mark = *sequence;
            self.open.pop_front();
        }
    }

    /// The highest sequence up to which every event was handled.
    pub(crate) const fn mark(&self) -> u64 {
        self.mark
    }

    /// How many events were handed out and are not handled.
    pub(crate) fn unhandled(&self) -> usize {
        self.open.iter().filter(|(_, fate)| *fate != Fate::Handled).count()
    }
}

/// [`Acknowledged`], shared by the shard and the events it handed out.
#[derive(Clone, Debug, Default)]
pub(crate) struct SharedAcknowledged(Arc<Cell>);

#[derive(Debug, Default)]
struct Cell {
    state: Mutex<Acknowledged>,
    /// Told when nothing is in anybody's hands.
    idle: Notify,
}

impl SharedAcknowledged {
    /// See [`Acknowledged::start`].
    pub(crate) fn start(&self, sequence: u64) {
        lock(&self.0.state).start(sequence);
        self.0.idle.notify_waiters();
    }

    /// See [`Acknowledged::mark`].
    pub(crate) fn mark(&self) -> u64 {
        lock(&self.0.state).mark()
    }

    /// See [`Acknowledged::unhandled`].
    pub(crate) fn unhandled(&self) -> usize {
        lock(&self.0.state).unhandled()
    }

    /// Waits until no event is in anybody's hands.
    pub(crate) async fn idle(&self) {
        loop {
            let mut idle = std::pin::pin!(self.0.idle.notified());
            idle.as_mut().enable();
            if lock(&self.0.state).out == 0 {
                return;
            }
            idle.await;
        }
    }
}

/// Goes with an event and says in the end what became of it.
#[derive(Debug)]
pub(crate) struct Receipt {
    shared: SharedAcknowledged,
    epoch: u32,
    sequence: u64,
    on_drop: Fate,
}

impl Receipt {
    /// Hands out an event. Until [`for_user`](Self::for_user) its loss is a loss: nobody has seen it.
    pub(crate) fn new(shared: &SharedAcknowledged, sequence: u64) -> Self {
        let mut open = lock(&shared.0.state);
        open.hand_out(sequence);
        let epoch = open.epoch;
        Self { shared: shared.clone(), epoch, sequence, on_drop: Fate::Lost }
    }

    /// From now on its drop says that the event was handled.
    pub(crate) const fn for_user(mut self) -> Self {
        self.on_drop = Fate::Handled;
        self
    }

    /// From now on only [`handled`](Self::handled) says so.
    pub(crate) const fn by_hand(mut self) -> Self {
        self.on_drop = Fate::Lost;
        self
    }

    /// The event was handled.
    pub(crate) fn handled(mut self) {
        self.on_drop = Fate::Handled;
    }
}

impl Drop for Receipt {
    fn drop(&mut self) {
        // Whoever panics has not handled what it held.
        let fate = if std::thread::panicking() { Fate::Lost } else { self.on_drop };
        let mut open = lock(&self.shared.0.state);
        open.end(self.epoch, self.sequence, fate);
        if open.out == 0 {
            drop(open);
            self.shared.0.idle.notify_waiters();
        }
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
        open.end(epoch, 14, Fate::Handled);
        open.end(epoch, 12, Fate::Handled);
        assert_eq!((open.mark(), open.unhandled(), open.out), (10, 1, 1));
        open.end(epoch, 11, Fate::Handled);
        assert_eq!((open.mark(), open.unhandled(), open.out), (14, 0, 0));
    }

    #[test]
    fn an_event_of_an_earlier_session_changes_nothing() {
        let shared = SharedAcknowledged::default();
        let old = Receipt::new(&shared, 5).for_user();
        shared.start(0);
        let new = Receipt::new(&shared, 5).for_user();
        drop(old);
        assert_eq!(shared.mark(), 0);
        drop(new);
        assert_eq!(shared.mark(), 5);
    }

    #[tokio::test]
    async fn what_nobody_saw_was_not_handled() {
        let shared = SharedAcknowledged::default();
        let read = Receipt::new(&shared, 1).for_user();
        drop(Receipt::new(&shared, 2));
        let stuck = Receipt::new(&shared, 3).for_user().by_hand();
        let panics = Receipt::new(&shared, 4).for_user();
        drop(read);
        drop(stuck);
        let _ = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| {
            let _held = panics;
            std::panic::resume_unwind(Box::new("the handler's"));
        }));
        drop(Receipt::new(&shared, 5).for_user());
        assert_eq!((shared.mark(), shared.unhandled()), (1, 3));
        // Lost is not the same as in somebody's hands: nobody waits for it.
        shared.idle().await;
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
                open.end(epoch, *sequence, Fate::Handled);
                let lowest_open = order[done + 1..].iter().min().copied().unwrap_or(41);
                prop_assert_eq!(open.mark(), lowest_open - 1);
            }
        }
    }
}
