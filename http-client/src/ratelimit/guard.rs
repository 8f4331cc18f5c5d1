//! The guard of an IP address: limits invalid requests so that Discord's edge does not ban the address.
//!
//! An address whose requests get 10,000 responses of 401, 403 or 429 in 10 minutes is banned for some time ([Invalid
//! Request Limit](https://docs.discord.com/developers/topics/rate-limits#invalid-request-limit-aka-cloudflare-bans)).
//! Several bots and webhooks may use one address, so their clients can share one [`AddressGuard`].
//!
//! Two rules are not in the docs. First, reading about 250 invites in 10 minutes bans an address without a single 429
//! ([discord-api-docs#7145](https://github.com/discord/discord-api-docs/issues/7145)). Second, a 429 from the edge
//! itself, without rate limit headers and JSON, means that the address is banned
//! ([discord-api-docs#7243](https://github.com/discord/discord-api-docs/issues/7243)): no request is sent to the host
//! until the ban ends.

use std::collections::{HashMap, VecDeque};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use gateway_model::{Id, id::marker};

use super::gone::Gone;
use super::refusal::{Limit, Refusal};

/// The window in which Discord counts invalid requests.
const WINDOW: Duration = Duration::from_secs(600);
/// The window in which they are counted here. All those of one second are one entry, with the time of the first.
const COUNTED: Duration = WINDOW.saturating_add(Duration::from_secs(1));
/// From this number on, each invalid response is followed by a pause.
const SLOW_AT: u32 = 7_000;
/// At this number, requests are refused. 10,000 cause a ban, and other programs may use the address.
const STOP_AT: u32 = 9_400;
/// The maximum number of invites read in a window.
const INVITES: usize = 235;
/// The default wait for a ban that names no time.
const BAN: Duration = Duration::from_secs(60);
/// The minimum wait for a ban that names a time, which may be zero. It doubles with each further ban in a row.
const LEAST_BAN: Duration = Duration::from_secs(1);
/// The maximum number of doublings: 64 s.
const MOST_DOUBLINGS: u32 = 6;
/// How often requests that wait for the first one after a ban check again.
const LOOK: Duration = Duration::from_millis(50);
/// The maximum number of requests that wait for the end of a ban; further requests fail immediately.
const BAN_QUEUE: usize = 64;

/// What a request may do, as far as its address is concerned.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Admission {
    /// It may be sent, and counts as in flight.
    Go,
    /// It may be sent, and checks whether a ban is over.
    Probe,
    /// It must ask again at this time.
    Wait(Limit, Instant),
    /// It must not be sent.
    Refused(Refusal),
}

/// Counts the invalid requests of an IP address. Cheap to clone; clones count together.
///
/// Share one guard between all clients of a process: [`ClientBuilder::guard`](crate::ClientBuilder::guard).
#[derive(Clone, Debug, Default)]
pub struct AddressGuard {
    shared: Arc<Mutex<Guard>>,
}

impl AddressGuard {
    /// Returns a guard that has counted nothing yet.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Returns a guard that waits this long after a ban whose response does not say how long it lasts. The default is a
    /// minute; the maximum is [`LONGEST_WAIT`](super::LONGEST_WAIT).
    #[must_use]
    pub fn with_ban(wait: Duration) -> Self {
        let guard = Guard { ban: wait.min(super::LONGEST_WAIT), ..Guard::default() };
        Self { shared: Arc::new(Mutex::new(guard)) }
    }

    /// The number of invalid requests in the last 10 minutes: responses of 401, 403, 429 with a scope other than
    /// `shared`, and 404 of webhooks that are gone.
    #[must_use]
    pub fn invalid_requests(&self) -> u32 {
        self.with(|guard| guard.count(now()))
    }

    /// Forgets that this webhook is gone, for all its tokens, so that requests to it are sent again. Returns whether it
    /// was known to be unknown to Discord. See [`Refusal::WebhookGone`].
    pub fn forget_gone(&self, webhook: Id<marker::Webhook>) -> bool {
        self.with(|guard| guard.gone.forget(webhook.get()))
    }

    /// The present state.
    #[must_use]
    pub fn state(&self) -> GuardState {
        self.with(|guard| guard.state(now()))
    }

    pub(crate) fn with<T>(&self, f: impl FnOnce(&mut Guard) -> T) -> T {
        // Every method leaves the counts consistent, so a panic elsewhere does no harm.
        f(&mut self.shared.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

/// The state of a guard.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum GuardState {
    /// Requests are let through.
    Open,
    /// Requests are let through one at a time, because there were many invalid ones.
    Slowed,
    /// Requests are refused, because a few more invalid ones may cause a ban.
    Stopped,
    /// The edge has banned the address from a host. Requests to that host wait for the end of the ban.
    Banned,
}

impl GuardState {
    /// A name for logs and metrics: `open`, `slowed`, `stopped` or `banned`.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Slowed => "slowed",
            Self::Stopped => "stopped",
            Self::Banned => "banned",
        }
    }

    /// The state as a number for a gauge: 0, 1, 2 or 3, from best to worst.
    #[must_use]
    pub const fn level(self) -> u8 {
        match self {
            Self::Open => 0,
            Self::Slowed => 1,
            Self::Stopped => 2,
            Self::Banned => 3,
        }
    }
}

fn now() -> Instant {
    tokio::time::Instant::now().into_std()
}

/// The counts of one address. The time is an argument.
#[derive(Debug)]
pub(crate) struct Guard {
    /// The number of invalid responses in each second, oldest first.
    invalid: VecDeque<(Instant, u32)>,
    total: u32,
    in_flight: u32,
    pause_until: Option<Instant>,
    invites: VecDeque<Instant>,
    bans: HashMap<Arc<str>, Ban>,
    /// Webhooks that must not be called any more.
    pub(crate) gone: Gone,
    /// The wait for a ban that names no time.
    ban: Duration,
}

impl Default for Guard {
    fn default() -> Self {
        Self {
            invalid: VecDeque::new(),
            total: 0,
            in_flight: 0,
            pause_until: None,
            invites: VecDeque::new(),
            bans: HashMap::new(),
            gone: Gone::default(),
            ban: BAN,
        }
    }
}

#[derive(Debug)]
struct Ban {
    until: Instant,
    waiting: usize,
    /// How many bans in a row named a time that was too short.
    too_short: u32,
    /// Whether its time is over, and one request checks whether it has ended.
    probed: bool,
}

impl Guard {
    /// Decides whether a request to `host` may be sent now.
    pub(crate) fn admit(&mut self, host: &Arc<str>, invite: bool, now: Instant) -> Admission {
        if let Some(until) = self.closed_until(host, || now) {
            return Admission::Wait(Limit::EdgeBan { host: Arc::clone(host) }, until);
        }
        if invite && let Some(at) = self.invite_room(now) {
            return Admission::Wait(Limit::Invites, at);
        }
        let count = self.count(now);
        if count >= STOP_AT {
            let free_at = self.invalid.front().map_or(now, |(at, _)| *at + COUNTED);
            let retry_in = free_at.saturating_duration_since(now);
            return Admission::Refused(Refusal::InvalidRequests { count, retry_in });
        }
        if count >= SLOW_AT {
            if let Some(until) = self.pause_until.filter(|until| now < *until) {
                return Admission::Wait(Limit::InvalidRequests { count }, until);
            }
            if count + self.in_flight >= STOP_AT {
                // All requests in flight might get invalid responses.
                let soon = now + Duration::from_millis(50);
                return Admission::Wait(Limit::InvalidRequests { count }, soon);
            }
        } else if count.saturating_add(self.in_flight) >= STOP_AT {
            let soon = now + Duration::from_millis(50);
            return Admission::Wait(Limit::InvalidRequests { count }, soon);
        }
        if invite {
            self.invites.push_back(now);
        }
        self.in_flight += 1;
        match self.bans.get_mut(host) {
            None => Admission::Go,
            Some(ban) => {
                ban.probed = true;
                Admission::Probe
            }
        }
    }

    /// Returns when to check again whether `host` is open, if it is closed: it is banned, or a request checks whether
    /// the ban is over.
    pub(crate) fn closed_until(
        &mut self,
        host: &Arc<str>,
        now: impl FnOnce() -> Instant,
    ) -> Option<Instant> {
        if self.bans.is_empty() {
            return None;
        }
        let ban = self.bans.get(host)?;
        let now = now();
        if now < ban.until {
            return Some(ban.until);
        }
        ban.probed.then(|| now + LOOK)
    }

    /// Records the end of the request that checks whether a ban is over. If it was `answered`, and not by the edge, the
    /// ban is over. Otherwise the next request checks.
    pub(crate) fn probed(&mut self, host: &Arc<str>, answered: bool, now: Instant) {
        let Some(ban) = self.bans.get_mut(host) else { return };
        ban.probed = false;
        if answered && ban.until <= now {
            self.bans.remove(host);
        }
    }

    /// Records the end of an admitted request without an invalid response.
    pub(crate) fn valid(&mut self) {
        self.in_flight = self.in_flight.saturating_sub(1);
    }

    /// Records the end of an admitted request; `invalid` says whether its response counts as invalid.
    pub(crate) fn ended(&mut self, invalid: bool, now: Instant) {
        self.valid();
        if !invalid {
            return;
        }
        let count = self.count(now) + 1;
        self.total += 1;
        match self.invalid.back_mut() {
            Some((at, number)) if now.saturating_duration_since(*at) < Duration::from_secs(1) => {
                // The entry has the time of its first response, so it would leave the window too early for the later
                // ones; therefore `COUNTED` is a second longer than the window.
                *number += 1;
            }
            _ => self.invalid.push_back((now, 1)),
        }
        if count >= SLOW_AT {
            let pause = WINDOW / (STOP_AT - SLOW_AT);
            self.pause_until = Some(self.pause_until.map_or(now, |until| until.max(now)) + pause);
        }
    }

    /// Records that the edge has banned the address: no request is sent to `host` until the ban ends.
    pub(crate) fn banned(
        &mut self,
        host: &Arc<str>,
        retry_after: Option<Duration>,
        now: Instant,
    ) -> Duration {
        let new = Ban { until: now, waiting: 0, too_short: 0, probed: false };
        let ban = self.bans.entry(Arc::clone(host)).or_insert(new);
        let wait = match retry_after {
            None => self.ban,
            // The request was in flight when the ban began, so it is not a repeated ban.
            Some(wait) if now < ban.until => wait,
            Some(wait) => {
                let least = LEAST_BAN * 2_u32.pow(ban.too_short);
                if wait < least && ban.too_short < MOST_DOUBLINGS {
                    ban.too_short += 1;
                }
                wait.max(least)
            }
        };
        let until = now + wait;
        ban.until = ban.until.max(until);
        ban.until.saturating_duration_since(now)
    }

    /// Adds a request to those that wait for the end of a ban. Returns their number as an error if it is too large.
    pub(crate) fn join_ban_queue(&mut self, host: &Arc<str>) -> Result<(), usize> {
        match self.bans.get_mut(host) {
            Some(ban) if ban.waiting >= BAN_QUEUE => Err(ban.waiting),
            Some(ban) => {
                ban.waiting += 1;
                Ok(())
            }
            None => Ok(()),
        }
    }

    /// Removes a request from those that wait for the end of a ban.
    pub(crate) fn leave_ban_queue(&mut self, host: &Arc<str>) {
        if let Some(ban) = self.bans.get_mut(host) {
            ban.waiting = ban.waiting.saturating_sub(1);
        }
    }

    /// Returns the number of invalid responses in the window before `now`.
    pub(crate) fn count(&mut self, now: Instant) -> u32 {
        while let Some((at, number)) = self.invalid.front() {
            if now.saturating_duration_since(*at) < COUNTED {
                break;
            }
            self.total -= number;
            self.invalid.pop_front();
        }
        self.total
    }

    fn state(&mut self, now: Instant) -> GuardState {
        if self.bans.values().any(|ban| now < ban.until || ban.probed) {
            return GuardState::Banned;
        }
        match self.count(now) {
            STOP_AT.. => GuardState::Stopped,
            SLOW_AT.. => GuardState::Slowed,
            _ => GuardState::Open,
        }
    }

    fn invite_room(&mut self, now: Instant) -> Option<Instant> {
        while self.invites.front().is_some_and(|at| *at + WINDOW <= now) {
            self.invites.pop_front();
        }
        if self.invites.len() < INVITES {
            return None;
        }
        self.invites.front().map(|at| *at + WINDOW)
    }
}

#[cfg(test)]
mod tests;
