//! Data of what Discord sends that is not a dispatch.

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

/// The session is not, or no longer, valid (opcode 9).
///
/// Docs: [Gateway Events, Invalid Session](https://docs.discord.com/developers/events/gateway-events#invalid-session).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct InvalidSession {
    /// Whether it may still be resumed.
    pub resumable: bool,
}
