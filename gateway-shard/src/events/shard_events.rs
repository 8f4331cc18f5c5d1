//! The stream of events of one shard.

use std::collections::VecDeque;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, ready};

use futures_core::Stream;
use gateway_conn::{ConnectionEvent, ConnectionEvents};
use gateway_model::gateway::ShardId;
use gateway_model::{Dispatch, EventKind};
use gateway_proto::StateChange;
use tokio::sync::mpsc;

use super::event::{Held, ShardEvent, ShardEventKind, is_about_guilds};
use super::gate::Gate;
use super::queued::{LastRead, Meaning, Queued};
use super::receipt::Receipt;
use super::recovery::Recovery;
use super::unread::Unread;

/// The events of one shard; see [`Events::into_shards`](super::Events::into_shards).
#[derive(Debug)]
pub struct ShardEvents {
    shard: ShardId,
    fleet: u32,
    gate: Arc<dyn Gate>,
    unread: Arc<Unread>,
    task: mpsc::UnboundedReceiver<FromTask>,
    /// Set from the shard's first connection attempt until its last event is read.
    connection: Option<ConnectionEvents>,
    /// Inserts missed events, if configured.
    recovery: Option<Box<dyn Recovery>>,
    /// Events to return before those of the connection.
    first: VecDeque<Queued>,
    /// The meaning of the last returned event.
    meaning: VecDeque<ShardEvent>,
    last: Option<LastRead>,
}

/// What a shard's task sends to its stream. Boxed, because a channel reserves room for 32 of them.
#[derive(Debug)]
pub(crate) enum FromTask {
    /// An event that does not come from the connection.
    Notice(Box<ShardEvent>),
    /// The connection whose events follow.
    Connected(Box<ConnectionEvents>),
}

/// The parts of a shard's stream.
pub(crate) struct Parts {
    pub(crate) shard: ShardId,
    pub(crate) fleet: u32,
    pub(crate) gate: Arc<dyn Gate>,
    pub(crate) unread: Arc<Unread>,
    pub(crate) task: mpsc::UnboundedReceiver<FromTask>,
    pub(crate) last: LastRead,
    /// The Ready of the stored session, if an earlier process did not handle it.
    pub(crate) ready: Option<Dispatch>,
    pub(crate) recovery: Option<Box<dyn Recovery>>,
}

impl ShardEvents {
    pub(crate) fn new(parts: Parts) -> Self {
        let Parts { shard, fleet, gate, unread, task, last, ready, recovery } = parts;
        // Its guilds are in the store as well.
        let ready = ready.map(|ready| {
            let receipt = unread.kept(ready.sequence());
            Queued::new(dispatched(shard, ready, receipt))
        });
        let mut this = Self {
            shard,
            fleet,
            gate,
            unread,
            task,
            connection: None,
            recovery,
            first: VecDeque::new(),
            meaning: VecDeque::new(),
            last: Some(last),
        };
        if let Some(ready) = ready {
            go_on(&mut this.recovery, &mut this.first, ready);
        }
        this
    }

    /// The shard of these events.
    #[must_use]
    pub const fn shard(&self) -> ShardId {
        self.shard
    }

    /// Returns the next event, or `None` after the last one. Cancel-safe.
    pub async fn next(&mut self) -> Option<ShardEvent> {
        std::future::poll_fn(|cx| self.poll_event(cx)).await
    }

    pub(super) fn poll_event(&mut self, cx: &mut Context<'_>) -> Poll<Option<ShardEvent>> {
        loop {
            if let Some(event) = self.meaning.pop_front() {
                return Poll::Ready(Some(event));
            }
            if let Some(queued) = self.first.pop_front() {
                return Poll::Ready(Some(self.hand_out(queued)));
            }
            if let Some(recovery) = &mut self.recovery {
                let first = &mut self.first;
                recovery.poll(cx, &mut |queued| first.push_back(queued));
                if !self.first.is_empty() {
                    continue;
                }
            }
            let is_gated = self.gate.is_active();
            if is_gated {
                let Self { gate, fleet, shard, recovery, first, .. } = &mut *self;
                let hand_on = &mut |queued| go_on(recovery, first, queued);
                let room = gate.poll(*fleet, *shard, cx, hand_on);
                if !self.first.is_empty() {
                    continue;
                }
                ready!(room);
            }
            let Some(queued) = ready!(self.poll_source(cx)) else { return Poll::Ready(None) };
            if !is_gated && self.recovery.is_none() {
                return Poll::Ready(Some(self.hand_out(queued)));
            }
            let Self { gate, fleet, shard, recovery, first, .. } = &mut *self;
            if is_gated {
                let hand_on = &mut |queued| go_on(recovery, first, queued);
                gate.pass(*fleet, *shard, queued, hand_on);
            } else {
                go_on(recovery, first, queued);
            }
        }
    }

    /// Returns the next event of the connection or the task.
    fn poll_source(&mut self, cx: &mut Context<'_>) -> Poll<Option<Queued>> {
        loop {
            if let Some(connection) = &mut self.connection {
                match ready!(Pin::new(connection).poll_next(cx)) {
                    Some(event) => {
                        if let Some(queued) = self.read(event) {
                            return Poll::Ready(Some(queued));
                        }
                    }
                    None => self.connection = None,
                }
                continue;
            }
            match ready!(self.task.poll_recv(cx)) {
                Some(FromTask::Notice(event)) => return Poll::Ready(Some(Queued::new(*event))),
                Some(FromTask::Connected(events)) => self.connection = Some(*events),
                None => return Poll::Ready(None),
            }
        }
    }

    /// Converts an event of the connection. Returns `None` for a kind that this version does not know.
    pub(crate) fn read(&self, event: ConnectionEvent) -> Option<Queued> {
        let kind = match event {
            ConnectionEvent::Dispatch(dispatch) => return Some(self.dispatch(dispatch)),
            ConnectionEvent::State(change) => {
                match &change {
                    StateChange::Ready { .. } => self.unread.session_is_read(),
                    StateChange::HeartbeatAcked { sequence: Some(sequence), .. } => {
                        self.unread.left_out(*sequence);
                    }
                    _ => {}
                }
                ShardEventKind::State(change)
            }
            ConnectionEvent::LinkFailed(error) => ShardEventKind::LinkFailed(error),
            // The connection has already logged it.
            ConnectionEvent::RuntimeBlocked { duration: length } => {
                ShardEventKind::RuntimeBlocked { duration: length }
            }
            ConnectionEvent::Stopped(reason) => ShardEventKind::Stopped(reason),
            _ => return None,
        };
        Some(Queued::new(ShardEvent::new(self.shard, kind)))
    }

    fn dispatch(&self, dispatch: Dispatch) -> Queued {
        let meaning = match dispatch.kind() {
            kind if is_about_guilds(kind) => self.unread.meaning(),
            _ => Meaning::default(),
        };
        let receipt = self.unread.read(dispatch.sequence());
        Queued { event: dispatched(self.shard, dispatch, receipt), meaning }
    }

    /// Returns the event to the user.
    fn hand_out(&mut self, queued: Queued) -> ShardEvent {
        let Queued { mut event, meaning: Meaning { changes, gap } } = queued;
        if let Held::Event(receipt) = &mut event.receipt {
            receipt.for_user();
        }
        match &event.kind {
            ShardEventKind::Dispatch(dispatch) => {
                if matches!(dispatch.kind(), EventKind::GuildCreate | EventKind::GuildDelete) {
                    event.guild_change = changes.first().map(|(_, change)| *change);
                }
            }
            ShardEventKind::Stopped(_) => {
                self.unread.close();
                self.last = None;
            }
            _ => {}
        }
        let shard = self.shard;
        self.meaning.extend(gap.map(|gap| ShardEvent::new(shard, ShardEventKind::SessionGap(gap))));
        self.meaning.extend(changes.into_iter().map(|(guild, change)| {
            ShardEvent::new(shard, ShardEventKind::Guild { guild, change })
        }));
        event
    }
}

/// Passes an event to the recovery if there is one, and otherwise to the user.
fn go_on(recovery: &mut Option<Box<dyn Recovery>>, first: &mut VecDeque<Queued>, queued: Queued) {
    match recovery {
        Some(recovery) => recovery.take(queued, &mut |queued| first.push_back(queued)),
        None => first.push_back(queued),
    }
}

fn dispatched(shard: ShardId, dispatch: Dispatch, receipt: Option<Receipt>) -> ShardEvent {
    let kind = ShardEventKind::Dispatch(dispatch);
    let receipt = receipt.map_or(Held::Nobody, Held::Event);
    ShardEvent { receipt, ..ShardEvent::new(shard, kind) }
}

impl Stream for ShardEvents {
    type Item = ShardEvent;

    fn poll_next(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<ShardEvent>> {
        self.get_mut().poll_event(cx)
    }
}

impl Drop for ShardEvents {
    fn drop(&mut self) {
        self.unread.close();
    }
}
