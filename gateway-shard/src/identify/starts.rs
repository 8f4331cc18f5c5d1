//! Discord's own count of session starts.

use std::time::{Duration, Instant};

use gateway_model::gateway::SessionStartLimit;

/// The length of Discord's window.
///
/// Docs: [Gateway, Identifying](https://docs.discord.com/developers/events/gateway#identifying): 1000
/// Identifies in 24 hours, then every session ends and the token is reset.
const DAY: Duration = Duration::from_secs(24 * 60 * 60);

/// The number of session starts that are left, counted down from that of `GET /gateway/bot`.
///
/// Docs: [Gateway, Session Start Limit Object](https://docs.discord.com/developers/events/gateway#session-start-limit-object).
#[derive(Clone, Debug)]
pub(super) struct Starts {
    total: u32,
    remaining: u32,
    resets_at: Instant,
}

impl Starts {
    pub(super) fn new(limit: SessionStartLimit, now: Instant) -> Self {
        // Discord has no window that ends in more than a day.
        let reset_after = Duration::from_millis(limit.reset_after).min(DAY);
        Self { total: limit.total, remaining: limit.remaining, resets_at: now + reset_after }
    }

    /// The last starts are never used, because reaching the limit resets the token. One in a hundred is reserved for
    /// Identifies that this process does not know of, such as those of another process with the same token.
    const fn reserve(&self) -> u32 {
        self.total / 100
    }

    fn roll(&mut self, now: Instant) {
        if now >= self.resets_at {
            self.remaining = self.total;
            self.resets_at = now + DAY;
        }
    }

    /// When a session may be started; `None` means now.
    pub(super) fn free_at(&mut self, now: Instant) -> Option<Instant> {
        self.roll(now);
        (self.remaining <= self.reserve()).then_some(self.resets_at)
    }

    /// Records an Identify.
    pub(super) fn take(&mut self, now: Instant) {
        self.roll(now);
        self.remaining = self.remaining.saturating_sub(1);
    }

    pub(super) const fn total(&self) -> u32 {
        self.total
    }

    pub(super) const fn remaining(&self) -> u32 {
        self.remaining
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn limit(remaining: u32) -> SessionStartLimit {
        SessionStartLimit { total: 1000, remaining, reset_after: 14_400_000, max_concurrency: 1 }
    }

    #[test]
    fn the_last_hundredth_waits_for_the_reset() {
        let now = Instant::now();
        let mut starts = Starts::new(limit(11), now);
        assert_eq!(starts.free_at(now), None);
        starts.take(now);
        let reset = now + Duration::from_millis(14_400_000);
        assert_eq!(starts.free_at(now), Some(reset));
        assert_eq!(starts.free_at(reset), None);
        assert_eq!(starts.remaining(), 1000);
        // The next window is a full day.
        for _ in 0..990 {
            starts.take(reset);
        }
        assert_eq!(starts.free_at(reset), Some(reset + Duration::from_secs(86_400)));
    }

    #[test]
    fn a_reset_further_away_than_a_day_is_not_believed() {
        let now = Instant::now();
        let far = SessionStartLimit { reset_after: u64::MAX, ..limit(0) };
        assert_eq!(Starts::new(far, now).free_at(now), Some(now + DAY));
    }
}
