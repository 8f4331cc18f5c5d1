//! The queue between a connection's task and its consumer.

use std::collections::VecDeque;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::task::{Context, Waker};

use gateway_proto::StateChange;

use super::event::ConnectionEvent;
use crate::buffers::Batch;
use crate::config::Capacity;

/// State changes taken beyond the capacity, so that they are seen although events wait. A consumer that
/// never reads loses the later ones: they would else grow without end.
const STATES_BEYOND: usize = 256;

/// A queue with room for more is freed, not kept, once it is empty.
const KEPT_ITEMS: usize = 4;

/// One entry of the queue.
#[derive(Debug)]
pub(crate) enum Item {
    One(ConnectionEvent),
    Several(Batch),
}

/// Whether an event is kept however many wait: without the change to ready, the events after it would seem to be of the
/// session before.
const fn must_be_seen(event: &ConnectionEvent) -> bool {
    matches!(
        event,
        ConnectionEvent::Dispatch(_)
            | ConnectionEvent::Stopped(_)
            | ConnectionEvent::State(StateChange::Ready { .. })
    )
}

/// The queue. Its limits are checked by the driver before an event is put in.
#[derive(Debug, Default)]
pub(crate) struct Queue {
    inner: Mutex<Inner>,
}

#[derive(Debug, Default)]
struct Inner {
    items: VecDeque<Item>,
    /// How much is in `items`.
    amount: Amount,
    consumer: Option<Waker>,
    driver_waits: bool,
    consumer_gone: bool,
    finished: bool,
}

/// An amount of events: how much fits into the queue, or is in it.
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

/// What the consumer found.
pub(crate) enum Taken {
    Pending,
    /// Nothing, and nothing will come.
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

    /// Whether there is nothing to take.
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

    /// Puts in what a poll gave, and wakes the consumer. Returns how many notices were dropped because far
    /// too many wait.
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

    /// Whether there is room again: half of the limits, so that reading does not stop and start with
    /// every event. If there is not, the consumer will wake the driver.
    pub(crate) fn has_room_or_wait(&self, capacity: Capacity) -> bool {
        let mut inner = self.lock();
        let room = inner.consumer_gone
            || (inner.amount.events <= capacity.events / 2
                && inner.amount.bytes <= capacity.bytes / 2);
        inner.driver_waits = !room;
        room
    }

    /// Nothing will be put in any more.
    pub(crate) fn finish(&self) {
        let mut inner = self.lock();
        inner.finished = true;
        let consumer = inner.consumer.take();
        drop(inner);
        if let Some(consumer) = consumer {
            consumer.wake();
        }
    }

    /// Nothing will be taken out any more.
    pub(crate) fn consumer_gone(&self) {
        let mut inner = self.lock();
        inner.consumer_gone = true;
        let items = std::mem::take(&mut inner.items);
        drop(inner);
        drop(items);
    }

    /// Swaps what is there into `taken`, which is empty.
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
