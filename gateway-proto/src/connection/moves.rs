//! The only way from phase to phase.

use super::machine::Connection;
use super::phase::Phase;

impl Connection {
    /// Moves to another phase, which may take over the data of the present one.
    pub(super) fn enter(&mut self, next: impl FnOnce(Phase) -> Phase) {
        #[cfg(test)]
        let from = self.phase.state();
        let left = std::mem::replace(&mut self.phase, Phase::Waiting { until: self.now });
        self.phase = next(left);
        #[cfg(test)]
        tests::seen(from, self.phase.state());
    }
}

#[cfg(test)]
mod tests {
    use std::cell::RefCell;
    use std::collections::BTreeSet;

    use crate::State;
    use crate::support::{Pair, schedule};

    type Moves = BTreeSet<(State, State)>;

    thread_local! {
        static SEEN: RefCell<Moves> = const { RefCell::new(BTreeSet::new()) };
    }

    /// Records a move. A move from a state to itself is not recorded, because only the data of the state changed.
    pub(super) fn seen(from: State, to: State) {
        if from != to {
            SEEN.with_borrow_mut(|moves| moves.insert((from, to)));
        }
    }

    /// The moves that the table in the code allows.
    fn of_the_code() -> Moves {
        let moves = |from: State| from.next().iter().map(move |to| (from, *to));
        State::ALL.into_iter().flat_map(moves).collect()
    }

    /// The moves that the diagram in the docs shows.
    fn of_the_docs() -> Moves {
        let state = |name: &str| State::ALL.into_iter().find(|state| format!("{state:?}") == name);
        let lines = include_str!("../../docs/states.md").lines();
        let arrows = lines.filter_map(|line| line.trim().split_once(" --> "));
        arrows
            .filter(|(from, to)| *from != "[*]" && *to != "[*]")
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

    /// The number of seeds tried to see every move of the diagram. Most moves appear within the first few hundred.
    const SEEDS: u64 = 5000;

    #[test]
    fn the_simulation_makes_every_move_of_the_diagram_and_no_other() {
        SEEN.take();
        for seed in 0..SEEDS {
            if let Err(violation) = Pair::run_schedule(seed, &schedule(seed)) {
                panic!("seed {seed}: {violation}");
            }
            if SEEN.with_borrow(Moves::len) == of_the_code().len() && seed >= 1000 {
                break;
            }
        }
        assert_eq!(SEEN.take(), of_the_code());
    }
}
