//! An event on its way to applications.

use std::fmt;
use std::time::{SystemTime, UNIX_EPOCH};

use bytes::Bytes;
use gateway_model::gateway::{Intents, ShardId};
use gateway_model::id::{Id, marker};
use serde::{Deserialize, Serialize};

/// An event to deliver: what Discord sent, untouched, and where it came from.
#[derive(Clone, PartialEq, Eq)]
pub struct ForwardEvent {
    /// The same for the same event however often it is delivered, also after a Resume or a restart.
    pub id: Box<str>,
    /// Its name: Discord's, or `GUILD_AVAILABLE` and `GUILD_UNAVAILABLE` where a guild comes and goes by an
    /// outage and not by the bot being added or removed.
    pub name: Box<str>,
    /// The shard it came on.
    pub shard: u32,
    /// The guild it belongs to, where it belongs to one.
    pub guild: Option<Id<marker::Guild>>,
    /// Intents that bring it; empty where it comes without.
    pub intents: Intents,
    /// When it was received, in milliseconds since the epoch.
    pub received_ms: u64,
    /// Where it stands; `None` for an event of your own making, which is of no session.
    pub fleet: Option<FleetMark>,
    /// `d` as Discord sent it.
    pub data: Bytes,
}

/// Where an event of a session stands: by it a consumer knows repeats, and what a worker sends that no longer owns the shard.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FleetMark {
    /// How many shards the bot has.
    pub total: u32,
    /// The epoch of the worker's ownership of the shard. It rises with each owner; 0 if there is no fleet.
    pub epoch: u64,
    /// The sequence of the event in its session; of a message that was read by REST, its id.
    pub sequence: u64,
}

/// The first part of the id of a message that was missed with a lost session and read by REST; what stands for its session.
pub(crate) const CAUGHT_UP: &str = "caught-up";

impl ForwardEvent {
    /// The id of an event of a session.
    ///
    /// Docs: [Gateway Events, Payload Structure](https://docs.discord.com/developers/events/gateway-events#payload-structure):
    /// the sequence counts the events of a session, and a replay repeats it.
    #[must_use]
    pub fn id_of(shard: ShardId, session: &str, sequence: u64) -> Box<str> {
        format!("{session}:{}:{sequence}", shard.id()).into()
    }

    /// The id of a message that was missed with a lost session and read by REST. The id of the message tells it from a repeat.
    pub(crate) fn id_of_caught_up(message: u64) -> Box<str> {
        format!("{CAUGHT_UP}:{message}").into()
    }

    /// The id of its session, or `caught-up` for a message that was missed with a lost session and read by REST; `None` for an event
    /// of your own making.
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

    /// About the memory it takes, in bytes.
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

/// Now, in milliseconds since the epoch.
pub(crate) fn now_ms() -> u64 {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    u64::try_from(since.as_millis()).unwrap_or(u64::MAX)
}
