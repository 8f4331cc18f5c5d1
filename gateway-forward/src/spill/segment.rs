//! The files of a spill folder: `00000000000000000001.spill` and so on, each written once and then only read.

use std::fs::{self, File};
use std::io::{Read, Seek, SeekFrom};
use std::path::{Path, PathBuf};

use super::SpillError;
use super::record::{self, PREFIX};

const EXTENSION: &str = "spill";

pub(super) fn path(folder: &Path, segment: u64) -> PathBuf {
    folder.join(format!("{segment:020}.{EXTENSION}"))
}

/// The numbers and lengths of the segments there are, in order.
pub(super) fn list(folder: &Path) -> Result<Vec<(u64, u64)>, SpillError> {
    let error = || SpillError::io("read", folder);
    let mut segments = Vec::new();
    for entry in fs::read_dir(folder).map_err(error())? {
        let entry = entry.map_err(error())?;
        let path = entry.path();
        let number = path.file_stem().and_then(|stem| stem.to_str()?.parse().ok());
        let is_segment = path.extension().is_some_and(|extension| extension == EXTENSION);
        if let (true, Some(number)) = (is_segment, number) {
            segments.push((number, entry.metadata().map_err(error())?.len()));
        }
    }
    segments.sort_unstable();
    Ok(segments)
}

/// Reads one segment from front to back.
#[derive(Debug)]
pub(super) struct Reader {
    pub(super) segment: u64,
    file: File,
    offset: u64,
}

impl Reader {
    pub(super) fn open(folder: &Path, segment: u64, offset: u64) -> Result<Self, SpillError> {
        let path = path(folder, segment);
        let mut file = File::open(&path).map_err(SpillError::io("open", &path))?;
        file.seek(SeekFrom::Start(offset)).map_err(SpillError::io("read", &path))?;
        Ok(Self { segment, file, offset })
    }

    /// The record at the reader's place.
    pub(super) fn next(&mut self, folder: &Path) -> Result<record::Read, SpillError> {
        let failed = || SpillError::io("read", &path(folder, self.segment));
        let mut bytes = Vec::with_capacity(1024);
        let prefix = (&self.file).take(PREFIX as u64).read_to_end(&mut bytes).map_err(failed())?;
        if prefix == PREFIX {
            let length = u32::from_le_bytes([bytes[0], bytes[1], bytes[2], bytes[3]]);
            // As much as there is: a length that damage made up allocates nothing.
            (&self.file).take(u64::from(length)).read_to_end(&mut bytes).map_err(failed())?;
        }
        let read = record::decode(&bytes);
        // A record that is still being written is read again later.
        if let record::Read::Event(_, length) = &read {
            self.offset += *length as u64;
        }
        (&self.file).seek(SeekFrom::Start(self.offset)).map_err(failed())?;
        Ok(read)
    }

    pub(super) const fn offset(&self) -> u64 {
        self.offset
    }

    /// How many records follow, by their lengths alone.
    pub(super) fn count(mut self, folder: &Path) -> Result<u64, SpillError> {
        let mut count = 0;
        while matches!(self.next(folder)?, record::Read::Event(..)) {
            count += 1;
        }
        Ok(count)
    }
}

/// Puts a damaged segment aside, for a person to look at.
pub(super) fn set_aside(folder: &Path, segment: u64) -> Result<PathBuf, SpillError> {
    let from = path(folder, segment);
    let to = from.with_extension("damaged");
    fs::rename(&from, &to).map_err(SpillError::io("rename", &from))?;
    Ok(to)
}
