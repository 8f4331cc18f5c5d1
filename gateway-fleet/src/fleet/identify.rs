//! Decides when a shard may identify, across all workers (rule 6).
//!
//! Discord allows one Identify per 5 seconds for each `shard_id % max_concurrency` ([Max
//! Concurrency](https://docs.discord.com/developers/events/gateway#sharding-max-concurrency)). Each has a key. A grant
//! is a compare-and-set of it, tried no sooner than 5 s and a margin after this observer saw the last grant. If there
//! was a grant that this observer has not seen, the write is refused.
//!
//! A grant is written some time after it was sent, and the next observer counts from the time of the write. So a grant
//! counts from the time when it was *sent*, and is used within the margin, or not at all. A grant with unknown outcome
//! turns out to be written too late, and is wasted like one whose answer took too long.
//!
//! The start is subtracted from the shared ledger before the key is requested (see `ledger`).

use std::time::{Duration, Instant};

use crate::key::Key;
use crate::lease::Lease;
use crate::output::Output;
use crate::planted::{WrongRule, planted};
use crate::value::{IdentifyValue, Rest, Stamp, VERSION};

use super::machine::Fleet;
use super::writes::{Draft, Pending};

/// The time between two Identifies of one key at Discord.
const WINDOW: Duration = Duration::from_secs(5);

/// A lease that waits for a permit to identify.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Waiting {
    /// Whether its start was subtracted from the ledger.
    pub(super) is_counted: bool,
}

impl Fleet {
    pub(super) fn on_wants_identify(&mut self, lease: Lease, now: Instant) {
        use super::ownership::Phase;
        if let Some(Phase::Held(held)) = self.local.get_mut(&lease) {
            held.is_live = false;
            self.waiting.entry(lease).or_default();
            self.identify_at = Some(now);
        }
    }

    /// How much of the margin may pass until the grant reaches the shard; the remainder is for the way to Discord.
    fn grant_lasts(&self) -> Duration {
        if planted(WrongRule::GrantsLastForEver) {
            return Duration::from_secs(60);
        }
        self.config.times.identify_margin * 4 / 5
    }

    /// Returns when a grant of this key may be tried.
    pub(super) fn key_free_at(&self, key: u32) -> Instant {
        let window = if planted(WrongRule::ShortWindow) {
            WINDOW - Duration::from_secs(2)
        } else {
            WINDOW + self.config.times.identify_margin
        };
        // Grants from before the view began are not in it.
        let since = self.view.identify_since;
        self.view.identify.get(&key).map_or(since, |grant| grant.at.max(since)) + window
    }

    /// Counts the starts of the waiting leases, and requests the keys that are free.
    pub(super) fn run_identify(&mut self, now: Instant) {
        self.identify_at = None;
        if self.waiting.is_empty() || !self.view.is_current() {
            return;
        }
        self.count_starts(now);
        let Some(max_concurrency) = self.ledger_concurrency() else { return };
        let mut next = None;
        let counted = self.waiting.iter().filter(|(_, waiting)| waiting.is_counted);
        let leases: Vec<_> = counted.map(|(lease, _)| *lease).collect();
        for lease in leases {
            let key = lease.index % max_concurrency;
            let free_at = self.key_free_at(key);
            if now < free_at {
                next = Some(next.map_or(free_at, |next: Instant| next.min(free_at)));
            } else if self.confirmed(lease).is_some_and(|until| now < until) {
                let expected = self.view.revision(&Key::Identify(key));
                self.write(Key::Identify(key), expected, Draft::Identify(grant(lease)), now);
            }
        }
        // Set by a refusal meanwhile, or unset.
        self.identify_at = match (self.identify_at, next) {
            (Some(one), Some(other)) => Some(one.min(other)),
            (one, other) => one.or(other),
        };
    }

    /// A grant was written.
    pub(super) fn identify_landed(&mut self, pending: &Pending, sent_at: Instant, now: Instant) {
        self.identify_at = Some(now);
        let Draft::Identify(value) = pending.draft() else { return };
        let lease = value.lease;
        let counted = self.waiting.get(&lease).is_some_and(|waiting| waiting.is_counted);
        let until = sent_at + self.grant_lasts();
        let confirmed = self.confirmed(lease).is_some_and(|until| now < until);
        if counted && confirmed && now <= until {
            self.waiting.remove(&lease);
            self.outputs.push_back(Output::GrantIdentify { lease, until });
        }
    }
}

fn grant(lease: Lease) -> IdentifyValue {
    IdentifyValue { v: VERSION, by: Stamp::default(), lease, rest: Rest::new() }
}
