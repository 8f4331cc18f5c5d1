//! The least wait after a 429: it doubles with each 429 that follows another.
//!
//! An answer can say to wait for no time at all, and say so again and again. Each repetition counts as an invalid request
//! ([Invalid Request Limit](https://docs.discord.com/developers/topics/rate-limits#invalid-request-limit-aka-cloudflare-bans)).
//! There is no jitter, because one request alone goes after the wait and the others of its limit wait for its answer.

use std::time::{Duration, Instant};

/// The least wait after the first 429.
const FIRST: Duration = Duration::from_millis(50);
/// Doublings until the least wait grows no more: 51.2 s.
const MOST_DOUBLINGS: u32 = 10;

/// The 429 answers that one limit gave, each to a request sent after the one before had come.
#[derive(Debug, Default)]
pub(super) struct Patience {
    doublings: u32,
    /// When the last of them came.
    last: Option<Instant>,
}

impl Patience {
    pub(super) const fn new() -> Self {
        Self { doublings: 0, last: None }
    }

    /// A 429 came that says to wait so long, for a request sent at `sent`. Returns how long to wait.
    pub(super) fn exceeded(&mut self, wait: Duration, sent: Instant, now: Instant) -> Duration {
        match self.last {
            // It was on its way already when the one before came, so it is no repetition.
            Some(last) if sent < last => {}
            last => {
                self.doublings += u32::from(last.is_some() && self.doublings < MOST_DOUBLINGS);
                self.last = Some(now);
            }
        }
        wait.max(FIRST * 2_u32.pow(self.doublings))
    }

    /// Another answer than a 429 came for a request sent at `sent`.
    pub(super) fn answered(&mut self, sent: Instant) {
        if self.last.is_some_and(|last| sent >= last) {
            *self = Self::new();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_least_wait_doubles_up_to_a_limit_and_starts_anew_after_another_answer() {
        let (mut patience, mut now) = (Patience::new(), Instant::now());
        let mut waits = Vec::new();
        for _ in 0..12 {
            let wait = patience.exceeded(Duration::ZERO, now, now);
            waits.push(wait.as_millis());
            now += wait;
        }
        assert_eq!(waits[..4], [50, 100, 200, 400]);
        assert_eq!(waits[9..], [25_600, 51_200, 51_200]);
        let long = Duration::from_secs(582);
        assert_eq!(patience.exceeded(long, now, now), long);
        patience.answered(now);
        assert_eq!(patience.exceeded(Duration::ZERO, now, now), FIRST);
    }

    #[test]
    fn answers_to_requests_sent_before_the_429_neither_double_the_wait_nor_end_it() {
        let (mut patience, start) = (Patience::new(), Instant::now());
        let later = start + Duration::from_millis(10);
        for _ in 0..50 {
            assert_eq!(patience.exceeded(Duration::ZERO, start, later), FIRST);
        }
        patience.answered(start);
        assert_eq!(patience.exceeded(Duration::ZERO, later, later), FIRST * 2);
    }
}
