//! The spill folder of a sink: an append-only log of events, delivered from front to back.

mod opening;
mod reading;

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::{fmt, io};

use super::SpillError;
use super::cursor::{self, Cursor, Loaded, Position};
use super::disk::{self, Disk};
use super::record;
use super::segment::{self, Reader, Segment};
use super::tail::Tail;
use super::trouble::{Doing, Trouble};
use crate::event::ForwardEvent;

/// The length at which a file is complete, so that delivered files can be deleted.
const SEGMENT_BYTES: u64 = 16 << 20;

/// The position of one event in the log.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct RecordId(Position);

/// Events on disk, used by one process at a time.
#[derive(Debug)]
pub(crate) struct SpillLog {
    disk: Arc<dyn Disk>,
    folder: PathBuf,
    max_bytes: u64,
    segment_bytes: u64,
    /// Locked until it is dropped.
    _lock: Box<dyn fmt::Debug + Send + Sync>,
    /// The files that are not delivered.
    segments: BTreeMap<u64, Segment>,
    tail: Option<Tail>,
    /// Number of the next file.
    next_segment: u64,
    /// Index of the next record.
    next_index: u64,
    /// Whether files were created, renamed or removed since the folder was synced.
    folder_unsynced: bool,
    reader: Option<Reader>,
    /// For [`read_again`](Self::read_again).
    again: Option<Reader>,
    /// Next record to read.
    read: Position,
    /// Records before this index were delivered before the log was opened.
    delivered_before: u64,
    /// Whether there are unread bytes whose records are not known.
    unknown: bool,
    /// The id of the event that was last read.
    last_id: Option<Box<str>>,
    /// Records that were returned and are not delivered.
    outstanding: BTreeSet<Position>,
    /// The contents of the cursor file.
    saved: Option<Cursor>,
    damaged: u64,
    trouble: Trouble,
}

impl SpillLog {
    /// Opens the folder, or creates it, and finds the undelivered events of an earlier process.
    ///
    /// # Errors
    ///
    /// Returns an error if another process uses the folder, or if the disk fails. Damage is not an error.
    pub(crate) fn open(folder: &Path, max_bytes: u64) -> Result<Self, SpillError> {
        Self::open_on(disk::system(), folder, max_bytes, SEGMENT_BYTES)
    }

    pub(super) fn open_on(
        disk: Arc<dyn Disk>,
        folder: &Path,
        max_bytes: u64,
        segment_bytes: u64,
    ) -> Result<Self, SpillError> {
        disk.make_folder(folder).map_err(SpillError::io("create", folder))?;
        let lock = opening::lock(&*disk, folder)?;
        let loaded = cursor::load(&*disk, folder);
        let (segments, highest) = segment::list(&*disk, folder)?;
        let mut log = Self {
            disk,
            folder: folder.to_owned(),
            max_bytes,
            segment_bytes,
            _lock: lock,
            segments,
            tail: None,
            next_segment: highest.saturating_add(1),
            next_index: 0,
            folder_unsynced: false,
            reader: None,
            again: None,
            read: Position::default(),
            delivered_before: 0,
            unknown: false,
            last_id: None,
            outstanding: BTreeSet::new(),
            saved: None,
            damaged: 0,
            trouble: Trouble::default(),
        };
        match loaded {
            Loaded::Whole(cursor) => log.begin_at(cursor)?,
            Loaded::Damaged(reason) => log.begin_without_cursor(&reason)?,
            Loaded::Missing if log.segments.is_empty() => {}
            // It is written before the first file is created.
            Loaded::Missing => log.begin_without_cursor("it is gone")?,
        }
        Ok(log)
    }

    fn path(&self, number: u64) -> PathBuf {
        let damaged = self.segments.get(&number).is_some_and(|segment| segment.damaged);
        segment::path(&self.folder, number, damaged)
    }

    /// Returns the number of events that were written and not read yet. Events count until they are found to be lost.
    pub(crate) fn unread(&self) -> u64 {
        self.next_index.saturating_sub(self.read.index).max(u64::from(self.unknown))
    }

    /// Returns how many events were lost because of damage, as far as is known. Damage without a loss, or with an
    /// unknown number of lost events, counts as one.
    pub(crate) const fn damaged(&self) -> u64 {
        self.damaged
    }

    /// Returns whether the last write to the folder failed.
    pub(crate) const fn fails(&self) -> bool {
        self.trouble.cannot_write()
    }

    /// Appends an event. If it fails, nothing is added, and the same call may succeed later.
    pub(crate) fn append(&mut self, event: &ForwardEvent) -> Result<RecordId, SpillError> {
        let written = self.try_append(event);
        self.trouble.note(&self.folder, Doing::Append, written.as_ref().err());
        written.map(RecordId)
    }

    /// Appends an event that the caller also holds in memory and will not read from here. Only if no event is unread,
    /// because this one is skipped by reading.
    pub(crate) fn append_held(&mut self, event: &ForwardEvent) -> Result<RecordId, SpillError> {
        debug_assert_eq!(self.unread(), 0, "unread events would be passed over");
        let RecordId(at) = self.append(event)?;
        self.outstanding.insert(at);
        let offset = self.segments[&at.segment].length;
        self.read = Position { segment: at.segment, offset, index: self.next_index };
        Ok(RecordId(at))
    }

    fn try_append(&mut self, event: &ForwardEvent) -> Result<Position, SpillError> {
        let record = record::encode(event, self.next_index);
        let held: u64 = self.segments.values().map(|segment| segment.length).sum();
        if held + record.len() as u64 > self.max_bytes && held > 0 {
            let (folder, max_bytes) = (self.folder.clone(), self.max_bytes);
            return Err(SpillError::Full { folder, max_bytes });
        }
        if self.tail.as_ref().is_some_and(|tail| tail.end() >= self.segment_bytes) {
            self.sync_tail()?;
            self.tail = None;
        }
        let tail = match &mut self.tail {
            Some(tail) => tail,
            None => {
                let tail = self.new_tail()?;
                self.tail.insert(tail)
            }
        };
        let at = Position { segment: tail.segment, offset: tail.end(), index: self.next_index };
        let written = tail.write(&record);
        let length = tail.end();
        written.map_err(SpillError::io("write", &self.path(at.segment)))?;
        self.segments.insert(at.segment, Segment { length, ..self.segments[&at.segment] });
        self.next_index += 1;
        Ok(at)
    }

    fn new_tail(&mut self) -> Result<Tail, SpillError> {
        if self.saved.is_none() {
            self.save(self.cursor())?;
        }
        let number = self.next_segment;
        let path = segment::path(&self.folder, number, false);
        let file = self.disk.create(&path).map_err(SpillError::io("create", &path))?;
        self.next_segment += 1;
        self.folder_unsynced = true;
        self.segments.insert(number, Segment { length: 0, damaged: false });
        Ok(Tail::new(number, file))
    }

    /// Marks the event as delivered or given up.
    pub(crate) fn done(&mut self, record: RecordId) {
        self.outstanding.remove(&record.0);
    }

    /// Makes all writes and done marks durable, and deletes delivered files.
    ///
    /// # Errors
    ///
    /// Returns an error if that fails. Nothing that was appended since the last success is safe then.
    pub(crate) fn sync(&mut self) -> Result<(), SpillError> {
        let synced = self.try_sync();
        self.trouble.note(&self.folder, Doing::Sync, synced.as_ref().err());
        synced
    }

    fn try_sync(&mut self) -> Result<(), SpillError> {
        let all_delivered =
            self.outstanding.is_empty() && self.unread() == 0 && !self.segments.is_empty();
        let cursor = if all_delivered {
            // The current file can be deleted too, synced or not.
            let end = Position { segment: self.next_segment, offset: 0, index: self.next_index };
            Cursor { delivered: end, written: end }
        } else {
            self.sync_tail()?;
            self.cursor()
        };
        let delivered = cursor.delivered;
        if self.saved != Some(cursor) {
            match self.save(cursor) {
                Err(error) if error.is_no_room() && self.is_below(delivered.segment) => {
                    // Makes room for the cursor. If the process dies in between, delivered events are reported as lost.
                    self.delete_below(delivered);
                    self.save(cursor)?;
                }
                saved => saved?,
            }
        }
        if self.is_below(delivered.segment) {
            self.delete_below(delivered);
        }
        if self.folder_unsynced {
            self.disk.sync_folder(&self.folder).map_err(SpillError::io("sync", &self.folder))?;
            self.folder_unsynced = false;
        }
        Ok(())
    }

    fn sync_tail(&mut self) -> Result<(), SpillError> {
        let Some(tail) = &mut self.tail else { return Ok(()) };
        let (synced, segment) = (tail.sync(), tail.segment);
        synced.map_err(SpillError::io("sync", &self.path(segment)))
    }

    /// Returns the cursor to write once everything is synced.
    fn cursor(&self) -> Cursor {
        let delivered = self.outstanding.first().copied().unwrap_or(self.read);
        let (segment, offset) = match &self.tail {
            Some(tail) => (tail.segment, tail.end()),
            None => (self.next_segment, 0),
        };
        Cursor { delivered, written: Position { segment, offset, index: self.next_index } }
    }

    /// Writes the cursor file, and syncs the folder.
    fn save(&mut self, cursor: Cursor) -> Result<(), SpillError> {
        cursor::save(&*self.disk, &self.folder, cursor)?;
        self.saved = Some(cursor);
        self.folder_unsynced = false;
        Ok(())
    }

    fn is_below(&self, number: u64) -> bool {
        self.segments.range(..number).next().is_some()
    }

    /// Removes delivered files; damaged files get their final name instead. If a file cannot be removed, it takes up
    /// space until a later try succeeds.
    fn delete_below(&mut self, delivered: Position) {
        self.tail = self.tail.take().filter(|tail| tail.segment >= delivered.segment);
        self.again = self.again.take().filter(|reader| reader.number >= delivered.segment);
        self.reader = self.reader.take().filter(|reader| reader.number >= delivered.segment);
        self.read = self.read.max(delivered);
        let mut failed = None;
        while let Some((&number, segment)) = self.segments.range(..delivered.segment).next() {
            let path = segment::path(&self.folder, number, segment.damaged);
            let deleted = if segment.damaged {
                self.disk.rename(&path, &segment::kept_path(&self.folder, number))
            } else {
                self.disk.remove(&path)
            };
            match deleted {
                Err(error) if error.kind() != io::ErrorKind::NotFound => {
                    failed = Some(SpillError::io("delete", &path)(error));
                    break;
                }
                _ => {
                    self.segments.remove(&number);
                    self.folder_unsynced = true;
                }
            }
        }
        self.trouble.note(&self.folder, Doing::Delete, failed.as_ref());
    }
}

#[cfg(test)]
mod damage_tests;
#[cfg(test)]
mod fault_tests;
#[cfg(test)]
pub(super) mod tests;
