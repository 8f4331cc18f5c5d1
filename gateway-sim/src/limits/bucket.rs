//! One bucket, with a fixed or a sliding window.

use std::time::{Duration, Instant};

use super::rules::{LimitRule, Window};

/// The state of one bucket.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Bucket {
    /// Requests in the fixed window.
    used: u32,
    /// When the bucket is full again; for a fixed window its end.
    full_at: Option<Instant>,
}

impl Bucket {
    /// Takes one request from the bucket, or returns how long until one is allowed.
    pub(super) fn take(&mut self, rule: LimitRule, now: Instant) -> Result<(), Duration> {
        self.check(rule, now)?;
        match rule.window {
            Window::Fixed => {
                if self.is_full(now) {
                    self.used = 0;
                    self.full_at = now.checked_add(rule.per);
                }
                self.used += 1;
            }
            Window::Sliding => {
                let base = self.full_at.map_or(now, |full_at| full_at.max(now));
                self.full_at = base.checked_add(rule.interval());
            }
        }
        Ok(())
    }

    /// Checks whether a request is allowed now, or returns how long until it is.
    pub(super) fn check(&self, rule: LimitRule, now: Instant) -> Result<(), Duration> {
        let until_full = self.reset_after(now);
        match rule.window {
            Window::Fixed if !until_full.is_zero() && self.used >= rule.limit => Err(until_full),
            Window::Fixed => Ok(()),
            Window::Sliding => {
                let over = (until_full + rule.interval()).saturating_sub(rule.whole());
                if over.is_zero() { Ok(()) } else { Err(over) }
            }
        }
    }

    /// Returns how many requests are left now.
    pub(super) fn remaining(&self, rule: LimitRule, now: Instant) -> u32 {
        match rule.window {
            Window::Fixed if self.is_full(now) => rule.limit,
            Window::Fixed => rule.limit.saturating_sub(self.used),
            Window::Sliding => {
                let interval = rule.interval().as_nanos().max(1);
                let used = self.reset_after(now).as_nanos().div_ceil(interval);
                rule.limit.saturating_sub(u32::try_from(used).unwrap_or(u32::MAX))
            }
        }
    }

    /// Returns how long until the bucket is full again.
    pub(super) fn reset_after(&self, now: Instant) -> Duration {
        self.full_at.map_or(Duration::ZERO, |full_at| full_at.saturating_duration_since(now))
    }

    pub(super) fn is_full(&self, now: Instant) -> bool {
        self.reset_after(now).is_zero()
    }
}
