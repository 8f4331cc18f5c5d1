//! The end of a spill folder: the file that is being written.

use std::io;

use super::disk::DiskFile;

/// The file that is being written. A failed write leaves no trace in it, and the next try writes to the same position.
#[derive(Debug)]
pub(super) struct Tail {
    pub(super) segment: u64,
    file: Box<dyn DiskFile>,
    /// The end of the last complete record.
    end: u64,
    /// The end of the records that are safe against a power cut.
    synced: u64,
    /// A copy of the bytes between the two.
    unsynced: Vec<u8>,
    /// Whether there may be a part of a record after the end.
    dirty: bool,
    /// Whether a sync failed. The bytes between the two may then not be on the disk, although they can be read and a
    /// later sync succeeds, because the system discards what it could not write.
    suspect: bool,
}

impl Tail {
    /// Creates the tail for a new file.
    pub(super) const fn new(segment: u64, file: Box<dyn DiskFile>) -> Self {
        Self {
            segment,
            file,
            end: 0,
            synced: 0,
            unsynced: Vec::new(),
            dirty: false,
            suspect: false,
        }
    }

    pub(super) const fn end(&self) -> u64 {
        self.end
    }

    /// Appends a record.
    pub(super) fn write(&mut self, record: &[u8]) -> io::Result<()> {
        if self.suspect {
            self.sync()?;
        }
        self.cut()?;
        if let Err(error) = self.file.write_at(self.end, record) {
            self.dirty = true;
            // If this fails too, it is done before the next record.
            let _ = self.cut();
            return Err(error);
        }
        self.unsynced.extend_from_slice(record);
        self.end += record.len() as u64;
        Ok(())
    }

    /// Removes the rest of a failed write.
    fn cut(&mut self) -> io::Result<()> {
        if self.dirty {
            self.file.set_len(self.end)?;
            self.dirty = false;
        }
        Ok(())
    }

    /// Makes the written records durable.
    pub(super) fn sync(&mut self) -> io::Result<()> {
        if self.synced == self.end {
            return Ok(());
        }
        if self.suspect {
            self.file.write_at(self.synced, &self.unsynced)?;
        }
        self.suspect = true;
        self.file.sync()?;
        self.suspect = false;
        self.synced = self.end;
        self.unsynced = Vec::new();
        Ok(())
    }
}
