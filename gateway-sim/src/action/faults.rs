//! How sockets, messages and endpoints misbehave.

use serde::{Deserialize, Serialize};

/// How one direction of a socket behaves.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Flow {
    /// As fast as the network.
    #[default]
    Normal,
    /// Nothing moves, as on a half-open connection. What the client sends fills its buffers.
    Frozen,
    /// Bytes are taken and thrown away; the other side notices nothing but silence.
    Swallowed,
    /// So many bytes a second.
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
    /// Each compressed payload is split into messages of so many bytes, as a zlib stream may be.
    Split(u32),
    /// So many compressed payloads in one message.
    Merge(u32),
    /// The first byte of the next compressed payload makes it invalid; those after it are whole.
    Corrupt,
    /// The second half of the next compressed payload is missing; those after it are whole.
    Truncate,
}

/// A part of the simulation that can be down on its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Endpoint {
    /// What `GET /gateway` names.
    Gateway,
    /// What Ready names as `resume_gateway_url`.
    Resume,
    /// The REST API.
    Rest,
}

/// How an endpoint is down.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Outage {
    /// Connections are refused. The main port carries gateway and REST, so both are gone with either.
    Refuse,
    /// Every request is answered with 503, upgrades too.
    Unavailable,
    /// Connections are accepted and no request is ever answered.
    Hang,
    /// Upgrades are done, and the socket is closed at once; REST requests are cut off without an answer.
    AcceptAndClose,
}
