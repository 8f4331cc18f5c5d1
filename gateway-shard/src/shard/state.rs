//! The state of one shard, which its task updates and the rest of the gateway reads.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use gateway_conn::ConnectionHandle;
use gateway_model::Dispatch;
use gateway_model::gateway::{Intents, ShardId};
use gateway_proto::{
    Command, CommandError, DisconnectCause, Session, Shutdown, State, StateChange, StopReason,
};
use tokio::sync::watch;
use tokio::time::Instant;

use super::blueprint::Blueprint;
use super::guilds::Guilds;
use super::heard::Heard;
use super::life::ShardLife;
use super::open_requests::Requests;
use super::status::{LastDisconnect, ShardStatus, heard_of};
use super::voice_followers::VoiceFollowers;
use crate::clock::WallClock;
use crate::error::SendError;
use crate::events::{Acknowledged, Register, Unread};
use crate::lock::lock;
use crate::metric;
use crate::store::ShardRecord;

/// One shard of this process. Shared by its task, the upkeep and the gateway's handles.
#[derive(Debug)]
pub(crate) struct Shard {
    pub(crate) id: ShardId,
    /// The number of its fleet; a reshard starts another fleet.
    pub(crate) fleet: u32,
    pub(crate) intents: Intents,
    clock: WallClock,
    /// Set when it must stop.
    pub(super) stop: watch::Sender<Option<Shutdown>>,
    /// Set when the connection is created, which may be some time after the start.
    pub(crate) sender: watch::Sender<Option<ConnectionHandle>>,
    /// Whether sessions outlive the process, in the session store or because another process takes over the shard.
    durable: bool,
    pub(crate) guilds: Mutex<Guilds>,
    session: Mutex<Option<ShardSession>>,
    pub(crate) requests: Requests,
    pub(crate) voice: VoiceFollowers,
    /// What is known about events that are not read yet.
    pub(crate) unread: Arc<Unread>,
    pub(crate) stats: Stats,
    pub(crate) life: ShardLife,
    pub(crate) heard: Heard,
}

/// The session of a shard.
#[derive(Debug)]
struct ShardSession {
    /// The session for the store, except its sequence.
    session: Session,
    /// Which of its events were handled, if the session store outlives the process.
    acknowledged: Option<Arc<Acknowledged>>,
    ready: Ready,
}

/// The Ready with which a session began.
#[derive(Debug)]
enum Ready {
    /// It is the next event, unless there is no room for it.
    Expected,
    /// It is not handled.
    Unhandled(Dispatch),
    /// It is handled, or there is none.
    Done,
}

impl ShardSession {
    /// Returns the Ready while the mark is below it.
    fn unhandled_ready(&mut self, mark: u64) -> Option<&Dispatch> {
        if let Ready::Unhandled(ready) = &self.ready
            && ready.sequence() <= mark
        {
            self.ready = Ready::Done;
        }
        match &self.ready {
            Ready::Unhandled(ready) => Some(ready),
            Ready::Expected | Ready::Done => None,
        }
    }
}

/// The counters of a shard.
pub(crate) struct Stats {
    pub(crate) slow: Mutex<SlowStats>,
    /// The metric of events, looked up once.
    events: metrics::Counter,
}

impl Stats {
    fn new(shard: ShardId) -> Self {
        let label = shard.id().to_string();
        let events = metrics::counter!(metric::EVENTS, "shard" => label);
        Self { slow: Mutex::default(), events }
    }
}

impl std::fmt::Debug for Stats {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Stats").field("slow", &self.slow).finish_non_exhaustive()
    }
}

/// What determines a record: if it is unchanged, so is the record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Essence {
    session: String,
    sequence: u64,
    /// The version of the list of guilds.
    version: u64,
    /// Whether the record includes the Ready.
    ready: bool,
}

/// State that changes a few times a minute.
#[derive(Debug, Default)]
pub(crate) struct SlowStats {
    pub(crate) disconnects: BTreeMap<&'static str, u64>,
    pub(crate) last_disconnect: Option<(Instant, DisconnectCause)>,
    pub(crate) identified: u64,
    pub(crate) resumed: u64,
    pub(crate) latency_sum: Duration,
    pub(crate) latencies: u32,
    pub(crate) opened_at: Option<Instant>,
    pub(crate) events_per_second: f64,
    pub(crate) events_at_last_tick: u64,
    /// How many events the metric includes.
    counted: u64,
    /// What the store contains.
    pub(crate) saved: Option<Essence>,
}

impl Shard {
    pub(crate) fn new(
        id: ShardId,
        fleet: u32,
        blueprint: &Blueprint,
        record: Option<&ShardRecord>,
    ) -> Self {
        let guilds =
            record.map_or_else(Guilds::default, |record| Guilds::resumed(record.guilds.clone()));
        Self {
            id,
            fleet,
            intents: blueprint.intents(),
            clock: blueprint.clock.clone(),
            stop: watch::Sender::new(None),
            sender: watch::Sender::new(None),
            durable: blueprint.store.is_durable() || blueprint.leased.is_some(),
            guilds: Mutex::new(guilds),
            session: Mutex::default(),
            requests: Requests::default(),
            voice: VoiceFollowers::default(),
            unread: Arc::default(),
            stats: Stats::new(id),
            life: ShardLife::new(),
            heard: Heard::new(record.map(|record| record.saved_at_ms)),
        }
    }

    /// Sets the session of the shard. All its events up to its sequence were handled, except its Ready if
    /// `expects_ready` is true: that is the next event. The returned register creates the receipts of its events.
    pub(crate) fn begin_session(&self, session: Session, expects_ready: bool) -> Register {
        // No Resume replays a Ready, so it is kept until it is handled, and the mark stays below it until then.
        let before = u64::from(expects_ready && self.durable);
        let handled = session.sequence.saturating_sub(before);
        let acknowledged = self.durable.then(|| Acknowledged::new(handled));
        let register = Register::new(&session.id, handled, acknowledged.clone());
        let ready = if expects_ready { Ready::Expected } else { Ready::Done };
        *lock(&self.session) = Some(ShardSession { session, acknowledged, ready });
        register
    }

    /// Handles the first event of a session, which may be its Ready. Returns whether the session can be stored now and
    /// could not before.
    pub(crate) fn session_is_known(&self, ready: Option<&Dispatch>) -> bool {
        let mut session = lock(&self.session);
        let Some(session) = session.as_mut() else { return false };
        if !matches!(session.ready, Ready::Expected) {
            return false;
        }
        let ready = ready.filter(|_| self.durable);
        session.ready = ready.map_or(Ready::Done, |ready| Ready::Unhandled(ready.clone().detach()));
        true
    }

    /// Records a change of the connection.
    pub(super) fn hear(&self, change: &StateChange) {
        self.heard.note(change, self.clock.now_ms());
    }

    /// Records that the shard has no session that could be stored.
    pub(crate) fn no_session(&self) {
        lock(&self.session).take();
    }

    /// Which events of the present session were handled, if that is tracked.
    fn acknowledged(&self) -> Option<Arc<Acknowledged>> {
        lock(&self.session).as_ref()?.acknowledged.clone()
    }

    /// Waits for the connection's handle; `None` if the shard stops before.
    pub(crate) async fn connected(&self) -> Option<ConnectionHandle> {
        let mut sender = self.sender.subscribe();
        tokio::select! {
            biased;
            sender = sender.wait_for(Option::is_some) => sender.ok()?.clone(),
            () = self.life.wait_ended() => None,
        }
    }

    /// Sends a command, after waiting for the connection and for room in its queue.
    pub(crate) async fn send(&self, command: Command) -> Result<(), SendError> {
        let error = |source| SendError::Command { shard: self.id, source };
        let sender = self.connected().await.ok_or_else(|| error(CommandError::Stopped))?;
        sender.send(command).await.map_err(error)
    }

    /// Returns the record that should be stored; `None` if there is no session, or if the store already has this
    /// record.
    pub(crate) fn unsaved(&self) -> Option<(Essence, ShardRecord)> {
        let saved = lock(&self.stats.slow).saved.clone();
        self.record_unless(saved.as_ref())
    }

    /// Returns what another process needs to resume the session; `None` if there is none.
    pub(crate) fn record(&self) -> Option<ShardRecord> {
        self.record_unless(None).map(|(_, record)| record)
    }

    fn record_unless(&self, saved: Option<&Essence>) -> Option<(Essence, ShardRecord)> {
        let (mut session, mark, ready) = {
            let mut current = lock(&self.session);
            let current = current.as_mut().filter(|now| !matches!(now.ready, Ready::Expected))?;
            let mark = current.acknowledged.as_ref().map(|acknowledged| acknowledged.mark());
            let ready = mark.and_then(|mark| current.unhandled_ready(mark)).cloned();
            (current.session.clone(), mark, ready)
        };
        match mark {
            // A Resume continues after the Ready.
            Some(mark) => session.sequence = session.sequence.max(mark),
            // All received events count as handled, because the store does not outlive the process.
            None => {
                let now = self.sender.borrow().as_ref().and_then(ConnectionHandle::session);
                session.sequence = now.filter(|now| now.id == session.id)?.sequence;
            }
        }
        let mut guilds = lock(&self.guilds);
        let (sequence, version) = (session.sequence, guilds.version());
        let id = session.id.clone();
        let essence = Essence { session: id, sequence, version, ready: ready.is_some() };
        if saved == Some(&essence) {
            return None;
        }
        let guilds = guilds.ids();
        let (intents, saved_at_ms) = (self.intents, self.clock.now_ms());
        let ready = ready.and_then(|ready| String::from_utf8(ready.message().to_vec()).ok());
        Some((essence, ShardRecord { session, intents, guilds, ready, saved_at_ms }))
    }

    /// How many events were received.
    pub(crate) fn events(&self) -> u64 {
        self.sender.borrow().as_ref().map_or(0, |connection| connection.counts().events)
    }

    /// Updates the metric of events.
    pub(crate) fn count_events(&self) {
        let events = self.events();
        let before = std::mem::replace(&mut lock(&self.stats.slow).counted, events);
        self.stats.events.increment(events.saturating_sub(before));
    }

    pub(crate) fn status(&self) -> ShardStatus {
        let connection = self.sender.borrow().as_ref().map(ConnectionHandle::status);
        let (guilds, unavailable_guilds) = {
            let guilds = lock(&self.guilds);
            (guilds.count(), guilds.unavailable())
        };
        let slow = lock(&self.stats.slow);
        let since = connection.as_ref().and_then(|connection| {
            connection.last_ack_age.or_else(|| slow.opened_at.map(|opened| opened.elapsed()))
        });
        let interval = connection.as_ref().and_then(|connection| connection.heartbeat_interval);
        let live = connection.as_ref().is_some_and(|connection| connection.state == State::Live);
        let ready = live && since.is_none_or(|since| heard_of(since, interval));
        let events = connection.as_ref().map_or(0, |now| now.counts.events);
        ShardStatus {
            shard: self.id,
            state: connection.as_ref().map(|connection| connection.state),
            ready,
            guilds,
            unavailable_guilds,
            latency: connection.as_ref().and_then(|now| now.latency).filter(|_| ready),
            mean_latency: slow.latency_sum.checked_div(slow.latencies),
            last_ack_age: connection.as_ref().and_then(|connection| connection.last_ack_age),
            events,
            events_per_second: slow.events_per_second,
            queued_events: self.unread.count(events),
            unhandled_events: self
                .acknowledged()
                .map_or(0, |acknowledged| acknowledged.unhandled()),
            queued_commands: connection.as_ref().map_or(0, |now| now.queued_commands),
            disconnects: slow.disconnects.clone(),
            last_disconnect: slow
                .last_disconnect
                .as_ref()
                .map(|(at, cause)| LastDisconnect { cause: cause.clone(), age: at.elapsed() }),
            stopped: self.life.ended(),
            identifies: slow.identified,
            resumes: slow.resumed,
        }
    }

    /// Stops it in this way.
    pub(crate) fn stop(&self, kind: Shutdown) {
        self.stop.send_replace(Some(kind));
    }

    /// Records that the shard's task has ended, so that nothing waits for an answer or for the connection for ever.
    pub(crate) fn end(&self, reason: StopReason) {
        self.requests.end();
        self.voice.end();
        self.life.end(reason);
    }

    /// Waits until nobody holds an event of the shard any more, after its task has ended.
    pub(crate) async fn wait_handled(&self) {
        if let Some(acknowledged) = self.acknowledged() {
            acknowledged.over().await;
        }
    }
}
