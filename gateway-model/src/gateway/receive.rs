//! Data of messages from Discord that are not dispatches.

use serde::{Deserialize, Serialize};

use crate::macros::object::object;

object! {
    /// First message of a connection (opcode 10).
    ///
    /// Docs: [Gateway Events, Hello](https://docs.discord.com/developers/events/gateway-events#hello).
    #[derive(Copy, Eq)]
    pub struct Hello {
        /// Milliseconds between two heartbeats.
        pub heartbeat_interval: u64,
    }
}

/// The session is invalid (opcode 9).
///
/// Docs: [Gateway Events, Invalid Session](https://docs.discord.com/developers/events/gateway-events#invalid-session).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct InvalidSession {
    /// Whether it can still be resumed.
    pub resumable: bool,
}
