//! The events that a connection delivers to its consumer.

use std::sync::Arc;
use std::time::Duration;

use gateway_model::Dispatch;
use gateway_proto::{StateChange, StopReason};

use crate::error::LinkError;

/// What a connection delivers to its consumer.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub enum ConnectionEvent {
    /// An event from Discord, including Ready and Resumed.
    ///
    /// Small events that arrived together share one buffer of about 16 KiB, which lives until the last of them is
    /// dropped. Use [`Dispatch::detach`] for an event that you keep.
    Dispatch(Dispatch),
    /// The state of the connection or session changed.
    State(StateChange),
    /// A connection could not be opened, or was lost. The error has the transport's cause. The
    /// [`Disconnected`](StateChange::Disconnected) that follows says what happens next.
    LinkFailed(Arc<LinkError>),
    /// The runtime did not run the connection's task for at least this long, because another task blocked its thread.
    /// No heartbeat was sent meanwhile: if a [`Disconnected`](StateChange::Disconnected) follows, this is probably the
    /// cause. See [`DriverThread`](crate::DriverThread).
    RuntimeBlocked {
        /// How late the connection's timer ran: at least 1 s, accurate to about a second.
        duration: Duration,
    },
    /// The connection has stopped. Nothing follows.
    Stopped(StopReason),
}
