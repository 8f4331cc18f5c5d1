//! The stream that the consumer reads.

use std::collections::VecDeque;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};

use futures_core::Stream;
use futures_core::stream::FusedStream;

use crate::buffers::Batch;
use crate::events::{ConnectionEvent, Item, Taken};
use crate::shared::Shared;
use crate::shared_driver::DriverPoller;

/// The events of one connection.
///
/// Cancel-safe: an event is either returned or still in the queue. The stream ends after [`ConnectionEvent::Stopped`].
/// Dropping it closes the connection and keeps the session resumable.
#[derive(Debug)]
pub struct ConnectionEvents {
    shared: Arc<Shared>,
    /// `None` if the driver runs on another thread.
    driver: Option<DriverPoller>,
    /// Entries taken from the queue and not yet returned: first the rest of a batch, then these.
    taken: VecDeque<Item>,
    batch: Batch,
    ended: bool,
}

impl ConnectionEvents {
    pub(crate) fn new(shared: Arc<Shared>, driver: Option<DriverPoller>) -> Self {
        Self { shared, driver, taken: VecDeque::new(), batch: Batch::default(), ended: false }
    }

    /// Returns the next event, or `None` after the last one. Cancel-safe.
    pub async fn next(&mut self) -> Option<ConnectionEvent> {
        std::future::poll_fn(|cx| self.poll_event(cx)).await
    }

    #[inline]
    fn poll_event(&mut self, cx: &mut Context<'_>) -> Poll<Option<ConnectionEvent>> {
        match self.batch.next() {
            Some(event) => Poll::Ready(Some(ConnectionEvent::Dispatch(event))),
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
                        return Poll::Ready(Some(ConnectionEvent::Dispatch(event)));
                    }
                }
                Some(Item::One(event)) => {
                    self.ended = matches!(event, ConnectionEvent::Stopped(_));
                    return Poll::Ready(Some(event));
                }
                None if self.ended => return Poll::Ready(None),
                None => match self.take(cx) {
                    Taken::Pending => return Poll::Pending,
                    Taken::End => self.ended = true,
                    Taken::Some { driver_waits: true } => self.shared.wake_driver(),
                    Taken::Some { driver_waits: false } => {}
                },
            }
        }
    }

    /// Takes the entries of the queue. If it is empty, polls the driver first.
    fn take(&mut self, cx: &mut Context<'_>) -> Taken {
        if self.shared.queue.is_empty() {
            self.driver.as_ref().map(DriverPoller::poll);
        }
        self.shared.queue.take(&mut self.taken, cx)
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

#[cfg(test)]
mod tests;
