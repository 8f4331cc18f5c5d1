//! How long a takeover and a move take, and how much work the bucket has: 20 workers, 1,000 shards.

use std::time::Duration;

use crate::config::FleetTimes;
use crate::input::{Input, Request};
use crate::lease::Lease;

use super::faults::Step;
use super::world::{Settings, World};

const WORKERS: usize = 20;
const SHARDS: u32 = 1000;

/// A fleet in which every shard is live.
fn settled(seed: u64) -> World {
    let settings = Settings {
        capacities: vec![250; WORKERS],
        total: SHARDS,
        max_concurrency: 128,
        starts: 5000,
        refuses_second: false,
        times: FleetTimes::default(),
        flaky: 1,
    };
    let steps: &[Step] = &[];
    let mut world = World::new(seed, settings, steps);
    // Like after a restart of everything: each shard is free and has a session, so nothing waits for
    // Identifies.
    for index in 0..SHARDS {
        world.free_session(Lease::new(index, SHARDS));
    }
    world.run_until(u64::MAX);
    assert_eq!(world.checks.violation, None);
    (world.is_done, world.goes_on) = (false, true);
    world
}

fn percentile(sorted: &[u64], of_hundred: usize) -> u64 {
    sorted[(sorted.len() * of_hundred).div_ceil(100).max(1) - 1]
}

/// Rule 4: another worker has resumed every shard within `T_dead` and 5 s.
#[test]
fn a_takeover_a_move_and_an_idle_fleet_cost_what_is_stated() {
    let mut world = settled(1);
    let identifies = world.discord.identifies;
    let mut takeovers = Vec::new();
    for victim in 0..2 {
        let at = world.now;
        let lost: Vec<_> = world.processes[victim].shards.keys().copied().collect();
        world.checks.taken_up.clear();
        world.kill(victim);
        world.run_until(at + 25_000);
        for lease in lost {
            let taken = world.checks.taken_up.iter().find(|(_, _, taken)| *taken == lease);
            takeovers.push(taken.map_or(u64::MAX, |(when, ..)| when - at));
        }
    }
    takeovers.sort_unstable();

    let (at, written) = (world.now, world.writes);
    world.run_until(at + 20_000);
    let idle = (world.writes - written) as f64 / 20.0;

    let leaver = 10;
    world.checks.taken_up.clear();
    world.checks.closed.clear();
    let drain = Request::Drain(Duration::from_secs(60));
    world.input(leaver, Input::Request(drain));
    let at = world.now;
    world.run_until(at + 25_000);
    assert!(world.processes[leaver].has_left);
    let mut gaps: Vec<u64> = world
        .checks
        .closed
        .iter()
        .map(|(closed, lease)| {
            let resumed = world.checks.taken_up.iter().find(|(_, _, taken)| taken == lease);
            resumed.map_or(u64::MAX, |(when, ..)| when - closed)
        })
        .collect();
    gaps.sort_unstable();

    let (takeover, gap) = (percentile(&takeovers, 99), percentile(&gaps, 99));
    println!(
        "{WORKERS} workers, {SHARDS} shards: takeover after kill -9 p50 {} ms, p99 {takeover} ms of {}; gap of a planned move p50 {} ms, p99 {gap} ms of {}; {idle:.1} writes a second at idle (18 workers); {} Identifies for all that",
        percentile(&takeovers, 50),
        takeovers.len(),
        percentile(&gaps, 50),
        gaps.len(),
        world.discord.identifies - identifies,
    );
    assert!(takeovers.len() >= 100 && gaps.len() >= 50);
    assert!(takeover <= 20_000, "p99 of a takeover: {takeover} ms");
    assert!(gap <= 2000, "p99 of the gap of a move: {gap} ms");
    assert!(idle <= 18.0 * 1.1 / 1.5, "{idle} writes a second at idle");
    assert_eq!(world.discord.identifies, identifies);
    assert_eq!(world.checks.violation, None);
}
