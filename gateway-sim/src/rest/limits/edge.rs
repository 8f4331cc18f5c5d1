//! The edge in front of the API: addresses with too many invalid requests are shut out.
//!
//! Docs: [Rate Limits, Invalid Request Limit](https://docs.discord.com/developers/topics/rate-limits#invalid-request-limit-aka-cloudflare-bans):
//! 10,000 answers of 401, 403 or 429 in 10 minutes; 429 of scope `shared` do not count.

use std::collections::{BTreeMap, VecDeque};
use std::net::IpAddr;
use std::time::{Duration, Instant};

use serde::Serialize;

/// Invalid requests at which an address is shut out.
pub const INVALID_LIMIT: usize = 10_000;

/// Time in which they are counted, and for which the address is shut out.
///
/// The docs say "temporarily" of the second.
pub const INVALID_WINDOW: Duration = Duration::from_secs(600);

/// What the edge counted.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct EdgeStats {
    /// Invalid requests: answers of 401, 403 and of 429 that were not `shared`.
    pub invalid_requests: u64,
    /// The most of them that one address had in 10 minutes.
    pub worst_window: u64,
    /// How many times an address was shut out.
    pub bans: u64,
    /// Requests answered with the edge's own 429.
    pub refused: u64,
}

#[derive(Debug, Default)]
struct Address {
    invalid: VecDeque<Instant>,
    banned_until: Option<Instant>,
}

#[derive(Debug)]
pub(in crate::rest) struct Edge {
    limit: usize,
    addresses: BTreeMap<IpAddr, Address>,
    stats: EdgeStats,
}

impl Default for Edge {
    fn default() -> Self {
        Self { limit: INVALID_LIMIT, addresses: BTreeMap::new(), stats: EdgeStats::default() }
    }
}

impl Edge {
    pub(in crate::rest) const fn stats(&self) -> &EdgeStats {
        &self.stats
    }

    pub(in crate::rest) fn set_limit(&mut self, limit: usize) {
        self.limit = limit.max(1);
    }

    /// How long an address is still shut out; counts the request if it is.
    pub(super) fn banned(&mut self, from: IpAddr, now: Instant) -> Option<Duration> {
        let address = self.addresses.get_mut(&from)?;
        let left = address.banned_until?.saturating_duration_since(now);
        if left.is_zero() {
            address.banned_until = None;
            address.invalid.clear();
            return None;
        }
        self.stats.refused += 1;
        Some(left)
    }

    /// Counts an invalid request.
    pub(in crate::rest) fn invalid(&mut self, from: IpAddr, now: Instant) {
        let address = self.addresses.entry(from).or_default();
        while address
            .invalid
            .front()
            .is_some_and(|&at| now.saturating_duration_since(at) >= INVALID_WINDOW)
        {
            address.invalid.pop_front();
        }
        address.invalid.push_back(now);
        self.stats.invalid_requests += 1;
        self.stats.worst_window = self.stats.worst_window.max(address.invalid.len() as u64);
        if address.invalid.len() >= self.limit && address.banned_until.is_none() {
            address.banned_until = now.checked_add(INVALID_WINDOW);
            self.stats.bans += 1;
            tracing::error!(%from, "10 minutes with too many invalid requests: the address is shut out");
        }
    }
}
