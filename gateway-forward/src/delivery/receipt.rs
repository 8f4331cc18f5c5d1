//! Who still has to be done with an event before the gateway counts it as handled.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use crate::event::ForwardEvent;

/// What is done when every sink is done with an event.
type Handled = Box<dyn FnOnce() + Send>;

/// One sink's part of an event's receipt.
///
/// Only [`mark_handled`](Self::mark_handled) says that the sink is done with it. A part that is dropped in any other way, by a
/// panic, an aborted task or a queue that is dropped, leaves the event unhandled: the gateway's next process gets
/// it again.
#[must_use = "an event whose receipt is dropped is not handled"]
pub(crate) struct Receipt(Arc<Shared>);

struct Shared {
    /// Parts that were not handled.
    left: AtomicUsize,
    handled: Mutex<Option<Handled>>,
}

impl Receipt {
    /// Calls `handled` when as many parts as there are sinks were handled; at once if there is none.
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

    /// This sink is done: the event is delivered, is synced to disk, or was dropped because the user wants that.
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

/// An event on its way to one sink, and that sink's part of its receipt.
#[derive(Debug)]
pub(crate) struct Tracked {
    pub(crate) event: Arc<ForwardEvent>,
    pub(crate) receipt: Option<Receipt>,
}

impl Tracked {
    /// The sink is done with the event.
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
