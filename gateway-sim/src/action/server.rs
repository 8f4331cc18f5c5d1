//! Faults of the gateway and the endpoints as a whole.

use serde::{Deserialize, Serialize};

use super::chaos_config::ChaosConfig;
use super::faults::{Endpoint, Outage};
use crate::core::ResumeRefusal;

/// A fault for all connections, once or from now on.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
#[non_exhaustive]
pub enum ServerAction {
    /// Take an endpoint down, or restore it (without `mode`). Open connections stay open; see
    /// [`Drop`](super::ConnectionAction::Drop).
    Outage {
        /// Which endpoint.
        endpoint: Endpoint,
        /// How it is down.
        #[serde(default)]
        mode: Option<Outage>,
        /// For how long, in ms. Default: until it is restored.
        #[serde(default)]
        for_ms: Option<u64>,
    },
    /// Everything is down: all connections are dropped and every port refuses connections, for a time.
    Down {
        /// For how long, in ms.
        for_ms: u64,
    },
    /// Set the faults of handshakes from now on; without fields there are none.
    Handshake {
        /// Hello is sent this many ms after the connection was opened.
        #[serde(default)]
        hello_after_ms: Option<u64>,
        /// A payload that is sent before Hello.
        #[serde(default)]
        before_hello: Option<String>,
        /// Fields that are missing in Ready.
        #[serde(default)]
        ready_without: Vec<String>,
        /// How every Resume is refused: `{"close": 4000}`, `"drop"`, `"silence"`, `"reconnect"`, or
        /// `"still_resumable"`, which is op 9 with `true`.
        #[serde(default)]
        resumes: Option<ResumeRefusal>,
    },
    /// Set the random faults from now on; with a rate of 0 there are none.
    Chaos(ChaosConfig),
    /// Stop dispatching one kind of event, or start again.
    MuteEvent {
        /// Event name.
        event: String,
        /// Whether it is muted.
        muted: bool,
    },
    /// Lose events of one kind before they get a sequence: for example a missing chunk, or a message that never
    /// arrives.
    LoseEvents {
        /// Event name, for example `GUILD_MEMBERS_CHUNK`.
        event: String,
        /// How many of them are still sent first.
        #[serde(default)]
        after: u32,
        /// How many are then lost; 0 ends it.
        count: u32,
    },
}
