//! What every worker shows about the fleet.

use std::time::Duration;

use crate::input::{Input, Request};
use crate::status::{FleetStatus, TileState, WorkerCondition};
use crate::vitals::{Disconnect, Vitals};

use super::faults::Fault;
use super::scripts::{assert_well, fleet, run, settings};
use super::world::{Settings, World};

fn status(world: &World, process: usize) -> FleetStatus {
    let status = world.processes[process].fleet.status(world.instant());
    // It is read back as it was written.
    let text = serde_json::to_string(&status).unwrap();
    assert_eq!(serde_json::from_str::<FleetStatus>(&text).unwrap(), status);
    status
}

fn states(status: &FleetStatus) -> Vec<TileState> {
    status.shards.iter().map(|tile| tile.state).collect()
}

fn worker(status: &FleetStatus, id: &str) -> (WorkerCondition, u32) {
    let tile = status.workers.iter().find(|worker| worker.id == id).unwrap();
    (tile.state, tile.load)
}

#[test]
fn every_worker_shows_every_shard_with_what_only_its_owner_knows() {
    let mut world = fleet(&[8, 8], 4);
    let lease = world.processes[0].shards.keys().next().copied().unwrap();
    let at = world.instant();
    let vitals = Vitals {
        connection: "live".to_owned(),
        latency: Some(Duration::from_millis(41)),
        events_per_second: 18.26,
        queued: 3,
        last_disconnect: Some(Disconnect { at, why: "\u{e4}".repeat(40) }),
    };
    world.input(0, Input::Vitals(vec![(lease, vitals)]));
    run(&mut world, 10);
    let other = status(&world, 1);
    assert_eq!(states(&other), [TileState::Live; 4]);
    assert_eq!(states(&status(&world, 0)), [TileState::Live; 4]);
    let tile = other.shards.iter().find(|tile| tile.index == lease.index).unwrap();
    assert_eq!(tile.owner.as_deref(), Some(&*world.processes[0].id));
    assert_eq!(tile.epoch, world.processes[0].fleet.epoch(lease));
    assert_eq!((tile.connection.as_deref(), tile.latency_ms), (Some("live"), Some(41)));
    assert!(tile.events_per_second.is_some_and(|rate| (rate - 18.3).abs() < 0.01), "{tile:?}");
    assert_eq!(tile.queued, Some(3));
    let lost = tile.last_disconnect.as_ref().unwrap();
    assert_eq!(lost.why.len(), 48, "cut");
    assert!((9..=10).contains(&lost.seconds_ago), "as old as it is, to a second: {lost:?}");
    assert!(other.view.current && other.view.confirmed && other.view.age_ms < Some(4000));
    assert_eq!(other.plan.as_ref().map(|plan| (plan.total, plan.next)), Some((4, None)));
    assert!(other.moves.is_empty() && other.troubles.is_empty());
    assert_eq!(other.workers.iter().map(|worker| worker.load).sum::<u32>(), 4);
}

#[test]
fn a_killed_workers_shards_turn_and_come_back() {
    let mut world = fleet(&[8, 8], 4);
    let id = world.processes[0].id.clone();
    assert_eq!(worker(&status(&world, 1), &id), (WorkerCondition::Active, 2));
    world.kill(0);
    run(&mut world, 12);
    let turned = status(&world, 1);
    assert_eq!(worker(&turned, &id).0, WorkerCondition::Isolated);
    assert!(states(&turned).contains(&TileState::OwnerSilent));
    run(&mut world, 20);
    assert_well(&world);
    let back = status(&world, 1);
    assert_eq!(states(&back), [TileState::Live; 4]);
    assert_eq!(worker(&back, &id), (WorkerCondition::Dead, 0));
}

#[test]
fn a_drain_shows_what_moves_to_whom() {
    let mut world = fleet(&[8, 8], 6);
    let (from, to) = (world.processes[0].id.clone(), world.processes[1].id.clone());
    world.input(0, Input::Request(Request::Drain(Duration::from_secs(60))));
    let (mut planned, mut under_way, mut draining) = (false, false, false);
    for _ in 0..200 {
        let end = world.now + 20;
        world.run_until(end);
        let status = status(&world, 1);
        for part in &status.moves {
            assert_eq!(part.to.as_deref(), Some(&*to));
            assert!(part.from.is_none() || part.from.as_deref() == Some(&*from), "{part:?}");
            planned |= !part.under_way;
            under_way |= part.under_way;
        }
        draining |= worker(&status, &from).0 == WorkerCondition::Draining;
    }
    assert!(planned && under_way && draining);
    let after = status(&world, 1);
    assert_eq!(
        (worker(&after, &from), worker(&after, &to)),
        ((WorkerCondition::Left, 0), (WorkerCondition::Active, 6))
    );
    assert!(after.moves.is_empty());
}

#[test]
fn a_worker_without_the_bucket_says_so() {
    let mut world = fleet(&[8, 8], 4);
    world.fault(Fault::Outage { lasts: 60_000 });
    run(&mut world, 20);
    let cut = status(&world, 0);
    assert!(!cut.view.confirmed && cut.view.age_ms > Some(15_000), "{:?}", cut.view);
    let own = world.processes[0].id.clone();
    assert_eq!(worker(&cut, &own).0, WorkerCondition::Isolated);
    assert_eq!(cut.troubles[0].code, "isolated");
    assert_eq!(cut.troubles[0].workers, [own]);
}

/// Only the worker with the waiting shards knows it directly.
#[test]
fn a_budget_that_is_short_is_shown_by_all_with_when_it_comes_back() {
    let mut world = World::new(7, Settings { starts: 100, ..settings(&[4, 4], 4) }, &[]);
    world.discord.remaining = 2;
    world.goes_on = true;
    run(&mut world, 60);
    for process in 0..2 {
        let status = status(&world, process);
        let budget = status.budget.unwrap();
        assert_eq!((budget.total, budget.left, budget.spendable), (100, 1, 0));
        assert!(budget.resets_in_s.is_some_and(|left| left > 3000 && left < 3600), "{budget:?}");
        let trouble = status.troubles.iter().find(|trouble| trouble.code == "budget_short");
        assert!(trouble.is_some_and(|trouble| !trouble.remedy.is_empty()), "{:?}", status.troubles);
        let keys: Vec<_> = status.identify.iter().map(|key| key.key).collect();
        assert_eq!(keys, [0, 1, 2, 3]);
        assert!(status.identify.iter().any(|key| key.last.is_some()));
    }
}

#[test]
fn when_the_starts_come_back_is_known_by_a_worker_that_did_not_ask() {
    let mut world = fleet(&[8], 2);
    let config = world.config("late", 8);
    let late = world.spawn_that_knows_nothing(config);
    run(&mut world, 10);
    let budget = status(&world, late).budget.unwrap();
    assert!(budget.resets_in_s.is_some_and(|left| left < 3600), "{budget:?}");
    assert_eq!(world.processes[late].asked, 0);
}

#[test]
fn a_change_of_the_total_shows_how_far_it_is() {
    let mut world = fleet(&[8, 8], 2);
    world.input(0, Input::Request(Request::Reshard(4)));
    let (mut seen, mut ending) = (Vec::new(), 0);
    for _ in 0..2000 {
        let end = world.now + 20;
        world.run_until(end);
        let plan = status(&world, 1).plan.unwrap();
        if plan.next == Some(4) && seen.last() != plan.next_live.as_ref() {
            seen.extend(plan.next_live);
        }
        ending = ending.max(plan.ending);
    }
    assert!(seen.len() >= 2 && seen.is_sorted(), "{seen:?}");
    assert!(ending > 0);
    let plan = status(&world, 1).plan.unwrap();
    assert_eq!((plan.total, plan.next, plan.ending), (4, None, 0));
    assert_eq!(status(&world, 1).shards.len(), 4);
}
