//! Reads a state machine from lines such as `A --> B: why`.

/// The name of the start and the end in a diagram.
const OUTSIDE: &str = "[*]";

/// A move between two states, by their indexes.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Move {
    pub(crate) from: usize,
    pub(crate) to: usize,
    pub(crate) why: String,
}

#[derive(Debug)]
pub(crate) struct Machine {
    /// In the order in which they are drawn, from top to bottom.
    pub(crate) states: Vec<String>,
    pub(crate) moves: Vec<Move>,
}

impl Machine {
    /// Reads the diagram in a page or in the docs of a module.
    pub(crate) fn read(text: &str) -> Result<Self, String> {
        let is_code = text.starts_with("//!");
        let mut arrows = Vec::new();
        for line in text.lines() {
            let line = if is_code { line.strip_prefix("//!").unwrap_or_default() } else { line };
            let line = line.trim();
            let Some((from, rest)) = line.split_once(" --> ") else { continue };
            let (to, why) = rest.split_once(':').unwrap_or((rest, ""));
            let (from, to, why) = (from.trim(), to.trim(), why.trim());
            if from == OUTSIDE || to == OUTSIDE {
                continue;
            }
            if why.is_empty() {
                return Err(format!("`{line}` has no cause"));
            }
            arrows.push((from, to, why));
        }
        if arrows.is_empty() {
            return Err("there is no diagram".to_owned());
        }
        let states = order(&arrows);
        let index = |name: &str| states.iter().position(|state| state == name).unwrap_or_default();
        let moves = arrows.iter().map(|(from, to, why)| {
            let (from, to, why) = (index(from), index(to), (*why).to_owned());
            Move { from, to, why }
        });
        let moves = moves.collect();
        Ok(Self { states, moves })
    }
}

/// Returns the states in the order of the diagram. A state that nothing leaves comes after the last state that leads to it.
fn order(arrows: &[(&str, &str, &str)]) -> Vec<String> {
    let mut states: Vec<&str> = Vec::new();
    for (from, ..) in arrows {
        if !states.contains(from) {
            states.push(from);
        }
    }
    for (from, to, _) in arrows.iter().rev() {
        if !states.contains(to) {
            let place = states.iter().position(|state| state == from).unwrap_or_default();
            states.insert(place + 1, to);
        }
    }
    states.into_iter().map(str::to_owned).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_forms_of_a_diagram_are_read() {
        let page =
            "    [*] --> A\n    A --> B: first\n    B --> A: back, and again\n    B --> [*]\n";
        let docs = "//! A --> B:  first\n//! B --> A: back, and again\nlet x = \" --> \";\n";
        for text in [page, docs] {
            let machine = Machine::read(text).unwrap();
            assert_eq!(machine.states, ["A", "B"]);
            let first = Move { from: 0, to: 1, why: "first".to_owned() };
            let back = Move { from: 1, to: 0, why: "back, and again".to_owned() };
            assert_eq!(machine.moves, [first, back]);
        }
        assert!(Machine::read("A --> B").is_err());
        assert!(Machine::read("nothing").is_err());
    }

    #[test]
    fn a_last_state_comes_after_those_that_lead_to_it() {
        let machine =
            Machine::read("A --> End: x\nA --> B: x\nB --> End: x\nC --> D: x\n").unwrap();
        assert_eq!(machine.states, ["A", "B", "End", "C", "D"]);
    }
}
