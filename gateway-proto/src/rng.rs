//! A small seeded generator for jitter. Not for secrets.

use std::time::Duration;

/// SplitMix64: one word of state, every seed is valid, and the sequence is the same on every machine.
#[derive(Clone, Debug)]
pub(crate) struct Rng(u64);

impl Rng {
    pub(crate) const fn new(seed: u64) -> Self {
        Self(seed)
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// Returns a time from `low` (inclusive) to `high` (exclusive), or `low` if that range is empty.
    pub(crate) fn between(&mut self, low: Duration, high: Duration) -> Duration {
        let span = high.saturating_sub(low).as_nanos().min(u128::from(u64::MAX)) as u64;
        // The high half of the product is close enough to uniform.
        let share = (u128::from(self.next()) * u128::from(span)) >> 64;
        low + Duration::from_nanos(share as u64)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stays_within_its_bounds_and_fills_them() {
        let mut rng = Rng::new(0);
        let (low, high) = (Duration::from_secs(1), Duration::from_secs(5));
        let drawn: Vec<_> = (0..1000).map(|_| rng.between(low, high)).collect();
        assert!(drawn.iter().all(|time| (low..high).contains(time)));
        assert!(drawn.iter().any(|time| *time < Duration::from_millis(1100)));
        assert!(drawn.iter().any(|time| *time > Duration::from_millis(4900)));
        assert_eq!(rng.between(high, low), high);
    }

    #[test]
    fn the_seed_decides() {
        let draw = |seed| Rng::new(seed).between(Duration::ZERO, Duration::from_secs(1));
        assert_eq!(draw(7), draw(7));
        assert_ne!(draw(7), draw(8));
    }
}
