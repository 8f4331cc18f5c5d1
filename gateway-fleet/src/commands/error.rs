//! Why a command did not reach its shard, or got no answer.

use std::time::Duration;

use gateway_model::gateway::ShardId;
use gateway_shard::{RemoteError, RequestError, SendError};

use super::body::Failure;

/// Why a command did not reach its shard, or got no answer.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum FleetCommandError {
    /// The shard is in this process and did not accept the command.
    #[error(transparent)]
    Send(#[from] SendError),
    /// The shard is in this process, and the answer was not complete.
    #[error(transparent)]
    Request(#[from] RequestError),
    /// The fleet has no plan yet, so the shard of the guild is not known.
    #[error("the fleet has no plan yet: give one worker a total")]
    NoPlan,
    /// There is no such shard.
    #[error("there is no shard {shard} of {total}")]
    NoSuchShard {
        /// The shard.
        shard: u32,
        /// The number of shards.
        total: u32,
    },
    /// This version cannot send the command to another process.
    #[error("this version cannot send the command to another process")]
    UnknownCommand,
    /// No gateway worker listens for commands: none is running, or all are cut off from NATS.
    #[error(
        "no gateway worker of the fleet listens for commands; check whether one runs and whether `bucket` is the bucket of its fleet"
    )]
    NobodyThere,
    /// No worker owns the shard at present.
    #[error("no worker owns shard {0} at present; try again when one has taken it")]
    NoOwner(ShardId),
    /// The worker of the shard did not accept the command, or got no complete answer.
    #[error("worker {worker}: {message}")]
    Refused {
        /// The worker.
        worker: String,
        /// A short, stable name; see the docs of [commands](super).
        code: String,
        /// The worker's error message.
        message: String,
        /// Whether the same command may succeed later.
        is_retryable: bool,
    },
    /// The worker of the shard is not connected to NATS: it has died, or is cut off.
    #[error(
        "worker {worker} does not listen: it has died or is cut off from NATS; another worker will take over its shards"
    )]
    Gone {
        /// The worker.
        worker: String,
    },
    /// The worker of the shard did not respond for this long. It may have sent the command.
    #[error("worker {worker} did not respond for {after:?}; it may have sent the command")]
    TimedOut {
        /// The worker.
        worker: String,
        /// The time without a response.
        after: Duration,
    },
    /// The worker's answer cannot be decoded.
    #[error(
        "the answer of worker {worker} cannot be decoded: {source}; run the same version on all workers"
    )]
    Unreadable {
        /// The worker.
        worker: String,
        /// The cause.
        #[source]
        source: serde_json::Error,
    },
    /// The request could not be sent over NATS.
    #[error("the request could not be sent to worker {worker}: {source}")]
    Nats {
        /// The worker.
        worker: String,
        /// The cause.
        #[source]
        source: Box<dyn std::error::Error + Send + Sync>,
    },
}

impl FleetCommandError {
    /// Returns whether the same command may succeed later.
    #[must_use]
    pub const fn is_retryable(&self) -> bool {
        match self {
            Self::Send(error) => error.is_retryable(),
            Self::Request(error) => error.is_retryable(),
            Self::Refused { is_retryable, .. } => *is_retryable,
            Self::NobodyThere
            | Self::NoPlan
            | Self::NoOwner(_)
            | Self::Gone { .. }
            | Self::TimedOut { .. } => true,
            Self::Nats { .. } => true,
            Self::Unreadable { .. } | Self::NoSuchShard { .. } | Self::UnknownCommand => false,
        }
    }

    /// Returns whether the worker that was asked does not own the shard.
    pub(super) fn is_of_another_owner(&self) -> bool {
        match self {
            Self::Refused { code, .. } => code == NOT_OWNER,
            Self::Send(SendError::UnknownShard(_)) => true,
            Self::Request(RequestError::Send(SendError::UnknownShard(_))) => true,
            _ => false,
        }
    }

    /// Converts the error for the worker that asked.
    pub(super) fn failure(&self) -> Failure {
        let code = match self {
            _ if self.is_of_another_owner() => NOT_OWNER,
            Self::Send(_) | Self::Request(RequestError::Send(_) | RequestError::Invalid(_)) => {
                "refused"
            }
            Self::Request(_) => "failed",
            Self::NoSuchShard { .. } | Self::UnknownCommand => "refused",
            Self::NoPlan => NO_PLAN,
            Self::NoOwner(_) => NO_OWNER,
            Self::NobodyThere => "nobody_there",
            Self::Refused { code, .. } => code,
            Self::Gone { .. } => "gone",
            Self::TimedOut { .. } => "timed_out",
            Self::Unreadable { .. } => "unreadable",
            Self::Nats { .. } => "nats",
        };
        Failure {
            code: code.to_owned(),
            message: self.to_string(),
            retryable: self.is_retryable() || code == NOT_OWNER,
        }
    }
}

/// For listeners of a bot whose shards run in other processes.
impl From<FleetCommandError> for RemoteError {
    fn from(error: FleetCommandError) -> Self {
        let message = error.to_string();
        match error {
            FleetCommandError::NoOwner(_) | FleetCommandError::NoPlan => Self::NoOwner(message),
            FleetCommandError::Refused { code, .. } if code == NO_OWNER || code == NO_PLAN => {
                Self::NoOwner(message)
            }
            FleetCommandError::Refused { code, is_retryable, .. } => {
                Self::Refused { code, message, is_retryable }
            }
            FleetCommandError::TimedOut { after, .. } => Self::TimedOut(after),
            FleetCommandError::Unreadable { .. } => Self::Unreadable(message),
            FleetCommandError::Gone { .. }
            | FleetCommandError::NobodyThere
            | FleetCommandError::Nats { .. } => Self::Unreachable(message),
            error => {
                let (code, is_retryable) = (error.failure().code, error.is_retryable());
                Self::Refused { code, message, is_retryable }
            }
        }
    }
}

const NOT_OWNER: &str = "not_owner";
const NO_OWNER: &str = "no_owner";
const NO_PLAN: &str = "no_plan";
