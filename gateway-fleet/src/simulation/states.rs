//! The diagram of a lease's states, the table in the code and what the simulation observes are the same.

use std::collections::BTreeSet;

use crate::lease::{Lease, LeaseState};

use super::faults::schedule;
use super::world::{Settings, World};

type Moves = BTreeSet<(LeaseState, LeaseState)>;

impl World {
    /// Records how an input moved a process's leases.
    pub(super) fn note_moves(&mut self, index: usize, before: &[(Lease, LeaseState)]) {
        let Some(moves) = &mut self.checks.moves else { return };
        let fleet = &self.processes[index].fleet;
        let new = fleet.leases().filter(|(lease, _)| before.iter().all(|(old, _)| old != lease));
        let new = new.map(|(lease, _)| (lease, LeaseState::Elsewhere));
        for (lease, from) in before.iter().copied().chain(new) {
            let to = fleet.state(lease);
            if from != to {
                moves.insert((from, to));
            }
        }
    }
}

/// The moves of the table in the code.
fn of_the_code() -> Moves {
    let moves = |from: LeaseState| from.next().iter().map(move |to| (from, *to));
    LeaseState::ALL.into_iter().flat_map(moves).collect()
}

/// The moves of the diagram in the docs.
fn of_the_docs() -> Moves {
    let state = |name: &str| LeaseState::ALL.into_iter().find(|state| format!("{state:?}") == name);
    let lines = include_str!("../../docs/states.md").lines();
    let arrows = lines.filter_map(|line| line.trim().split_once(" --> "));
    arrows
        .filter(|(from, _)| *from != "[*]")
        .map(|(from, rest)| {
            let (to, why) = rest.split_once(": ").unwrap_or_else(|| panic!("{rest}: why?"));
            assert!(!why.is_empty());
            let known = |name| state(name).unwrap_or_else(|| panic!("{name} is no state"));
            (known(from), known(to))
        })
        .collect()
}

#[test]
fn the_diagram_is_that_of_the_code() {
    assert_eq!(of_the_docs(), of_the_code());
}

#[test]
fn the_simulation_makes_every_move_of_the_diagram_and_no_other() {
    let (code, mut seen) = (of_the_code(), Moves::new());
    for seed in 0..3000 {
        let mut world = World::new(seed, Settings::of_seed(seed), &schedule(seed));
        world.checks.moves = Some(Moves::new());
        world.run_until(u64::MAX);
        seen.extend(world.checks.moves.take().unwrap());
        if code.is_subset(&seen) && seed >= 500 {
            break;
        }
    }
    let unseen: Vec<_> = code.difference(&seen).collect();
    assert!(unseen.is_empty(), "{unseen:?}");
    // A process that was stopped does several things at the same time when it continues: two moves in one.
    for (from, to) in seen.difference(&code) {
        let by_way_of = |way: &LeaseState| way.next().contains(to);
        assert!(from.next().iter().any(by_way_of), "{from:?} to {to:?}");
    }
}
