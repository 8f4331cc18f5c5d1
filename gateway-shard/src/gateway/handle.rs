//! The handle of a running gateway.

use std::any::Any;
use std::panic::AssertUnwindSafe;
use std::sync::atomic::{AtomicU32, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, OnceLock, RwLock};

use futures_util::FutureExt as _;
use gateway_model::gateway::command::{UpdatePresence, UpdateVoiceState};
use gateway_model::gateway::{Intents, ShardId};
use gateway_model::id::{Id, marker};
use gateway_proto::{Command, Shutdown, StopReason};
use http_client::Client;
use tokio::sync::watch;
use tokio::time::Instant;
use tracing::Instrument as _;

use super::builder::GatewayBuilder;
use super::upkeep;
use crate::disk::{FolderLock, StoreError};
use crate::error::{Refused, SendError, StartError};
use crate::events::{Control, ControlSender, ShardEvents};
use crate::listener::Attached;
use crate::lock::lock;
use crate::panic_text::panic_text;
use crate::requests::{MemberRequests, Nonces};
use crate::reshard::wants_more_shards;
use crate::shard::Shard;
use crate::shard::ShardTask;
use crate::shard::{Blueprint, Fleet, Sessions};
use crate::shard::{GatewayStatus, ShardStatus};

/// All shards of a bot in this process. Cheap to clone.
///
/// Made by [`Gateway::builder`]. It runs until [`shutdown`](Self::shutdown), until the
/// [`Events`](crate::Events) are dropped, or until Discord refuses a shard.
#[derive(Clone)]
pub struct Gateway {
    pub(crate) inner: Arc<Inner>,
}

pub(crate) struct Inner {
    pub(crate) rest: Client,
    pub(crate) blueprint: Blueprint,
    pub(crate) fleet: RwLock<Arc<Fleet>>,
    pub(crate) control: ControlSender,
    pub(crate) refused: OnceLock<Refused>,
    pub(crate) stopping: watch::Sender<Option<Shutdown>>,
    /// Set when every shard is at its end and the store is written.
    pub(crate) ended: watch::Sender<bool>,
    pub(crate) member_requests: MemberRequests,
    pub(crate) nonces: Nonces,
    /// The new fleet, while a reshard is under way.
    pub(crate) beside: Mutex<Option<Arc<Fleet>>>,
    pub(crate) resharding: tokio::sync::Mutex<()>,
    /// The last presence shown on all shards.
    pub(crate) presence: Mutex<Option<UpdatePresence>>,
    fleets: AtomicU32,
    running: AtomicUsize,
    /// How many bots run their listeners.
    attached: watch::Sender<usize>,
    /// The latest deadline of any shutdown.
    pub(crate) deadline: Mutex<Option<Instant>>,
    /// Set when a shutdown's deadline has passed.
    pub(crate) given_up: watch::Sender<bool>,
    /// Set when a shutdown whose deadline has passed waits for nothing more.
    pub(crate) abandoned: watch::Sender<bool>,
    /// How the last write of the session store failed, if it did.
    pub(crate) store_error: Mutex<Option<Arc<StoreError>>>,
    /// Held until the end.
    folder_lock: Mutex<Option<FolderLock>>,
}

impl std::fmt::Debug for Gateway {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let fleet = self.fleet();
        f.debug_struct("Gateway")
            .field("count", &fleet.count)
            .field("shards", &fleet.shards.len())
            .finish_non_exhaustive()
    }
}

impl Gateway {
    /// Sets up a gateway for this bot, which wants events of these intents.
    ///
    /// Docs: [Gateway, Intents](https://docs.discord.com/developers/events/gateway#gateway-intents).
    pub fn builder(token: impl Into<String>, intents: Intents) -> GatewayBuilder {
        GatewayBuilder::new(token.into(), intents)
    }

    pub(crate) async fn start(
        rest: Client,
        blueprint: Blueprint,
        control: ControlSender,
        ids: Vec<ShardId>,
        mut sessions: Sessions,
        folder_lock: Option<FolderLock>,
    ) -> Result<Self, StartError> {
        let (fleet, tasks) = Fleet::build(0, &ids, &blueprint, &mut sessions, None)?;
        let left_over = sessions.left_over();
        if !left_over.is_empty() {
            blueprint.store.remove(left_over).await?;
        }
        let inner = Inner {
            rest,
            blueprint,
            fleet: RwLock::new(Arc::new(fleet)),
            control,
            refused: OnceLock::new(),
            stopping: watch::Sender::new(None),
            ended: watch::Sender::new(false),
            member_requests: MemberRequests::default(),
            nonces: Nonces::new(),
            beside: Mutex::default(),
            resharding: tokio::sync::Mutex::default(),
            presence: Mutex::default(),
            fleets: AtomicU32::new(0),
            running: AtomicUsize::new(0),
            attached: watch::Sender::new(0),
            deadline: Mutex::default(),
            given_up: watch::Sender::new(false),
            abandoned: watch::Sender::new(false),
            store_error: Mutex::default(),
            folder_lock: Mutex::new(folder_lock),
        };
        let gateway = Self { inner: Arc::new(inner) };
        gateway.run(tasks);
        tokio::spawn(upkeep::run(gateway.clone()));
        Ok(gateway)
    }

    /// Starts the tasks of a fleet.
    pub(crate) fn run(&self, tasks: Vec<(ShardTask, ShardEvents)>) {
        self.inner.running.fetch_add(tasks.len(), Ordering::AcqRel);
        for (task, events) in tasks {
            self.inner.control.send(Control::Add(events));
            let gateway = self.clone();
            let shard = Arc::clone(&task.shard);
            let span = tracing::info_span!("gateway_shard", shard = %shard.id, fleet = shard.fleet);
            let life = async move {
                let run = AssertUnwindSafe(task.run()).catch_unwind().await;
                let reason = run.unwrap_or_else(|panic| gateway.shard_panicked(&shard, &*panic));
                gateway.shard_ended(shard.id, shard.fleet, reason).await;
            };
            tokio::spawn(life.instrument(span));
        }
    }

    /// Code of the user that runs in a shard's task may panic, such as a recorder of metrics. A bot with a part
    /// of its guilds helps nobody, so all shards stop in a way that the next start resumes.
    fn shard_panicked(&self, shard: &Shard, panic: &(dyn Any + Send)) -> StopReason {
        let panic = panic_text(panic);
        tracing::error!(panic, "the shard's task panicked; all shards stop, to be resumed");
        let reason = StopReason::Shutdown { session: None };
        shard.end(reason.clone());
        shard.read.send_replace(true);
        self.begin_shutdown(Shutdown::KeepSession);
        reason
    }

    async fn shard_ended(&self, shard: ShardId, fleet: u32, reason: StopReason) {
        // That of another fleet than the one that serves is a reshard's business.
        if reason.is_fatal() && fleet == self.fleet().number {
            let follow = self.inner.blueprint.follow_required && wants_more_shards(&reason);
            if !(follow && self.follow_sharding_required().await) {
                // What refused one shard refuses all, and a bot with a part of its guilds helps nobody: the
                // others stop in a way that they can be resumed after the cause is mended.
                let _ = self.inner.refused.set(Refused { shard, reason });
                self.begin_shutdown(Shutdown::KeepSession);
            }
        }
        if self.inner.running.fetch_sub(1, Ordering::AcqRel) == 1 {
            self.inner.control.close();
            // The upkeep writes the store a last time, then says that all is over.
            self.inner.stopping.send_if_modified(|stopping| {
                let first = stopping.is_none();
                stopping.get_or_insert(Shutdown::KeepSession);
                first
            });
        }
    }

    pub(crate) fn begin_shutdown(&self, shutdown: Shutdown) {
        self.inner.stopping.send_if_modified(|stopping| {
            let first = stopping.is_none();
            stopping.get_or_insert(shutdown);
            first
        });
        self.fleet().stop.send_replace(Some(shutdown));
        if let Some(beside) = &*lock(&self.inner.beside) {
            beside.stop.send_replace(Some(Shutdown::Offline));
        }
    }

    /// Waits until it begins to stop.
    pub(crate) async fn stopping(&self) -> Shutdown {
        let mut stopping = self.inner.stopping.subscribe();
        let kind = stopping.wait_for(Option::is_some).await;
        // The sender of the watch is in `self`, so it cannot be gone.
        kind.ok().and_then(|kind| *kind).unwrap_or(Shutdown::KeepSession)
    }

    /// The number of another fleet.
    pub(crate) fn next_fleet(&self) -> u32 {
        self.inner.fleets.fetch_add(1, Ordering::Relaxed) + 1
    }

    /// Lets another fleet serve; gives the one that did.
    pub(crate) fn replace_fleet(&self, fleet: Arc<Fleet>) -> Arc<Fleet> {
        let mut serving =
            self.inner.fleet.write().unwrap_or_else(std::sync::PoisonError::into_inner);
        std::mem::replace(&mut *serving, fleet)
    }

    /// Counts a bot whose listeners the end waits for.
    pub(crate) fn attach(&self) -> Attached {
        Attached::new(&self.inner.attached)
    }

    /// Waits until no bot runs its listeners.
    pub(crate) async fn detached(&self) {
        // The sender of the watch is in `self`, so it cannot be gone.
        let _ = self.inner.attached.subscribe().wait_for(|attached| *attached == 0).await;
    }

    /// Tells when a shutdown's deadline has passed.
    pub(crate) fn given_up(&self) -> watch::Receiver<bool> {
        self.inner.given_up.subscribe()
    }

    /// Waits for the end, or until a shutdown at its deadline no longer waits for it.
    pub(crate) async fn ended_or_abandoned(&self) {
        let mut abandoned = self.inner.abandoned.subscribe();
        tokio::select! {
            _ = self.ended() => {}
            // The sender of the watch is in `self`, so it cannot be gone.
            _ = abandoned.wait_for(|abandoned| *abandoned) => {}
        }
    }

    /// Whether all tasks are over.
    pub(crate) fn is_over(&self) -> bool {
        self.inner.running.load(Ordering::Acquire) == 0
    }

    /// Notes how a write of the session store went.
    pub(crate) fn stored(&self, written: Result<(), StoreError>) {
        *lock(&self.inner.store_error) = written.err().map(Arc::new);
    }

    /// Gives the state folder free for another process.
    pub(crate) fn release_folder(&self) {
        lock(&self.inner.folder_lock).take();
    }

    pub(crate) fn fleet(&self) -> Arc<Fleet> {
        let fleet = self.inner.fleet.read().unwrap_or_else(std::sync::PoisonError::into_inner);
        Arc::clone(&fleet)
    }

    pub(crate) fn shard(&self, id: ShardId) -> Result<Arc<Shard>, SendError> {
        self.fleet().get(id).cloned().ok_or(SendError::NotOurs(id))
    }

    /// The REST client of this bot.
    #[must_use]
    pub fn rest(&self) -> &Client {
        &self.inner.rest
    }

    /// The intents the shards ask for.
    #[must_use]
    pub fn intents(&self) -> Intents {
        self.inner.blueprint.intents()
    }

    /// The shards of this process, in the order of their ids.
    #[must_use]
    pub fn shards(&self) -> Vec<ShardId> {
        self.fleet().shards.values().map(|shard| shard.id).collect()
    }

    /// The shard that receives a guild's events, whether this process runs it or not.
    ///
    /// Docs: [Gateway, Sharding](https://docs.discord.com/developers/events/gateway#sharding).
    #[must_use]
    pub fn shard_of(&self, guild: Id<marker::Guild>) -> ShardId {
        self.fleet().shard_of(guild)
    }

    /// Whether a guild is among those of this process, as far as its shard has heard.
    #[must_use]
    pub fn has_guild(&self, guild: Id<marker::Guild>) -> bool {
        let fleet = self.fleet();
        fleet.get(fleet.shard_of(guild)).is_some_and(|shard| lock(&shard.guilds).has(guild))
    }

    /// Sends a command on one shard. It waits for the shard to be live, across reconnects, and for room in
    /// Discord's limit of 120 payloads a minute; this returns when it is queued.
    ///
    /// # Errors
    ///
    /// The shard is not ours, is at its end, or the command breaks a documented rule.
    pub async fn send(&self, shard: ShardId, command: impl Into<Command>) -> Result<(), SendError> {
        self.shard(shard)?.send(command.into()).await
    }

    /// Sends a command on the shard of a guild; see [`send`](Self::send).
    ///
    /// # Errors
    ///
    /// As `send`.
    pub async fn send_to_guild(
        &self,
        guild: Id<marker::Guild>,
        command: impl Into<Command>,
    ) -> Result<(), SendError> {
        self.send(self.shard_of(guild), command).await
    }

    /// Sends a command on every shard of this process; see [`send`](Self::send).
    ///
    /// # Errors
    ///
    /// That of the first shard, in the order of their ids, that did not take it; the others have it.
    pub async fn broadcast(&self, command: impl Into<Command>) -> Result<(), SendError> {
        let command = command.into();
        let fleet = self.fleet();
        let sends = fleet.shards.values().map(|shard| shard.send(command.clone()));
        futures_util::future::join_all(sends).await.into_iter().collect()
    }

    /// Shows a presence on every shard of this process.
    ///
    /// Docs: [Gateway Events, Update Presence](https://docs.discord.com/developers/events/gateway-events#update-presence).
    ///
    /// # Errors
    ///
    /// As [`broadcast`](Self::broadcast).
    pub async fn update_presence(&self, presence: UpdatePresence) -> Result<(), SendError> {
        *lock(&self.inner.presence) = Some(presence.clone());
        self.broadcast(presence).await
    }

    /// Joins, moves between or leaves voice channels, on the shard of the guild.
    ///
    /// Docs: [Gateway Events, Update Voice State](https://docs.discord.com/developers/events/gateway-events#update-voice-state).
    ///
    /// # Errors
    ///
    /// As [`send`](Self::send).
    pub async fn update_voice_state(&self, state: UpdateVoiceState) -> Result<(), SendError> {
        self.send_to_guild(state.guild_id, state).await
    }

    /// How all shards of this process are at this moment.
    #[must_use]
    pub fn status(&self) -> GatewayStatus {
        let shards = self.fleet().shards.values().map(|shard| shard.status()).collect();
        let delays = self.inner.blueprint.local_queue.as_ref();
        GatewayStatus { shards, delays: delays.map(|queue| queue.delays()).unwrap_or_default() }
    }

    /// How one shard is at this moment; `None` where this process does not run it.
    #[must_use]
    pub fn shard_status(&self, shard: ShardId) -> Option<ShardStatus> {
        self.fleet().get(shard).map(|shard| shard.status())
    }

    /// Why Discord refused a shard, where it did. The stream ends after that.
    #[must_use]
    pub fn refused(&self) -> Option<&Refused> {
        self.inner.refused.get()
    }

    /// Waits until every shard is at its end.
    ///
    /// # Errors
    ///
    /// Returns an error if that is because Discord refused one.
    pub async fn ended(&self) -> Result<(), Refused> {
        // The sender of the watch is in `self`, so it cannot be gone.
        let _ = self.inner.ended.subscribe().wait_for(|ended| *ended).await;
        self.refused().cloned().map_or(Ok(()), Err)
    }
}
