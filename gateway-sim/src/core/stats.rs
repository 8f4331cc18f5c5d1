//! Counters, so that a test can account for every event.

use std::collections::BTreeMap;

use serde::Serialize;

/// The dispatches of one session.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct SessionStats {
    /// `[shard_id, num_shards]`.
    pub shard: (u32, u32),
    /// Dispatches created for it, without replays; equals its last sequence. Ready and Resumed count.
    pub events: u64,
    /// The same by event name; beyond 500 names they are counted as `other`.
    pub by_event: BTreeMap<String, u64>,
    /// How many times it was resumed.
    pub resumes: u64,
    /// Dispatches sent again after a Resume.
    pub replayed: u64,
    /// Whether it can no longer be resumed.
    pub ended: bool,
}

/// The number of names that are counted separately; the others are counted as `other`.
const MOST_NAMES: usize = 500;

impl SessionStats {
    /// Counts dispatches of one name.
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

/// The number of opcodes that are counted separately, because a client may send any number.
const MOST_OPCODES: usize = 100;

impl Stats {
    /// Counts a payload that was received.
    pub(super) fn count_received(&mut self, op: i32) {
        if self.received.len() < MOST_OPCODES || self.received.contains_key(&op) {
            *self.received.entry(op).or_default() += 1;
        }
    }
}

/// The counters since the start of the simulation.
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
    /// Payloads received, including heartbeats and Identify.
    pub payloads_received: u64,
    /// Payloads received by opcode, if the opcode could be read. At most a hundred different opcodes are counted.
    pub received: BTreeMap<i32, u64>,
    /// Requests (opcodes 3, 4, 8, 31, 43) that got no answer, by reason.
    pub ignored: BTreeMap<String, u64>,
    /// Requests for all members of a guild answered with Rate Limited.
    pub rate_limited_requests: u64,
    /// Dispatches sent, without replays.
    pub events: u64,
    /// Connections closed by the simulator, by code.
    pub closes: BTreeMap<u16, u64>,
    /// Connections closed by clients, by code; 0 for no code.
    pub client_closes: BTreeMap<u16, u64>,
    /// Connections dropped by the simulator without a close frame.
    pub drops: u64,
    /// Token resets.
    pub token_resets: u64,
    /// Each session by its id, including the newest thousand ended ones.
    pub sessions: BTreeMap<String, SessionStats>,
}
