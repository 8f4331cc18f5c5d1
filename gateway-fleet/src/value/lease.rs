//! The key of a lease: who owns it, and where its next owner takes it up.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::{Rest, Stamp};

/// One life of one worker.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Owner {
    pub(crate) worker: String,
    pub(crate) instance: String,
}

/// A gateway session, as its shard's key keeps it. It is worth as much as the token while it lives: `Debug` does not show
/// the id.
///
/// Docs: [Gateway, Preparing to Resume](https://docs.discord.com/developers/events/gateway#preparing-to-resume).
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Session {
    /// The session's id, from Ready.
    pub id: String,
    /// Where to resume, from Ready.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub resume_gateway_url: Option<String>,
    /// What else a driver wants to keep with it, such as the intents. Keep it small: it is in the key of each shard.
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

/// Where a lease is taken up: its session, and the highest sequence below which everything was handled.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Checkpoint {
    /// The session to resume.
    pub session: Session,
    /// The sequence to resume from. Events after it come again.
    pub sequence: u64,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct LeaseValue {
    pub(crate) v: u32,
    pub(crate) by: Stamp,
    /// `None`: free.
    pub(crate) owner: Option<Owner>,
    /// The revision of the claim, in what the owner writes after it. A claim itself has none: its own revision is the
    /// epoch.
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
