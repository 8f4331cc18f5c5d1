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
    /// The same by event name.
    pub by_event: BTreeMap<String, u64>,
    /// How many times it was resumed.
    pub resumes: u64,
    /// Dispatches sent again after a Resume.
    pub replayed: u64,
    /// Whether it can no longer be resumed.
    pub ended: bool,
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
    /// The same by opcode, those that could be read.
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
    /// Each session by its id, ended ones too.
    pub sessions: BTreeMap<String, SessionStats>,
}
