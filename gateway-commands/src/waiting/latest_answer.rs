//! When a context began to send its latest answer: its waits see what has come since.

use std::sync::{Mutex, PoisonError};

use super::recent::Mark;

/// When a context began to send its latest answer, edit or follow-up.
#[derive(Debug, Default)]
pub(crate) struct LatestAnswer(Mutex<Option<Mark>>);

impl LatestAnswer {
    /// One begins to be sent now.
    pub(crate) fn begins(&self, now: Mark) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = Some(now);
    }

    /// The moment, if there was an answer.
    pub(super) fn mark(&self) -> Option<Mark> {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
