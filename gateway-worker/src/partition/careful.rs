//! Care with events that may kill the worker: one at a time, each written down, and a suspect while no other partition of this worker
//! handles one. See `position`.

use std::sync::Arc;

use tokio::sync::{Mutex, OwnedMutexGuard};

use super::consumer::Described;

/// What a partition needs for its care.
#[derive(Debug)]
pub(super) struct Care {
    described: Described,
    alone: Arc<Mutex<()>>,
    held: Option<OwnedMutexGuard<()>>,
}

impl Care {
    pub(super) const fn new(described: Described, alone: Arc<Mutex<()>>) -> Self {
        Self { described, alone, held: None }
    }

    /// There is another consumer of this ownership.
    pub(super) fn renew(&mut self, described: Described) {
        self.described = described;
    }

    /// Up to this sequence one event is handled at a time.
    pub(super) const fn up_to(&self) -> u64 {
        self.described.note.careful_up_to
    }

    /// What is noted, for a consumer that is made when everything up to `mark` is handled.
    pub(super) const fn note_at(&self, mark: u64) -> super::position::Note {
        super::position::Note { position: mark, ..self.described.note }
    }

    /// Whether the next event may begin, with everything up to `mark` handled. While a suspect is ahead, only one partition of the
    /// worker goes on: if the process dies, its event is the one to blame.
    pub(super) fn may_begin(&mut self, mark: u64) -> bool {
        if self.described.note.suspect <= mark {
            return true;
        }
        if self.held.is_none() {
            self.held = Arc::clone(&self.alone).try_lock_owned().ok();
        }
        self.held.is_some()
    }

    /// Everything up to `mark` is handled: another partition may go on with its suspect if that was this one's.
    pub(super) fn handled(&mut self, mark: u64) {
        if self.described.note.suspect <= mark {
            self.held = None;
        }
    }

    /// How many owners died with this event in hand.
    pub(super) fn deaths_of(&self, sequence: u64) -> u32 {
        let note = self.described.note;
        if note.suspect == sequence { note.deaths } else { 0 }
    }

    /// Writes down that this event begins, if that is to be known.
    pub(super) async fn begins(&mut self, sequence: u64) {
        if sequence > self.up_to() {
            return;
        }
        if let Err(error) = self.described.write_in_hand(sequence).await {
            // If the process dies now, the next owner is careful again, and blames nothing.
            tracing::debug!(sequence, %error, "the event in hand could not be written down");
        }
    }
}
