//! The time between two sessions of a shard.

use gateway_model::Timestamp;
use gateway_model::id::{Id, marker};

/// A shard has lost its session and begun another: events of the time between were not sent, and never will be.
///
/// It is told once for each lost session, after the Ready of the new one, also if the session was that of an earlier
/// process. Messages of the time can be read by REST, see [`CatchUp`](crate::CatchUp).
///
/// Docs: Gateway, [Resuming](https://docs.discord.com/developers/events/gateway#resuming).
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct SessionGap {
    /// The guilds that the shard had before and has still, sorted. Of one that was left meanwhile,
    /// [`GuildChange::Left`](crate::GuildChange::Left) is told; of one that was joined, `Joined`.
    ///
    /// If the stored list of guilds was lost, all guilds of the shard.
    pub guilds: Vec<Id<marker::Guild>>,
    /// The last moment at which the lost session is known to have been complete, by the wall clock: Discord answered a
    /// heartbeat, or the session was stored. Events after it may have come all the same.
    pub from: Timestamp,
    /// When the new session was ready.
    pub until: Timestamp,
}
