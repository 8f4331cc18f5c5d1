//! Careful mode for events that may kill the worker: one event at a time, each recorded before it starts. A
//! suspect runs only while no other partition of this worker runs one. See `position`.

use std::sync::Arc;

use tokio::sync::{Mutex, OwnedMutexGuard};

use super::consumer::Described;

/// The state of a partition's careful mode.
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

    /// Starts again for another consumer of this ownership.
    pub(super) fn renew(&mut self, described: Described) {
        self.described = described;
    }

    /// Returns the sequence up to which one event is handled at a time.
    pub(super) const fn up_to(&self) -> u64 {
        self.described.note.careful_up_to
    }

    /// Returns the note for a consumer that is created when everything up to `mark` is handled.
    pub(super) const fn note_at(&self, mark: u64) -> super::position::Note {
        super::position::Note { position: mark, ..self.described.note }
    }

    /// Returns whether the next event may start, when everything up to `mark` is handled. While a suspect is
    /// ahead, only one partition of the worker continues: if the process dies, the cause is its event.
    pub(super) fn may_begin(&mut self, mark: u64) -> bool {
        if self.described.note.suspect <= mark {
            return true;
        }
        if self.held.is_none() {
            self.held = Arc::clone(&self.alone).try_lock_owned().ok();
        }
        self.held.is_some()
    }

    /// Records that everything up to `mark` is handled. If that includes this partition's suspect, another
    /// partition may continue with its own.
    pub(super) fn handled(&mut self, mark: u64) {
        if self.described.note.suspect <= mark {
            self.held = None;
        }
    }

    /// Returns how many owners died while they handled this event.
    pub(super) fn deaths_of(&self, sequence: u64) -> u32 {
        let note = self.described.note;
        if note.suspect == sequence { note.deaths } else { 0 }
    }

    /// Records that this event starts, if that has to be known.
    pub(super) async fn begins(&mut self, sequence: u64) {
        if sequence > self.up_to() {
            return;
        }
        if let Err(error) = self.described.write_in_hand(sequence).await {
            // If the process dies now, the next owner is careful again, and suspects no event.
            tracing::debug!(sequence, %error, "could not record the event that is being handled");
        }
    }
}
