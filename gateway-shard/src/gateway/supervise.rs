//! Starts the tasks of the shards, and decides what follows when one ends.

use std::any::Any;
use std::panic::AssertUnwindSafe;
use std::sync::Arc;
use std::time::Duration;

use futures_util::FutureExt as _;
use gateway_handler::panic_text;
use gateway_model::gateway::{CloseCode, ShardId};
use gateway_proto::{Shutdown, StopReason};
use http_client::{Client, Report};
use tokio::task::JoinHandle;
use tracing::Instrument as _;

use super::handle::{Gateway, Inner};
use super::lifecycle::Lifecycle;
use super::upkeep;
use crate::disk::FolderLock;
use crate::error::{Refused, StartError};
use crate::events::{Control, ControlSender};
use crate::requests::MemberRequests;
use crate::reshard::{Handover, ReshardError, ReshardReport, Resharder};
use crate::shard::{Blueprint, Fleet, Fleets, Sessions, Shard, Tasks};

/// The parts of a gateway.
pub(super) struct Parts {
    pub(super) rest: Client,
    pub(super) blueprint: Blueprint,
    /// The gate in the blueprint.
    pub(super) handover: Arc<Handover>,
    pub(super) control: ControlSender,
    pub(super) ids: Vec<ShardId>,
    pub(super) sessions: Sessions,
    pub(super) folder_lock: Option<FolderLock>,
}

impl Gateway {
    /// Starts the shards.
    pub(super) async fn launch(mut parts: Parts) -> Result<Self, StartError> {
        let Parts { rest, blueprint, handover, control, .. } = parts;
        let (fleet, tasks) = match blueprint.leased {
            Some(count) => (Fleet::empty(0, count), Tasks::new()),
            None => Fleet::build(0, &parts.ids, &blueprint, &mut parts.sessions, None)?,
        };
        let left_over = parts.sessions.left_over();
        if !left_over.is_empty() {
            blueprint.store.remove(left_over).await?;
        }
        let fleets = Arc::new(Fleets::new(blueprint, fleet));
        let inner = Inner {
            rest: rest.clone(),
            fleets: Arc::clone(&fleets),
            control,
            members: Arc::new(MemberRequests::new(Arc::clone(&fleets))),
            bot: Arc::default(),
            resharder: Resharder::new(rest, fleets, handover),
            lifecycle: Lifecycle::new(parts.folder_lock),
        };
        let gateway = Self { inner: Arc::new(inner) };
        gateway.run(tasks);
        if gateway.inner.fleets.blueprint.leased.is_some() {
            gateway.inner.lifecycle.tasks_start(1);
            tokio::spawn(gateway.clone().wait_for_leases());
        }
        tokio::spawn(upkeep::run(gateway.clone()));
        Ok(gateway)
    }

    /// Starts tasks of shards.
    pub(super) fn run(&self, tasks: Tasks) {
        self.inner.lifecycle.tasks_start(tasks.len());
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

    /// Handles a panic in a shard's task, for example in a metrics recorder of the user. A bot that serves only some of
    /// its guilds is of little use, so all shards stop and keep their sessions for the next start.
    fn shard_panicked(&self, shard: &Shard, panic: &(dyn Any + Send)) -> StopReason {
        let panic = panic_text(panic);
        tracing::error!(panic, "a shard's task panicked; all shards stop and keep their sessions");
        let reason = StopReason::Shutdown { session: None };
        shard.end(reason.clone());
        drop(shard.life.last_read());
        self.begin_shutdown(Shutdown::KeepSession);
        reason
    }

    async fn shard_ended(&self, shard: ShardId, fleet: u32, reason: StopReason) {
        // A refusal in a fleet that does not serve yet is handled by the reshard.
        if reason.is_fatal() && fleet == self.fleet().number {
            let follow = self.inner.fleets.blueprint.follow_required && wants_more_shards(&reason);
            if !(follow && self.follow_sharding_required().await) {
                // The cause of one refusal applies to all shards, and a bot that serves only some of its guilds is of
                // little use. So the others stop and keep their sessions, to be resumed after the cause is fixed.
                self.inner.lifecycle.refuse(Refused { shard, reason });
                self.begin_shutdown(Shutdown::KeepSession);
            }
        }
        self.task_ended();
    }

    /// Counts as a task, so that a gateway with leased shards does not end while it has none.
    async fn wait_for_leases(self) {
        tokio::select! {
            _ = self.inner.lifecycle.stopping() => {}
            // Nobody reads the events any more.
            () = self.inner.control.closed() => {}
        }
        self.task_ended();
    }

    fn task_ended(&self) {
        if self.inner.lifecycle.task_ended() {
            self.inner.control.close();
            // The upkeep writes the store a last time, then reports the end.
            self.inner.fleets.stop(self.inner.lifecycle.finish());
        }
    }

    /// Changes the number of shards without downtime: starts `to` new shards beside the old ones, waits until all are
    /// ready and have their guilds, and hands over.
    ///
    /// Until then the old shards deliver every event, and events that both receive are delivered once. The old streams
    /// end, and the new ones are delivered in [`Events`](crate::Events). If anything fails before the handover, the new
    /// shards are closed and the old ones continue. It costs `to` session starts. Voice connections end, because they
    /// belong to a session. Dropping the future does not cancel the change. With
    /// [`ShardPlan::Auto`](crate::ShardPlan::Auto), a restart within minutes keeps the new number. With a fixed plan a
    /// restart uses the plan's number, so change the plan as well.
    ///
    /// # Errors
    ///
    /// Returns a [`ReshardError`]; nothing has changed then.
    pub async fn reshard(&self, to: u32) -> Result<ReshardReport, ReshardError> {
        self.spawn_change(to).await.unwrap_or(Err(ReshardError::Stopping))
    }

    /// Runs the change in a separate task, so that it does not depend on its caller.
    fn spawn_change(&self, to: u32) -> JoinHandle<Result<ReshardReport, ReshardError>> {
        let gateway = self.clone();
        tokio::spawn(
            async move { gateway.inner.resharder.change(to, |tasks| gateway.run(tasks)).await },
        )
    }

    /// After Discord refused a shard with 4011, tries to change to the number that Discord now recommends, if that is
    /// configured. Returns `false` if it is not possible.
    ///
    /// Docs: [Gateway Close Event Codes](https://docs.discord.com/developers/topics/opcodes-and-status-codes#gateway-gateway-close-event-codes),
    /// 4011: "The session would have handled too many guilds - you are required to shard your connection".
    async fn follow_sharding_required(&self) -> bool {
        let recommended = match self.inner.rest.gateway_bot().await {
            Ok(bot) => bot.shards,
            Err(error) => {
                let error = Report::new(&error);
                tracing::error!(%error, "Discord requires more shards, but GET /gateway/bot failed");
                return false;
            }
        };
        if recommended <= self.fleet().count.get() {
            return false;
        }
        match self.reshard(recommended).await {
            // Another change is in progress already.
            Ok(_) | Err(ReshardError::Busy) => true,
            Err(error) => {
                tracing::error!(error = %Report::new(&error), "Discord requires more shards, but the reshard failed");
                false
            }
        }
    }

    /// Checks regularly how many shards Discord recommends, and reshards if there should be more.
    pub(super) async fn watch_shard_count(self, every: Duration) {
        loop {
            tokio::select! {
                _ = self.inner.lifecycle.stopping() => return,
                () = tokio::time::sleep(every) => {}
            }
            let recommended = match self.inner.rest.gateway_bot().await {
                Ok(bot) => bot.shards,
                Err(error) => {
                    let error = Report::new(&error);
                    tracing::warn!(%error, "GET /gateway/bot failed, so the number of shards was not checked");
                    continue;
                }
            };
            if recommended > self.fleet().count.get()
                && let Err(error) = self.reshard(recommended).await
            {
                let error = Report::new(&error);
                tracing::error!(%error, recommended, "Discord recommends more shards, but the reshard failed");
            }
        }
    }
}

/// Returns whether more shards would solve the problem.
fn wants_more_shards(reason: &StopReason) -> bool {
    matches!(reason, StopReason::Refused { code: CloseCode::ShardingRequired, .. })
}
