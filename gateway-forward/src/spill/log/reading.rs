//! Reading a folder from front to back, over what is damaged.

use super::{RecordId, SpillLog};
use crate::event::ForwardEvent;
use crate::spill::SpillError;
use crate::spill::cursor::Position;
use crate::spill::gap::Gap;
use crate::spill::record::Record;
use crate::spill::segment::{self, Next, Reader};
use crate::spill::trouble::Doing;

impl SpillLog {
    /// The next event, to be marked as [`done`](Self::done) when it is delivered.
    ///
    /// Damage is passed over, said and counted; the file it is in is kept.
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

    /// Says what was lost, if something was, and marks the files, which are kept.
    fn report(&mut self, gap: &Gap, before: Option<&str>) -> Result<(), SpillError> {
        let path = self.path(gap.begin.segment);
        let (path, offset) = (path.display(), gap.begin.offset);
        if !gap.is_damage() {
            if gap.bytes > 0 {
                tracing::debug!(%path, offset, bytes = gap.bytes, "an event was not written to its end when a process died; it was not acknowledged");
            }
            return Ok(());
        }
        for number in gap.files() {
            self.mark_damaged(number)?;
        }
        let after = self.last_id.as_deref();
        tracing::error!(
            %path, offset, bytes = gap.bytes, lost = gap.lost, ids = ?gap.ids, after, before,
            "a spill file is damaged: events are lost between those called `after` and `before`; all others are delivered, the file is kept"
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

    /// Reads an event that was read before and is not [`done`](Self::done); none if it was damaged since, which is
    /// said and counted. Such an event is done.
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
        // What was read last lies elsewhere.
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
