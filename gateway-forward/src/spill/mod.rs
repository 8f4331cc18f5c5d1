//! Events on disk: those for which memory has no room. They survive a crash.
//!
//! A [`SpillLog`] appends events to files and reads them from front to back. Guarantees:
//!
//! - An event is safe once [`SpillLog::sync`] has returned `Ok` after it was appended.
//! - Damage costs only the events that it hits. All others are delivered, the damage is logged and counted, and the
//!   file is kept.
//! - If the disk accepts no more writes, no incomplete record stays: each try writes to the same position of the same
//!   file.

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
        /// The operation that failed.
        doing: &'static str,
        /// The file or folder.
        path: PathBuf,
        /// The cause.
        #[source]
        source: io::Error,
    },
    /// Another process uses it.
    #[error("{} is in use by another process; each sink needs its own folder", folder.display())]
    Locked {
        /// The folder.
        folder: PathBuf,
    },
    /// The size limit is reached.
    #[error("{} has reached its limit of {max_bytes} bytes", folder.display())]
    Full {
        /// The folder.
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

    /// Returns whether there is no space: the disk, the user's quota or the folder itself is full.
    pub(crate) fn is_no_room(&self) -> bool {
        use io::ErrorKind::{QuotaExceeded, StorageFull};
        match self {
            Self::Io { source, .. } => matches!(source.kind(), StorageFull | QuotaExceeded),
            Self::Full { .. } => true,
            Self::Locked { .. } => false,
        }
    }

    /// Formats the error with its cause, for a log line.
    pub(crate) fn with_source(&self) -> String {
        match self.source() {
            Some(source) => format!("{self}: {source}"),
            None => self.to_string(),
        }
    }
}
