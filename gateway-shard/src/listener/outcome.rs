//! The failures of listeners.

use std::any::Any;

use gateway_handler::{BoxError, panic_text};
use gateway_model::DecodeError;
use gateway_model::gateway::ShardId;

/// A listener or hook that failed.
#[derive(Debug, thiserror::Error)]
#[error("a listener of {event} on shard {shard}: {cause}")]
#[non_exhaustive]
pub struct ListenerFailure {
    /// The name of the event: that of a dispatch, or the type's name for an event of the gateway itself.
    pub event: String,
    /// The shard on which the event arrived.
    pub shard: ShardId,
    /// The cause.
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
    /// It panicked, with this message if there was one.
    #[error("panicked: {0}")]
    Panicked(String),
    /// The event's data does not match the type of the listener. It is reported once for all listeners of the type.
    /// Listeners of other types and raw listeners run nevertheless.
    #[error("{0}")]
    Decode(#[from] DecodeError),
}

impl FailureCause {
    pub(crate) fn from_panic(payload: &(dyn Any + Send)) -> Self {
        Self::Panicked(panic_text(payload))
    }
}
