//! Changing the number of shards while the bot runs.

use std::collections::BTreeMap;
use std::pin::pin;
use std::sync::Arc;
use std::time::Duration;

use gateway_model::gateway::{CloseCode, ShardId};
use gateway_proto::{Shutdown, StopReason};
use http_client::Report;
use tokio::time::Instant;

use crate::error::{Refused, StartError};
use crate::gateway::Gateway;
use crate::identify::WINDOW;
use crate::lock::lock;
use crate::plan::{PlanError, ShardPlan};
use crate::shard::{Fleet, Sessions};

/// Time for the connections and guilds of the new fleet, on top of that for its Identifies.
const EXTRA: Duration = Duration::from_secs(60);

/// Longest wait for guilds of the new fleet that do not come in, for requests under way, and for the old
/// fleet's last events to be read.
const PATIENCE: Duration = Duration::from_secs(30);

/// How long after the change a late twin is still looked for.
const LATE_TWINS: Duration = Duration::from_secs(10);

/// How a change of the number of shards went.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct ReshardReport {
    /// Shards before.
    pub from: u32,
    /// Shards now.
    pub to: u32,
    /// How long it took.
    pub took: Duration,
}

/// Why the number of shards was not changed. The shards before run on as they were.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ReshardError {
    /// This process runs a part of the shards only; the others cannot be changed from here.
    #[error("this process runs a range of the shards; a reshard has to change all at once")]
    RunsARange,
    /// A change is under way.
    #[error("another reshard is under way")]
    Busy,
    /// The gateway is stopping.
    #[error("the gateway is stopping")]
    Stopping,
    /// The number cannot be one.
    #[error(transparent)]
    Plan(#[from] PlanError),
    /// A setting cannot be right.
    #[error(transparent)]
    Start(#[from] StartError),
    /// `GET /gateway/bot` failed.
    #[error("GET /gateway/bot: {0}")]
    Rest(#[from] http_client::Error),
    /// Discord allows too few session starts for the new shards until its count is reset.
    #[error(
        "{needed} shards need as many session starts; {remaining} are left, reset in {reset_after:?}"
    )]
    TooFewStarts {
        /// Starts needed.
        needed: u32,
        /// Starts left.
        remaining: u32,
        /// Time until there are more.
        reset_after: Duration,
    },
    /// Discord refused one of the new shards.
    #[error("of the new fleet, {0}")]
    Refused(#[source] Refused),
    /// A shard of the new fleet ended, for instance because nobody reads its events.
    #[error("shard {0} of the new fleet ended")]
    Ended(ShardId),
    /// The new fleet was not ready in time.
    #[error("{ready} of {of} new shards were ready after {after:?}")]
    TimedOut {
        /// Shards that were ready.
        ready: usize,
        /// Shards there are.
        of: usize,
        /// How long was waited.
        after: Duration,
    },
}

impl Gateway {
    /// Changes the number of shards with no downtime: starts `to` new ones beside the old, waits until all
    /// are ready and have their guilds, and hands over.
    ///
    /// Until then the old shards serve every event; what both receive is handed on once. Their streams end,
    /// the new ones come into [`Events`](crate::Events). Where anything fails before, the new shards are
    /// closed and the old ones run on. It costs `to` session starts. Voice connections end, since they hang
    /// on the session. Dropping the future does not stop it. With [`ShardPlan::Auto`] a restart within
    /// minutes keeps the new number; with a fixed one it goes by the plan again, so change that as well.
    ///
    /// # Errors
    ///
    /// [`ReshardError`]; nothing has changed then.
    pub async fn reshard(&self, to: u32) -> Result<ReshardReport, ReshardError> {
        let gateway = self.clone();
        // A task of its own: a change half done must not depend on who waits for it.
        let change = tokio::spawn(async move { gateway.change_count(to).await });
        change.await.unwrap_or(Err(ReshardError::Stopping))
    }

    async fn change_count(&self, to: u32) -> Result<ReshardReport, ReshardError> {
        let start = Instant::now();
        if self.inner.blueprint.runs_a_range {
            return Err(ReshardError::RunsARange);
        }
        let _only_one = self.inner.resharding.try_lock().map_err(|_| ReshardError::Busy)?;
        let ids = ShardPlan::Fixed(to).shards(0)?;
        self.has_starts_for(to).await?;
        let number = self.next_fleet();
        let presence = lock(&self.inner.presence).clone();
        let blueprint = &self.inner.blueprint;
        let (fleet, tasks) =
            Fleet::build(number, &ids, blueprint, &mut Sessions::default(), presence)?;
        let fleet = Arc::new(fleet);
        tracing::info!(from = self.fleet().count, to, "resharding");
        blueprint.crossing.begin(number, fleet.count);
        *lock(&self.inner.beside) = Some(Arc::clone(&fleet));
        self.run(tasks);
        let ready = self.fleet_is_ready(&fleet).await;
        lock(&self.inner.beside).take();
        if let Err(error) = ready {
            tracing::error!(error = %Report::new(&error), "the new shards are closed; the old ones run on");
            fleet.stop.send_replace(Some(Shutdown::Offline));
            blueprint.crossing.end(number);
            return Err(error);
        }
        let old = self.replace_fleet(Arc::clone(&fleet));
        self.hand_over(&old, number).await;
        let (from, took) = (old.count.get(), start.elapsed());
        tracing::info!(from, to, ?took, "resharded");
        Ok(ReshardReport { from, to, took })
    }

    /// Docs: Gateway, [Session Start Limit](https://docs.discord.com/developers/events/gateway#session-start-limit-object).
    async fn has_starts_for(&self, needed: u32) -> Result<(), ReshardError> {
        let limit = self.inner.rest.gateway_bot().await?.session_start_limit;
        if let Some(queue) = &self.inner.blueprint.local_queue {
            queue.update(limit);
        }
        if limit.remaining >= needed {
            return Ok(());
        }
        let reset_after = Duration::from_millis(limit.reset_after);
        Err(ReshardError::TooFewStarts { needed, remaining: limit.remaining, reset_after })
    }

    /// Waits until every shard is live and its guilds are in, as far as those of the old fleet are.
    async fn fleet_is_ready(&self, fleet: &Fleet) -> Result<(), ReshardError> {
        let rounds = fleet.count.get().div_ceil(self.inner.blueprint.max_concurrency);
        let after = WINDOW * rounds * 2 + EXTRA;
        let deadline = Instant::now() + after;
        for shard in fleet.shards.values() {
            match tokio::time::timeout_at(deadline, shard.wait_live()).await {
                Ok(true) => {}
                Ok(false) => return Err(self.why_ended(fleet)),
                Err(_) => {
                    let ready = fleet.shards.values().filter(|shard| *shard.live.borrow()).count();
                    return Err(ReshardError::TimedOut { ready, of: fleet.shards.len(), after });
                }
            }
        }
        // Guilds that do not come in must not hold it up for ever.
        let _ = tokio::time::timeout(PATIENCE, self.guilds_are_in(fleet)).await;
        // Any may have ended while others were waited for.
        match fleet.shards.values().any(|shard| *shard.ended.borrow()) {
            true => Err(self.why_ended(fleet)),
            false => Ok(()),
        }
    }

    async fn guilds_are_in(&self, fleet: &Fleet) {
        loop {
            let mut changed = pin!(self.inner.blueprint.guilds_changed.notified());
            changed.as_mut().enable();
            if fleet.unavailable() <= self.fleet().unavailable() {
                return;
            }
            changed.await;
        }
    }

    fn why_ended(&self, fleet: &Fleet) -> ReshardError {
        if self.inner.stopping.borrow().is_some() {
            return ReshardError::Stopping;
        }
        let reasons: BTreeMap<ShardId, &StopReason> = fleet
            .shards
            .values()
            .filter_map(|shard| Some((shard.id, shard.reason.get()?)))
            .collect();
        let refused = reasons.iter().find(|(_, reason)| reason.is_fatal());
        match (refused, reasons.keys().next()) {
            (Some((shard, reason)), _) => {
                ReshardError::Refused(Refused { shard: *shard, reason: (*reason).clone() })
            }
            (None, ended) => ReshardError::Ended(ended.copied().unwrap_or(ShardId::ONE)),
        }
    }

    /// Ends the old fleet and lets the new one's events go on after its last.
    async fn hand_over(&self, old: &Fleet, number: u32) {
        let answered = async {
            for shard in old.shards.values() {
                shard.requests.idle().await;
            }
        };
        // A request that is not answered has a limit of its own, which may be longer.
        let _ = tokio::time::timeout(PATIENCE, answered).await;
        old.stop.send_replace(Some(Shutdown::Offline));
        let until = Instant::now() + PATIENCE;
        for shard in old.shards.values() {
            if tokio::time::timeout_at(until, shard.wait_read()).await.is_err() {
                tracing::warn!(shard = %shard.id, "its last events are not read; the new shards go on");
            }
        }
        self.inner.blueprint.crossing.release();
        crate::gateway::save_now(self).await;
        let gone = old.shards.values().map(|shard| shard.id).collect();
        if let Err(error) = self.inner.blueprint.store.remove(gone).await {
            tracing::error!(error = %Report::new(&error), "the old shards' sessions could not be taken out of the store");
        }
        let gateway = self.clone();
        tokio::spawn(async move {
            tokio::time::sleep(LATE_TWINS).await;
            gateway.inner.blueprint.crossing.end(number);
        });
    }

    /// A shard was refused with 4011, and the user allows to follow: tries to change to what Discord
    /// recommends now. `false` where that is not possible.
    ///
    /// Docs: [Gateway Close Event Codes](https://docs.discord.com/developers/topics/opcodes-and-status-codes#gateway-gateway-close-event-codes),
    /// 4011: "The session would have handled too many guilds - you are required to shard your connection".
    pub(crate) async fn follow_sharding_required(&self) -> bool {
        let recommended = match self.inner.rest.gateway_bot().await {
            Ok(bot) => bot.shards,
            Err(error) => {
                let error = Report::new(&error);
                tracing::error!(%error, "more shards are required, and GET /gateway/bot fails");
                return false;
            }
        };
        if recommended <= self.fleet().count.get() {
            return false;
        }
        match self.reshard(recommended).await {
            // Another one is at it already.
            Ok(_) | Err(ReshardError::Busy) => true,
            Err(error) => {
                tracing::error!(error = %Report::new(&error), "more shards are required");
                false
            }
        }
    }

    /// Asks from time to time how many shards Discord recommends, and follows where they are more.
    pub(crate) async fn watch_shard_count(self, every: Duration) {
        let mut stopping = self.inner.stopping.subscribe();
        loop {
            tokio::select! {
                _ = stopping.wait_for(Option::is_some) => return,
                () = tokio::time::sleep(every) => {}
            }
            let recommended = match self.inner.rest.gateway_bot().await {
                Ok(bot) => bot.shards,
                Err(error) => {
                    let error = Report::new(&error);
                    tracing::warn!(%error, "GET /gateway/bot, to learn the number of shards");
                    continue;
                }
            };
            if recommended > self.fleet().count.get()
                && let Err(error) = self.reshard(recommended).await
            {
                let error = Report::new(&error);
                tracing::error!(%error, recommended, "Discord recommends more shards");
            }
        }
    }
}

/// Whether more shards would mend it.
pub(crate) fn wants_more_shards(reason: &StopReason) -> bool {
    matches!(reason, StopReason::Refused { code: CloseCode::ShardingRequired, .. })
}
