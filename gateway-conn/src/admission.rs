//! Which events are handed on, given what is wanted and what room there is.

use gateway_model::EventKind;
use gateway_proto::Admission;

use crate::config::{Capacity, Config, Overflow};
use crate::event_set::EventSet;
use crate::events::{Amount, Queue};

/// The admissions of one turn. The room is asked for once and counted down; only when it seems used up
/// is it asked for again.
pub(crate) struct Admissions {
    events: EventSet,
    overflow: Overflow,
    capacity: Capacity,
    room: Amount,
    /// Events handed on in this turn, which are not in the queue yet.
    taken: Amount,
    pub(crate) filtered: u64,
    pub(crate) dropped: u64,
}

impl Admissions {
    pub(crate) fn new(queue: &Queue, config: &Config) -> Self {
        Self {
            events: config.events,
            overflow: config.overflow,
            capacity: config.capacity,
            room: queue.room(config.capacity),
            taken: Amount::default(),
            filtered: 0,
            dropped: 0,
        }
    }

    /// What happens to an event of this kind and size.
    #[inline]
    pub(crate) fn admit(&mut self, queue: &Queue, kind: EventKind, bytes: usize) -> Admission {
        if !self.events.contains(kind) {
            self.filtered += 1;
            return Admission::Skip;
        }
        if self.room.minus(self.taken).is_none()
            && let Some(admission) = self.full(queue, kind)
        {
            return admission;
        }
        self.taken.events += 1;
        self.taken.bytes += bytes;
        Admission::HandOn
    }

    /// What happens to an event for which there seems to be no room; `None` where there is.
    #[cold]
    fn full(&mut self, queue: &Queue, kind: EventKind) -> Option<Admission> {
        self.room = queue.room(self.capacity);
        if !self.room.minus(self.taken).is_none() {
            return None;
        }
        let drops = match self.overflow {
            Overflow::DropNewest => true,
            Overflow::Drop(kinds) => kinds.contains(kind),
            Overflow::Wait => false,
        };
        self.dropped += u64::from(drops);
        Some(if drops { Admission::Skip } else { Admission::Later })
    }
}
