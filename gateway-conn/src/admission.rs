//! Decides which events are delivered, from the configured events and the room in the queue.

use gateway_model::EventKind;
use gateway_proto::Admission;

use crate::config::{Capacity, Config, Overflow};
use crate::event_set::EventSet;
use crate::events::{Amount, Queue};

/// The admissions of one poll. The queue's room is read once and counted down. It is read again only when it seems used
/// up.
pub(crate) struct Admissions {
    events: EventSet,
    overflow: Overflow,
    capacity: Capacity,
    room: Amount,
    /// Events admitted in this poll, which are not in the queue yet.
    taken: Amount,
    pub(crate) filtered: u64,
    pub(crate) dropped: u64,
}

impl Admissions {
    /// Starts a poll; `capacity` limits how much may wait in the queue.
    pub(crate) fn new(queue: &Queue, config: &Config, capacity: Capacity) -> Self {
        Self {
            events: config.events,
            overflow: config.overflow,
            capacity,
            room: queue.room(capacity),
            taken: Amount::default(),
            filtered: 0,
            dropped: 0,
        }
    }

    /// Decides about an event of this kind and size.
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
        Admission::Deliver
    }

    /// Decides about an event for which there seems to be no room; `None` if there is room after all.
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
        Some(if drops { Admission::Skip } else { Admission::Postpone })
    }
}

#[cfg(test)]
mod tests {
    use gateway_model::gateway::Intents;
    use gateway_proto::Token;

    use super::*;
    use crate::events::{ConnectionEvent, Item};

    fn config(events: usize, bytes: usize, overflow: Overflow) -> Config {
        let token = Token::new("t").unwrap();
        let config =
            gateway_proto::ProtocolConfig::new(token, Intents::GUILDS, "ws://127.0.0.1:1/");
        Config::new(config.unwrap())
            .with_capacity(Capacity { events, bytes })
            .with_overflow(overflow)
    }

    /// The decisions about events of these sizes in bytes, one after the other.
    fn admitted(config: &Config, queue: &Queue, sizes: &[usize]) -> Vec<Admission> {
        let mut admissions = Admissions::new(queue, config, config.capacity);
        let admit = |size: &usize| admissions.admit(queue, EventKind::TypingStart, *size);
        sizes.iter().map(admit).collect()
    }

    #[test]
    fn as_many_events_are_taken_as_there_is_room_for_and_not_one_more() {
        use Admission::{Deliver, Postpone};
        let queue = Queue::default();
        let few = config(3, usize::MAX, Overflow::Wait);
        assert_eq!(admitted(&few, &queue, &[1; 4]), [Deliver, Deliver, Deliver, Postpone]);
        // The event that reaches the byte limit is admitted, whatever its size.
        let small = config(usize::MAX, 100, Overflow::Wait);
        assert_eq!(admitted(&small, &queue, &[99, 1, 1]), [Deliver, Deliver, Postpone]);
        assert_eq!(admitted(&small, &queue, &[99, 1000, 1]), [Deliver, Deliver, Postpone]);
        assert_eq!(admitted(&small, &queue, &[100, 0]), [Deliver, Postpone]);
    }

    #[test]
    fn the_room_is_that_of_the_present() {
        use Admission::{Deliver, Postpone};
        let queue = Queue::default();
        let config = config(2, usize::MAX, Overflow::Wait);
        let mut admissions = Admissions::new(&queue, &config, config.capacity);
        let mut admit = || admissions.admit(&queue, EventKind::TypingStart, 10);
        assert_eq!([admit(), admit(), admit()], [Deliver, Deliver, Postpone]);
        let queued = |events| {
            let amount = Amount { events, bytes: 10 * events };
            let notice = ConnectionEvent::State(gateway_proto::StateChange::Connected);
            queue.append(&mut [Item::One(notice)].into(), amount, config.capacity);
        };
        queued(1);
        assert_eq!(admitted(&config, &queue, &[10; 2]), [Deliver, Postpone]);
        queued(1);
        assert_eq!(admitted(&config, &queue, &[10]), [Postpone]);
    }

    #[test]
    fn what_has_no_room_waits_or_is_dropped_and_what_nobody_wants_is_skipped() {
        use Admission::{Deliver, Postpone, Skip};
        let queue = Queue::default();
        let some = EventSet::only([EventKind::TypingStart]);
        for (overflow, typing, message, dropped) in [
            (Overflow::Wait, Postpone, Postpone, 0),
            (Overflow::DropNewest, Skip, Skip, 2),
            (Overflow::Drop(some), Skip, Postpone, 1),
        ] {
            let wanted = EventSet::only([EventKind::TypingStart, EventKind::MessageCreate]);
            let config = config(1, usize::MAX, overflow).with_events(wanted);
            let mut admissions = Admissions::new(&queue, &config, config.capacity);
            let mut admit = |kind| admissions.admit(&queue, kind, 1);
            assert_eq!(admit(EventKind::GuildCreate), Skip);
            assert_eq!(admit(EventKind::TypingStart), Deliver);
            assert_eq!(admit(EventKind::TypingStart), typing, "{overflow:?}");
            assert_eq!(admit(EventKind::MessageCreate), message, "{overflow:?}");
            assert_eq!((admissions.filtered, admissions.dropped), (1, dropped));
        }
    }
}
