//! The result of a change of the number of shards.

use std::time::Duration;

use gateway_model::gateway::ShardId;

use crate::error::{Refused, StartError};
use crate::plan::PlanError;

/// The result of a change of the number of shards.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct ReshardReport {
    /// The previous number of shards.
    pub from: u32,
    /// The new number of shards.
    pub to: u32,
    /// How long it took.
    pub took: Duration,
}

/// Why the number of shards was not changed. The previous shards continue unchanged.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ReshardError {
    /// This process runs only a part of the shards, and cannot change the others.
    #[error(
        "this process runs only a range of the shards, but a reshard must change all of them together"
    )]
    PartialPlan,
    /// Another change is in progress.
    #[error("another reshard is in progress")]
    Busy,
    /// The gateway is stopping.
    #[error("the gateway is stopping")]
    Stopping,
    /// The number of shards is invalid.
    #[error(transparent)]
    Plan(#[from] PlanError),
    /// A setting of the protocol is invalid.
    #[error(transparent)]
    Start(#[from] StartError),
    /// `GET /gateway/bot` failed.
    #[error("GET /gateway/bot failed: {0}")]
    Rest(#[from] http_client::Error),
    /// Discord allows too few session starts for the new shards until its count is reset.
    #[error(
        "the new shards need {needed} session starts, but only {remaining} are left; the limit resets in {reset_after:?}"
    )]
    TooFewStarts {
        /// The number of starts needed.
        needed: u32,
        /// The number of starts left.
        remaining: u32,
        /// The time until the reset.
        reset_after: Duration,
    },
    /// Discord refused one of the new shards.
    #[error("Discord refused a new shard: {0}")]
    Refused(#[source] Refused),
    /// A shard of the new fleet stopped, for example because nobody reads its events.
    #[error("shard {0} of the new shards stopped")]
    Ended(ShardId),
    /// The new fleet was not ready in time.
    #[error("only {ready} of {of} new shards were ready after {after:?}")]
    TimedOut {
        /// How many shards were ready.
        ready: usize,
        /// The number of new shards.
        of: usize,
        /// How long it waited.
        after: Duration,
    },
}
