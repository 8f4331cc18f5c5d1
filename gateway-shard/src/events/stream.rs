//! The stream of events over all shards.

use std::collections::VecDeque;
use std::pin::Pin;
use std::sync::{Arc, Mutex};
use std::task::{Context, Poll};

use futures_core::Stream;
use futures_util::StreamExt;
use futures_util::stream::SelectAll;
use gateway_model::EventKind;
use gateway_model::gateway::ShardId;
use tokio::sync::mpsc;

use super::event::{Held, ShardEvent, ShardEventKind};
use super::queued::Queued;
use crate::lock::lock;

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
}

/// What a stream is made of; see [`Events::next_part`].
#[derive(Debug)]
pub enum StreamPart {
    /// A shard's own stream.
    Shard(ShardEvents),
    /// Something that the gateway says of a shard.
    Notice(ShardEvent),
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
        let events = Self { shards: SelectAll::new(), control, control_open: true };
        (ControlSender(Arc::new(Mutex::new(Some(sender)))), events)
    }

    /// The next event, `None` after the last one. Cancel-safe.
    pub async fn next(&mut self) -> Option<ShardEvent> {
        std::future::poll_fn(|cx| self.poll_event(cx)).await
    }

    /// One stream a shard, in the order of their ids, to be read by a task each.
    ///
    /// Notices of the gateway, such as that of a long wait for an Identify, are in none of them; nor are
    /// shards that a [`reshard`](crate::Gateway::reshard) starts, which fails then.
    /// [`next_part`](Self::next_part) has both.
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

    /// Takes the stream apart: the stream of the next shard that runs or is started later, to be read by a
    /// task of its own, or a notice. `None` when no shard can come any more. Cancel-safe.
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
        let mut shards = std::mem::take(&mut self.shards).into_iter();
        let first = shards.next();
        self.shards.extend(shards);
        first
    }

    fn poll_event(&mut self, cx: &mut Context<'_>) -> Poll<Option<ShardEvent>> {
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
            let Queued { mut event, changes, last } = queued?;
            drop(last);
            if let Held::Event(receipt) = &mut event.receipt {
                receipt.for_user();
            }
            if matches!(event.event_kind(), Some(EventKind::GuildCreate | EventKind::GuildDelete)) {
                event.guild_change = changes.first().map(|(_, change)| *change);
            }
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
