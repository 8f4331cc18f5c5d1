//! Reads a folder from front to back, and skips damage.

use super::{RecordId, SpillLog};
use crate::event::ForwardEvent;
use crate::spill::SpillError;
use crate::spill::cursor::Position;
use crate::spill::gap::Gap;
use crate::spill::record::Record;
use crate::spill::segment::{self, Next, Reader};
use crate::spill::trouble::Doing;

impl SpillLog {
    /// Returns the next event. Mark it as [`done`](Self::done) when it is delivered.
    ///
    /// Damage is skipped, logged and counted; the damaged file is kept.
    pub(crate) fn read_next(&mut self) -> Result<Option<(RecordId, ForwardEvent)>, SpillError> {
        let read = self.try_read();
        self.trouble.note(&self.folder, Doing::Read, read.as_ref().err());
        read
    }

    fn try_read(&mut self) -> Result<Option<(RecordId, ForwardEvent)>, SpillError> {
        let mut place = self.read;
        let mut gap = Gap::new(place);
        loop {
            let mut next = self.read_at_if_there(place)?;
            gap.passed(place.segment, &mut next);
            if let Some((offset, record)) = next.record {
                let at = Position { offset, index: record.index, ..place };
                place.offset = offset + record.length;
                if record.index < self.delivered_before {
                    continue;
                }
                gap.lost = record.index.saturating_sub(place.index);
                self.report(&gap, Some(&record.event.id))?;
                place.index = place.index.max(record.index.saturating_add(1));
                self.next_index = self.next_index.max(place.index);
                self.read = place;
                self.last_id = Some(record.event.id.clone());
                self.outstanding.insert(at);
                return Ok(Some((RecordId(at), record.event)));
            }
            if let Some(segment) = self.segments.get(&place.segment) {
                place.offset = place.offset.max(segment.length);
            }
            let Some((&segment, _)) = self.segments.range(place.segment.saturating_add(1)..).next()
            else {
                break;
            };
            place = Position { segment, offset: 0, ..place };
        }
        gap.lost = self.next_index.saturating_sub(place.index);
        self.report(&gap, None)?;
        self.unknown = false;
        self.read = Position { index: self.next_index.max(place.index), ..place };
        Ok(None)
    }

    fn read_at_if_there(&mut self, place: Position) -> Result<Next, SpillError> {
        if !self.segments.contains_key(&place.segment) {
            return Ok(Next::default());
        }
        self.read_at(place.segment, place.offset)
    }

    /// Logs what was lost, if anything, and marks the damaged files, which are kept.
    fn report(&mut self, gap: &Gap, before: Option<&str>) -> Result<(), SpillError> {
        let path = self.path(gap.begin.segment);
        let (path, offset) = (path.display(), gap.begin.offset);
        if !gap.is_damage() {
            if gap.bytes > 0 {
                tracing::debug!(%path, offset, bytes = gap.bytes, "an incomplete event was found, from a process that died while writing it; it was not acknowledged");
            }
            return Ok(());
        }
        for number in gap.files() {
            self.mark_damaged(number)?;
        }
        let after = self.last_id.as_deref();
        tracing::error!(
            %path, offset, bytes = gap.bytes, lost = gap.lost, ids = ?gap.ids, after, before,
            "a spill file is damaged: the events between `after` and `before` are lost; all others are delivered, and the file is kept"
        );
        self.damaged += gap.lost.max(1);
        Ok(())
    }

    fn mark_damaged(&mut self, number: u64) -> Result<(), SpillError> {
        let from = self.path(number);
        if let Some(segment) = self.segments.get_mut(&number).filter(|segment| !segment.damaged) {
            let to = segment::path(&self.folder, number, true);
            self.disk.rename(&from, &to).map_err(SpillError::io("rename", &from))?;
            segment.damaged = true;
            self.folder_unsynced = true;
        }
        Ok(())
    }

    /// Returns an event that was read before and is not [`done`](Self::done); `None` if it was damaged since, which is
    /// logged and counted. Such an event is done.
    pub(crate) fn read_again(
        &mut self,
        record: RecordId,
    ) -> Result<Option<ForwardEvent>, SpillError> {
        let event = self.try_read_again(record.0);
        self.trouble.note(&self.folder, Doing::Read, event.as_ref().err());
        event
    }

    fn try_read_again(&mut self, at: Position) -> Result<Option<ForwardEvent>, SpillError> {
        std::mem::swap(&mut self.reader, &mut self.again);
        let next = self.read_at_if_there(at);
        std::mem::swap(&mut self.reader, &mut self.again);
        let mut next = next?;
        let same =
            |(offset, record): &(u64, Record)| (*offset, record.index) == (at.offset, at.index);
        if let Some((_, record)) = next.record.take_if(|found| same(found)) {
            return Ok(Some(record.event));
        }
        let mut gap = Gap::new(at);
        gap.passed(at.segment, &mut next);
        gap.lost = 1;
        // The event that was last read is elsewhere.
        self.last_id = None;
        self.report(&gap, None)?;
        self.outstanding.remove(&at);
        Ok(None)
    }

    pub(super) fn read_at(&mut self, number: u64, offset: u64) -> Result<Next, SpillError> {
        let limit = self.segments.get(&number).map_or(0, |segment| segment.length);
        let path = self.path(number);
        if self.reader.as_ref().is_none_or(|reader| reader.number != number) {
            let file = self.disk.open(&path).map_err(SpillError::io("open", &path))?;
            self.reader = Some(Reader::new(number, file));
        }
        let Some(reader) = &mut self.reader else { return Ok(Next::default()) };
        reader.next(offset, limit).map_err(SpillError::io("read", &path))
    }
}
