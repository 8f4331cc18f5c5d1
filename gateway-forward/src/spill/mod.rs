//! Events on disk: those for which memory has no room, kept across a crash.

mod cursor;
mod log;
mod record;
mod segment;

use std::io;
use std::path::{Path, PathBuf};

pub(crate) use log::{RecordId, SpillLog};

/// A spill folder cannot be used.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum SpillError {
    /// A file of it cannot be read or written.
    #[error("cannot {doing} {}", path.display())]
    Io {
        /// What was tried.
        doing: &'static str,
        /// With which file or folder.
        path: PathBuf,
        /// Why it failed.
        #[source]
        source: io::Error,
    },
    /// Another process uses it.
    #[error("{} is in use by another process; each sink needs a folder of its own", folder.display())]
    Locked {
        /// Which folder.
        folder: PathBuf,
    },
    /// It holds as much as it may.
    #[error("{} holds {max_bytes} bytes, as much as it may", folder.display())]
    Full {
        /// Which folder.
        folder: PathBuf,
        /// The limit.
        max_bytes: u64,
    },
}

impl SpillError {
    pub(crate) fn io(doing: &'static str, path: &Path) -> impl FnOnce(io::Error) -> Self + use<> {
        let path = path.to_owned();
        move |source| Self::Io { doing, path, source }
    }
}
