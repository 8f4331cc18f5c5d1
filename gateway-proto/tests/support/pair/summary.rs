//! The results of a run.

use std::collections::BTreeMap;

/// Numbers of occurrences, by name.
pub(crate) type Counts = BTreeMap<&'static str, u64>;

/// The results of a run.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Summary {
    pub(crate) identifies: u64,
    pub(crate) resumes: u64,
    pub(crate) dispatches: u64,
    pub(crate) connections: u64,
    /// How often each fault occurred.
    pub(crate) faults: Counts,
    /// How often each answer was given for an event.
    pub(crate) admissions: Counts,
    /// How often each rule was checked.
    pub(crate) checks: Counts,
}

impl Summary {
    pub(crate) fn add(&mut self, other: Self) {
        self.identifies += other.identifies;
        self.resumes += other.resumes;
        self.dispatches += other.dispatches;
        self.connections += other.connections;
        for (into, from) in [
            (&mut self.faults, other.faults),
            (&mut self.admissions, other.admissions),
            (&mut self.checks, other.checks),
        ] {
            for (name, count) in from {
                *into.entry(name).or_default() += count;
            }
        }
    }
}
