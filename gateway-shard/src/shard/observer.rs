//! Records a shard's events when they arrive, whether the user reads them or not: answers to requests, guilds, sessions
//! and counters.

use std::any::Any;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;

use gateway_conn::{ConnectionEvent, EventSet, Observer};
use gateway_model::gateway::ShardId;
use gateway_model::{Dispatch, EventKind};
use gateway_proto::StateChange;
use tokio::sync::{Notify, oneshot};
use tokio::time::Instant;

use super::state::Shard;
use crate::events::{Gate, Meaning, is_about_guilds};
use crate::lock::lock;
use crate::metric;

/// The events that the library itself needs.
pub(crate) const OBSERVED: [EventKind; 9] = [
    EventKind::Ready,
    EventKind::GuildCreate,
    EventKind::GuildDelete,
    EventKind::GuildMembersChunk,
    EventKind::SoundboardSounds,
    EventKind::ChannelInfo,
    EventKind::RateLimited,
    EventKind::VoiceStateUpdate,
    EventKind::VoiceServerUpdate,
];

/// Observes the events of one shard.
pub(super) struct ShardObserver {
    pub(super) shard: Arc<Shard>,
    pub(super) save_soon: Arc<Notify>,
    pub(super) guilds_changed: Arc<Notify>,
    pub(super) gate: Arc<dyn Gate>,
    pub(super) meters: Meters,
    /// Whether the Ready is delivered to the user.
    pub(super) ready_is_wanted: bool,
    /// Notified of a panic in the observer, which a metrics recorder may cause. Nothing is recorded after one.
    pub(super) panicked: Option<oneshot::Sender<Box<dyn Any + Send>>>,
}

/// Handles of metrics, looked up once.
pub(super) struct Meters {
    latency: metrics::Histogram,
    identifies: metrics::Counter,
    resumes: metrics::Counter,
    label: String,
}

impl Meters {
    pub(super) fn new(shard: ShardId) -> Self {
        let label = shard.id().to_string();
        Self {
            latency: metrics::histogram!(metric::LATENCY, "shard" => label.clone()),
            identifies: metrics::counter!(metric::IDENTIFIES, "shard" => label.clone()),
            resumes: metrics::counter!(metric::RESUMES, "shard" => label.clone()),
            label,
        }
    }
}

impl Observer for ShardObserver {
    fn dispatches(&self) -> EventSet {
        EventSet::only(OBSERVED)
    }

    fn see(&mut self, event: &ConnectionEvent) {
        let Some(told) = self.panicked.take() else { return };
        match catch_unwind(AssertUnwindSafe(|| self.note(event))) {
            Ok(()) => self.panicked = Some(told),
            // The task lives as long as its connection.
            Err(panic) => drop(told.send(panic)),
        }
    }
}

impl ShardObserver {
    pub(super) fn note(&self, event: &ConnectionEvent) {
        match event {
            ConnectionEvent::Dispatch(dispatch) => self.dispatch(dispatch),
            ConnectionEvent::State(change) => self.state(change),
            ConnectionEvent::RuntimeBlocked { duration: length } => {
                let label = self.meters.label.clone();
                metrics::histogram!(metric::RUNTIME_BLOCKED, "shard" => label).record(*length);
            }
            _ => {}
        }
    }

    fn dispatch(&self, dispatch: &Dispatch) {
        self.shard.requests.observe(dispatch);
        self.shard.voice.observe(dispatch);
        if is_about_guilds(dispatch.kind()) {
            let mut guilds = lock(&self.shard.guilds);
            let changes = guilds.observe(dispatch);
            let is_ready = dispatch.kind() == EventKind::Ready;
            let gap = is_ready.then(|| self.shard.heard.gap(|| guilds.ids())).flatten();
            drop(guilds);
            self.shard.unread.guilds_change(Meaning { changes, gap });
            self.guilds_changed.notify_waiters();
        }
        self.session_is_known(Some(dispatch));
    }

    /// From here on a new session can be stored, together with its Ready if this event is it. It is stored immediately,
    /// because no Resume replays a Ready: otherwise a process that dies soon would have used an Identify for nothing.
    fn session_is_known(&self, event: Option<&Dispatch>) {
        let ready = event.filter(|event| event.kind() == EventKind::Ready);
        if self.shard.session_is_known(ready) {
            self.save_soon.notify_one();
        }
    }

    fn state(&self, change: &StateChange) {
        self.session_is_known(None);
        if let StateChange::Identifying = change {
            self.gate.identifies(self.shard.fleet, self.shard.id);
        }
        self.shard.hear(change);
        if let StateChange::Ready { session } = change {
            // The previous session has ended and must not be stored any more.
            self.shard.no_session();
            let session = session.clone();
            let register =
                session.map(|session| self.shard.begin_session(session, self.ready_is_wanted));
            self.shard.unread.session_begins(register);
            if !self.ready_is_wanted {
                self.session_is_known(None);
            }
        }
        self.measure(change);
    }

    fn measure(&self, change: &StateChange) {
        let mut slow = lock(&self.shard.stats.slow);
        match change {
            StateChange::Connected => slow.opened_at = Some(Instant::now()),
            StateChange::Identifying => self.meters.identifies.increment(1),
            StateChange::Ready { .. } => {
                slow.identified += 1;
                self.shard.life.live();
            }
            StateChange::Resumed { .. } => {
                self.shard.life.live();
                slow.resumed += 1;
                self.meters.resumes.increment(1);
            }
            StateChange::Disconnected { cause, .. } => {
                self.shard.life.down();
                slow.last_disconnect = Some((Instant::now(), cause.clone()));
                let cause = metric::disconnect_cause(cause);
                *slow.disconnects.entry(cause).or_default() += 1;
                let shard = self.meters.label.clone();
                metrics::counter!(metric::DISCONNECTS, "shard" => shard, "cause" => cause)
                    .increment(1);
            }
            StateChange::HeartbeatAcked { latency: Some(latency), .. } => {
                slow.latency_sum += *latency;
                slow.latencies += 1;
                self.meters.latency.record(latency.as_secs_f64());
            }
            _ => {}
        }
    }
}

#[cfg(test)]
#[path = "observer_tests.rs"]
mod tests;
