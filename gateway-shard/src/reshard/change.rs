//! The change itself: starts the new fleet, waits until it is ready, and hands over.

use std::collections::BTreeMap;
use std::pin::pin;
use std::sync::Arc;
use std::time::Duration;

use gateway_model::gateway::ShardId;
use gateway_proto::{Shutdown, StopReason};
use http_client::{Client, Report};
use tokio::time::Instant;

use super::handover::Handover;
use super::outcome::{ReshardError, ReshardReport};
use crate::error::Refused;
use crate::identify::WINDOW;
use crate::plan::ShardPlan;
use crate::shard::{Fleet, Fleets, Sessions, Tasks};

/// The time for connections and guilds of the new fleet, in addition to the time for its Identifies.
const EXTRA: Duration = Duration::from_secs(60);

/// How long to wait for missing guilds of the new fleet, for requests in progress, and until the old fleet's last
/// events are read.
const PATIENCE: Duration = Duration::from_secs(30);

/// How long after the change late duplicates are still detected.
const LATE_DUPLICATES: Duration = Duration::from_secs(10);

/// Changes the number of shards, one change at a time.
pub(crate) struct Resharder {
    rest: Client,
    fleets: Arc<Fleets>,
    handover: Arc<Handover>,
    only_one: tokio::sync::Mutex<()>,
}

impl Resharder {
    pub(crate) fn new(rest: Client, fleets: Arc<Fleets>, handover: Arc<Handover>) -> Self {
        Self { rest, fleets, handover, only_one: tokio::sync::Mutex::default() }
    }

    pub(crate) fn handover(&self) -> &Arc<Handover> {
        &self.handover
    }

    /// Changes to `to` shards; `start` runs the tasks of the new shards.
    pub(crate) async fn change(
        &self,
        to: u32,
        start: impl FnOnce(Tasks) + Send,
    ) -> Result<ReshardReport, ReshardError> {
        let begin = Instant::now();
        let blueprint = &self.fleets.blueprint;
        if blueprint.runs_a_part {
            return Err(ReshardError::PartialPlan);
        }
        let _only_one = self.only_one.try_lock().map_err(|_| ReshardError::Busy)?;
        let ids = ShardPlan::Fixed(to).shards(0)?;
        self.has_starts_for(to).await?;
        let number = self.fleets.next_number();
        let presence = self.fleets.presence();
        let (fleet, tasks) =
            Fleet::build(number, &ids, blueprint, &mut Sessions::default(), presence)?;
        let fleet = Arc::new(fleet);
        if !self.fleets.begin_beside(&fleet) {
            return Err(ReshardError::Stopping);
        }
        tracing::info!(from = self.fleets.serving().count, to, "resharding");
        self.handover.begin(number, fleet.count);
        start(tasks);
        let ready = self.is_ready(&fleet).await;
        match ready.and_then(|()| self.fleets.replace().ok_or(ReshardError::Stopping)) {
            Ok(old) => {
                self.hand_over(&old, number).await;
                let (from, took) = (old.count.get(), begin.elapsed());
                tracing::info!(from, to, ?took, "resharded");
                Ok(ReshardReport { from, to, took })
            }
            Err(error) => {
                tracing::error!(error = %Report::new(&error), "the reshard failed: the new shards are closed, and the old ones continue");
                self.fleets.give_up(&fleet);
                self.handover.end(number);
                Err(error)
            }
        }
    }

    /// Docs: Gateway, [Session Start Limit](https://docs.discord.com/developers/events/gateway#session-start-limit-object).
    async fn has_starts_for(&self, needed: u32) -> Result<(), ReshardError> {
        let limit = self.rest.gateway_bot().await?.session_start_limit;
        if let Some(queue) = &self.fleets.blueprint.local_queue {
            queue.update(limit);
        }
        if limit.remaining >= needed {
            return Ok(());
        }
        let reset_after = Duration::from_millis(limit.reset_after);
        Err(ReshardError::TooFewStarts { needed, remaining: limit.remaining, reset_after })
    }

    /// Waits until every shard is live and has its guilds, as far as the old fleet has them.
    async fn is_ready(&self, fleet: &Fleet) -> Result<(), ReshardError> {
        let rounds = fleet.count.get().div_ceil(self.fleets.blueprint.max_concurrency);
        let after = WINDOW * rounds * 2 + EXTRA;
        let deadline = Instant::now() + after;
        for shard in fleet.shards() {
            match tokio::time::timeout_at(deadline, shard.life.wait_live()).await {
                Ok(true) => {}
                Ok(false) => return Err(self.why_ended(fleet)),
                Err(_) => {
                    let shards = fleet.shards();
                    let ready = shards.iter().filter(|shard| shard.life.is_live()).count();
                    return Err(ReshardError::TimedOut { ready, of: shards.len(), after });
                }
            }
        }
        // Missing guilds must not block the change for ever.
        let _ = tokio::time::timeout(PATIENCE, self.guilds_are_in(fleet)).await;
        // A shard may have stopped while others were waited for.
        match fleet.shards().iter().any(|shard| shard.life.ended().is_some()) {
            true => Err(self.why_ended(fleet)),
            false => Ok(()),
        }
    }

    async fn guilds_are_in(&self, fleet: &Fleet) {
        loop {
            let mut changed = pin!(self.fleets.blueprint.guilds_changed.notified());
            changed.as_mut().enable();
            if fleet.unavailable() <= self.fleets.serving().unavailable() {
                return;
            }
            changed.await;
        }
    }

    fn why_ended(&self, fleet: &Fleet) -> ReshardError {
        if self.fleets.is_stopping() {
            return ReshardError::Stopping;
        }
        let reasons: BTreeMap<ShardId, StopReason> = fleet
            .shards()
            .iter()
            .filter_map(|shard| Some((shard.id, shard.life.ended()?)))
            .collect();
        let refused = reasons.iter().find(|(_, reason)| reason.is_fatal());
        match (refused, reasons.keys().next()) {
            (Some((shard, reason)), _) => {
                ReshardError::Refused(Refused { shard: *shard, reason: reason.clone() })
            }
            (None, ended) => ReshardError::Ended(ended.copied().unwrap_or(ShardId::ONE)),
        }
    }

    /// Ends the old fleet, and delivers the new one's events after its last event.
    async fn hand_over(&self, old: &Fleet, number: u32) {
        let answered = async {
            for shard in old.shards() {
                shard.requests.idle().await;
            }
        };
        // An unanswered request has its own time limit, which may be longer.
        let _ = tokio::time::timeout(PATIENCE, answered).await;
        old.stop(Shutdown::Offline);
        let until = Instant::now() + PATIENCE;
        let mut is_read = true;
        for shard in old.shards() {
            if tokio::time::timeout_at(until, shard.life.wait_read()).await.is_err() {
                is_read = false;
                tracing::warn!(shard = %shard.id, "the shard's last events were not read; the new shards continue");
            }
        }
        self.handover.release(is_read);
        self.fleets.save().await;
        let gone = old.shards().iter().map(|shard| shard.id).collect();
        if let Err(error) = self.fleets.blueprint.store.remove(gone).await {
            tracing::error!(error = %Report::new(&error), "failed to remove the old shards' sessions from the store");
        }
        self.end_later(number);
    }

    /// Ends a change. Late duplicates are still detected for a short time.
    pub(crate) fn end_later(&self, number: u32) {
        let handover = Arc::clone(&self.handover);
        tokio::spawn(async move {
            tokio::time::sleep(LATE_DUPLICATES).await;
            handover.end(number);
        });
    }
}
