//! Dead letters: events that cannot be delivered, each in a separate file.
//!
//! A file is named `NUMBER.dead` and has one record in the format of the spill files, so that damage is detected. It is
//! written, synced and then renamed, so a file with this name is complete. The forwarder only adds files, and
//! [`replay_dead_letters`] only removes them, so both can run at the same time.

mod letter;
mod replay;
#[cfg(test)]
mod tests;

use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

pub(crate) use self::letter::Letter;
pub use self::replay::{ReplayError, Replayed, replay_dead_letters};
use crate::spill::{Disk, SpillError, record_of, system_disk};

/// The least size that a file counts towards its folder's limit, as file systems use whole blocks.
const FILE_BYTES: u64 = 4096;

/// After how many calls [`DeadLetters::count`] reads the folder again: about ten seconds.
const LOOK_AFTER: u32 = 40;

/// Settings of the folder for events that cannot be delivered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DeadLettersConfig {
    /// The folder; each sink needs its own.
    pub folder: PathBuf,
    /// The size limit in bytes; a file counts as at least 4 KiB. When it is reached, events stay in the queue and are
    /// retried.
    pub max_bytes: u64,
}

impl DeadLettersConfig {
    /// Creates settings for a folder with the default limit of 256 MiB.
    #[must_use]
    pub fn new(folder: impl Into<PathBuf>) -> Self {
        Self { folder: folder.into(), max_bytes: 256 << 20 }
    }
}

/// Writes dead letters to a folder.
#[derive(Debug)]
pub(crate) struct DeadLetters {
    disk: Arc<dyn Disk>,
    config: DeadLettersConfig,
    /// Number of the next file.
    next: u64,
    files: u64,
    bytes: u64,
    asked: u32,
    /// Whether the last letter could not be written.
    fails: bool,
}

impl DeadLetters {
    /// Opens the folder, or creates it.
    pub(crate) fn open(config: &DeadLettersConfig) -> Result<Self, SpillError> {
        let disk = system_disk();
        let folder = &config.folder;
        disk.make_folder(folder).map_err(SpillError::io("create", folder))?;
        let mut letters = Self {
            disk,
            config: config.clone(),
            next: 1,
            files: 0,
            bytes: 0,
            asked: 0,
            fails: false,
        };
        letters.look()?;
        Ok(letters)
    }

    /// Counts the files, because replays may have removed some.
    fn look(&mut self) -> Result<(), SpillError> {
        let files = list(&*self.disk, &self.config.folder)?;
        self.files = files.len() as u64;
        self.bytes = files.iter().map(|(_, length)| (*length).max(FILE_BYTES)).sum();
        self.next = self.next.max(files.last().map_or(0, |(number, _)| *number) + 1);
        Ok(())
    }

    /// Returns the number of dead letters.
    pub(crate) fn count(&mut self) -> u64 {
        self.asked += 1;
        if self.asked >= LOOK_AFTER {
            self.asked = 0;
            // If the folder cannot be read now, the last count stays.
            let _ = self.look();
        }
        self.files
    }

    /// Writes a letter, synced to disk; returns `false` if that failed.
    pub(crate) fn write(&mut self, letter: &Letter<'_>) -> bool {
        let written = self.try_write(letter);
        let folder = self.config.folder.display();
        match &written {
            Err(error) if !self.fails => {
                let error = error.with_source();
                tracing::error!(%folder, %error, "could not write a dead letter; retrying its event");
            }
            Ok(()) if self.fails => tracing::info!(%folder, "dead letters can be written again"),
            _ => {}
        }
        self.fails = written.is_err();
        written.is_ok()
    }

    fn try_write(&mut self, letter: &Letter<'_>) -> Result<(), SpillError> {
        let record = record_of(&letter.to_event(), 0);
        let size = (record.len() as u64).max(FILE_BYTES);
        let DeadLettersConfig { folder, max_bytes } = self.config.clone();
        if self.bytes + size > max_bytes {
            self.look()?;
        }
        if self.bytes + size > max_bytes {
            return Err(SpillError::Full { folder, max_bytes });
        }
        let (new, path) = (folder.join("letter.new"), path(&folder, self.next));
        match self.disk.remove(&new) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => {
                return Err(SpillError::io("remove", &new)(error));
            }
            _ => {}
        }
        let write = || {
            let mut file = self.disk.create(&new)?;
            file.write_at(0, &record)?;
            file.sync()
        };
        write().map_err(SpillError::io("write", &new))?;
        self.disk.rename(&new, &path).map_err(SpillError::io("rename", &new))?;
        // If the next step fails, the letter exists, and its event is still retried.
        self.next += 1;
        self.files += 1;
        self.bytes += size;
        self.disk.sync_folder(&folder).map_err(SpillError::io("sync", &folder))
    }
}

fn path(folder: &Path, number: u64) -> PathBuf {
    folder.join(format!("{number:020}.dead"))
}

/// Returns the numbers and lengths of the existing letters, in order.
fn list(disk: &dyn Disk, folder: &Path) -> Result<Vec<(u64, u64)>, SpillError> {
    let files = disk.list(folder).map_err(SpillError::io("read", folder))?;
    let mut letters: Vec<_> = files
        .into_iter()
        .filter_map(|(name, length)| Some((name.strip_suffix(".dead")?.parse().ok()?, length)))
        .collect();
    letters.sort_unstable();
    Ok(letters)
}
