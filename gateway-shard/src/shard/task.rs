//! The task of one shard: from its connection to the queue the user reads.

use std::collections::VecDeque;
use std::sync::Arc;
use std::sync::atomic::Ordering;

use gateway_conn::{ConnectionEvent, ConnectionHandle, IdentifyQueue};
use gateway_model::gateway::ShardId;
use gateway_model::{Dispatch, EventKind};
use gateway_proto::{Session, Shutdown, StateChange, StopReason};
use http_client::Report;
use tokio::sync::{Notify, mpsc, watch};
use tokio::time::Instant;

use super::gate::Gate;
use super::state::Shard;
use crate::events::Queued;
use crate::events::Register;
use crate::events::{Held, ShardEvent, ShardEventKind};
use crate::identify::LocalQueue;
use crate::lock::lock;
use crate::metric;

/// Events taken beyond the full queue while a request waits for its answer among them: the one who waits
/// may be the one who would make room.
const BEYOND: usize = 16_384;

/// What a shard's task is made of.
pub(crate) struct ShardTask {
    pub(crate) shard: Arc<Shard>,
    /// When to dial; shards that have to identify go bucket by bucket.
    pub(crate) start_at: Instant,
    pub(crate) config: gateway_conn::Config,
    pub(crate) queue: Arc<dyn IdentifyQueue>,
    /// The queue, where it is ours: a long wait is then spent before dialling.
    pub(crate) local_queue: Option<LocalQueue>,
    pub(crate) out: mpsc::Sender<Queued>,
    pub(crate) stop: watch::Receiver<Option<Shutdown>>,
    pub(crate) save_soon: Arc<Notify>,
    pub(crate) gate: Arc<dyn Gate>,
    pub(crate) guilds_changed: Arc<Notify>,
    /// Of the session its events are of.
    pub(crate) register: Option<Register>,
    /// That of the session, from the store: an earlier process did not handle it.
    pub(crate) ready: Option<Dispatch>,
    /// A session that has begun, until the next event comes, which is its Ready if that is wanted.
    pub(crate) begun: Option<Session>,
}

/// Counters of the `metrics` facade, looked up once.
struct Meters {
    events: metrics::Counter,
    latency: metrics::Histogram,
    identifies: metrics::Counter,
    resumes: metrics::Counter,
    label: String,
}

impl Meters {
    fn new(shard: ShardId) -> Self {
        let label = shard.id().to_string();
        Self {
            events: metrics::counter!(metric::EVENTS, "shard" => label.clone()),
            latency: metrics::histogram!(metric::LATENCY, "shard" => label.clone()),
            identifies: metrics::counter!(metric::IDENTIFIES, "shard" => label.clone()),
            resumes: metrics::counter!(metric::RESUMES, "shard" => label.clone()),
            label,
        }
    }
}

impl ShardTask {
    /// Runs the shard to its end; returns why it ended.
    pub(crate) async fn run(mut self) -> StopReason {
        if let Some(ready) = self.ready.take() {
            // What it says of guilds is in the store as well. Where nobody reads any more, it is dropped here.
            let queued = self.queued(ready);
            let _ = self.out.send(queued).await;
        }
        let reason = match self.wait_for_turn().await {
            None => self.connected().await,
            Some(reason) => reason,
        };
        // What waits for an answer or for the connection must not wait for ever.
        self.shard.requests.end();
        self.shard.life.down();
        let last = ShardEvent::new(self.shard.id, ShardEventKind::Stopped(reason.clone()));
        let mut last = Queued::new(last);
        last.last = Some(self.shard.life.last_read());
        // Where nobody reads any more, it is dropped here.
        let _ = self.out.send(last).await;
        self.shard.end(reason.clone());
        reason
    }

    /// Waits for the time to dial; `Some` where the shard is stopped before.
    async fn wait_for_turn(&mut self) -> Option<StopReason> {
        loop {
            let must_identify = self.config.protocol().session().is_none();
            let wait = match self.local_queue.as_ref().filter(|_| must_identify) {
                Some(queue) => queue.long_wait(self.shard.id),
                None => None,
            };
            if let Some(delay) = &wait {
                let kind = ShardEventKind::IdentifyDelayed(delay.clone());
                let event = ShardEvent::new(self.shard.id, kind);
                let _ = self.out.try_send(Queued::new(event));
            }
            let until = wait.map_or(self.start_at, |delay| Instant::now() + delay.time_left);
            if until <= Instant::now() {
                return None;
            }
            tokio::select! {
                biased;
                _ = self.stop.wait_for(Option::is_some) => {
                    return Some(StopReason::Shutdown { session: None });
                }
                // Nobody reads any more.
                () = self.out.closed() => return Some(StopReason::Shutdown { session: None }),
                () = tokio::time::sleep_until(until) => {}
            }
        }
    }

    async fn connected(&mut self) -> StopReason {
        let connection = gateway_conn::connect(self.config.clone(), Arc::clone(&self.queue));
        let (mut events, sender) = match connection {
            Ok(connection) => connection,
            // The settings were checked when the fleet was built.
            Err(error) => {
                let error = Report::new(&error);
                tracing::error!(shard = %self.shard.id, %error, "the connection was not started");
                return StopReason::Shutdown { session: None };
            }
        };
        self.shard.sender.send_replace(Some(sender.clone()));
        let meters = Meters::new(self.shard.id);
        let mut backlog = VecDeque::new();
        let mut stop = self.stop.clone();
        let out = self.out.clone();
        let mut gate_changes = self.gate.changes();
        let mut stopping = false;
        let reason = loop {
            let has_room = self.gate.has_room(self.shard.fleet);
            let room = if self.shard.requests.any() { BEYOND } else { 1 };
            tokio::select! {
                biased;
                _ = stop.wait_for(Option::is_some), if !stopping => {
                    stopping = true;
                    begin_stop(sender.clone(), *self.stop.borrow());
                }
                permit = out.reserve(), if !backlog.is_empty() => match permit {
                    Ok(permit) => backlog.pop_front().map(|next| permit.send(next)).unwrap_or(()),
                    Err(_) => backlog.clear(),
                },
                // Nobody reads any more: the connection has no purpose, its session is kept.
                () = out.closed(), if !stopping => {
                    stopping = true;
                    begin_stop(sender.clone(), Some(Shutdown::KeepSession));
                }
                _ = gate_changes.changed() => {
                    let (fleet, shard) = (self.shard.fleet, self.shard.id);
                    self.gate.flush(fleet, shard, &mut |queued| self.send(queued, &mut backlog));
                }
                // There may be room now.
                () = self.shard.requests.asked() => {}
                event = events.next(), if has_room && backlog.len() < room => match event {
                    Some(ConnectionEvent::Stopped(reason)) => break reason,
                    Some(event) => self.hand_on(event, &meters, &mut backlog),
                    None => break StopReason::Shutdown { session: None },
                },
            }
        };
        for queued in backlog {
            if self.out.send(queued).await.is_err() {
                break;
            }
        }
        reason
    }

    fn hand_on(&mut self, event: ConnectionEvent, meters: &Meters, backlog: &mut VecDeque<Queued>) {
        let Some(queued) = self.observe(event, meters) else { return };
        let (fleet, shard) = (self.shard.fleet, self.shard.id);
        self.gate.pass(fleet, shard, queued, &mut |queued| self.send(queued, backlog));
    }

    fn send(&self, queued: Queued, backlog: &mut VecDeque<Queued>) {
        if !backlog.is_empty() {
            return backlog.push_back(queued);
        }
        match self.out.try_send(queued) {
            Ok(()) | Err(mpsc::error::TrySendError::Closed(_)) => {}
            Err(mpsc::error::TrySendError::Full(queued)) => backlog.push_back(queued),
        }
    }

    fn observe(&mut self, event: ConnectionEvent, meters: &Meters) -> Option<Queued> {
        let shard = self.shard.id;
        let kind = match event {
            ConnectionEvent::Dispatch(dispatch) => return Some(self.dispatch(dispatch, meters)),
            ConnectionEvent::State(change) => {
                self.begin_session(None);
                self.state(&change, meters);
                match &change {
                    StateChange::Ready { session } => {
                        // The session before has ended: nothing of it is stored any more.
                        self.shard.no_session();
                        self.register = None;
                        self.begun.clone_from(session);
                    }
                    StateChange::HeartbeatAcked { sequence: Some(sequence), .. } => {
                        if let Some(register) = &mut self.register {
                            register.left_out(*sequence);
                        }
                    }
                    _ => {}
                }
                ShardEventKind::State(change)
            }
            ConnectionEvent::LinkFailed(error) => ShardEventKind::LinkFailed(error),
            // The connection has logged it.
            ConnectionEvent::RuntimeBlocked { length } => {
                let label = meters.label.clone();
                metrics::histogram!(metric::RUNTIME_BLOCKED, "shard" => label).record(length);
                ShardEventKind::RuntimeBlocked { length }
            }
            // Handled by the caller; a kind this version does not know is nothing to hand on.
            _ => return None,
        };
        Some(Queued::new(ShardEvent::new(shard, kind)))
    }

    fn dispatch(&mut self, dispatch: Dispatch, meters: &Meters) -> Queued {
        self.shard.stats.events.fetch_add(1, Ordering::Relaxed);
        self.shard
            .stats
            .queued
            .store(self.out.max_capacity() - self.out.capacity(), Ordering::Relaxed);
        meters.events.increment(1);
        self.shard.requests.observe(&dispatch);
        let changes = match dispatch.kind() {
            EventKind::Ready | EventKind::GuildCreate | EventKind::GuildDelete => {
                let changes = lock(&self.shard.guilds).observe(&dispatch);
                self.guilds_changed.notify_waiters();
                changes
            }
            _ => Vec::new(),
        };
        self.begin_session(Some(&dispatch));
        Queued { changes, ..self.queued(dispatch) }
    }

    /// A dispatch with its receipt.
    fn queued(&mut self, dispatch: Dispatch) -> Queued {
        let sequence = dispatch.sequence();
        let receipt = self.register.as_mut().map(|register| register.hand_out(sequence));
        let receipt = receipt.map_or(Held::Nobody, Held::Event);
        let kind = ShardEventKind::Dispatch(dispatch);
        let event = ShardEvent { shard: self.shard.id, kind, guild_change: None, receipt };
        Queued::new(event)
    }

    /// A session that has begun gets its events from here on. Nothing of it is handled yet. It is stored at once, with
    /// its Ready, which no Resume replays, so that a process that dies a moment later has not spent its Identify for
    /// nothing.
    fn begin_session(&mut self, event: Option<&Dispatch>) {
        let Some(session) = self.begun.take() else { return };
        let ready = event.filter(|event| event.kind() == EventKind::Ready);
        self.register = Some(self.shard.begin_session(session, ready));
        self.save_soon.notify_one();
    }

    fn state(&self, change: &StateChange, meters: &Meters) {
        let mut slow = lock(&self.shard.stats.slow);
        match change {
            StateChange::Connected => slow.opened_at = Some(Instant::now()),
            StateChange::Identifying => meters.identifies.increment(1),
            StateChange::Ready { .. } => {
                slow.identified += 1;
                self.shard.life.live();
            }
            StateChange::Resumed { .. } => {
                self.shard.life.live();
                slow.resumed += 1;
                meters.resumes.increment(1);
            }
            StateChange::Disconnected { cause, .. } => {
                self.shard.life.down();
                let cause = metric::disconnect_cause(cause);
                *slow.disconnects.entry(cause).or_default() += 1;
                let shard = meters.label.clone();
                metrics::counter!(metric::DISCONNECTS, "shard" => shard, "cause" => cause)
                    .increment(1);
            }
            StateChange::HeartbeatAcked { latency: Some(latency), .. } => {
                slow.latency_sum += *latency;
                slow.latencies += 1;
                meters.latency.record(latency.as_secs_f64());
            }
            _ => {}
        }
    }
}

/// Closes the connection from beside: the events that are still to be read must go on meanwhile.
fn begin_stop(sender: ConnectionHandle, shutdown: Option<Shutdown>) {
    tokio::spawn(async move {
        match shutdown {
            Some(Shutdown::Offline) => drop(sender.close().await),
            Some(Shutdown::KeepSession) | None => drop(sender.close_resumable().await),
        }
    });
}

#[cfg(test)]
#[path = "task_tests.rs"]
mod tests;
