//! The guard of an address: no more invalid requests than Discord's edge bears.
//!
//! An address that sends 10,000 requests answered with 401, 403 or 429 in 10 minutes is banned for a time
//! ([Invalid Request Limit](https://docs.discord.com/developers/topics/rate-limits#invalid-request-limit-aka-cloudflare-bans)).
//! Many bots and webhooks may share an address, so their clients may share one [`AddressGuard`].
//!
//! Two rules are not in the docs. Reading some 250 invites in 10 minutes bans an address without a single 429
//! ([discord-api-docs#7145](https://github.com/discord/discord-api-docs/issues/7145)). And a 429 from the edge
//! itself (no rate limit headers, no JSON) means the ban is there
//! ([discord-api-docs#7243](https://github.com/discord/discord-api-docs/issues/7243)): the whole host is left
//! alone until it is over.

use std::collections::{HashMap, VecDeque};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use gateway_model::{Id, id::marker};

use super::gone::Gone;
use super::refusal::{Limit, Refusal};

/// The time Discord counts invalid requests in.
const WINDOW: Duration = Duration::from_secs(600);
/// How long they count here: a second of them is one entry, whose time is that of its first.
const COUNTED: Duration = WINDOW.saturating_add(Duration::from_secs(1));
/// From here on each invalid answer is followed by a pause.
const SLOW_AT: u32 = 7_000;
/// Here it stops. 10,000 is the ban; others may share the address.
const STOP_AT: u32 = 9_400;
/// Invites read in a window.
const INVITES: usize = 235;
/// The wait for a ban that names no time, unless set otherwise.
const BAN: Duration = Duration::from_secs(60);
/// The least wait for a ban that names a time: zero would be none. It doubles with each that follows another.
const LEAST_BAN: Duration = Duration::from_secs(1);
/// Doublings until it grows no more: 64 s.
const MOST_DOUBLINGS: u32 = 6;
/// How often those look who wait for the first request after a ban.
const LOOK: Duration = Duration::from_millis(50);
/// Requests that may wait for the end of a ban; more get an error at once.
const BAN_QUEUE: usize = 64;

/// What one request may do, as far as its address is concerned.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Admission {
    /// It may go, and holds a place among the requests in flight.
    Go,
    /// The same, and it is the one that finds out whether a ban is over.
    Probe,
    /// It has to ask again at this time.
    Wait(Limit, Instant),
    /// It may not go.
    Refused(Refusal),
}

/// Counts what an address does. Cheap to clone; the clones count together.
///
/// Give one guard to all clients of a process: [`ClientBuilder::guard`](crate::ClientBuilder::guard).
#[derive(Clone, Debug, Default)]
pub struct AddressGuard {
    shared: Arc<Mutex<Guard>>,
}

impl AddressGuard {
    /// A guard that has counted nothing yet.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// A guard that waits so long for the end of a ban whose answer names no time, a minute otherwise; at most
    /// [`LONGEST_WAIT`](super::LONGEST_WAIT).
    #[must_use]
    pub fn with_ban(wait: Duration) -> Self {
        let guard = Guard { ban: wait.min(super::LONGEST_WAIT), ..Guard::default() };
        Self { shared: Arc::new(Mutex::new(guard)) }
    }

    /// Invalid requests counted in the last 10 minutes: answers of 401, 403, 429 of a scope that is not `shared`, and
    /// 404 of webhooks that are gone.
    #[must_use]
    pub fn invalid_requests(&self) -> u32 {
        self.with(|guard| guard.count(now()))
    }

    /// Forgets that this webhook is gone, whatever its token, so that requests to it go again at once. Returns whether it
    /// was known to have answered so. See [`Refusal::WebhookGone`].
    pub fn forget_gone(&self, webhook: Id<marker::Webhook>) -> bool {
        self.with(|guard| guard.gone.forget(webhook.get()))
    }

    /// What it does with requests now.
    #[must_use]
    pub fn state(&self) -> GuardState {
        self.with(|guard| guard.state(now()))
    }

    pub(crate) fn with<T>(&self, f: impl FnOnce(&mut Guard) -> T) -> T {
        // Every method leaves the counts whole, so a panic elsewhere does not spoil them.
        f(&mut self.shared.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

/// What a guard does with requests.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum GuardState {
    /// It lets them through.
    Open,
    /// It lets them through one after the other: there were many invalid ones.
    Slowed,
    /// It refuses them: a few more invalid ones may be a ban.
    Stopped,
    /// The edge has banned the address from a host, and those to that host wait for the end of it.
    Banned,
}

impl GuardState {
    /// A word for logs and metrics: `open`, `slowed`, `stopped` or `banned`.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Slowed => "slowed",
            Self::Stopped => "stopped",
            Self::Banned => "banned",
        }
    }

    /// The same as a number for a gauge: 0, 1, 2 or 3, the worse the higher.
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

/// The counts of one address; time is passed in.
#[derive(Debug)]
pub(crate) struct Guard {
    /// Invalid answers of each second, oldest first.
    invalid: VecDeque<(Instant, u32)>,
    total: u32,
    in_flight: u32,
    pause_until: Option<Instant>,
    invites: VecDeque<Instant>,
    bans: HashMap<Arc<str>, Ban>,
    /// Webhooks not to be called any more.
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
    /// Bans in a row that named a time too short for one.
    too_short: u32,
    /// Its time is over, and one request finds out whether it is.
    probed: bool,
}

impl Guard {
    /// Whether a request to `host` may go now.
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
                // All that are out might come back invalid.
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

    /// When to look again whether `host` is open, if it is closed: its ban goes on, or it is being found out whether
    /// it is over.
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

    /// The request that was to find out whether a ban is over has ended. Where it was `answered`, and not by the
    /// edge, the ban is over; else the next one finds out.
    pub(crate) fn probed(&mut self, host: &Arc<str>, answered: bool, now: Instant) {
        let Some(ban) = self.bans.get_mut(host) else { return };
        ban.probed = false;
        if answered && ban.until <= now {
            self.bans.remove(host);
        }
    }

    /// A request that was let go has ended, and not with an invalid answer.
    pub(crate) fn valid(&mut self) {
        self.in_flight = self.in_flight.saturating_sub(1);
    }

    /// A request that was let go has ended; `invalid` if its answer counts as invalid.
    pub(crate) fn ended(&mut self, invalid: bool, now: Instant) {
        self.valid();
        if !invalid {
            return;
        }
        let count = self.count(now) + 1;
        self.total += 1;
        match self.invalid.back_mut() {
            Some((at, number)) if now.saturating_duration_since(*at) < Duration::from_secs(1) => {
                // The second counts from its first answer, so it leaves the window as a whole; the newer
                // ones of it would leave too early, hence the second that `count` adds to the window.
                *number += 1;
            }
            _ => self.invalid.push_back((now, 1)),
        }
        if count >= SLOW_AT {
            let pause = WINDOW / (STOP_AT - SLOW_AT);
            self.pause_until = Some(self.pause_until.map_or(now, |until| until.max(now)) + pause);
        }
    }

    /// The edge has banned the address: nobody calls `host` until it is over.
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
            // It was under way when the ban came, and is no repetition.
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

    /// A request wants to wait for the end of a ban; how many do where that is enough.
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

    /// A request no longer waits for the end of a ban.
    pub(crate) fn leave_ban_queue(&mut self, host: &Arc<str>) {
        if let Some(ban) = self.bans.get_mut(host) {
            ban.waiting = ban.waiting.saturating_sub(1);
        }
    }

    /// Invalid answers in the window before `now`.
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
