//! Where sessions live between two processes.
//!
//! A [`SessionStore`] keeps one [`ShardRecord`] a shard: [`MemoryStore`] for as long as the process lives,
//! [`FileStore`] in one file. [`StateFolder`] adds the ledger of Identifies and a lock, and is what a bot
//! should use.

mod file;
mod folder;
mod guarded;
mod guild_lists;
mod ledger_file;
mod memory;
mod moment;
mod parts;

use std::path::PathBuf;
use std::time::Duration;

use futures_util::future::BoxFuture;
use gateway_model::Id;
use gateway_model::gateway::{Intents, ShardId};
use gateway_model::id::marker;
use gateway_proto::Session;
use serde::{Deserialize, Serialize};

pub use file::FileStore;
pub(crate) use folder::FolderLock;
#[cfg(test)]
pub(crate) use folder::make_private;
pub use folder::{StateFolder, application_key};
pub(crate) use guarded::Guarded;
pub use ledger_file::LedgerFile;
pub(crate) use ledger_file::Turn;
pub use memory::MemoryStore;

/// What is kept of one shard. It holds no token, but a session is as private as one while it lives.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ShardRecord {
    /// The session. Its `sequence` is the highest below which every event was handled, but for its
    /// [`ready`](Self::ready).
    pub session: Session,
    /// The intents the session was started with: a session cannot change them, so a bot that asks for
    /// other ones identifies anew.
    pub intents: Intents,
    /// The guilds of the shard, so that a resumed process tells a guild that was joined from one that
    /// is only available again.
    #[serde(default)]
    pub guilds: Vec<Id<marker::Guild>>,
    /// The whole message of the session's Ready, while nobody has handled it: no Resume replays it, so the next
    /// process hands it out from here.
    #[serde(default)]
    pub ready: Option<String>,
    /// When this was written, in Unix milliseconds.
    pub saved_at_ms: u64,
}

impl ShardRecord {
    /// Which shard the record is of.
    #[must_use]
    pub const fn shard(&self) -> ShardId {
        self.session.shard
    }
}

/// A store that cannot be read or written.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum StoreError {
    /// The file system refused.
    #[error("cannot {action} {}: {source}", path.display())]
    Io {
        /// What was tried, for instance `read`.
        action: &'static str,
        /// On which file.
        path: PathBuf,
        /// What the system said.
        source: std::io::Error,
    },
    /// Another process uses the state folder.
    #[error(
        "the state folder {} is in use by another process{}: stop that one, or give this one a folder of its own",
        path.display(),
        process.map(|id| format!(" (id {id})")).unwrap_or_default()
    )]
    InUse {
        /// The folder.
        path: PathBuf,
        /// The other process, where it is known.
        process: Option<u32>,
    },
    /// Other users can write to the state folder, and so put sessions of their own in it.
    #[error(
        "other users can write to the state folder {} (mode {mode:03o}): run `chmod 700 {}`",
        path.display(),
        path.display()
    )]
    OpenToOthers {
        /// The folder, or one of those it is made of.
        path: PathBuf,
        /// Its mode.
        mode: u32,
    },
    /// The store did not answer in time. What it was to keep is tried again.
    #[error("the session store did not answer in {0:?}")]
    TimedOut(Duration),
    /// The store panicked, with this message where there was one.
    #[error("the session store panicked: {0}")]
    Panicked(String),
    /// A store of the user's own failed.
    #[error("session store: {0}")]
    Other(#[source] Box<dyn std::error::Error + Send + Sync>),
}

impl StoreError {
    /// Whether a later try may work: not if another process holds the folder or other users can write to it.
    #[must_use]
    pub const fn is_retryable(&self) -> bool {
        !matches!(self, Self::InUse { .. } | Self::OpenToOthers { .. })
    }
}

/// Keeps sessions. Called at start and then at most once a second, never on the way of an event. A call that
/// takes more than 10 s is given up.
pub trait SessionStore: Send + Sync + 'static {
    /// All records there are. A record that cannot be read is left out, with a warning.
    ///
    /// # Errors
    ///
    /// Where the store cannot be reached at all.
    fn load(&self) -> BoxFuture<'_, Result<Vec<ShardRecord>, StoreError>>;

    /// Writes these records over earlier ones of the same shards, all or none.
    ///
    /// # Errors
    ///
    /// Where they could not be written; earlier ones are still there.
    fn save(&self, records: Vec<ShardRecord>) -> BoxFuture<'_, Result<(), StoreError>>;

    /// Forgets these shards.
    ///
    /// # Errors
    ///
    /// Where that could not be written.
    fn remove(&self, shards: Vec<ShardId>) -> BoxFuture<'_, Result<(), StoreError>>;

    /// Whether records outlive the process. Events are tracked until they are handled only then.
    fn is_durable(&self) -> bool {
        true
    }
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;

    pub(crate) fn record(id: u32, count: u32, sequence: u64) -> ShardRecord {
        ShardRecord {
            session: Session {
                id: format!("session-{id}"),
                resume_gateway_url: Some("wss://resume.example".to_owned()),
                sequence,
                shard: ShardId::new(id, count).unwrap(),
            },
            intents: Intents::GUILDS,
            guilds: vec![Id::new(7).unwrap()],
            ready: None,
            saved_at_ms: 1,
        }
    }

    #[test]
    fn an_error_says_what_to_do() {
        let error = StoreError::InUse { path: "/state/1".into(), process: Some(42) };
        let text = error.to_string();
        assert!(text.contains("/state/1") && text.contains("(id 42)"), "{text}");
        assert!(!error.is_retryable());
    }
}
