//! Changing the number of shards while the bot runs.

mod change;
mod duplicates;
mod handover;

pub(crate) use change::wants_more_shards;
pub use change::{ReshardError, ReshardReport};
pub(crate) use handover::Crossing;
