//! One Identify per rate limit key and window.

use std::collections::BTreeMap;
use std::num::NonZeroU32;
use std::time::{Duration, Instant};

use gateway_model::gateway::ShardId;

/// Time between two Identifies of one rate limit key.
///
/// The docs allow `max_concurrency` Identifies per 5 seconds (Gateway,
/// [Rate Limiting](https://docs.discord.com/developers/events/gateway#rate-limiting)). Discord counts when
/// they arrive, not when they are sent, so 3 % are added for a path that got faster in between.
pub const WINDOW: Duration = Duration::from_millis(5150);

/// When each rate limit key may be used again.
///
/// Docs: [Gateway, Max Concurrency](https://docs.discord.com/developers/events/gateway#sharding-max-concurrency),
/// `rate_limit_key = shard_id % max_concurrency`.
#[derive(Clone, Debug)]
pub(super) struct Buckets {
    max_concurrency: NonZeroU32,
    used: BTreeMap<u32, Instant>,
}

impl Buckets {
    /// With no key used yet. A `max_concurrency` of zero counts as one.
    pub(super) fn new(max_concurrency: u32) -> Self {
        Self {
            max_concurrency: NonZeroU32::new(max_concurrency).unwrap_or(NonZeroU32::MIN),
            used: BTreeMap::new(),
        }
    }

    const fn key(&self, shard: ShardId) -> u32 {
        shard.id() % self.max_concurrency.get()
    }

    /// When the shard's key is free; `None` for now.
    pub(super) fn free_at(&self, shard: ShardId, now: Instant) -> Option<Instant> {
        let free = *self.used.get(&self.key(shard))? + WINDOW;
        (free > now).then_some(free)
    }

    /// Notes an Identify.
    pub(super) fn take(&mut self, shard: ShardId, now: Instant) {
        self.used.insert(self.key(shard), now);
    }

    /// Takes over a new `max_concurrency`. The keys are other ones then, so each counts as used when
    /// the last of the old ones was.
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
    }

    #[test]
    fn a_zero_from_discord_counts_as_one() {
        let now = Instant::now();
        let mut buckets = Buckets::new(0);
        buckets.take(shard(3), now);
        assert!(buckets.free_at(shard(4), now).is_some());
    }
}
