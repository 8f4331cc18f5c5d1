//! Information that only the owner of a lease has: reported by its driver, and shown by every worker.

use std::time::{Duration, Instant};

/// The word for a connection that waits for permission to identify.
pub(crate) const AWAITS_PERMIT: &str = "awaiting_permit";

/// The largest size of each text, so that a worker's record stays small.
const MOST_TEXT: usize = 48;

/// The vitals of a lease, reported by its owner. A driver sends them about once a second
/// ([`Input::Vitals`](crate::Input::Vitals)). The worker's record carries them to all others, some 60 bytes a lease.
#[derive(Clone, Debug, Default, PartialEq)]
#[non_exhaustive]
pub struct Vitals {
    /// The state of its connection, in a word, such as `live` or `resuming`; at most 48 bytes.
    pub connection: String,
    /// Time from a heartbeat to its ACK.
    pub latency: Option<Duration>,
    /// Events a second.
    pub events_per_second: f64,
    /// Events in the queue.
    pub queued: u64,
    /// When and why its connection was last lost.
    pub last_disconnect: Option<Disconnect>,
}

/// A connection that was lost.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Disconnect {
    /// The time.
    pub at: Instant,
    /// The reason; at most 48 bytes are shown.
    pub why: String,
}

impl Vitals {
    /// Returns the vitals with texts cut to the sizes that a record allows.
    pub(crate) fn cut(mut self) -> Self {
        cut(&mut self.connection, MOST_TEXT);
        if let Some(disconnect) = &mut self.last_disconnect {
            cut(&mut disconnect.why, MOST_TEXT);
        }
        self
    }
}

/// Cuts a text to at most this many bytes, at a character boundary.
pub(crate) fn cut(text: &mut String, most: usize) {
    if text.len() > most {
        let end = (0..=most).rev().find(|end| text.is_char_boundary(*end)).unwrap_or(0);
        text.truncate(end);
    }
}
