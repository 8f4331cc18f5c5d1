//! What a sink counts.

use std::sync::atomic::{AtomicU64, Ordering};

use serde::Serialize;

use crate::event::now_ms;

/// From so many failures in a row on a sink counts as down.
pub(crate) const DOWN_AFTER: u64 = 5;

/// Counters of one sink, shared with whoever wants to look.
#[derive(Debug, Default)]
pub(crate) struct SinkCounters {
    pub(crate) queued: AtomicU64,
    pub(crate) spilled: AtomicU64,
    pub(crate) spill_damaged: AtomicU64,
    pub(crate) in_flight: AtomicU64,
    pub(crate) sent: AtomicU64,
    pub(crate) retried: AtomicU64,
    pub(crate) dead: AtomicU64,
    pub(crate) dead_letters: AtomicU64,
    pub(crate) failing_guilds: AtomicU64,
    pub(crate) dropped: AtomicU64,
    pub(crate) filtered: AtomicU64,
    /// When the oldest event that waits was received, ms since the epoch; 0 where none waits.
    pub(crate) oldest_ms: AtomicU64,
    /// Deliveries that failed since the last that went well.
    pub(crate) failures_in_a_row: AtomicU64,
}

impl SinkCounters {
    pub(crate) fn add(counter: &AtomicU64) {
        counter.fetch_add(1, Ordering::Relaxed);
    }

    /// A try failed. Whether the sink counts as down from this one on.
    pub(crate) fn try_failed(&self) -> bool {
        self.failures_in_a_row.fetch_add(1, Ordering::Relaxed) + 1 == DOWN_AFTER
    }

    /// An event was taken. Whether the sink counted as down.
    pub(crate) fn try_succeeded(&self) -> bool {
        self.failures_in_a_row.swap(0, Ordering::Relaxed) >= DOWN_AFTER
    }

    pub(crate) fn snapshot(&self, name: &str) -> SinkStats {
        let get = |counter: &AtomicU64| counter.load(Ordering::Relaxed);
        let oldest = get(&self.oldest_ms);
        SinkStats {
            sink: name.to_owned(),
            queued: get(&self.queued),
            spilled: get(&self.spilled),
            spill_damaged: get(&self.spill_damaged),
            in_flight: get(&self.in_flight),
            sent: get(&self.sent),
            retried: get(&self.retried),
            dead: get(&self.dead),
            dead_letters: get(&self.dead_letters),
            failing_guilds: get(&self.failing_guilds),
            dropped: get(&self.dropped),
            filtered: get(&self.filtered),
            oldest_age_ms: if oldest == 0 { 0 } else { now_ms().saturating_sub(oldest) },
            failures_in_a_row: get(&self.failures_in_a_row),
        }
    }
}

/// How one sink is at one moment.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct SinkStats {
    /// Its name in the configuration.
    pub sink: String,
    /// Events in memory, those in flight included.
    pub queued: u64,
    /// Events on disk that are not in memory.
    pub spilled: u64,
    /// Events that were lost because their spill file was damaged. Damage that cost no event, or of which nobody
    /// knows how many, counts as one.
    pub spill_damaged: u64,
    /// Deliveries under way.
    pub in_flight: u64,
    /// Events that were taken.
    pub sent: u64,
    /// Tries after the first.
    pub retried: u64,
    /// Events that could not be delivered and became dead letters: refused for good, or out of attempts.
    pub dead: u64,
    /// Dead letters that are on disk, as of some seconds ago; `gateway-forward replay` delivers them.
    pub dead_letters: u64,
    /// Guilds whose next event failed several times in a row, so that their later events wait. Events of no guild
    /// count as one for each shard; without an order each event counts.
    pub failing_guilds: u64,
    /// Events for which there was no room, with [`WhenFull::Drop`](crate::WhenFull::Drop).
    pub dropped: u64,
    /// Events that the sink's filter did not let through.
    pub filtered: u64,
    /// Age of the oldest event that is not delivered, in ms since it was received; 0 where there is none.
    pub oldest_age_ms: u64,
    /// Tries that failed since the last that went well.
    pub failures_in_a_row: u64,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sink_goes_down_once_and_comes_up_once() {
        let counters = SinkCounters::default();
        assert!(!counters.try_succeeded());
        let told = (0..2 * DOWN_AFTER).filter(|_| counters.try_failed()).count();
        assert_eq!(told, 1);
        assert_eq!(
            [counters.try_succeeded(), counters.try_succeeded()],
            [true, false],
            "up once, then as before"
        );
        assert!(!(1..DOWN_AFTER).any(|_| counters.try_failed()), "too few to count");
    }
}
