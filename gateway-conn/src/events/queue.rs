//! The queue between a connection's task and its consumer.

use std::collections::VecDeque;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::task::{Context, Waker};

use gateway_proto::StateChange;

use super::event::ConnectionEvent;
use crate::buffers::Batch;
use crate::config::Capacity;

/// How many state changes are accepted beyond the capacity, so that they are seen although the queue is full of events.
/// If the consumer never reads, later ones are dropped, so that the queue does not grow without bound.
const STATES_BEYOND: usize = 256;

/// A queue with room for more entries than this is freed once it is empty.
const KEPT_ITEMS: usize = 4;

/// One entry of the queue.
#[derive(Debug)]
pub(crate) enum Item {
    One(ConnectionEvent),
    Several(Batch),
}

/// Returns whether an entry is kept even if the queue is full. Without the change to ready, later events would seem to
/// belong to the previous session.
const fn must_be_seen(event: &ConnectionEvent) -> bool {
    matches!(
        event,
        ConnectionEvent::Dispatch(_)
            | ConnectionEvent::Stopped(_)
            | ConnectionEvent::State(StateChange::Ready { .. })
    )
}

/// The queue. The driver checks the limits before it appends an event.
#[derive(Debug, Default)]
pub(crate) struct Queue {
    inner: Mutex<Inner>,
}

#[derive(Debug, Default)]
struct Inner {
    items: VecDeque<Item>,
    /// The amount in `items`.
    amount: Amount,
    consumer: Option<Waker>,
    driver_waits: bool,
    consumer_gone: bool,
    finished: bool,
}

/// An amount of events: room in the queue, or content of the queue.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Amount {
    pub(crate) events: usize,
    pub(crate) bytes: usize,
}

impl Amount {
    pub(crate) const fn is_none(self) -> bool {
        self.events == 0 || self.bytes == 0
    }

    pub(crate) const fn minus(self, other: Self) -> Self {
        Self {
            events: self.events.saturating_sub(other.events),
            bytes: self.bytes.saturating_sub(other.bytes),
        }
    }
}

/// The result of reading the queue.
pub(crate) enum Taken {
    Pending,
    /// It is empty, and nothing will be appended.
    End,
    Some {
        driver_waits: bool,
    },
}

impl Queue {
    fn lock(&self) -> MutexGuard<'_, Inner> {
        // Nothing in here panics while it holds the lock.
        self.inner.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Returns whether the queue is empty.
    pub(crate) fn is_empty(&self) -> bool {
        self.lock().items.is_empty()
    }

    /// How many events and bytes still fit.
    pub(crate) fn room(&self, capacity: Capacity) -> Amount {
        let capacity = Amount { events: capacity.events, bytes: capacity.bytes };
        capacity.minus(self.waiting())
    }

    /// How many events and bytes wait.
    pub(crate) fn waiting(&self) -> Amount {
        self.lock().amount
    }

    /// Appends the output of a poll, and wakes the consumer. Returns how many state changes were dropped because too
    /// many wait.
    pub(crate) fn append(
        &self,
        items: &mut VecDeque<Item>,
        amount: Amount,
        capacity: Capacity,
    ) -> u64 {
        let mut inner = self.lock();
        if inner.consumer_gone {
            drop(inner);
            items.clear();
            return 0;
        }
        let mut dropped = 0;
        inner.amount.bytes += amount.bytes;
        let most = capacity.events.saturating_add(STATES_BEYOND);
        if inner.items.is_empty() && amount.events <= most {
            inner.amount.events = amount.events;
            std::mem::swap(&mut inner.items, items);
        } else {
            for item in items.drain(..) {
                let events = match &item {
                    Item::One(event) if must_be_seen(event) => 1,
                    Item::Several(batch) => batch.len(),
                    Item::One(_) if inner.amount.events < most => 1,
                    Item::One(_) => {
                        dropped += 1;
                        continue;
                    }
                };
                inner.amount.events += events;
                inner.items.push_back(item);
            }
        }
        let consumer = inner.consumer.take();
        drop(inner);
        if let Some(consumer) = consumer {
            consumer.wake();
        }
        dropped
    }

    /// Returns whether reading may resume: the queue must be at most half full, so that reading does not stop and start
    /// with every event. If it returns false, the consumer will wake the driver.
    pub(crate) fn has_room_or_wait(&self, capacity: Capacity) -> bool {
        let mut inner = self.lock();
        let room = inner.consumer_gone
            || (inner.amount.events <= capacity.events / 2
                && inner.amount.bytes <= capacity.bytes / 2);
        inner.driver_waits = !room;
        room
    }

    /// Ends the queue: nothing more will be appended.
    pub(crate) fn finish(&self) {
        let mut inner = self.lock();
        inner.finished = true;
        let consumer = inner.consumer.take();
        drop(inner);
        if let Some(consumer) = consumer {
            consumer.wake();
        }
    }

    /// Records that nothing more will be taken.
    pub(crate) fn consumer_gone(&self) {
        let mut inner = self.lock();
        inner.consumer_gone = true;
        let items = std::mem::take(&mut inner.items);
        drop(inner);
        drop(items);
    }

    /// Swaps the entries into `taken`, which must be empty.
    pub(crate) fn take(&self, taken: &mut VecDeque<Item>, cx: &mut Context<'_>) -> Taken {
        let mut inner = self.lock();
        if inner.items.is_empty() {
            if inner.finished {
                return Taken::End;
            }
            if inner.items.capacity() > KEPT_ITEMS {
                inner.items = VecDeque::new();
            }
            if taken.capacity() > KEPT_ITEMS {
                *taken = VecDeque::new();
            }
            match &mut inner.consumer {
                Some(waker) => waker.clone_from(cx.waker()),
                none => *none = Some(cx.waker().clone()),
            }
            return Taken::Pending;
        }
        std::mem::swap(&mut inner.items, taken);
        inner.amount = Amount::default();
        Taken::Some { driver_waits: std::mem::take(&mut inner.driver_waits) }
    }
}

#[cfg(test)]
mod tests;
