//! The items of a wait that were not read yet.

use std::collections::VecDeque;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll, Waker};

use super::error::WaitError;

/// The largest number of unread items.
const MOST_UNREAD: usize = 1024;

/// The items that have arrived for a wait.
#[derive(Debug)]
pub(super) struct Mailbox<T>(Mutex<State<T>>);

#[derive(Debug)]
struct State<T> {
    items: VecDeque<T>,
    /// How many more items are wanted.
    wanted: usize,
    /// Why no more items arrive, returned after the items; `None` while more may arrive.
    end: Option<WaitError>,
    reader: Option<Waker>,
}

impl<T> Mailbox<T> {
    /// Creates a mailbox for this many items.
    pub(super) const fn new(wanted: usize) -> Self {
        let items = VecDeque::new();
        Self(Mutex::new(State { items, wanted, end: None, reader: None }))
    }

    fn lock(&self) -> MutexGuard<'_, State<T>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Returns whether an item would be accepted now.
    pub(super) fn is_open(&self) -> bool {
        let state = self.lock();
        state.wanted > 0 && state.end.is_none()
    }

    /// Stores an item, or returns it as an error if no more are wanted.
    pub(super) fn put(&self, item: T) -> Result<(), T> {
        let mut state = self.lock();
        if state.wanted == 0 || state.end.is_some() {
            return Err(item);
        }
        let reader = state.reader.take();
        let room = state.items.len() < MOST_UNREAD;
        let put = if room {
            state.items.push_back(item);
            state.wanted -= 1;
            Ok(())
        } else {
            state.end = Some(WaitError::Overflow);
            Err(item)
        };
        drop(state);
        if let Some(reader) = reader {
            reader.wake();
        }
        put
    }

    /// Ends the mailbox: no more items arrive.
    pub(super) fn end(&self, error: WaitError) {
        let mut state = self.lock();
        if state.wanted > 0 {
            state.end.get_or_insert(error);
        }
        let reader = state.reader.take();
        drop(state);
        if let Some(reader) = reader {
            reader.wake();
        }
    }

    /// Returns the next item; `None` after the last one that was wanted.
    pub(super) fn poll(&self, cx: &Context<'_>) -> Poll<Option<Result<T, WaitError>>> {
        let mut state = self.lock();
        if let Some(item) = state.items.pop_front() {
            return Poll::Ready(Some(Ok(item)));
        }
        if let Some(error) = state.end.take() {
            state.wanted = 0;
            return Poll::Ready(Some(Err(error)));
        }
        if state.wanted == 0 {
            return Poll::Ready(None);
        }
        state.reader = Some(cx.waker().clone());
        Poll::Pending
    }
}
