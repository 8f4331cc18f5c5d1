//! The counters of a sink.

use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};

use serde::Serialize;

use crate::event::now_ms;
use crate::sink::Condition;

/// The number of consecutive failures from which on a sink counts as down.
pub(crate) const DOWN_AFTER: u64 = 5;

/// Counters of one sink, shared with their readers.
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
    /// When the oldest waiting event was received, in ms since the epoch; 0 if none waits.
    pub(crate) oldest_ms: AtomicU64,
    /// Deliveries that failed since the last success.
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

    /// Records a failed try. Returns whether the sink counts as down from this one on.
    pub(crate) fn try_failed(&self, reason: &str) -> bool {
        {
            let mut failing = self.failing();
            failing.since_ms.get_or_insert_with(now_ms);
            failing.reason = Some(reason.to_owned());
        }
        self.failures_in_a_row.fetch_add(1, Ordering::Relaxed) + 1 == DOWN_AFTER
    }

    /// Records an accepted event. Returns whether the sink counted as down.
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

    /// Returns the state of the sink, without its own condition.
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

/// The state of one sink at one moment.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct SinkStats {
    /// Its name in the configuration.
    pub sink: String,
    /// Events in memory, including those in flight.
    pub queued: u64,
    /// Events on disk that are not in memory.
    pub spilled: u64,
    /// Events that were lost because their spill file was damaged. Damage without a loss, or with an unknown number of
    /// lost events, counts as one.
    pub spill_damaged: u64,
    /// Deliveries in progress.
    pub in_flight: u64,
    /// Events that were accepted.
    pub sent: u64,
    /// Tries after the first.
    pub retried: u64,
    /// Events that could not be delivered and became dead letters: refused for good, or all attempts used up.
    pub dead: u64,
    /// Dead letters on disk, as of some seconds ago; `gateway-forward replay` delivers them.
    pub dead_letters: u64,
    /// Guilds whose next event failed several times in a row, so that their later events wait. Events without a guild
    /// count as one for each shard; if no order is kept, each event counts.
    pub failing_guilds: u64,
    /// Events for which there was no room, with [`WhenFull::Drop`](crate::WhenFull::Drop).
    pub dropped: u64,
    /// Events that the sink's filter rejected.
    pub filtered: u64,
    /// Age of the oldest event that is not delivered, in ms since it was received; 0 if there is none.
    pub oldest_age_ms: u64,
    /// Tries that failed since the last success.
    pub failures_in_a_row: u64,
    /// When the first of them failed, in ms since the epoch.
    pub failing_since_ms: Option<u64>,
    /// The reason of the last failure.
    pub last_failure: Option<String>,
    /// Whether the gateway waits because the sink has no room.
    pub queue_full: bool,
    /// Whether the spill folder cannot be written, for example because its disk is full.
    pub spill_fails: bool,
    /// The condition that the sink reports.
    pub condition: Option<Condition>,
}

impl SinkStats {
    /// Returns whether the sink accepts no events: several tries failed in a row, or the sink reports it.
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
