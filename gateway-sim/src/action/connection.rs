//! Actions on single connections.

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::faults::{Flow, Shape};

/// An action on a connection. [`Action::Connection`](super::Action::Connection) selects the connections.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
#[non_exhaustive]
pub enum ConnectionAction {
    /// Drop connections without a close frame.
    Drop,
    /// Close connections with a close frame.
    Close {
        /// Close code.
        code: u16,
        /// Reason.
        #[serde(default)]
        reason: String,
    },
    /// Send Reconnect (op 7).
    Reconnect,
    /// Send Invalid Session (op 9).
    InvalidateSession {
        /// The value of `d`: whether the session may be resumed.
        #[serde(default)]
        resumable: bool,
    },
    /// Forget the sessions of these connections without telling the client: the next Resume is answered with op 9
    /// false.
    ForgetSessions,
    /// Stop acknowledging heartbeats, or start again.
    MuteAcks {
        /// Whether they stay unacknowledged.
        muted: bool,
    },
    /// Request a heartbeat (op 1).
    RequestHeartbeat,
    /// Send Hello again.
    HelloAgain,
    /// Send the last dispatch again, with the same sequence.
    RepeatLast,
    /// Send a text as one payload, correctly compressed: for example bad JSON or an unknown opcode.
    Payload {
        /// The payload.
        text: String,
    },
    /// Write raw bytes to the socket between two frames: for example garbage or half a frame.
    Bytes {
        /// The bytes, two hex digits each.
        hex: String,
    },
    /// Send one payload with this many bytes of JSON, which compresses to almost nothing.
    Bomb {
        /// How many bytes, at most 1 GiB.
        bytes: usize,
    },
    /// Write this many prepared events as fast as the sockets accept them, for benchmarks. They are not kept: a Resume
    /// from before their end is Invalid Session.
    Replay {
        /// How many events to write to each of them.
        events: u64,
        /// Events to repeat in rotation. Default: small messages, typings and presences. Events that a session's
        /// intents do not include are skipped for it.
        #[serde(default)]
        templates: Vec<ReplayEvent>,
    },
    /// Change how fast sockets are read and written: slow, frozen (half-open), or discarding everything.
    Socket {
        /// How the simulator reads: `frozen` reads no bytes, `swallowed` reads and discards them, `rate` is in bytes a
        /// second. Default: unchanged.
        #[serde(default)]
        reads: Option<Flow>,
        /// How the simulator writes: `frozen` and `swallowed` send nothing, `rate` is in bytes a second. Default:
        /// unchanged.
        #[serde(default)]
        writes: Option<Flow>,
    },
    /// Change how compressed payloads are packed into messages.
    Shape {
        /// The new packing.
        shape: Shape,
    },
    /// Never answer the client's close frame, and keep the socket open after it.
    IgnoreClose,
}

/// One event of a replay.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ReplayEvent {
    /// Its name.
    pub event: String,
    /// Its data.
    pub data: Value,
}
