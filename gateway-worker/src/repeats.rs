//! Distinguishes repeats, and events of a shard's former owner, from new events.
//!
//! A repeat has the session and the sequence of an event that was seen before. JetStream drops repeats within its
//! duplicate window. For the others, the last 65,536 events of a partition are remembered here, in some 50 bytes each,
//! 3.3 MB at most. A repeat of an older event is handled again, as is one whose first copy another process handled.
//!
//! A former owner has a lower epoch than the highest one seen for the session. From the first sequence of the higher
//! epoch on, the new owner sends every event itself, so the former owner's events are dropped: they might arrive before
//! older events. Events below that sequence are kept, because only the former owner may have them.

use std::collections::{HashMap, HashSet, VecDeque};
use std::hash::BuildHasher;
use std::hash::RandomState;
use std::sync::Arc;

use gateway_model::gateway::ShardId;

use gateway_fleet::stream;

use crate::message::Head;

/// The number of events of a partition that are remembered.
const WINDOW: usize = 65_536;

/// The classification of an event.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Verdict {
    New,
    /// It was seen before.
    Repeat,
    /// Its publisher no longer owns the shard, and the new owner sends the event.
    FormerOwner,
}

/// The owner of a shard, as seen in a partition.
#[derive(Debug)]
struct Owner {
    session: Arc<str>,
    epoch: u64,
    /// The first sequence with this epoch.
    first: u64,
}

/// The events that were seen in a partition.
#[derive(Debug, Default)]
pub(crate) struct Repeats {
    owners: HashMap<ShardId, Owner>,
    /// Hash of the session, and sequence.
    seen: HashSet<(u64, u64)>,
    order: VecDeque<(u64, u64)>,
    hasher: RandomState,
}

impl Repeats {
    /// Classifies the next event, and remembers it.
    pub(crate) fn check(&mut self, head: &Head<'_>) -> Verdict {
        if head.is_played_back {
            return Verdict::New;
        }
        if head.session != stream::CAUGHT_UP && self.is_of_a_former_owner(head) {
            return Verdict::FormerOwner;
        }
        let key = (self.hasher.hash_one(head.session), head.sequence);
        if !self.seen.insert(key) {
            return Verdict::Repeat;
        }
        self.order.push_back(key);
        if self.order.len() > WINDOW
            && let Some(oldest) = self.order.pop_front()
        {
            self.seen.remove(&oldest);
        }
        Verdict::New
    }

    /// Returns the session of a shard, shared by its events.
    pub(crate) fn session(&self, head: &Head<'_>) -> Arc<str> {
        let known = self.owners.get(&head.shard).filter(|owner| *owner.session == *head.session);
        known.map_or_else(|| Arc::from(head.session), |owner| Arc::clone(&owner.session))
    }

    fn is_of_a_former_owner(&mut self, head: &Head<'_>) -> bool {
        let now =
            || Owner { session: Arc::from(head.session), epoch: head.epoch, first: head.sequence };
        let Some(owner) = self.owners.get_mut(&head.shard) else {
            self.owners.insert(head.shard, now());
            return false;
        };
        let is_same = *owner.session == *head.session;
        if head.epoch < owner.epoch {
            return is_same && head.sequence >= owner.first;
        }
        if head.epoch > owner.epoch || !is_same {
            *owner = now();
        }
        false
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn head(session: &str, sequence: u64, epoch: u64) -> Head<'_> {
        Head { shard: ShardId::ONE, session, sequence, epoch, is_played_back: false }
    }

    #[test]
    fn a_repeat_has_the_same_session_and_sequence() {
        let mut repeats = Repeats::default();
        assert_eq!(repeats.check(&head("a", 1, 0)), Verdict::New);
        assert_eq!(repeats.check(&head("a", 1, 0)), Verdict::Repeat);
        assert_eq!(repeats.check(&head("a", 1, 4)), Verdict::Repeat, "a new owner sends it again");
        assert_eq!(repeats.check(&head("b", 1, 4)), Verdict::New, "another session");
        let again = Head { is_played_back: true, ..head("a", 1, 0) };
        assert_eq!(repeats.check(&again), Verdict::New);
    }

    #[test]
    fn a_former_owner_is_heard_only_below_where_the_new_one_begins() {
        let mut repeats = Repeats::default();
        assert_eq!(repeats.check(&head("a", 10, 5)), Verdict::New);
        // The new owner resumed after 20.
        assert_eq!(repeats.check(&head("a", 21, 7)), Verdict::New);
        assert_eq!(repeats.check(&head("a", 25, 5)), Verdict::FormerOwner);
        assert_eq!(repeats.check(&head("a", 21, 5)), Verdict::FormerOwner);
        assert_eq!(repeats.check(&head("a", 15, 5)), Verdict::New, "only the former owner has it");
        assert_eq!(repeats.check(&head("a", 25, 7)), Verdict::New, "it was not taken for a repeat");
        // The last events of a session that is lost.
        assert_eq!(repeats.check(&head("b", 1, 9)), Verdict::New);
        assert_eq!(repeats.check(&head("a", 40, 7)), Verdict::New);
    }

    #[test]
    fn a_message_that_was_caught_up_with_is_told_by_its_id_and_is_of_no_owner() {
        let mut repeats = Repeats::default();
        assert_eq!(repeats.check(&head("a", 10, 5)), Verdict::New);
        assert_eq!(repeats.check(&head(stream::CAUGHT_UP, 9000, 0)), Verdict::New);
        assert_eq!(repeats.check(&head(stream::CAUGHT_UP, 8000, 0)), Verdict::New);
        assert_eq!(repeats.check(&head(stream::CAUGHT_UP, 9000, 0)), Verdict::Repeat);
        assert_eq!(repeats.check(&head("a", 11, 4)), Verdict::FormerOwner, "the owner is the same");
    }

    #[test]
    fn memory_is_that_of_the_window() {
        let mut repeats = Repeats::default();
        for sequence in 0..(WINDOW as u64 + 1000) {
            assert_eq!(repeats.check(&head("a", sequence, 0)), Verdict::New);
        }
        assert_eq!((repeats.seen.len(), repeats.order.len()), (WINDOW, WINDOW));
        assert_eq!(repeats.check(&head("a", 2000, 0)), Verdict::Repeat);
        assert_eq!(repeats.check(&head("a", 0, 0)), Verdict::New, "it is too long ago");
    }
}
