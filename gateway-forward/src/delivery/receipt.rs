//! The receipt of an event: the sinks that have to finish with it before it counts as handled.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use crate::event::ForwardEvent;

/// Called when every sink has finished with an event.
type Handled = Box<dyn FnOnce() + Send>;

/// One sink's part of an event's receipt.
///
/// Only [`mark_handled`](Self::mark_handled) reports that the sink has finished with the event. If a part is dropped in
/// another way, by a panic, an aborted task or a dropped queue, the event stays unhandled, and the next process
/// receives it again.
#[must_use = "an event whose receipt is dropped is not handled"]
pub(crate) struct Receipt(Arc<Shared>);

struct Shared {
    /// The number of parts that are not handled yet.
    left: AtomicUsize,
    handled: Mutex<Option<Handled>>,
}

impl Receipt {
    /// Calls `handled` when this many parts were handled; immediately if it is 0.
    pub(crate) fn split(sinks: usize, handled: impl FnOnce() + Send + 'static) -> Vec<Self> {
        if sinks == 0 {
            handled();
            return Vec::new();
        }
        let handled: Handled = Box::new(handled);
        let shared =
            Arc::new(Shared { left: AtomicUsize::new(sinks), handled: Mutex::new(Some(handled)) });
        (0..sinks).map(|_| Self(Arc::clone(&shared))).collect()
    }

    /// The sink has finished: the event is delivered, is synced to disk, or was dropped by policy.
    pub(crate) fn mark_handled(self) {
        if self.0.left.fetch_sub(1, Ordering::AcqRel) == 1 {
            let handled = self.0.handled.lock().unwrap_or_else(PoisonError::into_inner).take();
            if let Some(handled) = handled {
                handled();
            }
        }
    }
}

impl std::fmt::Debug for Receipt {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Receipt").field("left", &self.0.left).finish_non_exhaustive()
    }
}

/// An event for one sink, with that sink's part of its receipt.
#[derive(Debug)]
pub(crate) struct Tracked {
    pub(crate) event: Arc<ForwardEvent>,
    pub(crate) receipt: Option<Receipt>,
}

impl Tracked {
    /// The sink has finished with the event.
    pub(crate) fn mark_handled(self) {
        if let Some(receipt) = self.receipt {
            receipt.mark_handled();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn split(sinks: usize) -> (Vec<Receipt>, Arc<AtomicUsize>) {
        let count = Arc::new(AtomicUsize::new(0));
        let counted = Arc::clone(&count);
        let parts = Receipt::split(sinks, move || {
            counted.fetch_add(1, Ordering::Relaxed);
        });
        (parts, count)
    }

    #[test]
    fn an_event_is_handled_when_the_last_sink_says_so() {
        let (parts, handled) = split(3);
        for (part, before) in parts.into_iter().zip([0, 0, 0]) {
            assert_eq!(handled.load(Ordering::Relaxed), before);
            part.mark_handled();
        }
        assert_eq!(handled.load(Ordering::Relaxed), 1);
        assert_eq!(split(0).1.load(Ordering::Relaxed), 1, "nobody wants it");
    }

    #[test]
    fn a_part_that_is_dropped_leaves_the_event_unhandled() {
        let (mut parts, handled) = split(2);
        drop(parts.pop());
        parts.remove(0).mark_handled();
        assert_eq!(handled.load(Ordering::Relaxed), 0);
    }
}
