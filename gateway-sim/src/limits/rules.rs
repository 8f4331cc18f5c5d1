//! The limit of each route.
//!
//! Discord publishes no limits, and says that clients must not hard-code any. These are the simulator's own. They are
//! about as large as those that bots usually see, and each can be replaced.

use std::time::Duration;

use serde::{Deserialize, Serialize};

use crate::rng::mix;

/// How a bucket refills.
///
/// Discord's docs describe one reset time for a whole bucket. Since 2022, many routes use a sliding window instead,
/// which the docs do not mention ([discord-api-docs, issue
/// 7680](https://github.com/discord/discord-api-docs/issues/7680)): requests become available again one by one,
/// `Reset-After` grows with every request, and `Retry-After` is the time to the next available request.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Window {
    /// The first request opens a window. At its end, all requests are available again.
    #[default]
    Fixed,
    /// One request becomes available again every `per / limit`.
    Sliding,
}

/// Who shares a limit, and its name in `X-RateLimit-Scope`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Scope {
    /// The requests of this bot on this route.
    #[default]
    User,
    /// The requests of this bot on all routes.
    Global,
    /// The requests of all bots on the resource. A 429 of this scope does not count as an invalid request.
    Shared,
}

impl Scope {
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::User => "user",
            Self::Global => "global",
            Self::Shared => "shared",
        }
    }
}

/// One route's limit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LimitRule {
    /// Requests allowed; at least 1.
    pub limit: u32,
    /// The time of the limit.
    pub per: Duration,
    /// Fixed or sliding.
    pub window: Window,
    /// The scope of its 429.
    pub scope: Scope,
    /// Whether responses contain its headers. Discord sends no headers for some of its limits.
    pub headers: bool,
}

impl LimitRule {
    /// Creates a limit with a fixed window.
    #[must_use]
    pub const fn fixed(limit: u32, per: Duration) -> Self {
        Self { limit, per, window: Window::Fixed, scope: Scope::User, headers: true }
    }

    /// Creates a limit with a sliding window.
    #[must_use]
    pub const fn sliding(limit: u32, per: Duration) -> Self {
        Self { limit, per, window: Window::Sliding, scope: Scope::User, headers: true }
    }

    /// Returns the time after which a sliding window allows one more request.
    pub(super) fn interval(self) -> Duration {
        self.per / self.limit.max(1)
    }

    /// Returns the interval times the limit: `per` without the remainder of the division.
    pub(super) fn whole(self) -> Duration {
        self.interval() * self.limit.max(1)
    }
}

/// Returns the default limit of a route.
pub(super) fn default_rule(route: &str) -> LimitRule {
    let seconds = Duration::from_secs;
    match route {
        "POST /channels/{channel}/messages" => LimitRule::fixed(5, seconds(5)),
        "PATCH /channels/{channel}/messages/{message}" => LimitRule::fixed(5, seconds(5)),
        "DELETE /channels/{channel}/messages/{message}" => LimitRule::sliding(5, seconds(1)),
        "POST /channels/{channel}/messages/bulk-delete" => LimitRule::fixed(1, seconds(3)),
        _ if route.contains("/reactions/") && !route.starts_with("GET") => {
            LimitRule::fixed(1, Duration::from_millis(250))
        }
        "GET /gateway/bot" => LimitRule::fixed(2, seconds(5)),
        // Discord's answers to callbacks carry no rate limit headers.
        _ if route.starts_with("POST /interactions/") => {
            LimitRule { headers: false, ..LimitRule::fixed(50, seconds(1)) }
        }
        _ if route.contains("/webhooks/{webhook}/{token}") => LimitRule::sliding(5, seconds(2)),
        _ if route.starts_with("GET ") => LimitRule::sliding(50, seconds(1)),
        _ => LimitRule::fixed(10, seconds(10)),
    }
}

/// Returns the bucket's name, without the top-level resource. It is the same for routes that share a bucket.
pub(super) fn hash_of(route: &str, rule: LimitRule) -> String {
    // On Discord, adding and removing a reaction share a bucket. Creating and editing a message do not.
    let shared = if route.contains("/reactions/") && !route.starts_with("GET") {
        "reactions"
    } else {
        route
    };
    let mut hash = u64::from(rule.limit);
    for byte in shared.bytes() {
        hash = mix(hash ^ u64::from(byte)).wrapping_add(1);
    }
    format!("{hash:016x}{:016x}", mix(hash))
}
