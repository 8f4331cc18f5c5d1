//! Resharding: changes the number of shards while the bot runs.
//!
//! [`Resharder`] starts the new fleet beside the old one and replaces it. Meanwhile [`Handover`] is the
//! [`Gate`](crate::shard::Gate) of both: it uses [`duplicates`] to find the events that both receive.

mod change;
mod duplicates;
mod handover;
mod outcome;
mod part;

pub(crate) use change::Resharder;
pub(crate) use handover::Handover;
pub use outcome::{ReshardError, ReshardReport};
