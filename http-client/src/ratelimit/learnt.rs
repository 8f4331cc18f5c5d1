//! A global limit that is learnt from use.
//!
//! No header contains it, and a 429 counts against the address. So the limit rises by a quarter after it was used up
//! and no request was refused for a second, up to the configured maximum. On a 429 it falls to the last limit that
//! worked, and does not rise for an hour. If that one is refused too, it falls by half, but never below the documented
//! limit.
//!
//! Docs: [Rate Limits, Global Rate Limit](https://docs.discord.com/developers/topics/rate-limits#global-rate-limit).

use std::time::{Duration, Instant};

/// How long after a 429 the limit does not rise.
const REST: Duration = Duration::from_secs(60 * 60);

/// See the [module](self).
#[derive(Debug)]
pub(super) struct Learnt {
    /// The minimum.
    least: usize,
    most: usize,
    limit: usize,
    /// The greatest limit that worked.
    held: usize,
    /// When it was first used up.
    full_at: Option<Instant>,
    /// When it last fell.
    fell_at: Option<Instant>,
}

impl Learnt {
    /// Starts at `least`, which is known to work, and rises up to `most`.
    pub(super) fn new(least: usize, most: usize) -> Self {
        Self { least, most, limit: least, held: least, full_at: None, fell_at: None }
    }

    pub(super) const fn limit(&self) -> usize {
        self.limit
    }

    /// Records that as many requests as the limit allows were sent.
    pub(super) fn is_full(&mut self, now: Instant) {
        self.full_at.get_or_insert(now);
    }

    /// Records that the request sent at that time met no global limit. `window` is the window in which Discord counts.
    pub(super) fn passed(&mut self, sent: Instant, window: Duration) {
        let used_up = self.full_at.is_some_and(|full_at| sent >= full_at + window);
        let rests = self.fell_at.is_some_and(|fell_at| sent < fell_at + REST);
        if used_up && !rests && self.limit < self.most {
            self.held = self.limit;
            self.limit = (self.limit + self.limit.div_ceil(4)).min(self.most);
            self.full_at = None;
        }
    }

    /// Records that the request sent at that time met the global limit.
    pub(super) fn exceeded(&mut self, sent: Instant, now: Instant) {
        if self.fell_at.is_some_and(|fell_at| sent < fell_at) {
            return;
        }
        let lower = if self.held < self.limit { self.held } else { self.limit / 2 };
        self.limit = lower.max(self.least);
        self.held = self.limit;
        self.full_at = None;
        self.fell_at = Some(now);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SECOND: Duration = Duration::from_secs(1);

    /// Returns the limit after each of these seconds, in which it is used up.
    fn used_up(learnt: &mut Learnt, now: &mut Instant, seconds: usize) -> Vec<usize> {
        let second = |_| {
            learnt.is_full(*now);
            *now += SECOND;
            learnt.passed(*now, SECOND);
            learnt.limit()
        };
        (0..seconds).map(second).collect()
    }

    #[test]
    fn it_rises_by_a_quarter_a_second_up_to_the_most() {
        let (mut learnt, mut now) = (Learnt::new(50, 500), Instant::now());
        let limits = used_up(&mut learnt, &mut now, 13);
        assert_eq!(limits[..4], [63, 79, 99, 124]);
        assert_eq!(limits[9..], [475, 500, 500, 500]);
    }

    #[test]
    fn it_rises_only_if_it_was_used_up() {
        let (mut learnt, now) = (Learnt::new(50, 500), Instant::now());
        learnt.passed(now + 10 * SECOND, SECOND);
        learnt.is_full(now);
        learnt.passed(now + SECOND / 2, SECOND);
        assert_eq!(learnt.limit(), 50);
    }

    #[test]
    fn a_429_takes_it_back_to_the_last_that_held_for_an_hour() {
        let (mut learnt, mut now) = (Learnt::new(50, 500), Instant::now());
        assert_eq!(used_up(&mut learnt, &mut now, 2), [63, 79]);
        let before = now;
        now += SECOND;
        // All requests in flight are refused, and count as one refusal.
        for _ in 0..20 {
            learnt.exceeded(before, now);
        }
        assert_eq!(learnt.limit(), 63);
        assert_eq!(used_up(&mut learnt, &mut now, 3_599), [63; 3_599]);
        assert_eq!(used_up(&mut learnt, &mut now, 2), [79, 99]);
    }

    #[test]
    fn it_never_falls_below_the_documented_one() {
        let (mut learnt, mut now) = (Learnt::new(50, 500), Instant::now());
        used_up(&mut learnt, &mut now, 9);
        let mut limits = Vec::new();
        for _ in 0..5 {
            now += SECOND;
            learnt.exceeded(now, now);
            limits.push(learnt.limit());
        }
        assert_eq!(limits, [304, 152, 76, 50, 50]);
    }
}
