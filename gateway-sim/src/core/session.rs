//! A session: sequence, replay buffer, and the parameters of its Identify.

use std::collections::VecDeque;
use std::time::Instant;

use bytes::Bytes;
use gateway_model::Id;
use gateway_model::gateway::{Intents, ShardId};
use gateway_model::id::marker;
use serde_json::Value;

use super::io::ConnId;

/// What is kept of an event for a replay.
#[derive(Clone, Debug)]
pub(super) enum Kept {
    /// The payload.
    Payload(Bytes),
    /// The guild of a Guild Create, which is generated again, so that those of thousands of guilds are not kept.
    Guild(Id<marker::Guild>),
    /// Only its sequence.
    Nothing,
}

impl Kept {
    fn bytes(&self) -> usize {
        match self {
            Self::Payload(payload) => PLACE + payload.len(),
            Self::Guild(_) | Self::Nothing => PLACE,
        }
    }
}

/// The bytes of an event in addition to its payload.
const PLACE: usize = size_of::<(u64, Kept)>();

/// One session of the bot, with or without a connection.
#[derive(Debug)]
pub(super) struct Session {
    pub(super) shard: ShardId,
    pub(super) intents: Intents,
    pub(super) large_threshold: u64,
    /// The bot's presence; null if it was never set.
    pub(super) presence: Value,
    pub(super) seq: u64,
    pub(super) conn: Option<ConnId>,
    /// When it lost its connection.
    pub(super) detached_at: Option<Instant>,
    replay: VecDeque<(u64, Kept)>,
    replay_bytes: usize,
}

impl Session {
    pub(super) fn new(
        shard: ShardId,
        intents: Intents,
        large_threshold: u64,
        conn: ConnId,
    ) -> Self {
        Self {
            shard,
            intents,
            large_threshold,
            presence: Value::Null,
            seq: 0,
            conn: Some(conn),
            detached_at: None,
            replay: VecDeque::new(),
            replay_bytes: 0,
        }
    }

    /// Keeps an event for replay, and removes the oldest ones beyond the limits.
    pub(super) fn keep(&mut self, kept: Kept, max_events: usize, max_bytes: usize) {
        self.replay_bytes += kept.bytes();
        self.replay.push_back((self.seq, kept));
        self.shrink(max_events, max_bytes);
    }

    /// Removes the oldest events beyond these limits.
    pub(super) fn shrink(&mut self, max_events: usize, max_bytes: usize) {
        while self.replay.len() > max_events || self.replay_bytes > max_bytes {
            let Some((_, oldest)) = self.replay.pop_front() else { break };
            self.replay_bytes -= oldest.bytes();
        }
    }

    /// Returns the number of kept bytes.
    pub(super) const fn kept_bytes(&self) -> usize {
        self.replay_bytes
    }

    /// Removes all kept events: a Resume from before now is no longer possible.
    pub(super) fn forget_kept(&mut self) {
        self.replay.clear();
        self.replay_bytes = 0;
    }

    /// Returns the kept events after a sequence, oldest first; `None` if some of them are gone.
    pub(super) fn after(&self, seq: u64) -> Option<Vec<(u64, Kept)>> {
        let gone = self.replay.front().map_or(self.seq, |(oldest, _)| oldest - 1);
        let missed = self.replay.iter().filter(|(kept, _)| *kept > seq);
        (seq >= gone).then(|| missed.cloned().collect())
    }

    /// Returns the newest kept event.
    pub(super) fn newest(&self) -> Option<(u64, Kept)> {
        let mut newest_first = self.replay.iter().rev();
        newest_first.find(|(_, kept)| !matches!(kept, Kept::Nothing)).cloned()
    }
}
