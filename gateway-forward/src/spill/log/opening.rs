//! Finds out what an earlier process left in a folder.

use std::fmt::Debug;
use std::fs::TryLockError;
use std::io;
use std::path::Path;

use super::SpillLog;
use crate::event::now_ms;
use crate::spill::SpillError;
use crate::spill::cursor::{self, Cursor, Position};
use crate::spill::disk::Disk;

impl SpillLog {
    pub(super) fn begin_at(&mut self, cursor: Cursor) -> Result<(), SpillError> {
        let Cursor { delivered, written } = cursor;
        self.saved = Some(cursor);
        self.delivered_before = delivered.index;
        self.next_index = written.index.max(delivered.index);
        self.next_segment = self.next_segment.max(written.segment).max(delivered.segment);
        self.delete_below(delivered);
        // If only the process died, records after the last sync are still there.
        self.find_end(written)?;
        let first = self.first_index(delivered)?.unwrap_or(self.next_index);
        if first != delivered.index {
            // The file was changed before or at this position. The index tells which records were delivered.
            self.read.offset = 0;
        }
        Ok(())
    }

    /// Delivers events again rather than not at all.
    pub(super) fn begin_without_cursor(&mut self, reason: &str) -> Result<(), SpillError> {
        let path = cursor::path(&self.folder);
        tracing::error!(
            path = %path.display(), reason,
            "the cursor of a spill folder is missing or damaged; everything in the folder is delivered again"
        );
        self.damaged += 1;
        let kept = cursor::kept_path(&self.folder, now_ms());
        match self.disk.rename(&path, &kept) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => {
                return Err(SpillError::io("set aside", &path)(error));
            }
            _ => self.folder_unsynced = true,
        }
        let begin = Position::default();
        self.find_end(begin)?;
        let segment = self.segments.keys().next().copied().unwrap_or(self.next_segment);
        let index = self.first_index(begin)?.unwrap_or(self.next_index);
        self.read = Position { segment, offset: 0, index };
        Ok(())
    }

    /// Returns the index of the first record from this position on.
    fn first_index(&mut self, from: Position) -> Result<Option<u64>, SpillError> {
        let numbers: Vec<_> =
            self.segments.range(from.segment..).map(|(number, _)| *number).collect();
        for number in numbers {
            let offset = if number == from.segment { from.offset } else { 0 };
            if let Some((_, record)) = self.read_at(number, offset)?.record {
                return Ok(Some(record.index));
            }
        }
        Ok(None)
    }

    /// Reads everything from this position on, to find the index of the next record.
    fn find_end(&mut self, from: Position) -> Result<(), SpillError> {
        let numbers: Vec<_> =
            self.segments.range(from.segment..).map(|(number, _)| *number).collect();
        for number in numbers {
            let mut offset = if number == from.segment { from.offset } else { 0 };
            loop {
                let next = self.read_at(number, offset)?;
                self.unknown |= next.skipped > 0;
                let Some((at, record)) = next.record else { break };
                self.next_index = self.next_index.max(record.index.saturating_add(1));
                offset = at + record.length;
            }
        }
        Ok(())
    }
}

pub(super) fn lock(
    disk: &dyn Disk,
    folder: &Path,
) -> Result<Box<dyn Debug + Send + Sync>, SpillError> {
    let path = folder.join("lock");
    match disk.lock(&path) {
        Ok(lock) => Ok(lock),
        Err(TryLockError::WouldBlock) => Err(SpillError::Locked { folder: folder.to_owned() }),
        Err(TryLockError::Error(source)) => Err(SpillError::Io { doing: "lock", path, source }),
    }
}
