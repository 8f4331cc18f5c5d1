//! An event to deliver.

use std::fmt;
use std::time::{SystemTime, UNIX_EPOCH};

use bytes::Bytes;
use gateway_model::gateway::{Intents, ShardId};
use gateway_model::id::{Id, marker};
use serde::{Deserialize, Serialize};

/// An event to deliver: Discord's unchanged data, and its origin.
#[derive(Clone, PartialEq, Eq)]
pub struct ForwardEvent {
    /// The id. It stays the same if the event is delivered again, also after a Resume or a restart.
    pub id: Box<str>,
    /// Its name: Discord's, or `GUILD_AVAILABLE` and `GUILD_UNAVAILABLE` if a guild appears or disappears because of an
    /// outage, and not because the bot was added or removed.
    pub name: Box<str>,
    /// The shard that received it.
    pub shard: u32,
    /// The guild that it belongs to, if any.
    pub guild: Option<Id<marker::Guild>>,
    /// Intents that bring it; empty if it needs none.
    pub intents: Intents,
    /// When it was received, in milliseconds since the epoch.
    pub received_ms: u64,
    /// Its position in the session; `None` for an event that your program created, which belongs to no session.
    pub fleet: Option<SessionPosition>,
    /// `d` of Discord's payload.
    pub data: Bytes,
}

/// The position of an event in its session. Consumers use it to recognise repeats, and events from a worker that no
/// longer owns the shard.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SessionPosition {
    /// How many shards the bot has.
    pub total: u32,
    /// The epoch of the worker's ownership of the shard. It rises with each owner, and is 0 without a fleet.
    pub epoch: u64,
    /// The sequence of the event in its session; for a message that was read over REST, its id.
    pub sequence: u64,
}

/// The first part of the id of a message that was missed with a lost session and read over REST, in place of
/// its session.
pub(crate) const CAUGHT_UP: &str = "caught-up";

impl ForwardEvent {
    /// Returns the id of an event of a session.
    ///
    /// Docs: [Gateway Events, Payload Structure](https://docs.discord.com/developers/events/gateway-events#payload-structure):
    /// the sequence counts the events of a session, and a replay repeats it.
    #[must_use]
    pub fn id_of(shard: ShardId, session: &str, sequence: u64) -> Box<str> {
        format!("{session}:{}:{sequence}", shard.id()).into()
    }

    /// Returns the id of a message that was missed with a lost session and read over REST. The message's own
    /// id identifies repeats.
    pub(crate) fn id_of_caught_up(message: u64) -> Box<str> {
        format!("{CAUGHT_UP}:{message}").into()
    }

    /// Returns the id of its session, or `caught-up` for a message that was missed with a lost session and
    /// read over REST; `None` for an event that your program created.
    #[must_use]
    pub fn session(&self) -> Option<&str> {
        let (rest, sequence) = self.id.rsplit_once(':')?;
        let mark = self.fleet?;
        let is_ours = |part: &str, number: u64| part.parse() == Ok(number);
        if rest == CAUGHT_UP {
            return is_ours(sequence, mark.sequence).then_some(rest);
        }
        let (session, shard) = rest.rsplit_once(':')?;
        (is_ours(shard, self.shard.into()) && is_ours(sequence, mark.sequence)).then_some(session)
    }

    /// Returns the approximate memory that it takes, in bytes.
    #[must_use]
    pub fn size(&self) -> usize {
        size_of::<Self>() + self.id.len() + self.name.len() + self.data.len()
    }
}

impl fmt::Debug for ForwardEvent {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ForwardEvent")
            .field("id", &self.id)
            .field("name", &self.name)
            .field("guild", &self.guild)
            .field("bytes", &self.data.len())
            .finish_non_exhaustive()
    }
}

/// The current time, in milliseconds since the epoch.
pub(crate) fn now_ms() -> u64 {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    u64::try_from(since.as_millis()).unwrap_or(u64::MAX)
}
