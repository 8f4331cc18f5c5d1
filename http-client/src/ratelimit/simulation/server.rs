//! A server that enforces Discord's limits, in virtual time.

use std::collections::{HashMap, VecDeque};
use std::time::{Duration, Instant};

use crate::ratelimit::headers::{BucketHeaders, Scope, TooMany};

/// How a bucket counts.
#[derive(Clone, Copy, Debug)]
pub(super) enum Window {
    /// All slots return together, this long after the first request.
    Fixed,
    /// Each slot returns separately, at even intervals.
    Sliding,
}

/// A limit: a number of requests in a period.
#[derive(Clone, Copy, Debug)]
pub(super) struct Rule {
    pub(super) window: Window,
    pub(super) limit: u32,
    pub(super) length: Duration,
}

#[derive(Debug)]
struct Bucket {
    used: u32,
    /// When it is full again.
    full_at: Instant,
}

/// The response of the server.
pub(super) enum Answer {
    Ok(BucketHeaders<'static>),
    TooMany(BucketHeaders<'static>, TooMany),
    /// The global limit, which has no bucket.
    Global(TooMany),
}

pub(super) struct Server {
    start: Instant,
    rule: Rule,
    global: usize,
    buckets: HashMap<u64, Bucket>,
    last_second: VecDeque<Instant>,
    pub(super) refused: u32,
}

impl Server {
    pub(super) fn new(rule: Rule, global: usize, start: Instant) -> Self {
        Self {
            start,
            rule,
            global,
            buckets: HashMap::new(),
            last_second: VecDeque::new(),
            refused: 0,
        }
    }

    /// Counts a request to a bucket.
    pub(super) fn request(&mut self, key: u64, now: Instant) -> Answer {
        while self.last_second.front().is_some_and(|at| now - *at >= Duration::from_secs(1)) {
            self.last_second.pop_front();
        }
        if self.last_second.len() >= self.global {
            self.refused += 1;
            let wait = Duration::from_secs(1) - (now - self.last_second[0]);
            return Answer::Global(TooMany { scope: Scope::Global, retry_after: wait });
        }
        self.last_second.push_back(now);
        let Rule { window, limit, length } = self.rule;
        let bucket = self.buckets.entry(key).or_insert(Bucket { used: 0, full_at: now });
        let slot = length / limit;
        let left = match window {
            Window::Fixed => {
                if now >= bucket.full_at {
                    *bucket = Bucket { used: 0, full_at: now + length };
                }
                limit - bucket.used
            }
            Window::Sliding => {
                bucket.full_at = bucket.full_at.max(now);
                let used = (bucket.full_at - now).as_nanos().div_ceil(slot.as_nanos());
                limit.saturating_sub(u32::try_from(used).unwrap_or(u32::MAX))
            }
        };
        if left == 0 {
            self.refused += 1;
            let wait = match window {
                Window::Fixed => bucket.full_at - now,
                Window::Sliding => (bucket.full_at + slot).saturating_duration_since(now + length),
            };
            let headers = self.headers(key, 0, now);
            return Answer::TooMany(headers, TooMany { scope: Scope::User, retry_after: wait });
        }
        bucket.used += 1;
        if matches!(window, Window::Sliding) {
            bucket.full_at += slot;
        }
        Answer::Ok(self.headers(key, left - 1, now))
    }

    /// Returns the headers as Discord sends them: in milliseconds, with a timestamp of the server's own clock.
    fn headers(&self, key: u64, remaining: u32, now: Instant) -> BucketHeaders<'static> {
        let full_at = self.buckets[&key].full_at;
        let ms = |time: Duration| u64::try_from(time.as_micros().div_ceil(1_000)).unwrap();
        BucketHeaders {
            bucket: "bucket",
            limit: self.rule.limit,
            remaining,
            reset_after: Duration::from_millis(ms(full_at.saturating_duration_since(now))),
            stamp_ms: Some(1_700_000_000_000 + ms(full_at - self.start)),
        }
    }
}
