//! Changes at a time without a request: events that begin and end, polls that expire, threads that are archived.

use std::collections::BTreeSet;

use gateway_model::Id;
use gateway_model::id::marker;

/// The number of alarms that are kept. If there are more, the latest are forgotten.
const MOST: usize = 100_000;

/// An object to check. Whether anything is to be done then depends on its state at that time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Alarm {
    /// A scheduled event.
    Event { guild: Id<marker::Guild>, event: u64 },
    /// The stage instance of a channel.
    Stage { guild: Id<marker::Guild>, channel: u64 },
    /// The poll of a message.
    Poll { channel: u64, message: u64 },
    /// A thread that may be archived.
    Thread { guild: Id<marker::Guild>, thread: u64 },
}

/// Alarms by their Unix times in ms.
#[derive(Clone, Debug, Default)]
pub(crate) struct Alarms(BTreeSet<(u64, Alarm)>);

impl Alarms {
    /// Sets an alarm at a Unix time in ms.
    pub(crate) fn set(&mut self, at_ms: u64, alarm: Alarm) {
        self.0.insert((at_ms, alarm));
        if self.0.len() > MOST {
            self.0.pop_last();
        }
    }

    /// Returns the Unix time, in ms, of the next alarm.
    pub(crate) fn next(&self) -> Option<u64> {
        self.0.first().map(|(at_ms, _)| *at_ms)
    }

    /// Removes and returns the next alarm that is due at a Unix time in ms.
    pub(crate) fn take(&mut self, unix_ms: u64) -> Option<Alarm> {
        self.next().filter(|at_ms| *at_ms <= unix_ms)?;
        self.0.pop_first().map(|(_, alarm)| alarm)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn alarms_come_in_their_order_and_not_before_their_time() {
        let mut alarms = Alarms::default();
        let guild = Id::new(1).unwrap();
        let of = |event| Alarm::Event { guild, event };
        alarms.set(30, of(1));
        alarms.set(10, of(2));
        assert_eq!((alarms.next(), alarms.take(9)), (Some(10), None));
        assert_eq!(
            [alarms.take(30), alarms.take(30), alarms.take(30)],
            [Some(of(2)), Some(of(1)), None]
        );
        for event in 0..=MOST as u64 {
            alarms.set(event, of(event));
        }
        assert_eq!(alarms.0.len(), MOST);
        assert_eq!(alarms.next(), Some(0), "the latest is forgotten");
    }
}
