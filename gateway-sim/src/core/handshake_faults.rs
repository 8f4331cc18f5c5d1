//! Faults of handshakes on request.

use std::time::Duration;

use serde::{Deserialize, Serialize};

/// The faults of handshakes of connections that are opened from now on.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct HandshakeFaults {
    /// The delay of Hello; `None` for the configured one.
    pub hello_delay: Option<Duration>,
    /// A payload that is sent before Hello.
    pub before_hello: Option<String>,
    /// Fields that are missing in Ready, for example `resume_gateway_url`.
    pub ready_without: Vec<String>,
    /// How every Resume is refused; `None` to answer them as the docs say.
    pub resumes: Option<ResumeRefusal>,
}

/// How a Resume is refused without ending the session.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ResumeRefusal {
    /// The connection is closed with this code.
    Close(u16),
    /// The connection is dropped.
    Drop,
    /// No answer is sent; heartbeats are acknowledged.
    Silence,
    /// Reconnect (op 7) is sent instead of an answer.
    Reconnect,
    /// Invalid Session (op 9) is sent, which says that the session may be resumed.
    StillResumable,
}
