//! Finds lost events: the sequence of a session must have no gaps.
//!
//! Docs: [Gateway Events, Payload Structure](https://docs.discord.com/developers/events/gateway-events#payload-structure).

use std::collections::BTreeMap;

use gateway_model::EventKind;

/// Follows the sequence of every shard.
#[derive(Debug, Default)]
pub(crate) struct LossCheck {
    last: BTreeMap<u32, u64>,
    lost: u64,
    repeated: u64,
}

impl LossCheck {
    /// Records that a shard resumes after this sequence.
    ///
    /// This is needed for a session of an earlier process, because this process has not seen its beginning.
    pub(crate) fn resumes(&mut self, shard: u32, sequence: u64) {
        self.last.entry(shard).or_insert(sequence);
    }

    /// Records that a shard moves to another process. Its next events are not for this process.
    pub(crate) fn leaves(&mut self, shard: u32) {
        self.last.remove(&shard);
    }

    /// Records an event.
    pub(crate) fn saw(&mut self, shard: u32, kind: EventKind, sequence: u64) {
        let last = self.last.entry(shard).or_insert(0);
        // READY begins a new session with a new sequence.
        if kind == EventKind::Ready {
            *last = sequence;
            return;
        }
        match sequence.checked_sub(*last) {
            None | Some(0) => self.repeated += 1,
            Some(step) => {
                self.lost += step - 1;
                *last = sequence;
            }
        }
    }

    /// Returns the number of events that never arrived.
    pub(crate) const fn lost(&self) -> u64 {
        self.lost
    }

    /// Returns the number of events that arrived more than once.
    pub(crate) const fn repeated(&self) -> u64 {
        self.repeated
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn gaps_are_losses_and_steps_back_are_repeats() {
        let mut check = LossCheck::default();
        for (kind, sequence) in [
            (EventKind::Ready, 1),
            (EventKind::GuildCreate, 2),
            (EventKind::MessageCreate, 5),
            (EventKind::MessageCreate, 5),
            (EventKind::Ready, 1),
            (EventKind::GuildCreate, 2),
        ] {
            check.saw(0, kind, sequence);
        }
        check.saw(1, EventKind::Ready, 1);
        assert_eq!((check.lost(), check.repeated()), (2, 1));
    }

    #[test]
    fn a_session_of_an_earlier_process_goes_on_where_it_was() {
        let mut check = LossCheck::default();
        check.resumes(0, 40);
        check.saw(0, EventKind::MessageCreate, 42);
        check.resumes(0, 42);
        check.saw(0, EventKind::Resumed, 43);
        assert_eq!((check.lost(), check.repeated()), (1, 0));
        check.leaves(0);
        check.resumes(0, 90);
        check.saw(0, EventKind::MessageCreate, 91);
        assert_eq!((check.lost(), check.repeated()), (1, 0));
    }
}
