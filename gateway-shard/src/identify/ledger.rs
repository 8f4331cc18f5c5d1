//! The Identifies of the last 24 hours, of this process and of earlier ones.

use gateway_model::gateway::ShardId;
use serde::{Deserialize, Serialize};

/// A day in milliseconds: the window in which Discord counts Identifies.
///
/// Docs: [Gateway, Identifying](https://docs.discord.com/developers/events/gateway#identifying).
pub const DAY_MS: u64 = 24 * 60 * 60 * 1000;

/// One Identify.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entry {
    /// The time, in Unix milliseconds.
    pub at_ms: u64,
    /// The shard; `None` if the record could not be parsed. Such a record counts for every shard.
    pub shard: Option<ShardId>,
}

/// How many Identifies one shard and all shards may use.
///
/// A shard can use a few Identifies in a row (`burst`) and regains a few over the day (`per_day`), so in 24 hours it
/// uses at most the sum. Both scale with the bot's limit, so that even a whole fleet in a crash loop uses less than 80
/// % of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Budget {
    /// How many Identifies a shard may send in a row after a day without any.
    pub burst: u32,
    /// How many Identifies a shard regains in a day, evenly spaced.
    pub per_day: u32,
    /// How many Identifies all shards may send in a day.
    pub all: u32,
}

impl Budget {
    /// Returns the budget of a bot with `total` session starts a day and `shards` shards.
    ///
    /// With one shard and Discord's usual 1000 starts, it is 40 in a row, and 50 more over the day.
    #[must_use]
    pub fn new(total: u32, shards: u32) -> Self {
        let half_share = total.saturating_mul(4) / 10 / shards.max(1);
        Self {
            burst: half_share.clamp(1, 40),
            per_day: half_share.clamp(1, 50),
            all: (total / 10).saturating_mul(9).max(1),
        }
    }

    const fn interval_ms(self) -> u64 {
        DAY_MS / (if self.per_day == 0 { 1 } else { self.per_day as u64 })
    }
}

/// The Identifies of the last 24 hours, oldest first.
///
/// It is a plain value: the time is an argument, and the state folder stores it on disk.
#[derive(Clone, Debug, Default)]
pub struct Ledger {
    entries: Vec<Entry>,
}

impl Ledger {
    /// Creates a ledger with these entries, in any order.
    #[must_use]
    pub fn new(mut entries: Vec<Entry>) -> Self {
        entries.sort_by_key(|entry| entry.at_ms);
        Self { entries }
    }

    /// Records an Identify.
    pub fn record(&mut self, shard: ShardId, now_ms: u64) {
        self.forget(now_ms);
        self.entries.push(Entry { at_ms: now_ms, shard: Some(shard) });
    }

    /// Records an Identify of another process, which may be older than the last one here.
    pub(super) fn record_other(&mut self, entry: Entry) {
        self.entries.push(entry);
        self.entries.sort_by_key(|entry| entry.at_ms);
    }

    /// Drops entries older than a day. An entry in the future, from a clock that was set back, counts as now, so that
    /// setting the clock back does not allow more Identifies.
    fn forget(&mut self, now_ms: u64) {
        for entry in self.entries.iter_mut().rev().take_while(|entry| entry.at_ms > now_ms) {
            entry.at_ms = now_ms;
        }
        self.entries.retain(|entry| entry.at_ms + DAY_MS > now_ms);
    }

    /// The entries of the last day, oldest first.
    #[must_use]
    pub fn entries(&self) -> &[Entry] {
        &self.entries
    }

    /// How many Identifies the shard used in the last day.
    #[must_use]
    pub fn spent(&self, shard: ShardId) -> usize {
        self.of(shard).count()
    }

    fn of(&self, shard: ShardId) -> impl Iterator<Item = u64> {
        let counts = move |entry: &&Entry| entry.shard.is_none_or(|other| other == shard);
        self.entries.iter().filter(counts).map(|entry| entry.at_ms)
    }

    /// When the shard may identify, in Unix milliseconds; `None` means now.
    pub fn free_at(&mut self, shard: ShardId, budget: Budget, now_ms: u64) -> Option<u64> {
        self.forget(now_ms);
        let alone = self.shard_free_at(shard, budget, now_ms);
        let together = self.all_free_at(budget);
        alone.max(together).filter(|at| *at > now_ms)
    }

    /// A token bucket, replayed over the day, so that no state except the entries has to be kept.
    fn shard_free_at(&self, shard: ShardId, budget: Budget, now_ms: u64) -> Option<u64> {
        let interval = budget.interval_ms();
        // Counted in milliseconds of refill, to avoid rounding errors.
        let full = u64::from(budget.burst) * interval;
        let mut level = full;
        let mut last = 0;
        for at in self.of(shard) {
            level = (level + (at - last)).min(full).saturating_sub(interval);
            last = at;
        }
        let level = (level + now_ms.saturating_sub(last)).min(full);
        (level < interval).then(|| now_ms + (interval - level))
    }

    fn all_free_at(&self, budget: Budget) -> Option<u64> {
        let over = self.entries.len().checked_sub(budget.all as usize)?;
        // It is free once enough of the oldest entries are a day old.
        self.entries.get(over).map(|entry| entry.at_ms + DAY_MS)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const START: u64 = 1_700_000_000_000;

    fn one() -> ShardId {
        ShardId::ONE
    }

    #[test]
    fn a_day_is_a_day() {
        assert_eq!(DAY_MS, 86_400_000);
    }

    #[test]
    fn a_crash_loop_of_one_shard_stays_under_a_hundred_in_every_day() {
        let budget = Budget::new(1000, 1);
        let mut ledger = Ledger::default();
        let mut sent = Vec::new();
        // Three days of a restart every ten seconds, each of which wants to identify.
        for now in (START..START + 3 * DAY_MS).step_by(10_000) {
            if ledger.free_at(one(), budget, now).is_none() {
                ledger.record(one(), now);
                sent.push(now);
            }
        }
        for (index, first) in sent.iter().enumerate() {
            let day = sent[index..].iter().take_while(|at| **at < first + DAY_MS).count();
            assert!(day < 100, "{day} Identifies in a day");
        }
        assert!(sent.len() > 150, "and it still tries: {}", sent.len());
    }

    #[test]
    fn a_fleet_in_a_crash_loop_stays_under_the_limit() {
        for shards in [1_u32, 2, 16, 64, 400] {
            let budget = Budget::new(1000, shards);
            let mut ledger = Ledger::default();
            let mut sent = 0;
            for now in (START..START + DAY_MS).step_by(60_000) {
                for id in 0..shards {
                    let shard = ShardId::new(id, shards).unwrap();
                    if ledger.free_at(shard, budget, now).is_none() {
                        ledger.record(shard, now);
                        sent += 1;
                    }
                }
            }
            assert!(sent <= 900, "{sent} Identifies of {shards} shards");
        }
    }

    #[test]
    fn the_wait_is_named_and_true() {
        let budget = Budget { burst: 2, per_day: 24, all: 900 };
        let mut ledger = Ledger::default();
        ledger.record(one(), START);
        assert_eq!(ledger.free_at(one(), budget, START), None);
        ledger.record(one(), START);
        let free = ledger.free_at(one(), budget, START).unwrap();
        assert_eq!(free, START + DAY_MS / 24);
        assert!(ledger.free_at(one(), budget, free - 1).is_some());
        assert_eq!(ledger.free_at(one(), budget, free), None);
    }

    #[test]
    fn a_clock_set_back_gives_no_starts_back() {
        let budget = Budget { burst: 2, per_day: 2, all: 900 };
        let mut ledger = Ledger::default();
        ledger.record(one(), START);
        ledger.record(one(), START);
        let back = START - 30 * DAY_MS;
        assert!(ledger.free_at(one(), budget, back).is_some());
        // They count as sent now, and are dropped a day later on that clock.
        assert_eq!(ledger.entries(), [Entry { at_ms: back, shard: Some(one()) }; 2]);
        assert_eq!(ledger.free_at(one(), budget, back + DAY_MS), None);
        assert_eq!(ledger.entries(), []);
    }

    #[test]
    fn an_unreadable_entry_counts_for_every_shard() {
        let budget = Budget { burst: 1, per_day: 1, all: 900 };
        let mut ledger = Ledger::new(vec![Entry { at_ms: START, shard: None }]);
        assert!(ledger.free_at(one(), budget, START).is_some());
        assert_eq!(ledger.spent(one()), 1);
    }

    #[test]
    fn the_limit_of_all_shards_holds_too() {
        let budget = Budget { burst: 40, per_day: 50, all: 3 };
        let mut ledger = Ledger::default();
        for id in 0..3 {
            ledger.record(ShardId::new(id, 8).unwrap(), START + u64::from(id));
        }
        let fourth = ShardId::new(3, 8).unwrap();
        assert_eq!(ledger.free_at(fourth, budget, START + 10), Some(START + DAY_MS));
        assert_eq!(ledger.free_at(fourth, budget, START + DAY_MS), None);
        assert_eq!(ledger.entries().len(), 2, "the oldest is a day old");
    }
}
