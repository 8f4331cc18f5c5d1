//! Rate limits: per route and top-level resource, global, and the edge's punishment.
//!
//! Docs: [Rate Limits](https://docs.discord.com/developers/topics/rate-limits).

mod bucket;
mod edge;
mod rules;

use std::collections::BTreeMap;
use std::net::IpAddr;
use std::time::{Duration, Instant};

use http::{HeaderMap, HeaderName, HeaderValue};

use bucket::Bucket;
pub use edge::{EdgeBan, EdgeStats, INVALID_LIMIT, INVALID_WINDOW, INVITE_LIMIT};
pub use rules::{LimitRule, Scope, Window};

use edge::Edge;
use rules::{default_rule, hash_of};

/// The number of requests a second that all routes together allow.
///
/// Docs: [Rate Limits, Global Rate Limit](https://docs.discord.com/developers/topics/rate-limits#global-rate-limit).
const GLOBAL_PER_SECOND: u32 = 50;

/// The result for a request.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Verdict {
    /// It is allowed, with these headers on its response.
    Pass(HeaderMap),
    /// 429 of the API: headers, scope, seconds to wait.
    Limited { headers: HeaderMap, scope: Scope, retry_after: Duration },
    /// 429 of the edge, in HTML.
    Banned { retry_after: Duration },
}

/// The request that asks for admission.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Asked<'a> {
    /// `METHOD /path/{of}/the/route`.
    pub(crate) route: &'a str,
    /// The top-level resource in the path: guild, channel, webhook.
    pub(crate) major: &'a str,
    /// Whether the global limit counts it: interaction endpoints do not.
    pub(crate) global: bool,
    /// Whether it has no Authorization header; the global limit of its address then applies.
    pub(crate) anonymous: bool,
    pub(crate) from: IpAddr,
}

/// All limits of the API, as pure state.
#[derive(Debug)]
pub(crate) struct Limits {
    enabled: bool,
    rules: BTreeMap<String, LimitRule>,
    buckets: BTreeMap<(String, String), Bucket>,
    /// Requests of the bot; all routes share this limit.
    global: Bucket,
    /// The same for requests without an Authorization header, for each address.
    anonymous: BTreeMap<IpAddr, Bucket>,
    global_rule: LimitRule,
    pub(crate) edge: Edge,
}

impl Default for Limits {
    fn default() -> Self {
        let global_rule = LimitRule::fixed(GLOBAL_PER_SECOND, Duration::from_secs(1));
        Self {
            enabled: true,
            rules: BTreeMap::new(),
            buckets: BTreeMap::new(),
            global: Bucket::default(),
            anonymous: BTreeMap::new(),
            global_rule,
            edge: Edge::default(),
        }
    }
}

impl Limits {
    pub(crate) fn set_enabled(&mut self, enabled: bool) {
        self.enabled = enabled;
    }

    pub(crate) fn set_rule(&mut self, route: &str, rule: LimitRule) {
        self.rules.insert(route.to_owned(), rule);
        self.buckets.clear();
    }

    pub(crate) fn set_global(&mut self, rule: LimitRule) {
        self.global_rule = rule;
        self.global = Bucket::default();
        self.anonymous.clear();
    }

    /// Counts a request and returns whether it is allowed. `unix_ms` is for `X-RateLimit-Reset`.
    pub(crate) fn ask(&mut self, asked: Asked<'_>, now: Instant, unix_ms: u64) -> Verdict {
        if let Some(retry_after) = self.edge.banned(asked.from, now) {
            return Verdict::Banned { retry_after };
        }
        if !self.enabled {
            return Verdict::Pass(HeaderMap::new());
        }
        let rule =
            self.rules.get(asked.route).copied().unwrap_or_else(|| default_rule(asked.route));
        let hash = hash_of(asked.route, rule);
        let key = (hash.clone(), asked.major.to_owned());
        let bucket = self.buckets.entry(key).or_default();
        let global = if asked.anonymous {
            self.anonymous.entry(asked.from).or_default()
        } else {
            &mut self.global
        };
        // The docs do not say which of two exhausted limits is reported. The global one affects more requests.
        if asked.global
            && let Err(retry_after) = global.check(self.global_rule, now)
        {
            let mut headers = HeaderMap::new();
            put(&mut headers, "x-ratelimit-global", "true");
            put(&mut headers, "x-ratelimit-scope", "global");
            return Verdict::Limited { headers, scope: Scope::Global, retry_after };
        }
        let taken = bucket.take(rule, now);
        let mut headers = HeaderMap::new();
        if rule.headers {
            describe(&mut headers, bucket, rule, &hash, now, unix_ms);
        }
        match taken {
            Ok(()) => {
                if asked.global {
                    let _ = global.take(self.global_rule, now);
                }
                Verdict::Pass(headers)
            }
            Err(retry_after) => {
                put(&mut headers, "x-ratelimit-scope", rule.scope.name());
                Verdict::Limited { headers, scope: rule.scope, retry_after }
            }
        }
    }

    /// Forgets buckets that are full again, so that a long run with many channels needs little memory.
    pub(crate) fn forget_full(&mut self, now: Instant) {
        if self.buckets.len() > 10_000 {
            self.buckets.retain(|_, bucket| !bucket.is_full(now));
        }
        if self.anonymous.len() > 10_000 {
            self.anonymous.retain(|_, bucket| !bucket.is_full(now));
        }
    }
}

fn describe(
    headers: &mut HeaderMap,
    bucket: &Bucket,
    rule: LimitRule,
    hash: &str,
    now: Instant,
    unix_ms: u64,
) {
    let reset_after = bucket.reset_after(now);
    let reset_ms = unix_ms.saturating_add(u64::try_from(reset_after.as_millis()).unwrap_or(0));
    put(headers, "x-ratelimit-limit", &rule.limit.to_string());
    put(headers, "x-ratelimit-remaining", &bucket.remaining(rule, now).to_string());
    put(headers, "x-ratelimit-reset", &format!("{}.{:03}", reset_ms / 1000, reset_ms % 1000));
    put(headers, "x-ratelimit-reset-after", &seconds(reset_after));
    put(headers, "x-ratelimit-bucket", hash);
}

/// Formats seconds with milliseconds, rounded up so that a client which waits this long has waited long enough.
pub(crate) fn seconds(time: Duration) -> String {
    let ms = time.as_nanos().div_ceil(1_000_000);
    format!("{}.{:03}", ms / 1000, ms % 1000)
}

fn put(headers: &mut HeaderMap, name: &'static str, value: &str) {
    if let Ok(value) = HeaderValue::from_str(value) {
        headers.insert(HeaderName::from_static(name), value);
    }
}

#[cfg(test)]
mod tests;
