//! The number of leases changes while they are in use.

use crate::input::{Input, Request};
use crate::lease::LeaseState;
use crate::trouble::Trouble;

use super::scripts::{assert_well, fleet, has, run, troubles};
use super::world::World;

#[test]
fn a_change_of_the_total_brings_the_new_up_before_the_old_ends() {
    let mut world = fleet(&[8, 8], 3);
    world.input(0, Input::Request(Request::Reshard(5)));
    let live = |world: &World, total: u32| {
        let leases = world.processes.iter().flat_map(|process| process.fleet.leases());
        leases.filter(|(lease, state)| lease.total == total && *state == LeaseState::Live).count()
    };
    let mut both = false;
    for _ in 0..2000 {
        let end = world.now + 20;
        world.run_until(end);
        both |= live(&world, 3) == 3 && live(&world, 5) == 5;
        assert!(live(&world, 3) == 3 || both, "the old ones serve until the new ones do");
    }
    assert!(both);
    assert_well(&world);
    assert_eq!(world.processes[0].fleet.total(), Some(5));
    assert!((0..3).all(|index| {
        let key = format!("shard.3.{index}");
        world.bucket.get(&key).is_some_and(|entry| entry.value.is_none())
    }));
}

#[test]
fn a_change_of_the_total_is_refused_when_starts_are_short() {
    let mut world = fleet(&[8, 8], 3);
    world.input(0, Input::Request(Request::Reshard(298)));
    let refused = Trouble::ReshardRefused { wanted: 298, left: 294 };
    assert!(has(&world, 0, |trouble| *trouble == refused), "{:?}", troubles(&world, 0));
    run(&mut world, 5);
    assert_well(&world);
}

#[test]
fn a_change_of_the_total_that_cannot_be_is_given_up() {
    let mut world = fleet(&[8, 8], 3);
    world.input(0, Input::Request(Request::Reshard(5)));
    run(&mut world, 4);
    assert_eq!(world.processes[0].fleet.next_total(), Some(5));
    let why = "refused".to_owned();
    let give_up = Request::GiveUpReshard { total: 5, why: why.clone() };
    world.input(1, Input::Request(give_up.clone()));
    run(&mut world, 30);
    assert_well(&world);
    assert_eq!(
        (world.processes[0].fleet.total(), world.processes[0].fleet.next_total()),
        (Some(3), None)
    );
    assert!(has(&world, 1, |t| *t == Trouble::ReshardFailed { wanted: 5, why: why.clone() }));
    // The current total cannot be given up.
    world.input(1, Input::Request(Request::GiveUpReshard { total: 3, why }));
    run(&mut world, 5);
    assert_well(&world);
    assert_eq!(world.processes[0].fleet.total(), Some(3));
}
