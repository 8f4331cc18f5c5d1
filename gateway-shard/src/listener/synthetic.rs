//! Event types that are not dispatches of Discord: guild changes, and the state of the shards.

use std::sync::Arc;
use std::time::Duration;

use gateway_model::id::{Id, marker};
use gateway_model::{DecodeError, Dispatch};
use gateway_proto::{DisconnectCause, NextStep, StateChange, StopReason};

use super::listen::{Listen, Occurrence, Source};
use crate::events::{CaughtUp, GuildChange, NotCaughtUp, SessionGap, ShardEventKind};
use crate::identify::Delay;

macro_rules! guild_events {
    ($($(#[$meta:meta])* $name:ident = $change:ident,)*) => {$(
        $(#[$meta])*
        #[derive(Clone, Debug, PartialEq, Eq)]
        #[non_exhaustive]
        pub struct $name {
            /// The guild.
            pub guild_id: Id<marker::Guild>,
            /// The Guild Create, Guild Delete or Ready that caused it, for its data.
            pub cause: Option<Dispatch>,
        }

        impl Listen for $name {
            const SOURCE: Source = Source::Guild(GuildChange::$change);

            fn read(occurrence: Occurrence<'_>) -> Result<Option<Arc<Self>>, DecodeError> {
                let ShardEventKind::Guild { guild, .. } = occurrence.kind else { return Ok(None) };
                Ok(Some(Arc::new(Self { guild_id: *guild, cause: occurrence.cause.cloned() })))
            }
        }
    )*};
}

guild_events! {
    /// The bot was added to a guild. See [`GuildChange::Joined`].
    GuildJoined = Joined,
    /// The bot left a guild or was removed from it. See [`GuildChange::Left`].
    GuildLeft = Left,
    /// A guild of the bot became available after a start or an outage. See [`GuildChange::Available`].
    GuildAvailable = Available,
    /// A guild became unavailable because of an outage at Discord. See [`GuildChange::Unavailable`].
    GuildUnavailable = Unavailable,
}

macro_rules! state_events {
    ($($(#[$meta:meta])* $name:ident { $($(#[$field_meta:meta])* $field:ident: $type:ty,)* } = $pattern:pat,)*) => {$(
        $(#[$meta])*
        #[derive(Clone, Debug, PartialEq, Eq)]
        #[non_exhaustive]
        pub struct $name {
            $($(#[$field_meta])* pub $field: $type,)*
        }

        impl Listen for $name {
            const SOURCE: Source = Source::State;

            fn read(occurrence: Occurrence<'_>) -> Result<Option<Arc<Self>>, DecodeError> {
                Ok(match occurrence.kind {
                    ShardEventKind::State($pattern) => {
                        Some(Arc::new(Self { $($field: $field.clone(),)* }))
                    }
                    _ => None,
                })
            }
        }
    )*};
}

state_events! {
    /// A shard has begun a new session.
    ShardReady {} = StateChange::Ready { .. },
    /// A shard's session was resumed.
    ShardResumed {
        /// How many events were replayed.
        replayed: u64,
    } = StateChange::Resumed { replayed },
    /// A shard's connection is lost or was given up. The shard opens another one.
    ShardDisconnected {
        /// The cause.
        cause: DisconnectCause,
        /// What it will do on the next connection.
        next: NextStep,
        /// The delay until the next connection is opened.
        retry_in: Duration,
    } = StateChange::Disconnected { cause, next, retry_in },
    /// Discord reported that a shard's session is invalid, or that it could not create one.
    ShardInvalidSession {
        /// Whether Discord says that the session can be resumed nevertheless.
        resumable: bool,
    } = StateChange::InvalidSession { resumable },
}

impl Listen for SessionGap {
    const SOURCE: Source = Source::Gap;

    fn read(occurrence: Occurrence<'_>) -> Result<Option<Arc<Self>>, DecodeError> {
        Ok(match occurrence.kind {
            ShardEventKind::SessionGap(gap) => Some(Arc::clone(gap)),
            _ => None,
        })
    }
}

impl Listen for NotCaughtUp {
    const SOURCE: Source = Source::NotCaughtUp;

    fn read(occurrence: Occurrence<'_>) -> Result<Option<Arc<Self>>, DecodeError> {
        Ok(match occurrence.kind {
            ShardEventKind::NotCaughtUp(missed) => Some(Arc::clone(missed)),
            _ => None,
        })
    }
}

impl Listen for CaughtUp {
    const SOURCE: Source = Source::CaughtUp;

    fn read(occurrence: Occurrence<'_>) -> Result<Option<Arc<Self>>, DecodeError> {
        Ok(match occurrence.kind {
            ShardEventKind::CaughtUp(told) => Some(Arc::new(*told)),
            _ => None,
        })
    }
}

/// A shard waits longer than the usual few seconds for its Identify.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct IdentifyDelayed {
    /// The cause and the remaining time.
    pub delay: Delay,
}

impl Listen for IdentifyDelayed {
    const SOURCE: Source = Source::Delay;

    fn read(occurrence: Occurrence<'_>) -> Result<Option<Arc<Self>>, DecodeError> {
        Ok(match occurrence.kind {
            ShardEventKind::IdentifyDelayed(delay) => Some(Arc::new(Self { delay: delay.clone() })),
            _ => None,
        })
    }
}

/// A task blocked the runtime, so a shard's connection did not run and sent no heartbeat. See
/// [`ShardEventKind::RuntimeBlocked`].
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct RuntimeBlocked {
    /// For how long, at least.
    pub duration: Duration,
}

impl Listen for RuntimeBlocked {
    const SOURCE: Source = Source::Blocked;

    fn read(occurrence: Occurrence<'_>) -> Result<Option<Arc<Self>>, DecodeError> {
        Ok(match occurrence.kind {
            ShardEventKind::RuntimeBlocked { duration } => {
                Some(Arc::new(Self { duration: *duration }))
            }
            _ => None,
        })
    }
}

/// A shard has stopped, because of a shutdown or because Discord refused it.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct ShardStopped {
    /// The reason.
    pub reason: StopReason,
}

impl Listen for ShardStopped {
    const SOURCE: Source = Source::Stopped;

    fn read(occurrence: Occurrence<'_>) -> Result<Option<Arc<Self>>, DecodeError> {
        Ok(match occurrence.kind {
            ShardEventKind::Stopped(reason) => Some(Arc::new(Self { reason: reason.clone() })),
            _ => None,
        })
    }
}
