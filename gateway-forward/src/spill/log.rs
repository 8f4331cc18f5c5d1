//! The spill folder of a sink: an append-only log of events, delivered from front to back.

use std::collections::{BTreeMap, BTreeSet};
use std::fs::{self, File, OpenOptions, TryLockError};
use std::io::Write;
use std::path::{Path, PathBuf};

use super::SpillError;
use super::cursor::{self, Position};
use super::record::{self, Read};
use super::segment::{self, Reader};
use crate::event::ForwardEvent;

/// A file is ended at this length, so that what was delivered can be deleted.
const SEGMENT_BYTES: u64 = 16 << 20;

/// One event in the log.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct RecordId(Position);

/// Events on disk. One process at a time.
#[derive(Debug)]
pub(crate) struct SpillLog {
    folder: PathBuf,
    max_bytes: u64,
    /// Held for its lock.
    _lock: File,
    /// Length of each file.
    segments: BTreeMap<u64, u64>,
    writing: Option<(u64, File)>,
    /// Number of the next file.
    next_segment: u64,
    reader: Option<Reader>,
    /// Next record to read.
    read: Position,
    unread: u64,
    /// Records that were handed out and are not delivered.
    outstanding: BTreeSet<Position>,
    saved: Position,
    unsynced: bool,
}

impl SpillLog {
    /// Opens the folder, or makes it, and finds what an earlier process left undelivered.
    pub(crate) fn open(folder: &Path, max_bytes: u64) -> Result<Self, SpillError> {
        fs::create_dir_all(folder).map_err(SpillError::io("create", folder))?;
        let lock = lock(folder)?;
        let saved = cursor::load(folder);
        let mut log = Self {
            folder: folder.to_owned(),
            max_bytes,
            _lock: lock,
            segments: segment::list(folder)?.into_iter().collect(),
            writing: None,
            next_segment: saved.segment + 1,
            reader: None,
            read: saved,
            unread: 0,
            outstanding: BTreeSet::new(),
            saved,
            unsynced: false,
        };
        log.delete_below(saved)?;
        if let Some((last, _)) = log.segments.last_key_value() {
            log.next_segment = log.next_segment.max(last + 1);
        }
        for &number in log.segments.keys() {
            let offset = if number == saved.segment { saved.offset } else { 0 };
            log.unread += Reader::open(folder, number, offset)?.count(folder)?;
        }
        Ok(log)
    }

    /// Events that were written and not read yet.
    pub(crate) const fn unread(&self) -> u64 {
        self.unread
    }

    /// Adds an event behind all others.
    pub(crate) fn append(&mut self, event: &ForwardEvent) -> Result<(), SpillError> {
        self.write(event)?;
        self.unread += 1;
        Ok(())
    }

    /// Adds an event that the caller also holds in memory, and will not read from here. Only where nothing is
    /// unread: it would be passed over.
    pub(crate) fn append_held(&mut self, event: &ForwardEvent) -> Result<RecordId, SpillError> {
        debug_assert_eq!(self.unread, 0, "unread events would be passed over");
        let at = self.write(event)?;
        self.outstanding.insert(at);
        self.reader = None;
        self.read = Position { segment: at.segment, offset: self.segments[&at.segment] };
        Ok(RecordId(at))
    }

    fn write(&mut self, event: &ForwardEvent) -> Result<Position, SpillError> {
        let record = record::encode(event);
        let held: u64 = self.segments.values().sum();
        if held + record.len() as u64 > self.max_bytes && held > 0 {
            let (folder, max_bytes) = (self.folder.clone(), self.max_bytes);
            return Err(SpillError::Full { folder, max_bytes });
        }
        let (segment, mut file) = match self.writing.take() {
            Some((segment, file)) if self.segments[&segment] < SEGMENT_BYTES => (segment, file),
            full => {
                if let Some((segment, file)) = full {
                    let path = segment::path(&self.folder, segment);
                    file.sync_data().map_err(SpillError::io("write", &path))?;
                }
                self.new_segment()?
            }
        };
        let path = segment::path(&self.folder, segment);
        let offset = self.segments[&segment];
        // Where it fails, a part of the record may be there: the file is left, and ends with a torn record.
        file.write_all(&record).map_err(SpillError::io("write", &path))?;
        self.segments.insert(segment, offset + record.len() as u64);
        self.writing = Some((segment, file));
        self.unsynced = true;
        Ok(Position { segment, offset })
    }

    fn new_segment(&mut self) -> Result<(u64, File), SpillError> {
        let segment = self.next_segment;
        let path = segment::path(&self.folder, segment);
        let file = OpenOptions::new().create_new(true).append(true).open(&path);
        let file = file.map_err(SpillError::io("create", &path))?;
        self.next_segment += 1;
        self.segments.insert(segment, 0);
        Ok((segment, file))
    }

    /// The next event, to be marked as [`done`](Self::done) when it is delivered.
    ///
    /// A damaged file is put aside and said so; what follows in other files is read.
    pub(crate) fn read_next(&mut self) -> Result<Option<(RecordId, ForwardEvent)>, SpillError> {
        loop {
            let Some((&segment, _)) = self.segments.range(self.read.segment..).next() else {
                self.unread = 0;
                return Ok(None);
            };
            if segment != self.read.segment {
                self.read = Position { segment, offset: 0 };
            }
            let mut reader = match self.reader.take() {
                Some(reader) if reader.segment == segment => reader,
                _ => Reader::open(&self.folder, segment, self.read.offset)?,
            };
            let at = self.read;
            match reader.next(&self.folder)? {
                Read::Event(event, _) => {
                    self.read.offset = reader.offset();
                    self.reader = Some(reader);
                    self.unread = self.unread.saturating_sub(1);
                    self.outstanding.insert(at);
                    return Ok(Some((RecordId(at), event)));
                }
                // The end of a file; of one that is still written there is nothing more to read now.
                Read::Torn if self.is_written(segment) => {
                    self.reader = Some(reader);
                    self.unread = 0;
                    return Ok(None);
                }
                Read::Torn => {}
                Read::Damaged => {
                    let path = segment::set_aside(&self.folder, segment)?;
                    self.segments.remove(&segment);
                    tracing::error!(path = %path.display(), offset = at.offset, "a spill file is damaged: the rest of it is not delivered");
                }
            }
            self.read = Position { segment: segment + 1, offset: 0 };
        }
    }

    fn is_written(&self, segment: u64) -> bool {
        self.writing.as_ref().is_some_and(|(number, _)| *number == segment)
    }

    /// The event was delivered, or given up.
    pub(crate) fn done(&mut self, record: RecordId) {
        self.outstanding.remove(&record.0);
    }

    /// Makes sure that what was written and what was done outlive a power cut; deletes files that were
    /// delivered.
    pub(crate) fn sync(&mut self) -> Result<(), SpillError> {
        if let (true, Some((segment, file))) = (self.unsynced, &self.writing) {
            let path = segment::path(&self.folder, *segment);
            file.sync_data().map_err(SpillError::io("write", &path))?;
        }
        self.unsynced = false;
        let mut delivered = self.outstanding.first().copied().unwrap_or(self.read);
        if self.outstanding.is_empty() && self.unread == 0 && !self.segments.is_empty() {
            // Everything is delivered: the file that is written can go too.
            self.writing = None;
            self.reader = None;
            delivered = Position { segment: self.next_segment, offset: 0 };
            self.read = delivered;
        }
        if delivered != self.saved {
            cursor::save(&self.folder, delivered)?;
            self.saved = delivered;
            self.delete_below(delivered)?;
        }
        Ok(())
    }

    fn delete_below(&mut self, position: Position) -> Result<(), SpillError> {
        while let Some((&segment, _)) = self.segments.range(..position.segment).next() {
            let path = segment::path(&self.folder, segment);
            fs::remove_file(&path).map_err(SpillError::io("delete", &path))?;
            self.segments.remove(&segment);
        }
        Ok(())
    }
}

fn lock(folder: &Path) -> Result<File, SpillError> {
    let path = folder.join("lock");
    let file = File::create(&path).map_err(SpillError::io("create", &path))?;
    match file.try_lock() {
        Ok(()) => Ok(file),
        Err(TryLockError::WouldBlock) => Err(SpillError::Locked { folder: folder.to_owned() }),
        Err(TryLockError::Error(source)) => Err(SpillError::Io { doing: "lock", path, source }),
    }
}

#[cfg(test)]
mod tests;
