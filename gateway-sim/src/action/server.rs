//! What goes wrong with the gateway and the endpoints as a whole.

use serde::{Deserialize, Serialize};

use super::chaos_config::ChaosConfig;
use super::faults::{Endpoint, Outage};
use crate::core::ResumeRefusal;

/// Something that goes wrong for all connections, or does so from now on.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
#[non_exhaustive]
pub enum ServerAction {
    /// Take an endpoint down, or bring it back (`mode` left out). Open connections stay; see [`Drop`](super::ConnectionAction::Drop).
    Outage {
        /// Which endpoint.
        endpoint: Endpoint,
        /// How it is down.
        #[serde(default)]
        mode: Option<Outage>,
        /// For how long, in ms; until it is brought back where it is left out.
        #[serde(default)]
        for_ms: Option<u64>,
    },
    /// Everything is down: all connections are dropped and every port refuses, then comes back by itself.
    Down {
        /// For how long, in ms.
        for_ms: u64,
    },
    /// What goes wrong in handshakes from now on; left out is nothing.
    Handshake {
        /// Hello comes so many ms after the connection was opened.
        #[serde(default)]
        hello_after_ms: Option<u64>,
        /// A payload that comes before Hello.
        #[serde(default)]
        before_hello: Option<String>,
        /// Fields that are missing in Ready.
        #[serde(default)]
        ready_without: Vec<String>,
        /// How every Resume is turned away: `{"close": 4000}`, `"drop"`, `"silence"`, `"reconnect"`, or
        /// `"still_resumable"`, which is op 9 with `true`.
        #[serde(default)]
        resumes: Option<ResumeRefusal>,
    },
    /// Faults by seed from now on, or with a rate of 0 none any more.
    Chaos(ChaosConfig),
    /// Stop (or start again) to dispatch one kind of event.
    MuteEvent {
        /// Event name.
        event: String,
        /// Whether it is muted.
        muted: bool,
    },
    /// Lose events of one kind before they get a sequence: the missing chunk, the message that never came.
    LoseEvents {
        /// Event name, for instance `GUILD_MEMBERS_CHUNK`.
        event: String,
        /// How many of them still go out first.
        #[serde(default)]
        after: u32,
        /// How many are lost then; 0 ends it.
        count: u32,
    },
}
