//! The most recent events, for waits that start a moment late.

use std::collections::VecDeque;
use std::time::Duration;

use gateway_model::{Dispatch, EventKind, Subject};
use tokio::time::Instant;

use super::subject::admits;
use crate::mark::Mark;

/// How long an event is kept.
const KEPT_FOR: Duration = Duration::from_secs(5);

/// The largest number of events that are kept, and their largest total size in bytes.
const MOST_EVENTS: usize = 256;
const MOST_BYTES: usize = 256 << 10;

/// The most recent events, undecoded.
#[derive(Debug, Default)]
pub(super) struct Recent {
    events: VecDeque<(Mark, Instant, Dispatch)>,
    bytes: usize,
}

impl Recent {
    /// Adds an event with its mark, the newest so far.
    pub(super) fn push(&mut self, mark: Mark, dispatch: &Dispatch, now: Instant) {
        self.bytes += dispatch.message().len();
        self.events.push_back((mark, now, dispatch.clone()));
        while let Some((_, came, oldest)) = self.events.front() {
            let is_old = now.duration_since(*came) > KEPT_FOR;
            if !is_old && self.events.len() <= MOST_EVENTS && self.bytes <= MOST_BYTES {
                break;
            }
            self.bytes -= oldest.message().len();
            self.events.pop_front();
        }
    }

    /// Returns the events after a mark, of these kinds and about these ids.
    pub(super) fn after(&self, mark: Mark, kinds: &[EventKind], wanted: &Subject) -> Vec<Dispatch> {
        let later = self.events.iter().rev().take_while(|(place, ..)| *place > mark);
        let mut found: Vec<Dispatch> = later
            .map(|(_, _, dispatch)| dispatch)
            .filter(|one| kinds.contains(&one.kind()) && admits(wanted, &one.subject()))
            .cloned()
            .collect();
        found.reverse();
        found
    }
}
