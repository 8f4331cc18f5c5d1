//! A session: sequence, replay buffer, and what it asked for.

use std::collections::VecDeque;
use std::time::Instant;

use bytes::Bytes;
use gateway_model::gateway::{Intents, ShardId};
use serde_json::Value;

use super::io::ConnId;

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
    replay: VecDeque<(u64, Bytes)>,
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

    /// Keeps a payload for replay and lets go of the oldest ones over the bounds.
    pub(super) fn keep(&mut self, payload: Bytes, max_events: usize, max_bytes: usize) {
        self.replay_bytes += payload.len();
        self.replay.push_back((self.seq, payload));
        while self.replay.len() > max_events || self.replay_bytes > max_bytes {
            let Some((_, oldest)) = self.replay.pop_front() else { break };
            self.replay_bytes -= oldest.len();
        }
    }

    /// Payloads after a sequence, oldest first; `None` where some of them are gone.
    ///
    /// An empty payload holds the place of a sequence that is never replayed.
    pub(super) fn after(&self, seq: u64) -> Option<Vec<Bytes>> {
        let missing: Vec<Bytes> = self
            .replay
            .iter()
            .filter(|(kept, payload)| *kept > seq && !payload.is_empty())
            .map(|(_, payload)| payload.clone())
            .collect();
        let gone = self.replay.front().map_or(self.seq, |(oldest, _)| oldest - 1);
        (seq >= gone).then_some(missing)
    }

    /// The payload with the highest sequence.
    pub(super) fn newest(&self) -> Option<Bytes> {
        let mut newest_first = self.replay.iter().rev().map(|(_, payload)| payload);
        newest_first.find(|payload| !payload.is_empty()).cloned()
    }
}
