//! The edge in front of the API, which bans addresses with too many invalid requests.
//!
//! Docs: [Rate Limits, Invalid Request Limit](https://docs.discord.com/developers/topics/rate-limits#invalid-request-limit-aka-cloudflare-bans):
//! 10,000 answers of 401, 403 or 429 in 10 minutes; 429 of scope `shared` do not count.

use std::collections::{BTreeMap, VecDeque};
use std::net::IpAddr;
use std::time::{Duration, Instant};

use serde::Serialize;

/// The number of invalid requests at which an address is banned.
pub const INVALID_LIMIT: usize = 10_000;

/// The time in which they are counted, and for which the address is banned.
///
/// The docs say "temporarily" for the ban.
pub const INVALID_WINDOW: Duration = Duration::from_secs(600);

/// How many requests for invites an address may send in that time before it is banned, without a 429 before.
///
/// The docs do not mention it; it is known from discord-api-docs#7145.
pub const INVITE_LIMIT: usize = 250;

/// The number of bans that are kept.
const MOST_BANS: usize = 100;

/// The number of addresses above which idle ones are forgotten.
const MOST_ADDRESSES: usize = 1_000;

/// A banned address.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct EdgeBan {
    /// The address.
    pub address: IpAddr,
    /// The time, in ms of the simulation's Unix time.
    pub at_unix_ms: u64,
    /// The reason: `invalid requests` or `invites`.
    pub why: &'static str,
    /// Its invalid requests so far, by route.
    pub by_route: BTreeMap<String, u64>,
}

/// The counters of the edge.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct EdgeStats {
    /// Invalid requests: answers of 401, 403 and of 429 that were not `shared`.
    pub invalid_requests: u64,
    /// The largest number of invalid requests that one address sent within 10 minutes.
    pub worst_window: u64,
    /// The number of bans.
    pub bans: u64,
    /// Requests answered with the edge's own 429.
    pub refused: u64,
}

#[derive(Debug, Default)]
struct Address {
    invalid: VecDeque<Instant>,
    invites: VecDeque<Instant>,
    by_route: BTreeMap<String, u64>,
    banned_until: Option<Instant>,
}

#[derive(Debug)]
pub(crate) struct Edge {
    limit: usize,
    addresses: BTreeMap<IpAddr, Address>,
    stats: EdgeStats,
    bans: Vec<EdgeBan>,
}

impl Default for Edge {
    fn default() -> Self {
        Self {
            limit: INVALID_LIMIT,
            addresses: BTreeMap::new(),
            stats: EdgeStats::default(),
            bans: Vec::new(),
        }
    }
}

impl Edge {
    pub(crate) const fn stats(&self) -> &EdgeStats {
        &self.stats
    }

    pub(crate) fn bans(&self) -> &[EdgeBan] {
        &self.bans
    }

    /// Returns the number of known addresses.
    #[cfg(test)]
    pub(super) fn addresses(&self) -> usize {
        self.addresses.len()
    }

    pub(crate) fn set_limit(&mut self, limit: usize) {
        self.limit = limit.max(1);
    }

    /// Returns how long an address is still banned; counts the request if it is.
    pub(super) fn banned(&mut self, from: IpAddr, now: Instant) -> Option<Duration> {
        let address = self.addresses.get_mut(&from)?;
        let left = address.banned_until?.saturating_duration_since(now);
        if left.is_zero() {
            address.banned_until = None;
            address.invalid.clear();
            address.invites.clear();
            return None;
        }
        self.stats.refused += 1;
        Some(left)
    }

    /// Returns the state of an address. If there are too many, removes those without a recent invalid request, or else
    /// one of the others.
    fn address(&mut self, from: IpAddr, now: Instant) -> &mut Address {
        if self.addresses.len() >= MOST_ADDRESSES {
            let recent = |moments: &VecDeque<Instant>| {
                moments.back().is_some_and(|at| now.saturating_duration_since(*at) < INVALID_WINDOW)
            };
            self.addresses.retain(|_, one| recent(&one.invalid) || recent(&one.invites));
        }
        if self.addresses.len() >= MOST_ADDRESSES && !self.addresses.contains_key(&from) {
            let mut all = self.addresses.iter();
            let free = all.find(|(_, one)| one.banned_until.is_none()).map(|(address, _)| *address);
            match free {
                Some(free) => _ = self.addresses.remove(&free),
                None => _ = self.addresses.pop_first(),
            }
        }
        self.addresses.entry(from).or_default()
    }

    /// Counts an invalid request of a route.
    pub(crate) fn invalid(&mut self, from: IpAddr, route: &str, now: Instant, unix_ms: u64) {
        let address = self.address(from, now);
        let count = count(&mut address.invalid, now);
        *address.by_route.entry(route.to_owned()).or_default() += 1;
        self.stats.invalid_requests += 1;
        self.stats.worst_window = self.stats.worst_window.max(count as u64);
        if count >= self.limit {
            self.shut_out(from, "invalid requests", now, unix_ms);
        }
    }

    /// Counts a request for an invite.
    pub(crate) fn invite(&mut self, from: IpAddr, now: Instant, unix_ms: u64) {
        let address = self.address(from, now);
        if count(&mut address.invites, now) > INVITE_LIMIT {
            self.shut_out(from, "invites", now, unix_ms);
        }
    }

    fn shut_out(&mut self, from: IpAddr, why: &'static str, now: Instant, unix_ms: u64) {
        let address = self.addresses.entry(from).or_default();
        if address.banned_until.is_some() {
            return;
        }
        address.banned_until = now.checked_add(INVALID_WINDOW);
        let by_route = address.by_route.clone();
        tracing::error!(%from, why, ?by_route, "the address is banned for 10 minutes");
        self.stats.bans += 1;
        if self.bans.len() == MOST_BANS {
            self.bans.remove(0);
        }
        self.bans.push(EdgeBan { address: from, at_unix_ms: unix_ms, why, by_route });
    }
}

/// Adds a moment; returns how many there were in the last 10 minutes.
fn count(moments: &mut VecDeque<Instant>, now: Instant) -> usize {
    let old = |at: &Instant| now.saturating_duration_since(*at) >= INVALID_WINDOW;
    while moments.front().is_some_and(old) {
        moments.pop_front();
    }
    moments.push_back(now);
    moments.len()
}
