//! The global limit: so many requests a second over all routes.
//!
//! Docs: [Rate Limits, Global Rate Limit](https://docs.discord.com/developers/topics/rate-limits#global-rate-limit).

use std::collections::VecDeque;
use std::time::{Duration, Instant};

/// The documented limit: 50 requests a second.
pub(crate) const DEFAULT_PER_SECOND: u32 = 50;

/// The window, a little longer than the second Discord counts in: two requests are not always equally
/// long under way, and one that overtakes the second would be one too many.
const WINDOW: Duration = Duration::from_millis(1_015);

/// Requests of the last second.
#[derive(Debug)]
pub(crate) struct Global {
    limit: usize,
    sent: VecDeque<Instant>,
    blocked_until: Option<Instant>,
}

impl Global {
    /// `per_second` is at least one.
    pub(crate) fn new(per_second: u32) -> Self {
        let limit = usize::try_from(per_second.max(1)).unwrap_or(usize::MAX);
        Self { limit, sent: VecDeque::new(), blocked_until: None }
    }

    /// When the next request may go; `None` for at once.
    pub(crate) fn wait_until(&mut self, now: Instant) -> Option<Instant> {
        if let Some(until) = self.blocked_until {
            if now < until {
                return Some(until);
            }
            self.blocked_until = None;
        }
        while self.sent.front().is_some_and(|sent| *sent + WINDOW <= now) {
            self.sent.pop_front();
        }
        if self.sent.len() < self.limit {
            return None;
        }
        self.sent.front().map(|sent| *sent + WINDOW)
    }

    /// A request goes now.
    pub(crate) fn take(&mut self, now: Instant) {
        self.sent.push_back(now);
    }

    /// A 429 with scope global.
    pub(crate) fn exceeded(&mut self, wait: Duration, now: Instant) {
        let until = now + wait;
        self.blocked_until = Some(self.blocked_until.map_or(until, |other| other.max(until)));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn never_more_than_the_limit_in_any_second() {
        let start = Instant::now();
        let mut global = Global::new(50);
        let mut now = start;
        let mut sent = Vec::new();
        while sent.len() < 500 {
            match global.wait_until(now) {
                None => {
                    global.take(now);
                    sent.push(now);
                }
                Some(at) => now = at,
            }
        }
        for window in sent.windows(51) {
            assert!(window[50] - window[0] >= Duration::from_secs(1));
        }
        let rate = 500.0 / (now - start).as_secs_f64();
        assert!(rate > 48.5, "{rate} a second");
    }

    #[test]
    fn a_global_429_stops_everything_for_its_time() {
        let now = Instant::now();
        let mut global = Global::new(50);
        global.exceeded(Duration::from_millis(64_570), now);
        assert_eq!(global.wait_until(now), Some(now + Duration::from_millis(64_570)));
        assert_eq!(global.wait_until(now + Duration::from_millis(64_570)), None);
    }
}
