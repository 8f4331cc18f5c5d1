//! Whether an event was lost: the sequence of a session has no gaps.
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
    /// Takes note that a shard resumes, and expects the event after this sequence.
    ///
    /// It matters for a session that an earlier process left behind: this one has not seen its beginning.
    pub(crate) fn resumes(&mut self, shard: u32, sequence: u64) {
        self.last.entry(shard).or_insert(sequence);
    }

    /// Takes note that a shard goes on elsewhere: what comes meanwhile is not for this process.
    pub(crate) fn leaves(&mut self, shard: u32) {
        self.last.remove(&shard);
    }

    /// Takes note of an event.
    pub(crate) fn saw(&mut self, shard: u32, kind: EventKind, sequence: u64) {
        let last = self.last.entry(shard).or_insert(0);
        // READY opens a new session, whose sequence starts anew.
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

    /// Events that never came.
    pub(crate) const fn lost(&self) -> u64 {
        self.lost
    }

    /// Events that came more than once.
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
