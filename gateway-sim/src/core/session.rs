//! A session: sequence, replay buffer, and what it asked for.

use std::collections::VecDeque;
use std::time::Instant;

use bytes::Bytes;
use gateway_model::Id;
use gateway_model::gateway::{Intents, ShardId};
use gateway_model::id::marker;
use serde_json::Value;

use super::io::ConnId;

/// What is kept of an event, in case it has to be sent again.
#[derive(Clone, Debug)]
pub(super) enum Kept {
    /// All of it.
    Payload(Bytes),
    /// The guild of a Guild Create, which is made anew: those of thousands of guilds are not held.
    Guild(Id<marker::Guild>),
    /// Nothing; only the place of its sequence.
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

/// Bytes that an event takes beside its payload.
const PLACE: usize = size_of::<(u64, Kept)>();

/// One session of the bot, with or without a connection.
#[derive(Debug)]
pub(super) struct Session {
    pub(super) shard: ShardId,
    pub(super) intents: Intents,
    pub(super) large_threshold: u64,
    /// What the bot shows of itself; null is what nobody set.
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

    /// Keeps an event for replay and lets go of the oldest ones over the bounds.
    pub(super) fn keep(&mut self, kept: Kept, max_events: usize, max_bytes: usize) {
        self.replay_bytes += kept.bytes();
        self.replay.push_back((self.seq, kept));
        self.shrink(max_events, max_bytes);
    }

    /// Lets go of the oldest events over these bounds.
    pub(super) fn shrink(&mut self, max_events: usize, max_bytes: usize) {
        while self.replay.len() > max_events || self.replay_bytes > max_bytes {
            let Some((_, oldest)) = self.replay.pop_front() else { break };
            self.replay_bytes -= oldest.bytes();
        }
    }

    /// Bytes that are kept.
    pub(super) const fn kept_bytes(&self) -> usize {
        self.replay_bytes
    }

    /// Lets go of all that is kept: a Resume from before now is no longer possible.
    pub(super) fn forget_kept(&mut self) {
        self.replay.clear();
        self.replay_bytes = 0;
    }

    /// What is kept of the events after a sequence, oldest first; `None` where some of it is gone.
    pub(super) fn after(&self, seq: u64) -> Option<Vec<(u64, Kept)>> {
        let gone = self.replay.front().map_or(self.seq, |(oldest, _)| oldest - 1);
        let missed = self.replay.iter().filter(|(kept, _)| *kept > seq);
        (seq >= gone).then(|| missed.cloned().collect())
    }

    /// What is kept of the newest event that is kept at all.
    pub(super) fn newest(&self) -> Option<(u64, Kept)> {
        let mut newest_first = self.replay.iter().rev();
        newest_first.find(|(_, kept)| !matches!(kept, Kept::Nothing)).cloned()
    }
}
