//! The last seen and the last handled message of a channel.

use std::sync::Arc;

use crate::events::{Acknowledged, Receipt};

/// A message that was delivered and may not be handled yet.
#[derive(Clone, Debug)]
pub(super) struct Slot {
    /// Where it is recorded as handled.
    acknowledged: Arc<Acknowledged>,
    sequence: u64,
    id: u64,
}

impl Slot {
    fn is_handled(&self) -> bool {
        self.acknowledged.mark() >= self.sequence
    }
}

/// The message up to which all were seen, and the message up to which all were handled. It brings the cost of a channel
/// to 80 bytes, however many messages are in use. At most two unhandled messages are remembered, so the handled
/// position may be slightly too high.
#[derive(Clone, Debug)]
pub(super) struct Mark {
    /// All messages up to here are handled.
    done: u64,
    /// A message that must be handled before the position rises.
    waiting: Option<Slot>,
    /// The last message seen, if it is a different one.
    newest: Option<Slot>,
}

impl Mark {
    /// All messages up to this one are handled, or were sent before there was anything to see.
    pub(super) const fn at(id: u64) -> Self {
        Self { done: id, waiting: None, newest: None }
    }

    /// All messages up to here were seen.
    pub(super) fn seen(&self) -> u64 {
        let last = self.newest.as_ref().or(self.waiting.as_ref());
        last.map_or(self.done, |slot| slot.id)
    }

    /// All messages up to here are handled, as of the last [`settle`](Self::settle).
    pub(super) const fn done(&self) -> u64 {
        self.done
    }

    /// Returns whether all seen messages are handled.
    pub(super) const fn is_settled(&self) -> bool {
        self.waiting.is_none()
    }

    /// Records that all messages up to this one were seen. `receipt` is that of the message; without one the
    /// message counts as handled.
    pub(super) fn note(&mut self, id: u64, receipt: Option<&Receipt>) {
        // Messages sent at the same time may arrive in a different order than their ids.
        let id = id.max(self.seen());
        let Some((acknowledged, sequence)) = receipt.and_then(Receipt::said_to) else {
            match self.newest.as_mut().or(self.waiting.as_mut()) {
                Some(last) => last.id = id,
                None => self.done = id,
            }
            return;
        };
        let slot = Slot { acknowledged: Arc::clone(acknowledged), sequence, id };
        match &self.waiting {
            None => self.waiting = Some(slot),
            Some(_) => self.newest = Some(slot),
        }
    }

    /// Checks which messages were handled meanwhile. Returns whether there were any.
    pub(super) fn settle(&mut self) -> bool {
        let before = self.done;
        while let Some(slot) = self.waiting.take_if(|slot| slot.is_handled()) {
            self.done = slot.id;
            self.waiting = self.newest.take();
        }
        self.done != before
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::events::Register;

    fn register() -> Register {
        Register::of_others(0, Acknowledged::new(0))
    }

    #[test]
    fn what_is_handled_follows_what_is_seen() {
        let (mut register, mut mark) = (register(), Mark::at(5));
        let [first, second, third] = [1, 2, 3].map(|sequence| register.hand_out(sequence));
        for (id, receipt) in [(10, &first), (20, &second), (30, &third)] {
            mark.note(id, Some(receipt));
        }
        assert_eq!((mark.seen(), mark.settle(), mark.done()), (30, false, 5));
        second.mark_handled();
        assert!(!mark.settle(), "the first is not");
        first.mark_handled();
        assert_eq!(
            (mark.settle(), mark.done()),
            (true, 10),
            "of the second nothing is known any more"
        );
        third.mark_handled();
        assert_eq!((mark.settle(), mark.done(), mark.is_settled()), (true, 30, true));
    }

    #[test]
    fn one_that_is_never_handled_keeps_all_later_ones_back_at_no_cost() {
        let (mut register, mut mark) = (register(), Mark::at(5));
        drop(register.hand_out(1));
        let lost = register.hand_out(2);
        mark.note(6, Some(&lost));
        drop(lost);
        for sequence in 3..1000 {
            let receipt = register.hand_out(sequence);
            mark.note(10 + sequence, Some(&receipt));
            receipt.mark_handled();
        }
        assert_eq!((mark.settle(), mark.done(), mark.seen()), (false, 5, 1009));
    }

    #[test]
    fn without_receipts_what_is_seen_is_handled() {
        let mut mark = Mark::at(5);
        mark.note(9, None);
        mark.note(7, None);
        assert_eq!((mark.done(), mark.seen(), mark.is_settled()), (9, 9, true));
        let mut register = register();
        let receipt = register.hand_out(1);
        mark.note(12, Some(&receipt));
        mark.note(14, None);
        assert_eq!((mark.done(), mark.seen()), (9, 14), "not before what comes before it");
        receipt.mark_handled();
        assert_eq!((mark.settle(), mark.done()), (true, 14));
    }
}
