//! What a sink counts.

use std::sync::atomic::{AtomicU64, Ordering};

use serde::Serialize;

use crate::event::now_ms;

/// Counters of one sink, shared with whoever wants to look.
#[derive(Debug, Default)]
pub(crate) struct SinkCounters {
    pub(crate) queued: AtomicU64,
    pub(crate) spilled: AtomicU64,
    pub(crate) in_flight: AtomicU64,
    pub(crate) sent: AtomicU64,
    pub(crate) retried: AtomicU64,
    pub(crate) failed: AtomicU64,
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

    pub(crate) fn snapshot(&self, name: &str) -> SinkStats {
        let get = |counter: &AtomicU64| counter.load(Ordering::Relaxed);
        let oldest = get(&self.oldest_ms);
        SinkStats {
            sink: name.to_owned(),
            queued: get(&self.queued),
            spilled: get(&self.spilled),
            in_flight: get(&self.in_flight),
            sent: get(&self.sent),
            retried: get(&self.retried),
            failed: get(&self.failed),
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
    /// Deliveries under way.
    pub in_flight: u64,
    /// Events that were taken.
    pub sent: u64,
    /// Tries after the first.
    pub retried: u64,
    /// Events that were given up: refused by the endpoint, or out of attempts.
    pub failed: u64,
    /// Events for which there was no room, with [`WhenFull::Drop`](crate::WhenFull::Drop).
    pub dropped: u64,
    /// Events that the sink's filter did not let through.
    pub filtered: u64,
    /// Age of the oldest event that is not delivered, in ms since it was received; 0 where there is none.
    pub oldest_age_ms: u64,
    /// Tries that failed since the last that went well.
    pub failures_in_a_row: u64,
}
