//! One Identify for each rate limit key and window.

use std::collections::BTreeMap;
use std::num::NonZeroU32;
use std::time::{Duration, Instant};

use gateway_model::gateway::ShardId;

use super::ledger::Entry;

/// The time between two Identifies of one rate limit key.
///
/// The docs allow `max_concurrency` Identifies per 5 seconds (Gateway, [Rate
/// Limiting](https://docs.discord.com/developers/events/gateway#rate-limiting)). Discord counts them when they arrive,
/// so 3 % are added in case the second one arrives faster than the first.
pub const WINDOW: Duration = Duration::from_millis(WINDOW_MS);

pub(crate) const WINDOW_MS: u64 = 5150;

/// Returns how long a shard has to wait because of Identifies of other processes, in milliseconds; `None` if it need
/// not wait.
pub(crate) fn ms_until_turn(
    others: &[Entry],
    shard: ShardId,
    max_concurrency: u32,
    now_ms: u64,
) -> Option<u64> {
    let key = |shard: ShardId| shard.id() % max_concurrency.max(1);
    let same = others.iter().filter(|entry| entry.shard.is_some_and(|it| key(it) == key(shard)));
    // A time in the future counts as now, because the clocks of two processes may differ.
    let last = same.map(|entry| entry.at_ms.min(now_ms)).max()?;
    (last + WINDOW_MS).checked_sub(now_ms).filter(|wait| *wait > 0)
}

/// The time at which each rate limit key is free.
///
/// Docs: [Gateway, Max Concurrency](https://docs.discord.com/developers/events/gateway#sharding-max-concurrency),
/// `rate_limit_key = shard_id % max_concurrency`.
#[derive(Clone, Debug)]
pub(super) struct Buckets {
    max_concurrency: NonZeroU32,
    used: BTreeMap<u32, Instant>,
}

impl Buckets {
    /// Creates the state with all keys free. A `max_concurrency` of zero counts as one.
    pub(super) fn new(max_concurrency: u32) -> Self {
        Self {
            max_concurrency: NonZeroU32::new(max_concurrency).unwrap_or(NonZeroU32::MIN),
            used: BTreeMap::new(),
        }
    }

    const fn key(&self, shard: ShardId) -> u32 {
        shard.id() % self.max_concurrency.get()
    }

    /// When the shard's key is free; `None` means now.
    pub(super) fn free_at(&self, shard: ShardId, now: Instant) -> Option<Instant> {
        let free = *self.used.get(&self.key(shard))? + WINDOW;
        (free > now).then_some(free)
    }

    /// Records an Identify. It may be earlier than the last one of its key, or in the future.
    pub(super) fn take(&mut self, shard: ShardId, at: Instant) {
        let used = self.used.entry(self.key(shard)).or_insert(at);
        *used = at.max(*used);
    }

    pub(super) const fn max_concurrency(&self) -> u32 {
        self.max_concurrency.get()
    }

    /// Sets a new `max_concurrency`. The shards then have different keys, so each key counts as used at the time of the
    /// most recent use of any old key.
    pub(super) fn set_max_concurrency(&mut self, max_concurrency: u32) {
        let max_concurrency = NonZeroU32::new(max_concurrency).unwrap_or(NonZeroU32::MIN);
        if max_concurrency == self.max_concurrency {
            return;
        }
        self.max_concurrency = max_concurrency;
        if let Some(last) = self.used.values().max().copied() {
            self.used = (0..max_concurrency.get()).map(|key| (key, last)).collect();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shard(id: u32) -> ShardId {
        ShardId::new(id, 64).unwrap()
    }

    #[test]
    fn shards_of_one_key_are_a_window_apart_and_others_are_not() {
        let now = Instant::now();
        let mut buckets = Buckets::new(16);
        buckets.take(shard(3), now);
        assert_eq!(buckets.free_at(shard(19), now), Some(now + WINDOW));
        assert_eq!(buckets.free_at(shard(4), now), None);
        assert_eq!(buckets.free_at(shard(19), now + WINDOW), None);
    }

    #[test]
    fn a_new_max_concurrency_forgets_no_identify() {
        let now = Instant::now();
        let mut buckets = Buckets::new(1);
        buckets.take(shard(3), now);
        buckets.set_max_concurrency(16);
        assert_eq!(buckets.free_at(shard(7), now), Some(now + WINDOW));
        let later = now + WINDOW;
        assert_eq!(buckets.free_at(shard(7), later), None);
        buckets.take(shard(7), later);
        assert_eq!(buckets.free_at(shard(8), later), None, "16 keys now");
        assert_eq!(buckets.free_at(shard(23), later), Some(later + WINDOW));
        buckets.set_max_concurrency(16);
        assert_eq!(buckets.free_at(shard(8), later), None, "the same number changes nothing");
    }

    #[test]
    fn an_identify_of_another_process_is_waited_for_if_it_has_the_key() {
        let at = |at_ms, id| Entry { at_ms, shard: Some(shard(id)) };
        let others = [at(10_000, 1), at(11_000, 3), at(12_000, 2), Entry { at_ms: 0, shard: None }];
        let wait = |id, max_concurrency, now_ms| {
            ms_until_turn(&others, shard(id), max_concurrency, now_ms)
        };
        assert_eq!(wait(5, 2, 12_000), Some(4_150));
        assert_eq!(wait(5, 2, 16_149), Some(1));
        assert_eq!(wait(5, 2, 16_150), None);
        assert_eq!(wait(5, 16, 12_000), None);
        // Its clock is ahead of this one, so the wait is no longer than a window.
        assert_eq!(wait(5, 1, 0), Some(WINDOW_MS));
    }

    #[test]
    fn a_zero_from_discord_counts_as_one() {
        let now = Instant::now();
        let mut buckets = Buckets::new(0);
        buckets.take(shard(3), now);
        assert!(buckets.free_at(shard(4), now).is_some());
    }
}
