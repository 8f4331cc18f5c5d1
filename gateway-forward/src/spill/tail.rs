//! The end of a spill folder: the file that is written.

use std::io;

use super::disk::DiskFile;

/// The file that is written. What cannot be written leaves no trace in it, and the next try goes to the same place.
#[derive(Debug)]
pub(super) struct Tail {
    pub(super) segment: u64,
    file: Box<dyn DiskFile>,
    /// Up to here there are whole records.
    end: u64,
    /// Up to here they are safe against a power cut.
    synced: u64,
    /// A copy of what lies between the two.
    unsynced: Vec<u8>,
    /// There may be a part of a record behind the end.
    dirty: bool,
    /// A sync failed. What lies between the two may be on no disk, though it can be read and though a later sync
    /// succeeds: the system forgets what it could not write.
    suspect: bool,
}

impl Tail {
    /// A file that was just made.
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

    /// Writes a record behind the others.
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

    /// Removes what a failed write left.
    fn cut(&mut self) -> io::Result<()> {
        if self.dirty {
            self.file.set_len(self.end)?;
            self.dirty = false;
        }
        Ok(())
    }

    /// Makes what was written safe.
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
