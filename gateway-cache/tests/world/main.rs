//! The cache against the simulator's world: after everything that can happen, the cache contains what the world
//! contains.
//!
//! `GATEWAY_CACHE_SEEDS=10000` sets the number of seeds, and `GATEWAY_CACHE_FIRST` the first one.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod acts;
mod compare;
mod play;
mod seen;

use std::io::Write as _;

use play::Play;

/// The number of steps of one seed. After every hundred steps, the whole cache is compared.
const STEPS: usize = 1_000;

fn number(name: &str, default: u64) -> u64 {
    std::env::var(name).ok().and_then(|value| value.parse().ok()).unwrap_or(default)
}

#[test]
fn the_cache_is_the_world_after_everything_that_can_happen() {
    let first = number("GATEWAY_CACHE_FIRST", 1);
    let mut events = 0;
    let mut kinds = std::collections::BTreeMap::<String, u64>::new();
    for seed in first..first + number("GATEWAY_CACHE_SEEDS", 6) {
        let mut play = Play::new(seed);
        for step in 0..STEPS {
            play.step();
            if step % 100 == 99 {
                play.settle();
                compare::all(&play);
            }
        }
        events += play.events;
        for (kind, count) in &play.seen.kinds {
            *kinds.entry(kind.clone()).or_default() += count;
        }
    }
    let _ = writeln!(std::io::stderr(), "{events} events: {kinds:?}");
    // An event that never occurs is not tested.
    for kind in compare::NEEDED {
        assert!(kinds.get(*kind).is_some_and(|count| *count > 0), "no {kind} in {kinds:?}");
    }
}
