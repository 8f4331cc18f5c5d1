//! What has come for a wait and was not read yet.

use std::collections::VecDeque;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll, Waker};

use super::error::WaitError;

/// Most items that may wait to be read.
const MOST_UNREAD: usize = 1024;

/// What has come for a wait.
#[derive(Debug)]
pub(super) struct Mailbox<T>(Mutex<State<T>>);

#[derive(Debug)]
struct State<T> {
    items: VecDeque<T>,
    /// How many more are wanted.
    wanted: usize,
    /// Why nothing more comes, told after the items; `None` while it may.
    end: Option<WaitError>,
    reader: Option<Waker>,
}

impl<T> Mailbox<T> {
    /// For this many items.
    pub(super) const fn new(wanted: usize) -> Self {
        let items = VecDeque::new();
        Self(Mutex::new(State { items, wanted, end: None, reader: None }))
    }

    fn lock(&self) -> MutexGuard<'_, State<T>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Whether an item would be taken now.
    pub(super) fn is_open(&self) -> bool {
        let state = self.lock();
        state.wanted > 0 && state.end.is_none()
    }

    /// Takes an item, or gives it back if no more are wanted.
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

    /// Nothing more comes.
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

    /// The next item, `None` after the last one that was wanted.
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
