//! The stream of events over all shards.

use std::collections::VecDeque;
use std::pin::Pin;
use std::sync::{Arc, Mutex};
use std::task::{Context, Poll};

use futures_core::Stream;
use futures_util::StreamExt;
use futures_util::stream::SelectAll;
use gateway_model::gateway::ShardId;
use tokio::sync::mpsc;

use crate::event::{ShardEvent, ShardEventKind};
use crate::shard::lock;
use crate::shard_task::Queued;

/// The events of all shards of this process, each with its shard; in order within a shard.
///
/// Ends when every shard is at its end. Cancel-safe: an event is either returned or still queued. Dropping
/// it closes every connection in a way that keeps the sessions resumable. While it is not read, its queues
/// fill up and Discord's events wait; heartbeats go on, nothing is lost.
#[derive(Debug)]
pub struct Events {
    shards: SelectAll<ShardEvents>,
    control: mpsc::UnboundedReceiver<Control>,
    control_open: bool,
    /// To be returned first.
    next: VecDeque<ShardEvent>,
}

/// The events of one shard; see [`Events::into_shards`].
#[derive(Debug)]
pub struct ShardEvents {
    shard: ShardId,
    receiver: mpsc::Receiver<Queued>,
    /// To be returned first.
    next: VecDeque<ShardEvent>,
}

/// What the gateway tells its stream.
#[derive(Debug)]
pub(crate) enum Control {
    /// There is another shard.
    Add(ShardEvents),
    /// Something that no shard's task says.
    Notice(ShardEvent),
}

/// The gateway's end of the control channel; closed when no shard can come any more.
#[derive(Clone, Debug)]
pub(crate) struct ControlSender(Arc<Mutex<Option<mpsc::UnboundedSender<Control>>>>);

impl ControlSender {
    /// Fails where the stream is gone or closed.
    pub(crate) fn send(&self, control: Control) -> bool {
        lock(&self.0).as_ref().is_some_and(|sender| sender.send(control).is_ok())
    }

    pub(crate) fn close(&self) {
        lock(&self.0).take();
    }
}

impl Events {
    pub(crate) fn new() -> (ControlSender, Self) {
        // Bounded by the number of shards and of notable waits.
        let (sender, control) = mpsc::unbounded_channel();
        let events =
            Self { shards: SelectAll::new(), control, control_open: true, next: VecDeque::new() };
        (ControlSender(Arc::new(Mutex::new(Some(sender)))), events)
    }

    /// The next event, `None` after the last one. Cancel-safe.
    pub async fn next(&mut self) -> Option<ShardEvent> {
        std::future::poll_fn(|cx| self.poll_event(cx)).await
    }

    /// One stream a shard, in the order of their ids, to be read by a task each.
    ///
    /// Shards that come later, by a reshard, are not among them: [`Gateway::reshard`](crate::Gateway) fails
    /// then.
    #[must_use]
    pub fn into_shards(mut self) -> Vec<(ShardId, ShardEvents)> {
        while let Ok(Control::Add(shard)) = self.control.try_recv() {
            self.shards.push(shard);
        }
        let mut shards: Vec<_> =
            self.shards.into_iter().map(|shard| (shard.shard, shard)).collect();
        shards.sort_unstable_by_key(|(id, _)| *id);
        shards
    }

    fn poll_event(&mut self, cx: &mut Context<'_>) -> Poll<Option<ShardEvent>> {
        if let Some(event) = self.next.pop_front() {
            return Poll::Ready(Some(event));
        }
        while self.control_open {
            match self.control.poll_recv(cx) {
                Poll::Ready(Some(Control::Add(shard))) => self.shards.push(shard),
                Poll::Ready(Some(Control::Notice(event))) => return Poll::Ready(Some(event)),
                Poll::Ready(None) => self.control_open = false,
                Poll::Pending => break,
            }
        }
        match self.shards.poll_next_unpin(cx) {
            Poll::Ready(Some(event)) => Poll::Ready(Some(event)),
            Poll::Ready(None) if self.control_open => Poll::Pending,
            Poll::Ready(None) => Poll::Ready(None),
            Poll::Pending => Poll::Pending,
        }
    }
}

impl Stream for Events {
    type Item = ShardEvent;

    fn poll_next(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<ShardEvent>> {
        self.get_mut().poll_event(cx)
    }
}

impl ShardEvents {
    pub(crate) const fn new(shard: ShardId, receiver: mpsc::Receiver<Queued>) -> Self {
        Self { shard, receiver, next: VecDeque::new() }
    }

    /// Which shard's events these are.
    #[must_use]
    pub const fn shard(&self) -> ShardId {
        self.shard
    }

    /// The next event, `None` after the last one. Cancel-safe.
    pub async fn next(&mut self) -> Option<ShardEvent> {
        std::future::poll_fn(|cx| self.poll_event(cx)).await
    }

    fn poll_event(&mut self, cx: &mut Context<'_>) -> Poll<Option<ShardEvent>> {
        if let Some(event) = self.next.pop_front() {
            return Poll::Ready(Some(event));
        }
        self.receiver.poll_recv(cx).map(|queued| {
            let Queued { event, changes } = queued?;
            let shard = self.shard;
            self.next.extend(changes.into_iter().map(|(guild, change)| {
                ShardEvent::new(shard, ShardEventKind::Guild { guild, change })
            }));
            Some(event)
        })
    }
}

impl Stream for ShardEvents {
    type Item = ShardEvent;

    fn poll_next(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<ShardEvent>> {
        self.get_mut().poll_event(cx)
    }
}
