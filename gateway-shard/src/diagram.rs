//! Compares lines such as `A --> B: why` in a module's docs with the moves that its code makes.

use std::collections::BTreeSet;
use std::fmt::Debug;

/// A move from one state to another, by their names.
pub(crate) type Step = (String, String);

/// Returns the moves in the docs of this source.
pub(crate) fn drawn(source: &str) -> BTreeSet<Step> {
    let lines = source.lines().filter_map(|line| line.strip_prefix("//! "));
    let steps = lines.filter_map(|line| line.split_once(':')?.0.split_once(" --> "));
    steps.map(|(from, to)| (from.trim().to_owned(), to.trim().to_owned())).collect()
}

/// Returns the move between two states, if they differ.
pub(crate) fn step(before: &impl Debug, after: &impl Debug) -> Option<Step> {
    let name = |state: String| state.split('(').next().unwrap_or_default().to_owned();
    let (before, after) = (name(format!("{before:?}")), name(format!("{after:?}")));
    (before != after).then_some((before, after))
}

/// All sequences of up to `length` calls, with repetitions.
pub(crate) fn orders(calls: usize, length: u32) -> impl Iterator<Item = Vec<usize>> {
    (0..calls.pow(length))
        .map(move |number| (0..length).map(|at| number / calls.pow(at) % calls).collect())
}
