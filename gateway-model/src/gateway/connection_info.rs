//! Responses of `GET /gateway` and `GET /gateway/bot`.

use serde::{Deserialize, Serialize};

/// Response of `GET /gateway`.
///
/// Docs: [Gateway, Get Gateway](https://docs.discord.com/developers/events/gateway#get-gateway).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct GatewayInfo {
    /// WSS URL to connect to.
    pub url: String,
}

/// Response of `GET /gateway/bot`.
///
/// Docs: [Gateway, Get Gateway Bot](https://docs.discord.com/developers/events/gateway#get-gateway-bot).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct GatewayBot {
    /// WSS URL to connect to.
    pub url: String,
    /// Recommended number of shards.
    pub shards: u32,
    /// The session start limit.
    pub session_start_limit: SessionStartLimit,
}

/// How many sessions may still be started.
///
/// Docs: [Gateway, Session Start Limit Object](https://docs.discord.com/developers/events/gateway#session-start-limit-object).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SessionStartLimit {
    /// Session starts allowed in a window.
    pub total: u32,
    /// Session starts left in this window.
    pub remaining: u32,
    /// Milliseconds until the window ends.
    pub reset_after: u64,
    /// Identifies allowed per 5 seconds.
    pub max_concurrency: u32,
}
