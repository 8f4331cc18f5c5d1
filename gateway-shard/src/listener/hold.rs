//! What an event holds while its listeners run: its receipt, and one of the places that limit the concurrency.

use std::sync::{Arc, Mutex};

use smallvec::SmallVec;
use tokio::sync::OwnedSemaphorePermit;

use crate::events::Receipt;
use crate::lock::lock;

/// What an event holds. It is released once every listener has ended or marked the event as handled.
#[derive(Debug)]
pub(super) struct EventHold(Mutex<State>);

#[derive(Debug, Default)]
struct State {
    /// If it is dropped, the event is lost: a dropped job has not handled its event.
    receipt: Option<Receipt>,
    place: Option<OwnedSemaphorePermit>,
    listeners: SmallVec<[Part; 1]>,
    /// Everything was released, and anything added later is released too.
    is_over: bool,
}

/// One listener of the event.
#[derive(Debug)]
struct Part {
    name: &'static str,
    progress: Progress,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Progress {
    Runs,
    /// It is running, and has marked the event as handled.
    Waits,
    Ended,
}

/// One listener's share in what its event holds.
#[derive(Clone, Debug)]
pub(super) struct ListenerHold {
    event: Arc<EventHold>,
    index: usize,
}

impl EventHold {
    pub(super) fn new(receipt: Option<Receipt>) -> Arc<Self> {
        Arc::new(Self(Mutex::new(State { receipt, ..State::default() })))
    }

    /// Adds a listener with this name.
    pub(super) fn listener(self: &Arc<Self>, name: &'static str) -> ListenerHold {
        let mut state = lock(&self.0);
        state.listeners.push(Part { name, progress: Progress::Runs });
        ListenerHold { event: Arc::clone(self), index: state.listeners.len() - 1 }
    }

    /// Also holds a place, unless everything was released.
    pub(super) fn place(&self, place: OwnedSemaphorePermit) {
        let mut state = lock(&self.0);
        if !state.is_over {
            state.place = Some(place);
        }
    }

    /// Marks the event as handled, and releases what it holds.
    pub(super) fn mark_handled(&self) {
        let (receipt, place) = self.take();
        if let Some(receipt) = receipt {
            receipt.mark_handled();
        }
        drop(place);
    }

    /// Records that every listener has ended, and that one failed for this reason. It has no effect if the event was
    /// handled before.
    pub(super) fn mark_failed(&self, why: String, is_final: bool) {
        let (receipt, place) = self.take();
        if let Some(receipt) = receipt {
            receipt.mark_failed(why, is_final);
        }
        drop(place);
    }

    /// Records that the event's job is dropped. If it was not handled before, it never will be.
    pub(super) fn dropped(&self) {
        drop(self.take());
    }

    fn take(&self) -> (Option<Receipt>, Option<OwnedSemaphorePermit>) {
        let mut state = lock(&self.0);
        state.is_over = true;
        (state.receipt.take(), state.place.take())
    }

    /// Returns whether it holds a place.
    pub(super) fn has_place(&self) -> bool {
        lock(&self.0).place.is_some()
    }

    /// Returns the names of the listeners that keep it from being released.
    pub(super) fn holders(&self) -> Vec<&'static str> {
        let state = lock(&self.0);
        let holders = state.listeners.iter().filter(|part| part.progress == Progress::Runs);
        holders.map(|part| part.name).collect()
    }
}

impl ListenerHold {
    /// Marks the event as handled by this listener, which continues.
    pub(super) fn mark_handled(&self) {
        self.now(Progress::Waits);
    }

    pub(super) fn ended(&self) {
        self.now(Progress::Ended);
    }

    fn now(&self, progress: Progress) {
        let mut state = lock(&self.event.0);
        let Some(part) = state.listeners.get_mut(self.index) else { return };
        if part.progress == Progress::Ended {
            return;
        }
        part.progress = progress;
        let all = |is: Progress| state.listeners.iter().all(|part| part.progress == is);
        let none_runs = state.listeners.iter().all(|part| part.progress != Progress::Runs);
        // If all have ended, the hooks after them come first.
        if none_runs && !all(Progress::Ended) {
            drop(state);
            self.event.mark_handled();
        }
    }
}

#[cfg(test)]
mod tests {
    use tokio::sync::Semaphore;

    use super::*;

    fn with_place(room: &Arc<Semaphore>) -> Arc<EventHold> {
        let hold = EventHold::new(None);
        hold.place(Arc::clone(room).try_acquire_owned().unwrap());
        hold
    }

    #[test]
    fn it_is_let_go_when_each_listener_has_ended_or_said_so() {
        let room = Arc::new(Semaphore::new(1));
        let hold = with_place(&room);
        let (first, second) = (hold.listener("first"), hold.listener("second"));
        first.mark_handled();
        first.mark_handled();
        assert_eq!((hold.has_place(), hold.holders()), (true, vec!["second"]));
        second.ended();
        assert_eq!((hold.has_place(), room.available_permits()), (false, 1));
        first.ended();
        hold.mark_handled();
        assert_eq!(room.available_permits(), 1);
    }

    #[test]
    fn if_all_have_ended_the_job_lets_go_after_its_hooks() {
        let room = Arc::new(Semaphore::new(1));
        let hold = with_place(&room);
        let (first, second) = (hold.listener("first"), hold.listener("second"));
        first.mark_handled();
        first.ended();
        second.ended();
        // From a separate task that outlives the listener.
        first.mark_handled();
        assert!(hold.has_place());
        hold.mark_handled();
        assert!(!hold.has_place());
    }

    #[test]
    fn a_place_that_comes_late_is_not_kept() {
        let room = Arc::new(Semaphore::new(1));
        let hold = EventHold::new(None);
        hold.listener("waits").mark_handled();
        hold.place(Arc::clone(&room).try_acquire_owned().unwrap());
        assert_eq!((hold.has_place(), room.available_permits()), (false, 1));
    }
}
