//! What a connection tells its consumer.

use std::sync::Arc;
use std::time::Duration;

use gateway_model::Dispatch;
use gateway_proto::{StateChange, StopReason};

use crate::error::LinkError;

/// What a connection tells its consumer.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub enum ConnectionEvent {
    /// An event of the bot's guilds, or Ready and Resumed.
    ///
    /// Small events that came together share one buffer of some 16 KiB, which lasts as long as one of them:
    /// for one that is kept, see [`Dispatch::detach`].
    Dispatch(Dispatch),
    /// Something changed between this shard and Discord.
    State(StateChange),
    /// A connection could not be opened, or was lost: what the transport said, with all sources. The
    /// [`Disconnected`](StateChange::Disconnected) that follows says what comes next.
    LinkFailed(Arc<LinkError>),
    /// The runtime did not run the connection's task for at least this long, because some other task held its
    /// thread. No heartbeat was sent meanwhile: if a [`Disconnected`](StateChange::Disconnected) follows, this is
    /// probably why. See [`DriverThread`](crate::DriverThread).
    RuntimeBlocked {
        /// How late the connection's timer was served: the length of the blockade to a second. At least 1 s.
        duration: Duration,
    },
    /// The connection is at its end. Nothing follows.
    Stopped(StopReason),
}
