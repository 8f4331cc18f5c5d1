//! The files of a spill folder: `00000000000000000001.spill` and so on, each written once and then only read.
//!
//! A file with damage is named `NUMBER.damaged.spill` until its intact events are delivered, then `NUMBER.damaged`. It
//! is kept for a person to examine.

use std::collections::BTreeMap;
use std::io;
use std::path::{Path, PathBuf};

use super::SpillError;
use super::disk::{Disk, DiskFile};
use super::record::{self, MARKER, PREFIX, Record, Start};

/// The number of bytes read at a time.
const CHUNK: usize = 64 << 10;

/// A file that is not, or not completely, delivered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Segment {
    pub(super) length: u64,
    /// Whether damage was found in it.
    pub(super) damaged: bool,
}

pub(super) fn path(folder: &Path, number: u64, damaged: bool) -> PathBuf {
    folder.join(format!("{number:020}.{}spill", if damaged { "damaged." } else { "" }))
}

/// Returns the name under which a damaged file is kept after its intact events are delivered.
pub(super) fn kept_path(folder: &Path, number: u64) -> PathBuf {
    folder.join(format!("{number:020}.damaged"))
}

/// Returns the existing segments, and the highest number that was used, including files that are only kept.
pub(super) fn list(
    disk: &dyn Disk,
    folder: &Path,
) -> Result<(BTreeMap<u64, Segment>, u64), SpillError> {
    let files = disk.list(folder).map_err(SpillError::io("read", folder))?;
    let (mut segments, mut highest) = (BTreeMap::new(), 0);
    for (name, length) in files {
        let Some((number, kind)) = name.split_once('.') else { continue };
        let Ok(number) = number.parse::<u64>() else { continue };
        match kind {
            "spill" => drop(segments.insert(number, Segment { length, damaged: false })),
            "damaged.spill" => drop(segments.insert(number, Segment { length, damaged: true })),
            "damaged" => {}
            _ => continue,
        }
        highest = highest.max(number);
    }
    Ok((segments, highest))
}

/// Reads one segment from front to back.
#[derive(Debug)]
pub(super) struct Reader {
    pub(super) number: u64,
    file: Box<dyn DiskFile>,
    /// A part of the file.
    window: Vec<u8>,
    window_at: u64,
}

/// The next record, and what is before it.
#[derive(Debug, Default)]
pub(super) struct Next {
    /// Its position and the record; `None` if the segment has no more.
    pub(super) record: Option<(u64, Record)>,
    /// The number of bytes before it, or before the end, that do not belong to a record.
    pub(super) skipped: u64,
    /// Whether those bytes are the beginning of a record, up to the end of the file.
    pub(super) torn: bool,
    /// The ids of records among those bytes, if they can be read.
    pub(super) ids: Vec<Box<str>>,
}

impl Reader {
    pub(super) const fn new(number: u64, file: Box<dyn DiskFile>) -> Self {
        Self { number, file, window: Vec::new(), window_at: 0 }
    }

    /// Returns the first intact record from this position on, and reads nothing from `limit` on.
    pub(super) fn next(&mut self, from: u64, limit: u64) -> io::Result<Next> {
        let mut next = Next::default();
        let mut at = from;
        while at < limit {
            match record::start(self.bytes(at, PREFIX as u64, limit)?) {
                Start::Record(prefix) if prefix.length() <= limit - at => {
                    let bytes = self.bytes(at, prefix.length(), limit)?;
                    if bytes.len() as u64 == prefix.length() {
                        match prefix.decode(bytes) {
                            Ok(record) => {
                                next.record = Some((at, record));
                                break;
                            }
                            Err(id) => next.ids.extend(id),
                        }
                    }
                }
                Start::Record(_) | Start::Torn => next.torn |= at == from,
                Start::Damaged => {}
            }
            at = self.find_marker(at + 1, limit)?.unwrap_or(limit);
        }
        next.skipped = at.saturating_sub(from);
        next.torn &= next.record.is_none() && next.skipped > 0;
        Ok(next)
    }

    /// Returns the position of the next marker, complete or cut off by the end.
    fn find_marker(&mut self, from: u64, limit: u64) -> io::Result<Option<u64>> {
        let mut at = from;
        while at < limit {
            let bytes = self.bytes(at, CHUNK as u64, limit)?;
            if let Some(found) = bytes.windows(MARKER.len()).position(|four| four == MARKER) {
                return Ok(Some(at + found as u64));
            }
            // A marker may cross the end of the chunk.
            let step = bytes.len().saturating_sub(MARKER.len() - 1);
            if step == 0 {
                break;
            }
            at += step as u64;
        }
        Ok(None)
    }

    /// Returns the bytes at this position: `count` of them, or fewer at the limit or at the end of the file. It never
    /// allocates more memory than the file has bytes.
    fn bytes(&mut self, at: u64, count: u64, limit: u64) -> io::Result<&[u8]> {
        let end = limit.min(at.saturating_add(count));
        let window_end = self.window_at + self.window.len() as u64;
        if at < self.window_at || end > window_end {
            let wanted = end.max(limit.min(at.saturating_add(CHUNK as u64))).saturating_sub(at);
            self.window.clear();
            self.window_at = at;
            // If a file is shorter than expected, it is damaged, and no memory is allocated for the missing part.
            let mut filled = 0;
            while (filled as u64) < wanted {
                let step =
                    usize::try_from(wanted).unwrap_or(usize::MAX).saturating_sub(filled).min(CHUNK);
                self.window.resize(filled + step, 0);
                let read = self.file.read_at(at + filled as u64, &mut self.window[filled..])?;
                filled += read;
                if read < step {
                    break;
                }
            }
            self.window.truncate(filled);
        }
        let from =
            usize::try_from(at - self.window_at).unwrap_or(usize::MAX).min(self.window.len());
        let until =
            usize::try_from(end - self.window_at).unwrap_or(usize::MAX).min(self.window.len());
        Ok(&self.window[from..until])
    }
}

#[cfg(test)]
mod tests {
    use super::super::disk::Disk;
    use super::super::log::tests::event;
    use super::super::test_disk::TestDisk;
    use super::*;

    fn reader(bytes: Vec<u8>) -> Reader {
        let disk = TestDisk::with(Path::new("/s"), BTreeMap::from([("f".to_owned(), bytes)]));
        Reader::new(1, disk.open(Path::new("/s/f")).unwrap())
    }

    #[test]
    fn a_length_that_is_made_up_takes_no_memory() {
        let mut bytes = record::encode(&event(1), 0);
        bytes[4..12].fill(0xff);
        let check = crc32fast::hash(&bytes[..PREFIX - 4]).to_le_bytes();
        bytes[PREFIX - 4..PREFIX].copy_from_slice(&check);
        let length = bytes.len() as u64;
        for limit in [length, u64::MAX / 2] {
            let mut reader = reader(bytes.clone());
            let next = reader.next(0, limit).unwrap();
            assert_eq!((next.record, next.skipped), (None, limit));
            assert!(reader.window.capacity() <= 2 * CHUNK, "{}", reader.window.capacity());
        }
    }

    #[test]
    fn what_another_record_follows_was_not_cut_off() {
        let mut first = record::encode(&event(1), 0);
        first[9] = 1; // 256 bytes longer than it is
        let check = crc32fast::hash(&first[..PREFIX - 4]).to_le_bytes();
        first[PREFIX - 4..PREFIX].copy_from_slice(&check);
        let bytes = [first, record::encode(&event(2), 1)].concat();
        let limit = bytes.len() as u64;
        let next = reader(bytes).next(0, limit).unwrap();
        assert!(next.record.is_some() && next.skipped > 0 && !next.torn, "{next:?}");
    }

    #[test]
    fn a_record_is_found_wherever_it_lies_about_the_end_of_a_chunk() {
        let record = record::encode(&event(1), 7);
        for before in CHUNK - 40..CHUNK + 8 {
            let bytes = [vec![b'x'; before], record.clone()].concat();
            let limit = bytes.len() as u64;
            let next = reader(bytes).next(0, limit).unwrap();
            let (at, found) = next.record.unwrap();
            assert_eq!((at, found.index, next.skipped), (before as u64, 7, before as u64));
        }
    }

    #[test]
    fn a_record_may_be_larger_than_a_chunk() {
        let mut large = event(1);
        large.data = vec![b'1'; 3 * CHUNK].into();
        let bytes = [record::encode(&large, 0), record::encode(&event(2), 1)].concat();
        let limit = bytes.len() as u64;
        let mut reader = reader(bytes);
        let (_, first) = reader.next(0, limit).unwrap().record.unwrap();
        let (at, second) = reader.next(first.length, limit).unwrap().record.unwrap();
        assert_eq!((at, first.event, second.event), (first.length, large, event(2)));
        let end = reader.next(limit, limit).unwrap();
        assert!(end.record.is_none() && end.skipped == 0 && !end.torn);
    }
}
