//! The stream of the events of all shards.

use std::pin::Pin;
use std::sync::{Arc, Mutex};
use std::task::{Context, Poll};

use futures_core::Stream;
use futures_util::StreamExt;
use futures_util::stream::FuturesUnordered;
use gateway_model::gateway::ShardId;
use tokio::sync::mpsc;

use super::event::ShardEvent;
use super::shard_events::ShardEvents;
use crate::lock::lock;

/// The events of all shards of this process. The events of a shard are in order.
///
/// It ends when every shard has stopped. Cancel-safe: an event is either returned or still queued. Dropping it closes
/// every connection and keeps the sessions resumable. While it is not read, its queues fill up and further events wait
/// at Discord; heartbeats are still sent, and no event is lost.
#[derive(Debug)]
pub struct Events {
    /// The shard that is being read.
    current: Option<ShardEvents>,
    /// How many of its events were read in a row.
    in_a_row: usize,
    /// The other shards: first those that have events, then those that have none.
    others: FuturesUnordered<NextEvent>,
    control: mpsc::UnboundedReceiver<Control>,
    control_open: bool,
}

/// How many events of one shard are returned before other shards that have events. A switch costs as much as about ten
/// events.
const IN_A_ROW: usize = 4096;

/// Waits for the next event of a shard, and returns both.
#[derive(Debug)]
struct NextEvent(Option<ShardEvents>);

impl Future for NextEvent {
    type Output = (ShardEvents, Option<ShardEvent>);

    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Self::Output> {
        let Some(mut shard) = self.0.take() else { return Poll::Pending };
        match shard.poll_event(cx) {
            Poll::Ready(event) => Poll::Ready((shard, event)),
            Poll::Pending => {
                self.0 = Some(shard);
                Poll::Pending
            }
        }
    }
}

/// A part of the stream; see [`Events::next_part`].
#[derive(Debug)]
pub enum StreamPart {
    /// The stream of a shard.
    Shard(ShardEvents),
    /// An event of the gateway about a shard.
    Notice(ShardEvent),
}

/// What the gateway sends to its stream.
#[derive(Debug)]
pub(crate) enum Control {
    /// Another shard.
    Add(ShardEvents),
    /// An event that does not come from a shard's task.
    Notice(ShardEvent),
}

/// The gateway's end of the control channel. It is closed when no more shards can be added.
#[derive(Clone, Debug)]
pub(crate) struct ControlSender(Arc<Mutex<Option<mpsc::UnboundedSender<Control>>>>);

impl ControlSender {
    /// Fails if the stream is dropped or closed.
    pub(crate) fn send(&self, control: Control) -> bool {
        lock(&self.0).as_ref().is_some_and(|sender| sender.send(control).is_ok())
    }

    pub(crate) fn close(&self) {
        lock(&self.0).take();
    }

    /// Waits until the stream is dropped or closed. Cancel-safe.
    pub(crate) async fn closed(&self) {
        let sender = lock(&self.0).clone();
        if let Some(sender) = sender {
            sender.closed().await;
        }
    }
}

impl Events {
    pub(crate) fn new() -> (ControlSender, Self) {
        // Bounded by the number of shards and of long waits.
        let (sender, control) = mpsc::unbounded_channel();
        let events = Self {
            current: None,
            in_a_row: 0,
            others: FuturesUnordered::new(),
            control,
            control_open: true,
        };
        (ControlSender(Arc::new(Mutex::new(Some(sender)))), events)
    }

    /// Returns the next event, or `None` after the last one. Cancel-safe.
    pub async fn next(&mut self) -> Option<ShardEvent> {
        std::future::poll_fn(|cx| self.poll_event(cx)).await
    }

    /// Returns one stream for each shard, ordered by shard id, so that each can be read by its own task.
    ///
    /// They do not include events of the gateway itself, such as a long wait for an Identify. They do not include
    /// shards that a [`reshard`](crate::Gateway::reshard) starts either, so resharding fails after this call.
    /// [`next_part`](Self::next_part) includes both.
    #[must_use]
    pub fn into_shards(mut self) -> Vec<(ShardId, ShardEvents)> {
        while let Ok(Control::Add(shard)) = self.control.try_recv() {
            self.others.push(NextEvent(Some(shard)));
        }
        let shards = std::iter::from_fn(|| self.take_shard());
        let mut shards: Vec<_> = shards.map(|shard| (shard.shard(), shard)).collect();
        shards.sort_unstable_by_key(|(id, _)| *id);
        shards
    }

    /// Returns the next part of the stream: the stream of a shard that runs or is started later, which can be read by
    /// its own task, or an event of the gateway. Returns `None` when no more shards can be added. Cancel-safe.
    pub async fn next_part(&mut self) -> Option<StreamPart> {
        if let Some(shard) = self.take_shard() {
            return Some(StreamPart::Shard(shard));
        }
        let control = self.control.recv().await?;
        Some(match control {
            Control::Add(shard) => StreamPart::Shard(shard),
            Control::Notice(event) => StreamPart::Notice(event),
        })
    }

    fn take_shard(&mut self) -> Option<ShardEvents> {
        if let Some(shard) = self.current.take() {
            return Some(shard);
        }
        let mut others = std::mem::take(&mut self.others).into_iter();
        let first = others.next().and_then(|next| next.0);
        self.others.extend(others);
        first
    }

    fn poll_event(&mut self, cx: &mut Context<'_>) -> Poll<Option<ShardEvent>> {
        if let Some(event) = self.poll_current(cx) {
            return Poll::Ready(Some(event));
        }
        while self.control_open {
            match self.control.poll_recv(cx) {
                Poll::Ready(Some(Control::Add(shard))) => self.others.push(NextEvent(Some(shard))),
                Poll::Ready(Some(Control::Notice(event))) => return Poll::Ready(Some(event)),
                Poll::Ready(None) => self.control_open = false,
                Poll::Pending => break,
            }
        }
        loop {
            match self.others.poll_next_unpin(cx) {
                Poll::Ready(Some((shard, Some(event)))) => {
                    (self.current, self.in_a_row) = (Some(shard), 1);
                    return Poll::Ready(Some(event));
                }
                // That shard has stopped.
                Poll::Ready(Some((_, None))) => {}
                Poll::Ready(None) if self.control_open => return Poll::Pending,
                Poll::Ready(None) => return Poll::Ready(None),
                Poll::Pending => return Poll::Pending,
            }
        }
    }

    /// Returns the next event of the present shard, if it has one and no other shard must be read first.
    fn poll_current(&mut self, cx: &mut Context<'_>) -> Option<ShardEvent> {
        let shard = self.current.as_mut()?;
        if self.in_a_row < IN_A_ROW {
            match shard.poll_event(cx) {
                Poll::Ready(Some(event)) => {
                    self.in_a_row += 1;
                    return Some(event);
                }
                Poll::Ready(None) => {
                    self.current = None;
                    return None;
                }
                Poll::Pending => {}
            }
        }
        let shard = self.current.take();
        self.others.push(NextEvent(shard));
        None
    }
}

impl Stream for Events {
    type Item = ShardEvent;

    fn poll_next(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<ShardEvent>> {
        self.get_mut().poll_event(cx)
    }
}
