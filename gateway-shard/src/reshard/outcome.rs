//! How a change of the number of shards went, or why it was not made.

use std::time::Duration;

use gateway_model::gateway::ShardId;

use crate::error::{Refused, StartError};
use crate::plan::PlanError;

/// How a change of the number of shards went.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct ReshardReport {
    /// Shards before.
    pub from: u32,
    /// Shards now.
    pub to: u32,
    /// How long it took.
    pub took: Duration,
}

/// Why the number of shards was not changed. The shards before run on as they were.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ReshardError {
    /// This process runs a part of the shards only; the others cannot be changed from here.
    #[error("this process runs a range of the shards; a reshard has to change all at once")]
    PartialPlan,
    /// A change is under way.
    #[error("another reshard is under way")]
    Busy,
    /// The gateway is stopping.
    #[error("the gateway is stopping")]
    Stopping,
    /// The number cannot be one.
    #[error(transparent)]
    Plan(#[from] PlanError),
    /// A setting cannot be right.
    #[error(transparent)]
    Start(#[from] StartError),
    /// `GET /gateway/bot` failed.
    #[error("GET /gateway/bot: {0}")]
    Rest(#[from] http_client::Error),
    /// Discord allows too few session starts for the new shards until its count is reset.
    #[error(
        "{needed} shards need as many session starts; {remaining} are left, reset in {reset_after:?}"
    )]
    TooFewStarts {
        /// Starts needed.
        needed: u32,
        /// Starts left.
        remaining: u32,
        /// Time until there are more.
        reset_after: Duration,
    },
    /// Discord refused one of the new shards.
    #[error("of the new fleet, {0}")]
    Refused(#[source] Refused),
    /// A shard of the new fleet ended, for instance because nobody reads its events.
    #[error("shard {0} of the new fleet ended")]
    Ended(ShardId),
    /// The new fleet was not ready in time.
    #[error("{ready} of {of} new shards were ready after {after:?}")]
    TimedOut {
        /// Shards that were ready.
        ready: usize,
        /// Shards there are.
        of: usize,
        /// How long was waited.
        after: Duration,
    },
}
