//! How a listener fails.

use std::any::Any;

use gateway_handler::{BoxError, panic_text};
use gateway_model::DecodeError;
use gateway_model::gateway::ShardId;

/// A listener, or a hook, that failed.
#[derive(Debug, thiserror::Error)]
#[error("a listener of {event} on shard {shard}: {cause}")]
#[non_exhaustive]
pub struct ListenerFailure {
    /// The event's name: that of a dispatch, or the type's for one of the gateway itself.
    pub event: String,
    /// The shard it came on.
    pub shard: ShardId,
    /// Why.
    #[source]
    pub cause: FailureCause,
}

/// Why a listener failed.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum FailureCause {
    /// It returned an error.
    #[error("{0}")]
    Error(#[source] BoxError),
    /// It panicked, with this message where there was one.
    #[error("panicked: {0}")]
    Panicked(String),
    /// The event's data is not what the type of the listener says. Told once for all listeners of the type;
    /// those of other types and raw ones run.
    #[error("{0}")]
    Decode(#[from] DecodeError),
}

impl FailureCause {
    pub(crate) fn from_panic(payload: &(dyn Any + Send)) -> Self {
        Self::Panicked(panic_text(payload))
    }
}
