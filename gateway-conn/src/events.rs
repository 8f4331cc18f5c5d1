//! The queue between a connection's task and its consumer, and the stream the consumer reads.

use std::collections::VecDeque;
use std::pin::Pin;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll, Waker};
use std::time::Duration;

use futures_core::Stream;
use futures_core::stream::FusedStream;
use gateway_model::Dispatch;
use gateway_proto::{StateChange, StopReason};

use crate::batch::{Batch, Item};
use crate::config::Capacity;
use crate::error::LinkError;
use crate::shared::Shared;

/// State changes taken beyond the capacity, so that they are seen although events wait. A consumer that
/// never reads loses the later ones: they would else grow without end.
const STATES_BEYOND: usize = 256;

/// A queue with room for more is freed, not kept, once it is empty.
const KEPT_ITEMS: usize = 4;

/// What a connection tells its consumer.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub enum ConnectionEvent {
    /// An event of the bot's guilds, or Ready and Resumed.
    ///
    /// Small events that came together share one buffer of some 16 KiB, which lasts as long as one of them:
    /// for one that is kept, see [`Dispatch::detach`].
    Dispatch(Dispatch),
    /// Something changed between this shard and Discord.
    State(StateChange),
    /// A connection could not be opened, or was lost: what the transport said, with all sources. The
    /// [`Disconnected`](StateChange::Disconnected) that follows says what comes next.
    LinkFailed(Arc<LinkError>),
    /// The runtime did not run the connection's task for at least this long, because some other task held its
    /// thread. No heartbeat was sent meanwhile: if a [`Disconnected`](StateChange::Disconnected) follows, this is
    /// probably why. See [`DriverThread`](crate::DriverThread).
    RuntimeBlocked {
        /// How late the connection's timer was served: the length of the blockade to a second. At least 1 s.
        length: Duration,
    },
    /// The connection is at its end. Nothing follows.
    Stopped(StopReason),
}

/// The events of one connection.
///
/// Cancel-safe: an event is either returned or still in the queue. Ends after
/// [`ConnectionEvent::Stopped`]. Dropping it closes the connection in a way that keeps the session resumable.
#[derive(Debug)]
pub struct ConnectionEvents {
    shared: Arc<Shared>,
    /// Taken from the queue and not yet returned: first the rest of a batch, then these.
    taken: VecDeque<Item>,
    batch: Batch,
    ended: bool,
}

impl ConnectionEvents {
    pub(crate) fn new(shared: Arc<Shared>) -> Self {
        Self { shared, taken: VecDeque::new(), batch: Batch::default(), ended: false }
    }

    /// The next event, `None` after the last one. Cancel-safe.
    pub async fn next(&mut self) -> Option<ConnectionEvent> {
        std::future::poll_fn(|cx| self.poll_event(cx)).await
    }

    #[inline]
    fn poll_event(&mut self, cx: &mut Context<'_>) -> Poll<Option<ConnectionEvent>> {
        match self.batch.next() {
            Some(event) => Poll::Ready(Some(event)),
            None => self.poll_queue(cx),
        }
    }

    #[inline(never)]
    fn poll_queue(&mut self, cx: &mut Context<'_>) -> Poll<Option<ConnectionEvent>> {
        loop {
            match self.taken.pop_front() {
                Some(Item::Several(batch)) => {
                    self.batch = batch;
                    if let Some(event) = self.batch.next() {
                        return Poll::Ready(Some(event));
                    }
                }
                Some(Item::One(event)) => {
                    self.ended = matches!(event, ConnectionEvent::Stopped(_));
                    return Poll::Ready(Some(event));
                }
                None if self.ended => return Poll::Ready(None),
                None => match self.shared.queue.take(&mut self.taken, cx) {
                    Taken::Pending => return Poll::Pending,
                    Taken::End => self.ended = true,
                    Taken::Some { driver_waits: true } => self.shared.wake_driver(),
                    Taken::Some { driver_waits: false } => {}
                },
            }
        }
    }
}

impl Stream for ConnectionEvents {
    type Item = ConnectionEvent;

    fn poll_next(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<ConnectionEvent>> {
        self.get_mut().poll_event(cx)
    }
}

impl FusedStream for ConnectionEvents {
    fn is_terminated(&self) -> bool {
        self.ended
    }
}

impl Drop for ConnectionEvents {
    fn drop(&mut self) {
        self.shared.consumer_gone();
    }
}

/// The queue itself. Its limits are checked by the driver before an event is put in.
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
enum Taken {
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

    /// How many events and bytes still fit.
    pub(crate) fn room(&self, capacity: Capacity) -> Amount {
        let capacity = Amount { events: capacity.events, bytes: capacity.bytes };
        capacity.minus(self.waiting())
    }

    /// How many events and bytes wait.
    pub(crate) fn waiting(&self) -> Amount {
        self.lock().amount
    }

    /// Puts in what a turn gave, and wakes the consumer. Returns how many notices were dropped because far
    /// too many wait.
    pub(crate) fn append(
        &self,
        turn: &mut VecDeque<Item>,
        amount: Amount,
        capacity: Capacity,
    ) -> u64 {
        let mut inner = self.lock();
        if inner.consumer_gone {
            drop(inner);
            turn.clear();
            return 0;
        }
        let mut dropped = 0;
        inner.amount.bytes += amount.bytes;
        let most = capacity.events.saturating_add(STATES_BEYOND);
        if inner.items.is_empty() && amount.events <= most {
            inner.amount.events = amount.events;
            std::mem::swap(&mut inner.items, turn);
        } else {
            for item in turn.drain(..) {
                let events = match &item {
                    Item::One(ConnectionEvent::Dispatch(_) | ConnectionEvent::Stopped(_)) => 1,
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
    /// every event. Where there is not, the consumer will wake the driver.
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
    fn take(&self, taken: &mut VecDeque<Item>, cx: &mut Context<'_>) -> Taken {
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
