//! What is kept of one shard.

use gateway_model::gateway::{Intents, ShardId};
use gateway_model::id::{Id, marker};
use gateway_proto::Session;
use serde::{Deserialize, Serialize};

/// What is kept of one shard. It holds no token, but a session is as private as one while it lives.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ShardRecord {
    /// The session. Its `sequence` is the highest below which every event was handled, but for its
    /// [`ready`](Self::ready).
    pub session: Session,
    /// The intents the session was started with: a session cannot change them, so a bot that asks for
    /// other ones identifies anew.
    pub intents: Intents,
    /// The guilds of the shard, so that a resumed process tells a guild that was joined from one that
    /// is only available again.
    #[serde(default)]
    pub guilds: Vec<Id<marker::Guild>>,
    /// The whole message of the session's Ready, while nobody has handled it: no Resume replays it, so the next
    /// process hands it out from here.
    #[serde(default)]
    pub ready: Option<String>,
    /// When this was written, in Unix milliseconds.
    pub saved_at_ms: u64,
}

impl ShardRecord {
    /// Which shard the record is of.
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
