//! Positions in the order of events, to which a wait can look back.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

/// A position in the order of events; see [`Waits::mark`](crate::waiting::Waits::mark).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Mark(u64);

/// Counts events. Clones share the count.
#[derive(Clone, Debug, Default)]
pub(crate) struct Marks(Arc<AtomicU64>);

impl Marks {
    /// Returns the position after the newest event.
    pub(crate) fn now(&self) -> Mark {
        Mark(self.0.load(Ordering::Relaxed))
    }

    /// Counts an event, and returns its position.
    pub(crate) fn next(&self) -> Mark {
        Mark(self.0.fetch_add(1, Ordering::Relaxed) + 1)
    }
}
