//! The worker's record: it shows that the worker is living, and confirms its ownership (rule 2).
//!
//! Other workers consider a worker dead if its record has not changed for `T_dead` (see `liveness`). So if a record
//! that was sent at `s` was written, it confirms this worker's ownership of all its leases until `s + T`: no other
//! worker can take over before `s + T_dead`. The time of sending counts, because the record may have been written at
//! any time after it.
//!
//! If the confirmation lapsed, even for a moment, others may have decided to take over, and the write for that may
//! still be in flight. The next record does not undo this. So each lapse puts every lease in doubt: its key is written
//! again (see `ownership`), and either that write or the other worker's is refused. A paused process that wakes up is
//! the same case: its confirmation is old by its own monotonic clock.

use std::collections::VecDeque;
use std::time::{Duration, Instant};

use crate::key::Key;
use crate::output::Output;
use crate::planted::{WrongRule, planted};
use crate::value::{
    LeaseReport, Stamp, TroubleReport, VERSION, VitalsReport, WorkerRecord, WorkerState,
};

use super::machine::Fleet;
use super::ownership::Phase;
use super::writes::Draft;

/// The number of records that were sent and not yet seen in the watch that are remembered.
const SENT_KEPT: usize = 64;
/// How long the watch may take to deliver a record that was written.
const ECHO: Duration = Duration::from_secs(5);

/// The state of this worker's key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Place {
    /// No snapshot has arrived yet.
    Unknown,
    /// Another process with this id has it. The revision is the one that was found: if it changes, that process is
    /// still running.
    Taken(u64),
    /// It is this worker's, or free, with this revision.
    Mine(u64),
}

#[derive(Debug)]
pub(super) struct Presence {
    pub(super) place: Place,
    pub(super) next_beat: Instant,
    /// Number and time of the records that were sent and that the watch has not delivered.
    sent: VecDeque<(u64, Instant)>,
    /// When the newest record that was written was sent.
    pub(super) confirmed_at: Option<Instant>,
    /// How many times the confirmation has lapsed.
    pub(super) lapses: u64,
    /// When the first record was written.
    pub(super) joined_at: Option<Instant>,
    pub(super) state: WorkerState,
    /// The first record that says that this worker has left.
    leaves_with: Option<u64>,
    /// The deadline for the watch to deliver a record.
    pub(super) echo_by: Option<Instant>,
}

impl Presence {
    pub(super) const fn new(now: Instant) -> Self {
        Self {
            place: Place::Unknown,
            next_beat: now,
            sent: VecDeque::new(),
            confirmed_at: None,
            lapses: 0,
            joined_at: None,
            state: WorkerState::Active,
            leaves_with: None,
            echo_by: None,
        }
    }
}

impl Fleet {
    /// Returns until when this worker's ownership is confirmed.
    pub(super) fn confirmed_until(&self) -> Option<Instant> {
        Some(self.presence.confirmed_at? + self.config.times.confirmed)
    }

    pub(super) fn is_confirmed(&self, now: Instant) -> bool {
        self.confirmed_until().is_some_and(|until| now < until)
    }

    pub(super) fn own_key(&self) -> Key {
        Key::Worker(self.config.worker.clone())
    }

    pub(super) fn beat(&mut self, now: Instant) {
        self.presence.next_beat = now + self.config.times.beat;
        if let Place::Mine(revision) = self.presence.place {
            self.write(self.own_key(), revision, Draft::Record, now);
        }
        self.know_the_window(now);
        self.notice_troubles(now);
    }

    /// Creates the current record.
    pub(super) fn record(&mut self, stamp: Stamp) -> WorkerRecord {
        if self.presence.sent.len() == SENT_KEPT {
            self.presence.sent.pop_front();
        }
        self.presence.sent.push_back((stamp.write, self.now));
        if self.presence.state == WorkerState::Left {
            self.presence.leaves_with.get_or_insert(stamp.write);
        }
        let leases = self.local.iter().filter_map(|(lease, phase)| match phase {
            Phase::Held(held) => {
                let revision = self.view.revision(&Key::Lease(*lease));
                // Until its session is in the key, the sequence belongs to no session that another worker could resume.
                let sequence = if held.is_saved { held.sequence } else { 0 };
                Some(LeaseReport(*lease, revision, sequence, held.is_live))
            }
            _ => None,
        });
        WorkerRecord {
            v: VERSION,
            by: stamp,
            state: self.presence.state,
            // A worker that the plan refuses owns nothing, so the others must not count on it.
            capacity: if self.own_difference().is_none() { self.config.capacity } else { 0 },
            identity: self.config.identity.clone(),
            leases: leases.collect(),
            vitals: self.vitals_reports(),
            troubles: TroubleReport::some(self.troubles.iter()),
            resets_in: self.starts_come_back_in(self.now),
            rest: crate::value::Rest::new(),
        }
    }

    fn vitals_reports(&self) -> Vec<VitalsReport> {
        let vitals = self.local.iter().filter_map(|(lease, phase)| match phase {
            Phase::Held(held) => Some(VitalsReport::new(*lease, held.vitals.as_ref()?, self.now)),
            _ => None,
        });
        vitals.collect()
    }

    /// A record that was sent at this time was written.
    pub(super) fn record_landed(
        &mut self,
        revision: u64,
        write: u64,
        sent_at: Instant,
        now: Instant,
    ) {
        let first = self.presence.confirmed_at.is_none();
        let mut lapsed = !first && !self.is_confirmed(now);
        if planted(WrongRule::LapsesAreForgotten) {
            lapsed = false;
        }
        self.presence.place = Place::Mine(revision);
        self.presence.joined_at.get_or_insert(now);
        let sent_at = if planted(WrongRule::ConfirmedFromTheAnswer) { now } else { sent_at };
        self.presence.confirmed_at = self.presence.confirmed_at.max(Some(sent_at));
        if !planted(WrongRule::OldViewsProveDeath) {
            self.presence.echo_by.get_or_insert(now + ECHO);
        }
        if lapsed {
            self.presence.lapses += 1;
            self.tend_all(now);
        }
        if first {
            self.assign_soon(now);
        }
        if !self.is_confirmed(now) {
            self.presence.next_beat = now;
        }
        if self.presence.leaves_with.is_some_and(|first| first <= write) {
            self.record_tells_leaving();
        }
    }

    /// Another process has written the record, or the bucket has gone back. A new snapshot shows which.
    pub(super) fn record_refused(&mut self, now: Instant) {
        if self.view.is_current() && !matches!(self.presence.place, Place::Taken(_)) {
            self.rewatch(now);
        }
    }

    /// The watch delivered this worker's key.
    pub(super) fn own_record_seen(&mut self, revision: u64, stamp: Option<&Stamp>, now: Instant) {
        match stamp {
            Some(stamp) if stamp.instance == self.config.instance => {
                if let Place::Mine(known) = self.presence.place {
                    self.presence.place = Place::Mine(known.max(revision));
                }
                self.echo(stamp.write, now);
            }
            // The other process may have written that it leaves.
            _ if matches!(self.presence.place, Place::Taken(_)) => self.find_place(now),
            _ => self.id_taken_over(now),
        }
    }

    fn echo(&mut self, write: u64, now: Instant) {
        self.presence.echo_by = None;
        let Some(index) = self.presence.sent.iter().position(|(number, _)| *number == write) else {
            return;
        };
        let (_, sent_at) = self.presence.sent[index];
        self.presence.sent.drain(..=index);
        self.proven(sent_at, now);
        self.assign_soon(now);
    }

    /// Another process with this id has the record, so all leases of this process are lost. It had to wait until this
    /// process was dead.
    fn id_taken_over(&mut self, now: Instant) {
        if matches!(self.presence.place, Place::Mine(_)) {
            self.presence.place = Place::Taken(0);
            self.presence.confirmed_at = None;
            self.presence.joined_at = None;
            self.presence.lapses += 1;
            let leases: Vec<_> = self.local.keys().copied().collect();
            for lease in leases {
                self.lose(lease, now);
            }
        }
    }

    /// After a snapshot, decides whether the id is free. A process that has left, or whose record does not change for
    /// `T_dead`, is replaced. The write itself proves that the record has not changed, because it expects its revision.
    pub(super) fn find_place(&mut self, now: Instant) {
        let seen = self.view.workers.get(&self.config.worker);
        let Some(seen) = seen.filter(|seen| seen.revision > 0) else {
            self.presence.place = Place::Mine(0);
            return;
        };
        let is_over = seen.moved_at + self.config.times.dead <= now;
        let is_free = match &seen.record {
            Some(record) => {
                record.by.instance == self.config.instance || record.state == WorkerState::Left
            }
            None => !self.view.unreadable.contains_key(&self.own_key()),
        };
        let revision = seen.revision;
        let before = self.presence.place;
        if is_free || is_over {
            self.presence.place = Place::Mine(revision);
            if matches!(before, Place::Taken(_) | Place::Unknown) {
                self.presence.next_beat = now;
            }
            return;
        }
        match before {
            Place::Mine(_) => self.id_taken_over(now),
            Place::Taken(_) => {}
            Place::Unknown => {
                self.presence.place = Place::Taken(revision);
                let until = seen.moved_at + self.config.times.dead;
                self.outputs.push_back(Output::WaitsForId { until });
            }
        }
    }

    /// Returns whether another process uses this worker's id: its record has changed since it was found.
    pub(super) fn id_is_used(&self) -> bool {
        let revision = self.view.revision(&self.own_key());
        matches!(self.presence.place, Place::Taken(found) if found < revision)
    }

    /// Restarts the watch, because it is late or contradicts what was written.
    pub(super) fn rewatch(&mut self, now: Instant) {
        self.view.begin_snapshot(now);
        self.presence.echo_by = None;
        self.outputs.push_back(Output::Rewatch);
    }
}
