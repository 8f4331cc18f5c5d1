//! A record in a separate file, outside of a log.

use std::io;
use std::path::Path;

use super::disk::Disk;
use super::record::{self, PREFIX};
use super::segment::Reader;
use crate::event::ForwardEvent;

/// Returns the contents of a file with this event.
pub(crate) fn record_of(event: &ForwardEvent, index: u64) -> Vec<u8> {
    record::encode(event, index)
}

/// Returns the event of such a file; `None` if it is damaged.
pub(crate) fn read_record(disk: &dyn Disk, path: &Path) -> io::Result<Option<ForwardEvent>> {
    let mut file = disk.open(path)?;
    let mut prefix = [0; PREFIX];
    let read = file.read_at(0, &mut prefix)?;
    let record::Start::Record(prefix) = record::start(&prefix[..read]) else { return Ok(None) };
    let next = Reader::new(0, file).next(0, prefix.length())?;
    Ok(next.record.filter(|(at, _)| *at == 0).map(|(_, record)| record.event))
}
