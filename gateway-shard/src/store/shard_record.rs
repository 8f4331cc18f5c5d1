//! The stored data of one shard.

use gateway_model::gateway::{Intents, ShardId};
use gateway_model::id::{Id, marker};
use gateway_proto::Session;
use serde::{Deserialize, Serialize};

/// The stored data of one shard. It contains no token, but while its session lives, it is as sensitive as one.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ShardRecord {
    /// The session. Its `sequence` is the highest up to which every event was handled, except its
    /// [`ready`](Self::ready).
    pub session: Session,
    /// The intents with which the session was started. A session cannot change them, so a bot with other intents
    /// identifies.
    pub intents: Intents,
    /// The guilds of the shard, so that after a Resume a joined guild can be distinguished from one that became
    /// available.
    #[serde(default)]
    pub guilds: Vec<Id<marker::Guild>>,
    /// The whole message of the session's Ready, if it was not handled. No Resume replays it, so the next process
    /// delivers it from here.
    #[serde(default)]
    pub ready: Option<String>,
    /// When the record was written, in Unix milliseconds.
    pub saved_at_ms: u64,
}

impl ShardRecord {
    /// The shard of the record.
    #[must_use]
    pub const fn shard(&self) -> ShardId {
        self.session.shard
    }
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;

    pub(crate) fn record(id: u32, count: u32, sequence: u64) -> ShardRecord {
        ShardRecord {
            session: Session {
                id: format!("session-{id}"),
                resume_gateway_url: Some("wss://resume.example".to_owned()),
                sequence,
                shard: ShardId::new(id, count).unwrap(),
            },
            intents: Intents::GUILDS,
            guilds: vec![Id::new(7).unwrap()],
            ready: None,
            saved_at_ms: 1,
        }
    }
}
