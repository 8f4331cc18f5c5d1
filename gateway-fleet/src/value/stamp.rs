//! The mark of one write: by it a worker knows its own value again, also if the answer to the write was lost.

use serde::{Deserialize, Serialize};

/// A value that is not sent yet has the default one.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Stamp {
    pub(crate) worker: String,
    /// The life of the worker: each start has another one.
    pub(crate) instance: String,
    /// Which write of that life.
    pub(crate) write: u64,
}

#[derive(Deserialize)]
struct OnlyStamp {
    by: Stamp,
}

/// The mark in a value of any version and kind.
pub(crate) fn stamp_of(bytes: &[u8]) -> Option<Stamp> {
    serde_json::from_slice::<OnlyStamp>(bytes).ok().map(|only| only.by)
}
