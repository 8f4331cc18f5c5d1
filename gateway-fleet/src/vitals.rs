//! What only the owner of a lease can know of it: told by the driver, and shown by every worker.

use std::time::{Duration, Instant};

/// The word for a connection that waits until it may identify.
pub(crate) const AWAITS_PERMIT: &str = "awaiting_permit";

/// Most bytes of each text, so that a worker's record stays small.
const MOST_TEXT: usize = 48;

/// How a lease runs at its owner. A driver says it every second or so ([`Input::Vitals`](crate::Input::Vitals)); the worker's
/// record takes it to all others, some 60 bytes a lease.
#[derive(Clone, Debug, Default, PartialEq)]
#[non_exhaustive]
pub struct Vitals {
    /// Where its connection is, in a word, such as `live` or `resuming`; 48 bytes at most.
    pub connection: String,
    /// Time from a heartbeat to its answer.
    pub latency: Option<Duration>,
    /// Events a second.
    pub events_per_second: f64,
    /// Events that wait to be read.
    pub queued: u64,
    /// When and why its connection was lost the last time.
    pub last_disconnect: Option<Disconnect>,
}

/// A connection that was lost.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Disconnect {
    /// When.
    pub at: Instant,
    /// Why; 48 bytes at most are shown.
    pub why: String,
}

impl Vitals {
    /// With the texts cut to what a record may hold.
    pub(crate) fn cut(mut self) -> Self {
        cut(&mut self.connection, MOST_TEXT);
        if let Some(disconnect) = &mut self.last_disconnect {
            cut(&mut disconnect.why, MOST_TEXT);
        }
        self
    }
}

/// Cuts a text to so many bytes at most, at the end of a character.
pub(crate) fn cut(text: &mut String, most: usize) {
    if text.len() > most {
        let end = (0..=most).rev().find(|end| text.is_char_boundary(*end)).unwrap_or(0);
        text.truncate(end);
    }
}
