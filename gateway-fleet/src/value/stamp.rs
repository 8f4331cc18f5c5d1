//! The mark of one write, by which a worker recognises its own value, even if the answer to the write was lost.

use serde::{Deserialize, Serialize};

/// A value that has not been sent yet has the default mark.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Stamp {
    pub(crate) worker: String,
    /// The run of the worker: each start has another one.
    pub(crate) instance: String,
    /// The number of the write in that run.
    pub(crate) write: u64,
}

#[derive(Deserialize)]
struct OnlyStamp {
    by: Stamp,
}

/// Returns the mark in a value of any version and kind.
pub(crate) fn stamp_of(bytes: &[u8]) -> Option<Stamp> {
    serde_json::from_slice::<OnlyStamp>(bytes).ok().map(|only| only.by)
}
