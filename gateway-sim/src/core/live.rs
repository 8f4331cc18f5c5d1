//! The events for watchers: the clients that read `GET /sim/live`, such as the page.
//!
//! Events are recorded only while somebody watches. Their number and size are limited, however slowly a watcher reads:
//! a watcher that falls too far behind misses events, learns so, and must read the whole state again.

use std::fmt;
use std::str::FromStr;
use std::time::{Duration, Instant};

use serde_json::Value;

use crate::newest::Newest;

/// The most events that are kept, and the most bytes.
pub(super) const MOST: usize = 2_000;
pub(super) const MOST_BYTES: usize = 8 << 20;

/// The most watchers at a time.
pub(super) const MOST_WATCHERS: usize = 32;

/// How long events are recorded after the last watcher has left, so that a watcher who reconnects misses nothing.
pub(super) const LINGER: Duration = Duration::from_secs(30);

/// The position of a watcher: a recording, and the number of the next event in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Place {
    recording: u64,
    next: u64,
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}-{}", self.recording, self.next)
    }
}

/// The text is not a position.
#[derive(Debug)]
pub(crate) struct NoPlace;

impl FromStr for Place {
    type Err = NoPlace;

    fn from_str(text: &str) -> Result<Self, NoPlace> {
        let (recording, next) = text.split_once('-').ok_or(NoPlace)?;
        let number = |text: &str| text.parse().map_err(|_| NoPlace);
        Ok(Self { recording: number(recording)?, next: number(next)? })
    }
}

/// The events of a period in which somebody watches.
#[derive(Debug)]
struct Recording {
    /// The Unix time at its start, in ms. It distinguishes the recording from others, also from those of an earlier
    /// run.
    id: u64,
    /// The number of the next event.
    next: u64,
    /// Each event as JSON.
    kept: Newest<Box<str>>,
    watchers: usize,
    /// The time at which the last watcher left.
    left_at: Option<Instant>,
}

/// The events for watchers.
#[derive(Debug, Default)]
pub(crate) struct Live {
    recording: Option<Recording>,
    /// The id of the last recording.
    last: u64,
    /// The number of events so far.
    version: u64,
}

impl Live {
    /// Adds a watcher; returns false if there are too many.
    pub(crate) fn join(&mut self, unix_ms: u64) -> bool {
        let last = &mut self.last;
        let recording = self.recording.get_or_insert_with(|| {
            *last = unix_ms.max(*last + 1);
            let kept = Newest::new(MOST, MOST_BYTES);
            Recording { id: *last, next: 0, kept, watchers: 0, left_at: None }
        });
        let has_room = recording.watchers < MOST_WATCHERS;
        if has_room {
            recording.watchers += 1;
            recording.left_at = None;
        }
        has_room
    }

    /// Removes a watcher.
    pub(crate) fn leave(&mut self, now: Instant) {
        let Some(recording) = &mut self.recording else { return };
        recording.watchers = recording.watchers.saturating_sub(1);
        if recording.watchers == 0 {
            recording.left_at = Some(now);
        }
    }

    /// Returns a number that grows with every event.
    pub(crate) const fn version(&self) -> u64 {
        self.version
    }

    /// Returns the position of the next event.
    pub(crate) fn end(&self) -> Place {
        let next = self.recording.as_ref().map_or(0, |recording| recording.next);
        Place { recording: self.last, next }
    }

    /// Returns the events from a position on, each with the position after it; `None` if some of them are no longer
    /// kept.
    pub(crate) fn since(&self, place: Place) -> Option<impl Iterator<Item = (Place, &str)>> {
        let recording = self.recording.as_ref().filter(|one| one.id == place.recording)?;
        let kept = recording.kept.iter();
        let first = recording.next - kept.len() as u64;
        let skipped = usize::try_from(place.next.checked_sub(first)?).ok()?;
        if skipped > kept.len() {
            return None;
        }
        let places = (place.next + 1..).map(move |next| Place { next, ..place });
        Some(places.zip(kept.skip(skipped).map(|event| &**event)))
    }

    /// Returns the number of events that are kept; `None` if nothing is recorded.
    #[cfg(test)]
    pub(super) fn held(&self) -> Option<usize> {
        Some(self.recording.as_ref()?.kept.iter().len())
    }

    /// Returns whether events are recorded: somebody watches, or did so within [`LINGER`].
    pub(super) fn is_on(&mut self, now: Instant) -> bool {
        let left_at = self.recording.as_ref().and_then(|recording| recording.left_at);
        if left_at.is_some_and(|at| now.saturating_duration_since(at) > LINGER) {
            self.recording = None;
        }
        self.recording.is_some()
    }

    pub(super) fn push(&mut self, event: &str, data: &Value) {
        let Some(recording) = &mut self.recording else { return };
        let text = format!(r#"{{"t":{},"d":{data}}}"#, Value::from(event)).into_boxed_str();
        let bytes = text.len();
        recording.kept.push(text, bytes);
        recording.next += 1;
        self.version += 1;
    }
}
