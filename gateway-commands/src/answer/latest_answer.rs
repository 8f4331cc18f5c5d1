//! When a context began to send its latest answer: its waits see what has come since.

use std::sync::{Mutex, PoisonError};

use crate::mark::{Mark, Marks};

/// When a context began to send its latest answer, edit or follow-up.
#[derive(Debug)]
pub(crate) struct LatestAnswer {
    marks: Marks,
    began: Mutex<Option<Mark>>,
}

impl LatestAnswer {
    /// None was sent yet. These are the moments of the router's waits.
    pub(super) const fn none(marks: Marks) -> Self {
        Self { marks, began: Mutex::new(None) }
    }

    /// One begins to be sent now.
    pub(super) fn begins(&self) {
        *self.began.lock().unwrap_or_else(PoisonError::into_inner) = Some(self.marks.now());
    }

    /// The moment, if there was an answer.
    pub(crate) fn mark(&self) -> Option<Mark> {
        *self.began.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
