//! What is done to single connections.

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::faults::{Flow, Shape};

/// Something done to a connection. [`Action::Connection`](super::Action::Connection) says to which ones.
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
    /// Forget the sessions of these connections without a word: the next Resume is op 9 false.
    ForgetSessions,
    /// Stop (or start again) to acknowledge heartbeats.
    MuteAcks {
        /// Whether they stay unacknowledged.
        muted: bool,
    },
    /// Ask for a heartbeat (op 1).
    RequestHeartbeat,
    /// Send Hello once more.
    HelloAgain,
    /// Send the last dispatch once more, with the same sequence.
    RepeatLast,
    /// Send a text as one payload, properly compressed: bad JSON, an unknown opcode.
    Payload {
        /// The payload.
        text: String,
    },
    /// Put bytes on the socket as they are, between two frames: garbage, half a frame.
    Bytes {
        /// The bytes, two hex digits each.
        hex: String,
    },
    /// Send one payload of so many bytes of JSON, which compresses to next to nothing.
    Bomb {
        /// How many bytes, at most 1 GiB.
        bytes: usize,
    },
    /// Write so many prepared events as fast as the sockets take them, for benches. They are not kept:
    /// a Resume from before their end is Invalid Session.
    Replay {
        /// How many events, to each of them.
        events: u64,
        /// Events to repeat, in turn; small messages, typings and presences where it is left out. Those
        /// that a session's intents do not admit are left out for it.
        #[serde(default)]
        templates: Vec<ReplayEvent>,
    },
    /// Change how fast sockets are read and written: slow, frozen (half-open), swallowed.
    Socket {
        /// What the simulation reads; unchanged where it is left out.
        #[serde(default)]
        reads: Option<Flow>,
        /// What the simulation writes; unchanged where it is left out.
        #[serde(default)]
        writes: Option<Flow>,
    },
    /// Change how compressed payloads are packed into messages.
    Shape {
        /// How.
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
