//! The part of a sink's queue that is on disk.
//!
//! Events are read back in the order in which they were written. If an event's group has no room in memory, the event
//! is *parked*: only its position is kept, and it is read again when its group has room. So a group whose events fail
//! does not delay the events of other groups.

use std::collections::{HashMap, VecDeque};
use std::sync::Arc;

use super::receipt::{Receipt, Tracked};
use crate::event::ForwardEvent;
use crate::queue::Group;
use crate::spill::{RecordId, SpillError, SpillLog};

/// The largest number of parked events, which takes some MB. Beyond that nothing is read from disk until parked events
/// were read.
const MAX_PARKED: usize = 1 << 18;

/// An event in memory.
#[derive(Debug)]
pub(super) struct Item {
    pub(super) event: Arc<ForwardEvent>,
    pub(super) receipt: Option<Receipt>,
    /// Its record, if it is also on disk.
    pub(super) record: Option<RecordId>,
}

impl From<Tracked> for Item {
    fn from(Tracked { event, receipt }: Tracked) -> Self {
        Self { event, receipt, record: None }
    }
}

/// The result of a read.
pub(super) enum Found {
    /// An event for which there is room.
    Event(Item),
    /// A record that needs no room.
    Passed,
    /// There is nothing to read now.
    Nothing,
}

#[derive(Debug)]
pub(super) struct Backlog {
    log: SpillLog,
    /// Receipts of events that are written but not synced.
    unsynced: Vec<Receipt>,
    /// Records of events that are also in memory and were not passed by reading, and whether they are done.
    held: HashMap<RecordId, bool>,
    parked: HashMap<Group, VecDeque<RecordId>>,
    parked_count: usize,
    /// Groups with parked events that may have room.
    awake: VecDeque<Group>,
    /// The number of events of each group that are written but not read.
    behind: HashMap<Group, u64>,
    /// Unread events of an earlier process, whose groups are not known.
    inherited: u64,
    /// Whether a write may be tried: after a failure, not before the next [`sync`](Self::sync).
    writable: bool,
    max_parked: usize,
}

impl Backlog {
    pub(super) fn new(log: SpillLog) -> Self {
        let inherited = log.unread();
        Self {
            log,
            unsynced: Vec::new(),
            held: HashMap::new(),
            parked: HashMap::new(),
            parked_count: 0,
            awake: VecDeque::new(),
            behind: HashMap::new(),
            inherited,
            writable: true,
            max_parked: MAX_PARKED,
        }
    }

    #[cfg(test)]
    pub(super) const fn limit_parked(&mut self, max: usize) {
        self.max_parked = max;
    }

    /// Returns the number of events on disk that are not in memory.
    pub(super) fn len(&self) -> u64 {
        let unread = self.log.unread().saturating_sub(self.held.len() as u64);
        unread + self.parked_count as u64
    }

    /// Returns whether an event of this group has to wait behind others on disk.
    pub(super) fn has(&self, group: Group) -> bool {
        self.inherited > 0 || self.behind.contains_key(&group) || self.parked.contains_key(&group)
    }

    /// Returns how many events were lost because of damage.
    pub(super) const fn damaged(&self) -> u64 {
        self.log.damaged()
    }

    /// Returns whether the last write to the folder failed.
    pub(super) const fn fails(&self) -> bool {
        self.log.fails()
    }

    pub(super) const fn is_writable(&self) -> bool {
        self.writable
    }

    /// Appends an event. The write goes to the system's cache; [`sync`](Self::sync) waits for the disk and then marks
    /// the events as handled.
    pub(super) fn append(&mut self, tracked: Tracked) -> Result<(), (Tracked, SpillError)> {
        let written = self.log.append(&tracked.event);
        self.writable = written.is_ok();
        match written {
            Ok(_) => {
                self.unsynced.extend(tracked.receipt);
                *self.behind.entry(Group::of(&tracked.event)).or_default() += 1;
                Ok(())
            }
            Err(error) => Err((tracked, error)),
        }
    }

    /// Writes an event that stays in memory, unless it is already on disk.
    pub(super) fn keep(&mut self, item: &mut Item) -> Result<(), SpillError> {
        if item.record.is_none() {
            // If it is written behind other events, reading skips it later.
            let behind = self.log.unread() > 0;
            let record = if behind {
                self.log.append(&item.event)
            } else {
                self.log.append_held(&item.event)
            };
            self.writable = record.is_ok();
            let record = record?;
            item.record = Some(record);
            if behind {
                self.held.insert(record, false);
            }
            self.unsynced.extend(item.receipt.take());
        }
        Ok(())
    }

    /// Reads the next event of a group for which `has_room` returns true.
    pub(super) fn read(&mut self, has_room: impl Fn(Group) -> bool) -> Result<Found, SpillError> {
        while let Some(&group) = self.awake.front() {
            let record = self.parked.get(&group).and_then(|records| records.front().copied());
            let Some(record) = record.filter(|_| has_room(group)) else {
                self.awake.pop_front();
                continue;
            };
            let event = self.log.read_again(record)?;
            self.unpark(group);
            return Ok(match event {
                Some(event) => Found::Event(item(record, event)),
                // It was damaged since it was first read, which was reported.
                None => Found::Passed,
            });
        }
        if self.parked_count >= self.max_parked || self.log.unread() == 0 {
            return Ok(Found::Nothing);
        }
        let Some((record, event)) = self.log.read_next()? else {
            self.all_read();
            return Ok(Found::Nothing);
        };
        let found = self.found(record, event, has_room);
        if self.log.unread() == 0 {
            self.all_read();
        }
        Ok(found)
    }

    fn found(
        &mut self,
        record: RecordId,
        event: ForwardEvent,
        has_room: impl Fn(Group) -> bool,
    ) -> Found {
        if let Some(done) = self.held.remove(&record) {
            if done {
                self.log.done(record);
            }
            return Found::Passed;
        }
        let group = Group::of(&event);
        if self.inherited > 0 {
            self.inherited -= 1;
        } else if let Some(behind) = self.behind.get_mut(&group) {
            *behind -= 1;
            if *behind == 0 {
                self.behind.remove(&group);
            }
        }
        if self.parked.contains_key(&group) || !has_room(group) {
            self.parked.entry(group).or_default().push_back(record);
            self.parked_count += 1;
            return Found::Passed;
        }
        Found::Event(item(record, event))
    }

    /// Corrects the counts after damage: some counted events may be lost.
    fn all_read(&mut self) {
        self.inherited = 0;
        self.behind.clear();
        self.held.clear();
    }

    fn unpark(&mut self, group: Group) {
        self.parked_count -= 1;
        if let Some(records) = self.parked.get_mut(&group) {
            records.pop_front();
            if records.is_empty() {
                self.parked.remove(&group);
            }
        }
    }

    /// Notes that a group has more room.
    pub(super) fn wake(&mut self, group: Group) {
        if self.parked.contains_key(&group) && !self.awake.contains(&group) {
            self.awake.push_back(group);
        }
    }

    /// Marks the event of this record as done.
    pub(super) fn done(&mut self, record: RecordId) {
        match self.held.get_mut(&record) {
            Some(done) => *done = true,
            None => self.log.done(record),
        }
    }

    /// Makes all writes and all done marks durable. After that, written events are handled, whatever happens to the
    /// process or the machine.
    pub(super) fn sync(&mut self) {
        self.writable = true;
        // The log reports what is wrong.
        if self.log.sync().is_ok() {
            self.unsynced.drain(..).for_each(Receipt::mark_handled);
        }
    }
}

fn item(record: RecordId, event: ForwardEvent) -> Item {
    Item { event: Arc::new(event), receipt: None, record: Some(record) }
}
