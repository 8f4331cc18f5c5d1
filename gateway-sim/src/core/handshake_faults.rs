//! What goes wrong in handshakes on command.

use std::time::Duration;

use serde::{Deserialize, Serialize};

/// What goes wrong in the handshakes of connections that are opened from now on.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct HandshakeFaults {
    /// Hello comes so much later; `None` is the config's delay.
    pub hello_delay: Option<Duration>,
    /// A payload that comes before Hello, in place of nothing.
    pub before_hello: Option<String>,
    /// Fields that Ready has not, for instance `resume_gateway_url`.
    pub ready_without: Vec<String>,
    /// How every Resume is turned away; `None` is that they are answered as the docs say.
    pub resumes: Option<ResumeRefusal>,
}

/// How a Resume is turned away without a word about the session, which stays as it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ResumeRefusal {
    /// The connection is closed with this code.
    Close(u16),
    /// The connection breaks.
    Drop,
    /// No answer comes; heartbeats are acknowledged.
    Silence,
    /// Reconnect (op 7) comes in place of an answer.
    Reconnect,
    /// Invalid Session (op 9) comes, and says that the session may be resumed.
    StillResumable,
}
