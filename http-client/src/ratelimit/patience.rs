//! The minimum wait after a 429. It doubles with each further 429 in a row.
//!
//! A response can name a wait of zero again and again, and each repetition counts as an invalid request ([Invalid
//! Request Limit](https://docs.discord.com/developers/topics/rate-limits#invalid-request-limit-aka-cloudflare-bans)).
//! There is no jitter, because only one request is sent after the wait, and the others of its limit wait for its
//! response.

use std::time::{Duration, Instant};

/// The minimum wait after the first 429.
const FIRST: Duration = Duration::from_millis(50);
/// The maximum number of doublings: 51.2 s.
const MOST_DOUBLINGS: u32 = 10;

/// The 429 responses of one limit, each to a request sent after the previous 429 had arrived.
#[derive(Debug, Default)]
pub(super) struct Patience {
    doublings: u32,
    /// When the last of them arrived.
    last: Option<Instant>,
}

impl Patience {
    pub(super) const fn new() -> Self {
        Self { doublings: 0, last: None }
    }

    /// Records a 429 that names this wait, for a request sent at `sent`. Returns how long to wait.
    pub(super) fn exceeded(&mut self, wait: Duration, sent: Instant, now: Instant) -> Duration {
        match self.last {
            // The request was already in flight when the previous 429 arrived, so this is not a repetition.
            Some(last) if sent < last => {}
            last => {
                self.doublings += u32::from(last.is_some() && self.doublings < MOST_DOUBLINGS);
                self.last = Some(now);
            }
        }
        wait.max(FIRST * 2_u32.pow(self.doublings))
    }

    /// Records a response other than 429 for a request sent at `sent`.
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
