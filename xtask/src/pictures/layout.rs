//! Places a state machine on a narrow column that is legible on a phone.
//!
//! The states are boxes, one below the other. A move to the next box is an arrow down. Every other move leaves its box to
//! the right, under its label, and joins the lane of its target: a vertical line that leads to the target's box. All moves
//! to one state share a lane.

use super::machine::{Machine, Move};
use super::text;

/// The size of labels, in pixels of the picture.
pub(crate) const LABEL: f64 = 15.0;
/// The size of names of states.
pub(crate) const NAME: f64 = 16.0;
/// The distance between two lines of a label.
pub(crate) const LINE: f64 = 18.0;
/// The left edge of all boxes.
pub(crate) const LEFT: f64 = 12.0;

/// The distance between the picture's edge and the first and last box.
const MARGIN: f64 = 14.0;
/// The height of the part of a box with its name.
const HEAD: f64 = 40.0;
/// The width of labels beside a box.
const LABELS: f64 = 248.0;
/// How much wider bold letters are.
const BOLD: f64 = 1.1;
/// The distance between two lanes.
const LANE: f64 = 17.0;

pub(crate) struct Layout {
    pub(crate) width: f64,
    pub(crate) height: f64,
    /// The right edge of all boxes.
    pub(crate) right: f64,
    /// One for each state.
    pub(crate) boxes: Vec<Placed>,
    /// One for each move, in the same order.
    pub(crate) lines: Vec<Line>,
    /// The number of the colour of each state's lane. Two states with lanes have different numbers.
    pub(crate) colours: Vec<usize>,
}

/// The vertical place of a box.
pub(crate) struct Placed {
    pub(crate) top: f64,
    pub(crate) bottom: f64,
}

impl Placed {
    /// The height at which moves enter it.
    pub(crate) fn entry(&self) -> f64 {
        self.top + HEAD / 2.0
    }
}

/// The place of a move.
pub(crate) struct Line {
    pub(crate) label: Vec<String>,
    pub(crate) way: Way,
}

pub(crate) enum Way {
    /// Straight down to the next box.
    Down,
    /// Out of the box at this height, and along the lane at this place.
    Lane { y: f64, x: f64 },
}

impl Layout {
    pub(crate) fn of(machine: &Machine) -> Self {
        let names = machine.states.iter().map(|name| text::width(name, NAME) * BOLD);
        let right = (LEFT + names.fold(0.0, f64::max) + 24.0).round();
        let labels: Vec<_> = machine.moves.iter().map(|step| label(step, right)).collect();
        let (boxes, exits) = rows(machine, &labels);
        let columns = columns(machine, &boxes, &exits);
        let colours = colours(machine);
        let first = right + LABELS + 18.0;
        let x = |column: usize| (0..column).fold(first, |x, _| x + LANE);
        let lines = machine.moves.iter().zip(labels).zip(exits).map(|((step, label), exit)| {
            let way = exit.map_or(Way::Down, |y| Way::Lane { y, x: x(columns[step.to]) });
            Line { label, way }
        });
        let lines = lines.collect();
        let width = x(columns.iter().copied().max().unwrap_or_default()) + LEFT;
        let height = boxes.last().map_or(0.0, |last| last.bottom) + MARGIN;
        Self { width, height, right, boxes, lines, colours }
    }
}

fn goes_down(step: &Move) -> bool {
    step.to == step.from + 1
}

fn label(step: &Move, right: f64) -> Vec<String> {
    let room = if goes_down(step) { LABELS + right / 2.0 - 20.0 } else { LABELS };
    text::wrap(&step.why, LABEL, room)
}

fn colours(machine: &Machine) -> Vec<usize> {
    let has_lane = |state| machine.moves.iter().any(|step| step.to == state && !goes_down(step));
    let lanes_before = |state| (0..state).filter(|earlier| has_lane(*earlier)).count();
    (0..machine.states.len()).map(lanes_before).collect()
}

/// The height of a label.
fn height(label: &[String]) -> f64 {
    label.iter().map(|_| LINE).sum()
}

/// Returns the place of each box, and the height at which each move leaves to the right.
fn rows(machine: &Machine, labels: &[Vec<String>]) -> (Vec<Placed>, Vec<Option<f64>>) {
    let mut exits = vec![None; machine.moves.len()];
    let mut boxes = Vec::new();
    let mut y = MARGIN;
    for state in 0..machine.states.len() {
        let top = y;
        y += HEAD;
        let mut gap = 26.0;
        for (number, step) in machine.moves.iter().enumerate() {
            if step.from != state {
                continue;
            }
            if goes_down(step) {
                gap = height(&labels[number]) + 28.0;
            } else {
                y += height(&labels[number]) + 7.0;
                exits[number] = Some(y);
                y += 3.0;
            }
        }
        let has_exits = y > top + HEAD;
        boxes.push(Placed { top, bottom: if has_exits { y + 9.0 } else { y } });
        y = boxes.last().map_or(y, |last| last.bottom) + gap;
    }
    (boxes, exits)
}

/// Returns the column of each state's lane. Short lanes are near the boxes; lanes that do not overlap may share a column.
fn columns(machine: &Machine, boxes: &[Placed], exits: &[Option<f64>]) -> Vec<usize> {
    let mut lanes = Vec::new();
    for (state, place) in boxes.iter().enumerate() {
        let to_it = machine.moves.iter().zip(exits).filter(|(step, _)| step.to == state);
        let ends: Vec<f64> = to_it.filter_map(|(_, exit)| *exit).collect();
        if !ends.is_empty() {
            let low = ends.iter().copied().fold(place.entry(), f64::min);
            let high = ends.iter().copied().fold(place.entry(), f64::max);
            lanes.push((state, low, high));
        }
    }
    lanes.sort_by(|one, other| (one.2 - one.1).total_cmp(&(other.2 - other.1)));
    let mut taken: Vec<Vec<(f64, f64)>> = Vec::new();
    let mut columns = vec![0; boxes.len()];
    for (state, low, high) in lanes {
        let is_free = |column: &Vec<(f64, f64)>| {
            column.iter().all(|(start, end)| high + LANE < *start || low > end + LANE)
        };
        let column = taken.iter().position(is_free).unwrap_or(taken.len());
        if column == taken.len() {
            taken.push(Vec::new());
        }
        taken[column].push((low, high));
        columns[state] = column;
    }
    columns
}

#[cfg(test)]
mod tests {
    use super::*;

    fn layout(text: &str) -> Layout {
        Layout::of(&Machine::read(text).unwrap())
    }

    #[test]
    fn boxes_do_not_overlap_and_lines_leave_their_own_box() {
        let text = "A --> B: x\nA --> C: y\nB --> C: x\nB --> A: z\nC --> A: a long cause with many words in it, and more\n";
        let machine = Machine::read(text).unwrap();
        let layout = Layout::of(&machine);
        for pair in layout.boxes.windows(2) {
            assert!(pair[0].bottom + 20.0 < pair[1].top);
        }
        for (step, line) in machine.moves.iter().zip(&layout.lines) {
            if let Way::Lane { y, x } = line.way {
                let place = &layout.boxes[step.from];
                assert!(place.entry() < y && y < place.bottom);
                assert!(layout.right + LABELS < x && x < layout.width);
            } else {
                assert_eq!(step.to, step.from + 1);
            }
        }
    }

    #[test]
    fn two_lanes_share_a_column_only_if_they_do_not_meet() {
        let column = |layout: &Layout| -> Vec<f64> {
            let of = |line: &Line| match line.way {
                Way::Lane { x, .. } => Some(x),
                Way::Down => None,
            };
            layout.lines.iter().filter_map(of).collect()
        };
        let apart = column(&layout("A --> B: x\nB --> A: x\nC --> D: x\nD --> C: x\n"));
        assert_eq!(apart[0], apart[1]);
        let crossing = column(&layout("A --> B: x\nA --> C: x\nB --> C: x\nB --> A: x\n"));
        assert_ne!(crossing[0], crossing[1]);
    }
}
