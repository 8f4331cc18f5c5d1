//! What a sink counts.

use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};

use serde::Serialize;

use crate::event::now_ms;
use crate::sink::Condition;

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
    /// When the oldest event that waits was received, ms since the epoch; 0 if none waits.
    pub(crate) oldest_ms: AtomicU64,
    /// Deliveries that failed since the last that went well.
    pub(crate) failures_in_a_row: AtomicU64,
    /// Whether an event waits because there is no room for it.
    pub(crate) queue_full: AtomicBool,
    /// Whether the spill folder cannot be written.
    pub(crate) spill_fails: AtomicBool,
    failing: Mutex<Failing>,
}

/// Since when tries fail, and why the last one did.
#[derive(Debug, Default)]
struct Failing {
    since_ms: Option<u64>,
    reason: Option<String>,
}

impl SinkCounters {
    pub(crate) fn add(counter: &AtomicU64) {
        counter.fetch_add(1, Ordering::Relaxed);
    }

    /// A try failed. Whether the sink counts as down from this one on.
    pub(crate) fn try_failed(&self, reason: &str) -> bool {
        {
            let mut failing = self.failing();
            failing.since_ms.get_or_insert_with(now_ms);
            failing.reason = Some(reason.to_owned());
        }
        self.failures_in_a_row.fetch_add(1, Ordering::Relaxed) + 1 == DOWN_AFTER
    }

    /// An event was taken. Whether the sink counted as down.
    pub(crate) fn try_succeeded(&self) -> bool {
        let failures = self.failures_in_a_row.swap(0, Ordering::Relaxed);
        if failures > 0 {
            *self.failing() = Failing::default();
        }
        failures >= DOWN_AFTER
    }

    fn failing(&self) -> MutexGuard<'_, Failing> {
        self.failing.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// How the sink is now, apart from what it says of itself.
    pub(crate) fn snapshot(&self, name: &str) -> SinkStats {
        let (failing_since_ms, last_failure) = {
            let failing = self.failing();
            (failing.since_ms, failing.reason.clone())
        };
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
            failing_since_ms,
            last_failure,
            queue_full: self.queue_full.load(Ordering::Relaxed),
            spill_fails: self.spill_fails.load(Ordering::Relaxed),
            condition: None,
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
    /// Age of the oldest event that is not delivered, in ms since it was received; 0 if there is none.
    pub oldest_age_ms: u64,
    /// Tries that failed since the last that went well.
    pub failures_in_a_row: u64,
    /// When the first of them failed, in ms since the epoch.
    pub failing_since_ms: Option<u64>,
    /// Why the last of them failed.
    pub last_failure: Option<String>,
    /// Whether the gateway waits because the sink has no room.
    pub queue_full: bool,
    /// Whether the spill folder cannot be written: its disk is full, say.
    pub spill_fails: bool,
    /// What the sink says of itself.
    pub condition: Option<Condition>,
}

impl SinkStats {
    /// Whether the sink takes nothing: several tries failed one after the other, or it says so itself.
    #[must_use]
    pub const fn is_down(&self) -> bool {
        self.failures_in_a_row >= DOWN_AFTER || self.condition.is_some()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sink_goes_down_once_and_comes_up_once() {
        let counters = SinkCounters::default();
        assert!(!counters.try_succeeded());
        let told = (0..2 * DOWN_AFTER).filter(|_| counters.try_failed("status 503")).count();
        assert_eq!(told, 1);
        let stats = counters.snapshot("app");
        assert!(stats.is_down() && stats.failing_since_ms.is_some());
        assert_eq!(stats.last_failure.as_deref(), Some("status 503"));
        assert_eq!(
            [counters.try_succeeded(), counters.try_succeeded()],
            [true, false],
            "up once, then as before"
        );
        let stats = counters.snapshot("app");
        assert!(!stats.is_down() && stats.failing_since_ms.is_none());
        assert!(!(1..DOWN_AFTER).any(|_| counters.try_failed("status 503")), "too few to count");
    }
}
