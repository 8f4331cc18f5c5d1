//! Faults of sockets, messages and endpoints.

use serde::{Deserialize, Serialize};

/// How one direction of a socket behaves.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Flow {
    /// As fast as the network.
    #[default]
    Normal,
    /// No bytes are transferred, as on a half-open connection. What the client sends fills its buffers.
    Frozen,
    /// Bytes are accepted and discarded; the other side notices only silence.
    Swallowed,
    /// This many bytes a second.
    Rate(u32),
}

/// How payloads are packed into WebSocket messages.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Shape {
    /// One message for each payload.
    #[default]
    Whole,
    /// Each compressed payload is split into messages of this many bytes, as a zlib stream may be.
    Split(u32),
    /// This many compressed payloads in one message.
    Merge(u32),
    /// The first byte of the next compressed payload is made invalid; later payloads are intact.
    Corrupt,
    /// The second half of the next compressed payload is missing; later payloads are intact.
    Truncate,
}

/// A part of the simulator that can be down separately.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Endpoint {
    /// The URL of `GET /gateway`.
    Gateway,
    /// The `resume_gateway_url` of Ready.
    Resume,
    /// The REST API.
    Rest,
}

/// How an endpoint is down.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Outage {
    /// Connections are refused. The main port serves gateway and REST, so both are down together.
    Refuse,
    /// Every request is answered with 503, upgrades too.
    Unavailable,
    /// Connections are accepted, but no request is answered.
    Hang,
    /// Upgrades succeed, and the socket is closed immediately; REST requests are cut off without an answer.
    AcceptAndClose,
}
