//! When a delivery is retried.

use std::collections::BTreeSet;
use std::num::NonZeroU32;
use std::time::Duration;

use fastrand::Rng;

/// When to retry, and when an event becomes a dead letter.
#[derive(Clone, Debug, PartialEq)]
pub struct RetryPolicy {
    /// The number of tries after which an event becomes a dead letter. With `None`, the default, it is tried until it
    /// is accepted: an endpoint may be down for hours, and no event is lost.
    pub max_attempts: Option<NonZeroU32>,
    /// Wait after the first failure; it doubles with each further one.
    pub base: Duration,
    /// Longest wait.
    pub max: Duration,
    /// Random part of a wait, 0 to 1: with 0.2, a wait of 10 s becomes anything from 8 s to 12 s.
    pub jitter: f64,
    /// HTTP statuses after which an event is not retried and becomes a dead letter. None by default, because a bad
    /// deploy can answer with almost any status until it is fixed. All other statuses except 2xx are retried.
    pub final_statuses: BTreeSet<u16>,
}

impl Default for RetryPolicy {
    fn default() -> Self {
        Self {
            max_attempts: None,
            base: Duration::from_millis(250),
            max: Duration::from_secs(30),
            jitter: 0.2,
            final_statuses: BTreeSet::new(),
        }
    }
}

impl RetryPolicy {
    /// Returns whether an event with this many failures is not retried any more.
    pub(crate) fn is_over(&self, failures: u32) -> bool {
        self.max_attempts.is_some_and(|max| failures >= max.get())
    }

    /// Returns the wait after this many consecutive failures.
    pub(crate) fn wait_after(&self, failures: u32, rng: &mut Rng) -> Duration {
        let doublings = failures.saturating_sub(1).min(31);
        let wait = self.base.saturating_mul(1 << doublings).min(self.max);
        let factor = 1.0 - self.jitter + rng.f64() * 2.0 * self.jitter;
        wait.mul_f64(factor.max(0.0))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn waits_double_up_to_the_longest_and_vary_by_the_jitter() {
        let policy = RetryPolicy::default();
        let mut rng = Rng::with_seed(1);
        for (failures, base) in [(1, 250), (2, 500), (3, 1000), (20, 30_000), (u32::MAX, 30_000)] {
            for _ in 0..50 {
                let wait = policy.wait_after(failures, &mut rng).as_millis();
                assert!((base * 8 / 10..=base * 12 / 10).contains(&wait), "{failures}: {wait}");
            }
        }
    }

    #[test]
    fn it_gives_up_after_the_last_attempt_only_where_there_is_one() {
        let policy = RetryPolicy { max_attempts: NonZeroU32::new(3), ..RetryPolicy::default() };
        assert!(!policy.is_over(2));
        assert!(policy.is_over(3) && policy.is_over(4));
        assert!(!RetryPolicy::default().is_over(u32::MAX));
    }
}
