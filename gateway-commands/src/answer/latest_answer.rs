//! The time at which a context started to send its latest answer. Its waits include events since this time.

use std::sync::{Mutex, PoisonError};

use crate::mark::{Mark, Marks};

/// The time at which a context started to send its latest answer, edit or follow-up.
#[derive(Debug)]
pub(crate) struct LatestAnswer {
    marks: Marks,
    began: Mutex<Option<Mark>>,
}

impl LatestAnswer {
    /// No answer was sent yet. `marks` counts the events of the router's waits.
    pub(super) const fn none(marks: Marks) -> Self {
        Self { marks, began: Mutex::new(None) }
    }

    /// Records that an answer starts to be sent now.
    pub(super) fn begins(&self) {
        *self.began.lock().unwrap_or_else(PoisonError::into_inner) = Some(self.marks.now());
    }

    /// Returns the mark of the latest answer, if there was one.
    pub(crate) fn mark(&self) -> Option<Mark> {
        *self.began.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
