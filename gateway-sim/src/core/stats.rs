//! Counters, so that a test can account for every event.

use std::collections::BTreeMap;

use serde::Serialize;

/// What one session was sent.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct SessionStats {
    /// `[shard_id, num_shards]`.
    pub shard: (u32, u32),
    /// Dispatches made for it, replays not counted; equals its last sequence. Ready and Resumed count.
    pub events: u64,
    /// The same by event name; beyond 500 names, as `other`.
    pub by_event: BTreeMap<String, u64>,
    /// How many times it was resumed.
    pub resumes: u64,
    /// Dispatches sent again after a Resume.
    pub replayed: u64,
    /// Whether it can no longer be resumed.
    pub ended: bool,
}

/// Names that are counted apart; a simulation that dispatches more counts the rest as `other`.
const MOST_NAMES: usize = 500;

impl SessionStats {
    /// Counts so many dispatches of one name.
    pub(super) fn count(&mut self, event: &str, dispatches: u64) {
        self.events += dispatches;
        if let Some(count) = self.by_event.get_mut(event) {
            *count += dispatches;
            return;
        }
        let name = if self.by_event.len() < MOST_NAMES { event } else { "other" };
        *self.by_event.entry(name.to_owned()).or_default() += dispatches;
    }
}

/// Opcodes that are counted apart. A client may send any number.
const MOST_OPCODES: usize = 100;

impl Stats {
    /// Counts a payload that was received.
    pub(super) fn count_received(&mut self, op: i32) {
        if self.received.len() < MOST_OPCODES || self.received.contains_key(&op) {
            *self.received.entry(op).or_default() += 1;
        }
    }
}

/// What happened since the simulation began.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Stats {
    /// Connections opened.
    pub connections: u64,
    /// Connections open now.
    pub open_connections: u64,
    /// Identifies received, granted or not.
    pub identifies: u64,
    /// Resumes received, granted or not.
    pub resumes: u64,
    /// Resumes that ended in Resumed.
    pub resumed: u64,
    /// Invalid Session payloads sent.
    pub invalid_sessions: u64,
    /// Heartbeats received.
    pub heartbeats: u64,
    /// Heartbeat ACKs sent.
    pub acks: u64,
    /// Heartbeats that came later than the interval and its tolerance.
    pub missed_heartbeats: u64,
    /// Payloads received, heartbeats and Identify included.
    pub payloads_received: u64,
    /// The same by opcode, those that could be read; of the first hundred opcodes.
    pub received: BTreeMap<i32, u64>,
    /// Requests (opcodes 3, 4, 8, 31, 43) left without an answer, by reason.
    pub ignored: BTreeMap<String, u64>,
    /// Requests for all members of a guild answered with Rate Limited.
    pub rate_limited_requests: u64,
    /// Dispatches sent, replays not counted.
    pub events: u64,
    /// Connections the simulation closed, by code.
    pub closes: BTreeMap<u16, u64>,
    /// Connections clients closed, by code; 0 is none.
    pub client_closes: BTreeMap<u16, u64>,
    /// Connections the simulation dropped without a close frame.
    pub drops: u64,
    /// Token resets as a punishment.
    pub token_resets: u64,
    /// Each session by its id, the newest thousand of the ended ones too.
    pub sessions: BTreeMap<String, SessionStats>,
}
