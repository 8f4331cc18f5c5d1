//! The key of a lease: its owner, and the checkpoint from which its next owner continues.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::{Rest, Stamp};

/// One run of one worker.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Owner {
    pub(crate) worker: String,
    pub(crate) instance: String,
}

/// A gateway session, as stored in its shard's key. Protect it like the token while it is valid; `Debug` does not show
/// the id.
///
/// Docs: [Gateway, Preparing to Resume](https://docs.discord.com/developers/events/gateway#preparing-to-resume).
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Session {
    /// The session's id, from Ready.
    pub id: String,
    /// The URL to resume at, from Ready.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub resume_gateway_url: Option<String>,
    /// Other data that a driver keeps with the session, such as the intents. Keep it small: it is in the key of each
    /// shard.
    #[serde(flatten)]
    pub rest: serde_json::Map<String, serde_json::Value>,
}

impl fmt::Debug for Session {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Session")
            .field("id", &"..")
            .field("resume_gateway_url", &self.resume_gateway_url)
            .finish_non_exhaustive()
    }
}

/// The point from which a lease is continued: its session, and the highest sequence up to which all events were
/// handled.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Checkpoint {
    /// The session to resume.
    pub session: Session,
    /// The sequence to resume from. Later events are replayed.
    pub sequence: u64,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct LeaseValue {
    pub(crate) v: u32,
    pub(crate) by: Stamp,
    /// `None`: free.
    pub(crate) owner: Option<Owner>,
    /// The revision of the claim, in the owner's later writes. A claim itself has none: its own revision is the epoch.
    pub(crate) epoch: Option<u64>,
    pub(crate) session: Option<Session>,
    /// The sequence when this was written. The owner's record has later ones.
    pub(crate) sequence: u64,
    #[serde(flatten)]
    pub(crate) rest: Rest,
}

impl LeaseValue {
    pub(crate) fn checkpoint(&self) -> Option<Checkpoint> {
        let session = self.session.clone()?;
        Some(Checkpoint { session, sequence: self.sequence })
    }
}
