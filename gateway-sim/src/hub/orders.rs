//! The queue of orders for a connection's task, and how many bytes wait in it.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use bytes::Bytes;
use tokio::sync::mpsc;

use super::prepared::ReplayBatch;
use crate::action::Shape;

/// An order for a connection's task.
#[derive(Debug)]
pub(crate) enum ToConn {
    /// One payload, and whether payload compression is on.
    Payload(Bytes, bool),
    /// Part of a replay.
    Replay(ReplayBatch),
    /// Raw bytes for the socket: for example garbage, or half a frame.
    Raw(Bytes),
    /// A reply of the WebSocket layer: a pong, or the answer to a close frame.
    Reply(Bytes),
    /// How payloads are packed into messages from now on.
    Shape(Shape),
    /// Send a close frame and wait a moment for the answer.
    Close(u16, String),
    /// Drop the socket.
    Drop,
}

impl ToConn {
    const fn bytes(&self) -> usize {
        match self {
            Self::Payload(bytes, _) | Self::Raw(bytes) | Self::Reply(bytes) => bytes.len(),
            Self::Replay(_) | Self::Shape(_) | Self::Close(..) | Self::Drop => 0,
        }
    }
}

/// The limit of the bytes in all queues together. Beyond it, connections with more than [`MOST_OF_ONE`] of them are
/// dropped.
const MOST_OF_ALL: usize = 1 << 30;

/// The bytes that may always wait for one connection.
const MOST_OF_ONE: usize = 64 << 20;

/// The sending half of a queue.
#[derive(Clone, Debug)]
pub(crate) struct OrderSender {
    queue: mpsc::UnboundedSender<ToConn>,
    own: Arc<AtomicUsize>,
    all: Arc<AtomicUsize>,
}

/// The receiving half of a queue.
#[derive(Debug)]
pub(crate) struct Orders {
    queue: mpsc::UnboundedReceiver<ToConn>,
    own: Arc<AtomicUsize>,
    all: Arc<AtomicUsize>,
}

/// Creates a queue for a new connection. `all` counts the bytes of all connections together.
pub(super) fn orders(all: &Arc<AtomicUsize>) -> (OrderSender, Orders) {
    let (sender, receiver) = mpsc::unbounded_channel();
    let own = Arc::<AtomicUsize>::default();
    let orders = Orders { queue: receiver, own: Arc::clone(&own), all: Arc::clone(all) };
    (OrderSender { queue: sender, own, all: Arc::clone(all) }, orders)
}

impl OrderSender {
    /// Adds an order to the queue; returns false if the connection's task has ended.
    pub(crate) fn send(&self, order: ToConn) -> bool {
        let bytes = order.bytes();
        self.own.fetch_add(bytes, Ordering::Relaxed);
        self.all.fetch_add(bytes, Ordering::Relaxed);
        let sent = self.queue.send(order).is_ok();
        if !sent {
            self.own.fetch_sub(bytes, Ordering::Relaxed);
            self.all.fetch_sub(bytes, Ordering::Relaxed);
        }
        sent
    }

    /// Returns whether so many bytes wait, here and in all queues together, that the client has to be dropped.
    pub(crate) fn is_overfull(&self) -> bool {
        self.own.load(Ordering::Relaxed) > MOST_OF_ONE
            && self.all.load(Ordering::Relaxed) > MOST_OF_ALL
    }
}

impl Orders {
    /// Returns the next order; `None` once no sender is left.
    ///
    /// # Cancel safety
    ///
    /// No order is lost.
    pub(crate) async fn recv(&mut self) -> Option<ToConn> {
        let order = self.queue.recv().await?;
        self.taken(order.bytes());
        Some(order)
    }

    /// Returns an order that is already waiting.
    pub(crate) fn try_recv(&mut self) -> Option<ToConn> {
        let order = self.queue.try_recv().ok()?;
        self.taken(order.bytes());
        Some(order)
    }

    fn taken(&self, bytes: usize) {
        self.own.fetch_sub(bytes, Ordering::Relaxed);
        self.all.fetch_sub(bytes, Ordering::Relaxed);
    }
}

impl Drop for Orders {
    fn drop(&mut self) {
        self.queue.close();
        while self.try_recv().is_some() {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_queue_is_overfull_if_it_is_large_and_all_together_are() {
        let all = Arc::default();
        let (small, mut taken) = orders(&all);
        let payload = Bytes::from(vec![0; MOST_OF_ONE + 1]);
        let order = || ToConn::Payload(payload.clone(), false);
        assert!(small.send(order()));
        let (large, left) = orders(&all);
        // The same bytes, many times.
        for _ in 0..MOST_OF_ALL / payload.len() {
            assert!(!large.is_overfull());
            assert!(large.send(order()));
        }
        assert!(large.is_overfull() && small.is_overfull());
        assert!(taken.try_recv().is_some());
        assert!(!small.is_overfull() && !large.is_overfull());
        drop(left);
        assert_eq!(all.load(Ordering::Relaxed), 0, "what nobody takes any more does not count");
        assert!(!large.send(order()));
        assert_eq!(all.load(Ordering::Relaxed), 0);
    }
}
