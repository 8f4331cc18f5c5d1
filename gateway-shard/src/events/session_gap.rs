//! The gap between two sessions of a shard.

use gateway_model::Timestamp;
use gateway_model::id::{Id, marker};

/// A shard has lost its session and begun another. Discord did not send the events in between, and never will.
///
/// It is delivered once for each lost session, after the Ready of the new one, even if the session was that of an
/// earlier process. Messages in the gap can be read by REST, see [`CatchUp`](crate::CatchUp).
///
/// Docs: Gateway, [Resuming](https://docs.discord.com/developers/events/gateway#resuming).
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct SessionGap {
    /// The guilds that the shard had before and still has, sorted. Guilds that the bot left or joined meanwhile are
    /// reported as [`GuildChange::Left`](crate::GuildChange::Left) and `Joined`.
    ///
    /// If the stored list of guilds was lost, these are all guilds of the shard.
    pub guilds: Vec<Id<marker::Guild>>,
    /// The last time, on the wall clock, at which the lost session is known to have been complete: when Discord
    /// answered a heartbeat, or when the session was stored. Some events after it may have arrived.
    pub from: Timestamp,
    /// When the new session became ready.
    pub until: Timestamp,
}
