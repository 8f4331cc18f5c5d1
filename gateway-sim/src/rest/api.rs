//! The API as a whole: limits, injected failures, authentication, and the handler of a request.

use std::net::IpAddr;
use std::time::{Duration, Instant};

use bytes::Bytes;
use gateway_model::Id;
use http::{Method, Request, Response, StatusCode, header};

use super::answers::{self, Failure};
use super::audit_reason::audit_reason;
use super::authorize::authorize;
use super::call::{Call, Who};
use super::error::ApiError;
use super::invites;
use super::percent::decode;
use super::route::Route;
use super::table::find;
use crate::core::{Core, CoreInput};
use crate::limits::{Asked, EdgeBan, EdgeStats, LimitRule, Limits, Scope, Verdict};

/// The largest number of pending failures.
const MOST_FAILURES: usize = 1_000;

/// The counters of the REST API.
#[derive(Clone, Debug, Default, PartialEq, Eq, serde::Serialize)]
#[non_exhaustive]
pub struct RestStats {
    /// Requests answered.
    pub requests: u64,
    /// Answers by status code.
    pub by_status: std::collections::BTreeMap<u16, u64>,
    /// 429 by scope: `user`, `global`, `shared`; the edge's own are in [`Self::edge`].
    pub limited: std::collections::BTreeMap<String, u64>,
    /// Invalid requests and bans.
    pub edge: EdgeStats,
    /// Requests by route, for example `POST /channels/{channel}/messages`.
    pub by_route: std::collections::BTreeMap<String, u64>,
}

/// The REST side of the simulated Discord.
#[derive(Debug, Default)]
pub struct Api {
    stats: RestStats,
    delay: Option<Duration>,
    limits: Limits,
    failures: Vec<Failure>,
}

impl Api {
    /// Creates an API.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Returns the counters since the start.
    #[must_use]
    pub const fn stats(&self) -> &RestStats {
        &self.stats
    }

    /// Returns how long the server has to delay responses.
    #[must_use]
    pub const fn delay(&self) -> Option<Duration> {
        self.delay
    }

    /// Delays all responses from now on.
    pub const fn set_delay(&mut self, delay: Option<Duration>) {
        self.delay = delay;
    }

    /// Switches limits on or off. They are on by default. While they are off, no request is limited and no header is
    /// sent.
    pub fn set_limits_enabled(&mut self, enabled: bool) {
        self.limits.set_enabled(enabled);
    }

    /// Sets the limit of a route, named as in [`RestStats::by_route`]. All buckets are full again.
    pub fn set_limit(&mut self, route: &str, rule: LimitRule) {
        self.limits.set_rule(route, rule);
    }

    /// Sets the global limit; 50 a second by default.
    pub fn set_global_limit(&mut self, rule: LimitRule) {
        self.limits.set_global(rule);
    }

    /// Sets after how many invalid requests in 10 minutes an address is banned. Default:
    /// [`INVALID_LIMIT`](super::INVALID_LIMIT).
    pub fn set_invalid_limit(&mut self, limit: usize) {
        self.limits.edge.set_limit(limit);
    }

    /// Lets the next requests of a route fail in this way, before they have any effect. If more than a thousand such
    /// failures are pending, the oldest are forgotten.
    pub fn fail_next(&mut self, failure: Failure) {
        if self.failures.len() == MOST_FAILURES {
            self.failures.remove(0);
        }
        self.failures.push(failure);
    }

    /// Returns the newest hundred bans of the edge.
    #[must_use]
    pub fn edge_bans(&self) -> &[EdgeBan] {
        self.limits.edge.bans()
    }

    /// Answers a request whose path starts with `/api`. The events that it causes are outputs of the core.
    pub fn handle(
        &mut self,
        core: &mut Core,
        request: &Request<Bytes>,
        from: IpAddr,
        now: Instant,
    ) -> Response<Bytes> {
        core.handle(CoreInput::Timeout, now);
        let response = self.answer(core, request, from, now);
        let status = response.status();
        self.stats.requests += 1;
        *self.stats.by_status.entry(status.as_u16()).or_default() += 1;
        self.stats.edge = self.limits.edge.stats().clone();
        response
    }

    fn answer(
        &mut self,
        core: &mut Core,
        request: &Request<Bytes>,
        from: IpAddr,
        now: Instant,
    ) -> Response<Bytes> {
        let path = match versioned(core, request.uri().path()) {
            Ok(path) => path,
            Err(error) => return error.into_response(),
        };
        let decoded: Vec<_> = path.split('/').skip(1).map(decode).collect();
        let segments: Vec<&str> = decoded.iter().map(AsRef::as_ref).collect();
        let found = find(request, &segments);
        let name = found.as_ref().map_or_else(|_| "unknown".to_owned(), |(route, _)| route.name());
        *self.stats.by_route.entry(name.clone()).or_default() += 1;
        let asked = Asked {
            route: &name,
            major: major(&segments),
            global: !is_interaction(&segments, core),
            anonymous: !request.headers().contains_key(header::AUTHORIZATION),
            from,
        };
        let headers = match self.limits.ask(asked, now, core.unix_ms_at(now)) {
            Verdict::Pass(headers) => headers,
            Verdict::Banned { retry_after } => return answers::edge(retry_after),
            Verdict::Limited { headers, scope, retry_after } => {
                *self.stats.limited.entry(scope.name().to_owned()).or_default() += 1;
                if scope != Scope::Shared {
                    self.limits.edge.invalid(from, &name, now, core.unix_ms_at(now));
                }
                return answers::limited(headers, scope, retry_after);
            }
        };
        self.limits.forget_full(now);
        if name == invites::GET_INVITE {
            self.limits.edge.invite(from, now, core.unix_ms_at(now));
        }
        let mut response = match self.fail(&name) {
            Some(failure) => failure.into_response(),
            None => run(core, request, found, now),
        };
        // 401 and 403 count as invalid requests; so does a 429, above.
        if matches!(response.status(), StatusCode::UNAUTHORIZED | StatusCode::FORBIDDEN) {
            self.limits.edge.invalid(from, &name, now, core.unix_ms_at(now));
        }
        response.headers_mut().extend(headers);
        response
    }

    fn fail(&mut self, route: &str) -> Option<Failure> {
        let at = self.failures.iter().position(|failure| failure.is_for(route))?;
        let failure = self.failures.get_mut(at)?;
        failure.times = failure.times.saturating_sub(1);
        Some(if failure.times == 0 { self.failures.remove(at) } else { failure.clone() })
    }
}

fn run(
    core: &mut Core,
    request: &Request<Bytes>,
    found: Result<(&'static Route, Vec<String>), ApiError>,
    now: Instant,
) -> Response<Bytes> {
    let answer = found.and_then(|(route, params)| {
        let who = authorize(core, route.auth, request)?;
        let reason = audit_reason(request)?;
        let changes = request.method() != Method::GET;
        if changes {
            core.world_mut().watch();
        }
        let answer = (route.handler)(&mut Call::new(core, request, params, who, now));
        if changes {
            let by = match who {
                Who::Bot => Some(core.world().bot_id()),
                Who::User(user) => Id::new(user),
                // The token of a webhook identifies no user.
                Who::Anybody => None,
            };
            core.log_changes(by, reason.as_deref(), now);
        }
        answer
    });
    match answer {
        Ok(reply) => answers::of(reply),
        Err(error) => error.into_response(),
    }
}

/// Returns whether a path is one of the interaction endpoints, which the global limit does not count.
///
/// Docs: [Receiving and Responding, Endpoints](https://docs.discord.com/developers/interactions/receiving-and-responding#endpoints).
fn is_interaction(segments: &[&str], core: &Core) -> bool {
    match segments {
        ["interactions", ..] => true,
        ["webhooks", id, _, ..] => *id == core.world().bot_id().to_string(),
        _ => false,
    }
}

/// Returns the top-level resource of a path, by which limits are counted.
///
/// Docs: [Rate Limits](https://docs.discord.com/developers/topics/rate-limits): channels, guilds, and webhooks with
/// their token.
fn major<'a>(segments: &[&'a str]) -> &'a str {
    match segments {
        ["channels" | "guilds", id, ..] => id,
        ["webhooks", id] => id,
        // Path parts are slices of one path, so the token identifies the webhook too.
        ["webhooks" | "interactions", _, token, ..] => token,
        _ => "",
    }
}

/// Returns the path after `/api/v10`.
///
/// Docs: [Reference, API Versioning](https://docs.discord.com/developers/reference#api-versioning): 9 and 10 are
/// available. A request without a version goes to the default one, the deprecated 6; the simulation answers
/// it as it answers 10.
fn versioned<'a>(core: &mut Core, path: &'a str) -> Result<&'a str, ApiError> {
    let rest = path.strip_prefix("/api").unwrap_or(path);
    let first = rest.split('/').nth(1).unwrap_or_default();
    let version = first.strip_prefix('v').filter(|version| version.parse::<u32>().is_ok());
    match version {
        Some("9" | "10") => Ok(&rest[1 + first.len()..]),
        None if core.tolerates("a path without an API version, which means the deprecated 6") => {
            Ok(rest)
        }
        _ => Err(ApiError::new(StatusCode::BAD_REQUEST, 50_041, "Invalid API version").because(
            format!("{path} is not below /api/v10 or /api/v9, the versions this simulation speaks"),
        )),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_newest_thousand_failures_wait() {
        let mut api = Api::new();
        let failure = |status: u16| Failure { route: None, status, body: String::new(), times: 1 };
        for status in 0..=1_000 {
            api.fail_next(failure(status));
        }
        assert_eq!(api.failures.len(), MOST_FAILURES);
        assert_eq!(api.fail("GET /x").map(|failure| failure.status), Some(1));
    }
}
