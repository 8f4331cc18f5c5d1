//! A dead letter: an event, and why it could not be delivered.
//!
//! It is stored as an event. Its data is the length of a note (4 bytes, little-endian), the note as JSON, and the
//! event's own data.

use serde::{Deserialize, Serialize};

use crate::event::ForwardEvent;

/// A letter to write.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Letter<'a> {
    pub(crate) event: &'a ForwardEvent,
    /// Why the last try failed.
    pub(crate) reason: &'a str,
    /// The number of tries.
    pub(crate) attempts: u32,
    /// When it became a dead letter, in milliseconds since the epoch.
    pub(crate) died_ms: u64,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Note {
    pub(super) reason: String,
    pub(super) attempts: u32,
    pub(super) died_ms: u64,
}

impl Letter<'_> {
    pub(super) fn to_event(self) -> ForwardEvent {
        let Self { event, reason, attempts, died_ms } = self;
        let note = Note { reason: reason.to_owned(), attempts, died_ms };
        // A text and two numbers can always be encoded as JSON.
        let note = serde_json::to_vec(&note).unwrap_or_default();
        let length = u32::try_from(note.len()).unwrap_or(u32::MAX).to_le_bytes();
        let data = [&length, &*note, &event.data].concat().into();
        ForwardEvent { data, ..event.clone() }
    }
}

/// Returns the event and the note of a stored letter; `None` if it is not one.
pub(super) fn open(mut stored: ForwardEvent) -> Option<(ForwardEvent, Note)> {
    let (length, _) = stored.data.split_first_chunk::<4>()?;
    let end = usize::try_from(u32::from_le_bytes(*length)).ok()?.checked_add(4)?;
    let note = serde_json::from_slice(stored.data.get(4..end)?).ok()?;
    stored.data = stored.data.slice(end..);
    Some((stored, note))
}
