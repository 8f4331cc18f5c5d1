//! Events on disk: those for which memory has no room, kept across a crash.
//!
//! A [`SpillLog`] appends events to files and reads them from front to back. Its promises:
//!
//! - An event is safe once [`SpillLog::sync`] has returned `Ok` after it was appended.
//! - Damage costs the events that it hit. All others are delivered, the damage is said and counted, and the file is
//!   kept.
//! - If the disk takes no more, nothing is left half done: each try goes to the same place of the same file.

mod cursor;
mod disk;
mod gap;
#[cfg(test)]
mod kills;
mod log;
mod record;
mod segment;
mod single;
mod tail;
#[cfg(test)]
pub(crate) mod test_disk;
mod trouble;

use std::error::Error;
use std::io;
use std::path::{Path, PathBuf};

pub(crate) use disk::{Disk, system as system_disk};
#[cfg(test)]
pub(crate) use log::tests::event as test_event;
pub(crate) use log::{RecordId, SpillLog};
pub(crate) use single::{read_record, record_of};

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

    /// Whether there is no room: the disk, the user's share of it or the folder itself is full.
    pub(crate) fn is_no_room(&self) -> bool {
        use io::ErrorKind::{QuotaExceeded, StorageFull};
        match self {
            Self::Io { source, .. } => matches!(source.kind(), StorageFull | QuotaExceeded),
            Self::Full { .. } => true,
            Self::Locked { .. } => false,
        }
    }

    /// The error and why it came, for a log line.
    pub(crate) fn with_source(&self) -> String {
        match self.source() {
            Some(source) => format!("{self}: {source}"),
            None => self.to_string(),
        }
    }
}
