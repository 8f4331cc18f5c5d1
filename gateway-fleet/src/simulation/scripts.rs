//! One scenario each, in virtual time: what an operator sees.

use std::time::Duration;

use crate::config::Identity;
use crate::input::{Input, Request};
use crate::lease::{Lease, LeaseState};
use crate::trouble::{Difference, Trouble};
use crate::value::{StartsValue, encode};

use super::faults::{Fault, Step};
use super::process::Cut;
use super::world::{Settings, World};

pub(super) fn settings(capacities: &[u32], total: u32) -> Settings {
    Settings {
        capacities: capacities.to_vec(),
        total,
        max_concurrency: 4,
        flaky: 0,
        refuses_second: false,
        ..Settings::of_seed(1)
    }
}

/// A fleet without faults, at the time when everything works.
pub(super) fn fleet(capacities: &[u32], total: u32) -> World {
    let mut world = World::new(7, settings(capacities, total), &[]);
    world.run_until(u64::MAX);
    assert_eq!(world.checks.violation, None);
    (world.is_done, world.goes_on) = (false, true);
    world
}

pub(super) fn run(world: &mut World, seconds: u64) {
    let end = world.now + seconds * 1000;
    world.run_until(end);
    assert_eq!(world.checks.violation, None);
}

pub(super) fn assert_well(world: &World) {
    assert_eq!(world.what_is_wrong(), None);
}

pub(super) fn troubles(world: &World, process: usize) -> Vec<Trouble> {
    world.processes[process].fleet.troubles().cloned().collect()
}

pub(super) fn has(world: &World, process: usize, wanted: impl Fn(&Trouble) -> bool) -> bool {
    world.processes[process].fleet.troubles().any(wanted)
}

#[test]
fn a_rolling_restart_spends_no_identify() {
    let mut world = fleet(&[16; 4], 16);
    let identifies = world.discord.identifies;
    for process in 0..4 {
        world.fault(Fault::Drain { worker: 0, back: None });
        run(&mut world, 15);
        assert!(world.processes[process].has_left);
        let id = world.processes[process].id.clone();
        world.spawn(&id, 16);
        run(&mut world, 20);
        assert_well(&world);
    }
    assert_eq!(world.discord.identifies, identifies);
    assert!(world.discord.sessions.iter().all(|session| !session.is_over));
}

#[test]
fn kill_9_spends_no_identify() {
    let mut world = fleet(&[16; 4], 16);
    let identifies = world.discord.identifies;
    for _ in 0..3 {
        world.fault(Fault::Kill { worker: 1, back: None, same_id: false });
        run(&mut world, 25);
        assert_well(&world);
    }
    assert_eq!(world.discord.identifies, identifies);
}

#[test]
fn an_outage_for_all_closes_no_socket() {
    let mut world = fleet(&[8; 3], 8);
    let connected = |world: &World| -> Vec<_> {
        world.discord.sessions.iter().map(|session| session.connected).collect()
    };
    let before = connected(&world);
    world.fault(Fault::Outage { lasts: 60_000 });
    run(&mut world, 30);
    assert!((0..3).all(|process| has(&world, process, |trouble| *trouble == Trouble::Isolated)));
    assert!(world.processes[0].fleet.leases().all(|(lease, state)| {
        state == LeaseState::Live
            && world.processes[0].fleet.confirmed(lease) < Some(world.instant())
    }));
    run(&mut world, 60);
    assert_eq!(connected(&world), before);
    assert_well(&world);
    assert_eq!(troubles(&world, 0), []);
}

/// The isolated worker keeps its sockets and may not resume; the others take over, and it yields.
#[test]
fn an_isolated_worker_is_followed_and_comes_back() {
    let mut world = fleet(&[8; 2], 8);
    let identifies = world.discord.identifies;
    world.fault(Fault::Cut { worker: 0, cut: Cut::Both, lasts: 40_000 });
    run(&mut world, 12);
    let lease = world.processes[0].shards.keys().next().copied().unwrap();
    let fleet = &world.processes[0].fleet;
    assert!(fleet.may_resume_until(lease).is_some_and(|until| until < world.instant()));
    run(&mut world, 13);
    assert_eq!(world.processes[1].shards.len(), 8);
    run(&mut world, 40);
    assert_well(&world);
    assert_eq!(world.processes[0].shards.len(), 4);
    assert_eq!(world.discord.identifies, identifies);
}

/// SIGSTOP for longer than `T_dead`: nothing that it does after it wakes uses an expired ownership.
#[test]
fn a_worker_that_was_paused_gives_way() {
    let mut world = fleet(&[8; 2], 8);
    let identifies = world.discord.identifies;
    world.fault(Fault::Pause { worker: 0, lasts: 30_000 });
    run(&mut world, 29);
    assert_eq!(world.processes[1].shards.len(), 8);
    let lease = world.processes[0].shards.keys().next().copied().unwrap();
    let fleet = &world.processes[0].fleet;
    assert!(fleet.may_resume_until(lease).is_some_and(|until| until < world.instant()));
    run(&mut world, 30);
    assert_well(&world);
    assert_eq!(world.processes[0].shards.len(), 4);
    assert_eq!(world.discord.identifies, identifies);
}

#[test]
fn a_worker_that_joins_gets_its_share_and_moves_no_more_than_that() {
    let mut world = fleet(&[20, 20], 30);
    world.checks.taken_up.clear();
    let joined = world.spawn("late", 20);
    run(&mut world, 20);
    assert_well(&world);
    assert_eq!(world.processes[joined].shards.len(), 10);
    assert_eq!(world.checks.taken_up.len(), 10, "{:?}", world.checks.taken_up);
}

#[test]
fn no_more_leases_than_stated_are_under_way_at_once() {
    let mut world = fleet(&[40, 40], 40);
    world.input(0, Input::Request(Request::Drain(Duration::from_secs(60))));
    for _ in 0..600 {
        let end = world.now + 20;
        world.run_until(end);
        let given = world.processes[0]
            .fleet
            .leases()
            .filter(|(_, state)| matches!(state, LeaseState::Stopping | LeaseState::Releasing));
        assert!(given.count() <= 4);
    }
    assert!(world.processes[0].has_left);
    assert_well(&world);
}

/// No worker can take the leases: the remaining ones are released at the deadline, with their checkpoints.
#[test]
fn a_drain_ends_in_time() {
    let mut world = fleet(&[30], 30);
    world.input(0, Input::Request(Request::Drain(Duration::from_secs(5))));
    run(&mut world, 7);
    assert!(world.processes[0].has_left);
    let identifies = world.discord.identifies;
    world.spawn("next", 30);
    run(&mut world, 10);
    assert_well(&world);
    assert_eq!(world.discord.identifies, identifies, "the released sessions are resumed");
}

#[test]
fn a_drain_without_the_bucket_ends_in_time_too() {
    let mut world = fleet(&[8, 8], 8);
    world.fault(Fault::Cut { worker: 0, cut: Cut::Both, lasts: 60_000 });
    world.input(0, Input::Request(Request::Drain(Duration::from_secs(5))));
    run(&mut world, 11);
    assert!(world.processes[0].has_left);
    run(&mut world, 20);
    assert_well(&world);
}

#[test]
fn an_operator_moves_a_shard_and_it_stays_there() {
    let mut world = fleet(&[8, 8], 8);
    let lease = world.processes[0].shards.keys().next().copied().unwrap();
    let to = Some(world.processes[1].id.clone());
    world.input(0, Input::Request(Request::Move { index: lease.index, to }));
    run(&mut world, 15);
    assert!(world.processes[1].shards.contains_key(&lease));
    assert_well(&world);
    let to = Some("nobody".to_owned());
    world.input(1, Input::Request(Request::Move { index: lease.index, to }));
    run(&mut world, 5);
    assert_well(&world);
}

/// Only the last hundredth is left; when Discord's next window begins, the fleet notices on its own.
#[test]
fn starts_that_are_spent_come_back() {
    let mut world = World::new(7, Settings { starts: 100, ..settings(&[8], 4) }, &[]);
    world.discord.remaining = 3;
    world.goes_on = true;
    run(&mut world, 60);
    assert_eq!(world.discord.remaining, 1);
    let short = Trouble::BudgetShort { left: 1, total: 100, waiting: 2 };
    assert_eq!(troubles(&world, 0), [short]);
    world.discord.remaining = 100;
    run(&mut world, 200);
    assert_well(&world);
    assert_eq!(troubles(&world, 0), []);
}

/// A shard whose sessions keep ending does not use up the starts of the others.
#[test]
fn a_shard_that_identifies_again_and_again_is_stopped() {
    let mut world = fleet(&[8], 4);
    let entry = world.bucket.get("starts").cloned().unwrap();
    let mut starts: StartsValue = crate::value::decode(entry.value.as_ref().unwrap()).unwrap();
    starts.spent.insert(0, 90);
    starts.by.instance = "another".to_owned();
    starts.left -= 89;
    world.discord.remaining = starts.left;
    let value = World::value(Some(encode(&starts)));
    world.bucket.write("starts", entry.revision, value).unwrap();
    let first = world.discord.sessions.iter().position(|session| session.lease.index == 0);
    world.fault(Fault::EndSession { lease: first.unwrap() as u64 });
    run(&mut world, 30);
    let lease = Lease::new(0, 4);
    assert_eq!(world.processes[0].fleet.state(lease), LeaseState::Starting);
    assert_eq!(troubles(&world, 0), [Trouble::ShardOverspent { lease }]);
    // The other shard still has its starts.
    let other = world.discord.sessions.iter().position(|session| session.lease.index == 1);
    let before = world.discord.sessions[..other.unwrap()]
        .iter()
        .filter(|session| session.connected.is_some())
        .count();
    world.fault(Fault::EndSession { lease: before as u64 });
    run(&mut world, 30);
    assert_eq!(world.processes[0].fleet.state(Lease::new(1, 4)), LeaseState::Live);
}

#[test]
fn two_processes_with_one_id_are_told_and_the_second_waits() {
    let mut world = fleet(&[8, 8], 8);
    let id = world.processes[0].id.clone();
    let twin = world.spawn(&id, 8);
    run(&mut world, 30);
    assert_eq!(troubles(&world, twin), [Trouble::IdTaken]);
    assert!(world.processes[twin].shards.is_empty());
    world.kill(0);
    run(&mut world, 40);
    assert_well(&world);
    assert!(!world.processes[twin].shards.is_empty(), "the first one is dead");
}

/// After kill -9 a restart cannot be told from a second process: it waits, and that is not a trouble.
#[test]
fn a_killed_worker_that_comes_back_under_its_id_waits_for_its_end() {
    let mut world = fleet(&[8, 8], 8);
    let (id, identifies) = (world.processes[0].id.clone(), world.discord.identifies);
    world.kill(0);
    let again = world.spawn(&id, 8);
    run(&mut world, 12);
    assert!(world.processes[again].shards.is_empty(), "the one before may live");
    run(&mut world, 28);
    assert_well(&world);
    assert_eq!(world.processes[again].shards.len(), 4);
    assert_eq!(world.discord.identifies, identifies);
    let taken = world.checks.troubles.contains(&Trouble::IdTaken);
    assert!(!taken, "there never were two");
}

/// A deploy that starts the next process before the previous one has left.
#[test]
fn a_process_that_follows_a_drained_one_of_its_id_joins_when_that_has_left() {
    let mut world = fleet(&[8, 8], 8);
    let id = world.processes[0].id.clone();
    world.input(0, Input::Request(Request::Drain(Duration::from_secs(60))));
    let next = world.spawn(&id, 8);
    while !world.processes[0].has_left {
        run(&mut world, 1);
    }
    run(&mut world, 10);
    assert_well(&world);
    assert_eq!(world.processes[next].shards.len(), 4);
}

#[test]
fn a_worker_that_differs_is_refused_by_name() {
    for (what, identity) in [
        (Difference::Token, Identity { token: "another".to_owned(), intents: 1 }),
        (Difference::Intents, Identity { token: "fingerprint".to_owned(), intents: 2 }),
    ] {
        let mut world = fleet(&[8, 8], 8);
        let config = world.config("stranger", 8).with_identity(identity);
        let stranger = world.spawn_with(config);
        run(&mut world, 20);
        let set_by = world.plan().unwrap().by.worker;
        assert_eq!(troubles(&world, stranger), [Trouble::Refused { what, set_by }]);
        let worker = "stranger".to_owned();
        assert_eq!(troubles(&world, 0), [Trouble::Differs { worker, what }]);
        assert!(world.processes[stranger].shards.is_empty());
        world.kill(stranger);
        run(&mut world, 20);
        assert_eq!(troubles(&world, 0), []);
        assert_well(&world);
    }
}

#[test]
fn a_worker_with_another_total_is_refused() {
    let mut world = fleet(&[8, 8], 8);
    let config = world.config("stranger", 8).with_total(9).unwrap();
    let stranger = world.spawn_with(config);
    run(&mut world, 20);
    let set_by = world.plan().unwrap().by.worker;
    let refused = Trouble::Refused { what: Difference::Total, set_by };
    assert_eq!(troubles(&world, stranger), [refused]);
    assert!(world.processes[stranger].shards.is_empty());
    assert_eq!(world.processes[0].shards.len() + world.processes[1].shards.len(), 8);
}

#[test]
fn values_of_another_version_are_told_and_left_alone() {
    let mut world = fleet(&[8, 8], 8);
    let value = || World::value(Some(br#"{"v":2,"new":true}"#.to_vec()));
    world.bucket.write("worker.newer", 0, value()).unwrap();
    run(&mut world, 5);
    let worker = "newer".to_owned();
    let differs = Trouble::Differs { worker, what: Difference::Version };
    assert!(has(&world, 0, |trouble| *trouble == differs));
    let key = "worker.newer".to_owned();
    assert!(has(&world, 1, |t| *t == Trouble::Unreadable { key: key.clone(), version: Some(2) }));

    let plan = world.bucket.get("plan").unwrap().revision;
    let written = world.bucket.write("plan", plan, value()).unwrap();
    let late = world.spawn("late", 8);
    run(&mut world, 30);
    assert!(world.processes[late].shards.is_empty());
    assert_eq!(world.bucket.get("plan").unwrap().revision, written);
    assert!(has(&world, late, |trouble| {
        matches!(trouble, Trouble::Refused { what: Difference::Version, .. })
    }));
}

#[test]
fn too_little_capacity_is_told() {
    let mut world = World::new(7, settings(&[2, 3], 8), &[]);
    world.goes_on = true;
    run(&mut world, 60);
    let little = Trouble::TooLittleCapacity { capacity: 5, wanted: 8 };
    assert!(has(&world, 0, |trouble| *trouble == little), "{:?}", troubles(&world, 0));
    assert!(has(&world, 0, |t| *t == Trouble::NoOwner { count: 3, seconds: 30 }));
    let helper = world.spawn("helper", 5);
    run(&mut world, 40);
    assert_well(&world);
    assert_eq!(world.processes[helper].shards.len(), 4);
    assert_eq!(troubles(&world, 0), []);
}

#[test]
fn a_bucket_that_was_deleted_is_written_again_and_nothing_moves() {
    let mut world = fleet(&[8, 8], 8);
    let before: Vec<_> = world.processes.iter().map(|process| process.shards.clone()).collect();
    let left = world.discord.remaining;
    world.fault(Fault::LoseWrites { count: u64::MAX });
    run(&mut world, 40);
    assert_well(&world);
    let after: Vec<_> = world.processes.iter().map(|process| process.shards.clone()).collect();
    assert_eq!(after, before);
    let starts = world.bucket.get("starts").and_then(|entry| entry.value.clone());
    let starts = starts.and_then(|value| crate::value::decode::<StartsValue>(&value).ok());
    assert!(starts.is_none_or(|starts| starts.left <= left), "no start is given back");
}

/// Two losses: what the first one lost does not count as known after the second, although its revision does.
#[test]
fn a_revision_that_is_used_again_is_not_taken_for_known() {
    let steps = [
        Step { at: 30_000, fault: Fault::LoseWrites { count: 6 } },
        Step { at: 33_000, fault: Fault::LoseWrites { count: 6 } },
        Step { at: 36_000, fault: Fault::LoseWrites { count: 6 } },
    ];
    for seed in 0..40 {
        assert_eq!(World::run_steps(seed, &steps).1, None, "seed {seed}");
    }
}
