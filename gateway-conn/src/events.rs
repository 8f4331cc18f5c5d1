//! The queue between a connection's task and its consumer, and the stream the consumer reads.

use std::collections::VecDeque;
use std::pin::Pin;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll, Waker};

use futures_core::Stream;
use futures_core::stream::FusedStream;
use gateway_model::Dispatch;
use gateway_proto::{StateChange, StopReason};

use crate::config::Capacity;
use crate::error::LinkError;
use crate::shared::Shared;

/// State changes taken beyond the capacity, so that they are seen although events wait. A consumer that
/// never reads loses the later ones: they would else grow without end.
const STATES_BEYOND: usize = 256;

/// A queue longer than this is freed, not kept, once it is empty.
const KEPT_EVENTS: usize = 4;

/// What a connection tells its consumer.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub enum ConnEvent {
    /// An event of the bot's guilds, or Ready and Resumed.
    ///
    /// Small events that came together share one buffer of some 16 KiB, which lasts as long as one of them:
    /// for one that is kept, see [`Dispatch::unshared`].
    Dispatch(Dispatch),
    /// Something changed between this shard and Discord.
    State(StateChange),
    /// A connection could not be opened, or was lost: what the transport said, with all sources. The
    /// [`Disconnected`](StateChange::Disconnected) that follows says what comes next.
    LinkFailed(Arc<LinkError>),
    /// The connection is at its end. Nothing follows.
    Stopped(StopReason),
}

/// The events of one connection.
///
/// Cancel-safe: an event is either returned or still in the queue. Ends after
/// [`ConnEvent::Stopped`]. Dropping it closes the connection in a way that keeps the session resumable.
#[derive(Debug)]
pub struct Events {
    shared: Arc<Shared>,
    /// Taken from the queue and not yet returned.
    taken: VecDeque<ConnEvent>,
    ended: bool,
}

impl Events {
    pub(crate) const fn new(shared: Arc<Shared>) -> Self {
        Self { shared, taken: VecDeque::new(), ended: false }
    }

    /// The next event, `None` after the last one. Cancel-safe.
    pub async fn next(&mut self) -> Option<ConnEvent> {
        std::future::poll_fn(|cx| self.poll_event(cx)).await
    }

    fn poll_event(&mut self, cx: &mut Context<'_>) -> Poll<Option<ConnEvent>> {
        if self.ended {
            return Poll::Ready(None);
        }
        if self.taken.is_empty() {
            match self.shared.queue.take(&mut self.taken, cx) {
                Taken::Pending => return Poll::Pending,
                Taken::Some { driver_waits: true } => self.shared.wake_driver(),
                Taken::Some { driver_waits: false } => {}
            }
        }
        let event = self.taken.pop_front();
        self.ended = matches!(event, None | Some(ConnEvent::Stopped(_)));
        Poll::Ready(event)
    }
}

impl Stream for Events {
    type Item = ConnEvent;

    fn poll_next(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<ConnEvent>> {
        self.get_mut().poll_event(cx)
    }
}

impl FusedStream for Events {
    fn is_terminated(&self) -> bool {
        self.ended
    }
}

impl Drop for Events {
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
    events: VecDeque<ConnEvent>,
    bytes: usize,
    consumer: Option<Waker>,
    driver_waits: bool,
    consumer_gone: bool,
    finished: bool,
}

/// An amount of events: how much fits into the queue, or is in it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Room {
    pub(crate) events: usize,
    pub(crate) bytes: usize,
}

impl Room {
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
    Some { driver_waits: bool },
}

impl Queue {
    fn lock(&self) -> MutexGuard<'_, Inner> {
        // Nothing in here panics while it holds the lock.
        self.inner.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// How many events and bytes still fit.
    pub(crate) fn room(&self, capacity: Capacity) -> Room {
        let inner = self.lock();
        Room {
            events: capacity.events.saturating_sub(inner.events.len()),
            bytes: capacity.bytes.saturating_sub(inner.bytes),
        }
    }

    /// How many events and bytes wait.
    pub(crate) fn waiting(&self) -> Room {
        let inner = self.lock();
        Room { events: inner.events.len(), bytes: inner.bytes }
    }

    /// Puts in what a turn gave, with the bytes of its messages, and wakes the consumer. Returns how many
    /// notices were dropped because far too many wait.
    pub(crate) fn append(
        &self,
        turn: &mut VecDeque<ConnEvent>,
        bytes: usize,
        capacity: Capacity,
    ) -> u64 {
        let mut inner = self.lock();
        if inner.consumer_gone {
            drop(inner);
            turn.clear();
            return 0;
        }
        let mut dropped = 0;
        inner.bytes += bytes;
        let most = capacity.events.saturating_add(STATES_BEYOND);
        if inner.events.is_empty() && turn.len() <= most {
            std::mem::swap(&mut inner.events, turn);
        } else {
            for event in turn.drain(..) {
                let is_notice = !matches!(event, ConnEvent::Dispatch(_) | ConnEvent::Stopped(_));
                if is_notice && inner.events.len() >= most {
                    dropped += 1;
                } else {
                    inner.events.push_back(event);
                }
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
            || (inner.events.len() <= capacity.events / 2 && inner.bytes <= capacity.bytes / 2);
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
        let events = std::mem::take(&mut inner.events);
        drop(inner);
        drop(events);
    }

    /// Swaps what is there into `taken`, which is empty.
    fn take(&self, taken: &mut VecDeque<ConnEvent>, cx: &mut Context<'_>) -> Taken {
        let mut inner = self.lock();
        if inner.events.is_empty() {
            if inner.finished {
                return Taken::Some { driver_waits: false };
            }
            if inner.events.capacity() > KEPT_EVENTS {
                inner.events = VecDeque::new();
            }
            if taken.capacity() > KEPT_EVENTS {
                *taken = VecDeque::new();
            }
            match &mut inner.consumer {
                Some(waker) => waker.clone_from(cx.waker()),
                none => *none = Some(cx.waker().clone()),
            }
            return Taken::Pending;
        }
        std::mem::swap(&mut inner.events, taken);
        inner.bytes = 0;
        Taken::Some { driver_waits: std::mem::take(&mut inner.driver_waits) }
    }
}
