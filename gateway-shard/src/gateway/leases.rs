//! Leased shards, which are started and stopped while the gateway runs.

use std::sync::Arc;
use std::time::Duration;

use gateway_model::gateway::ShardId;
use gateway_proto::Shutdown;
use tokio::time::Instant;

use super::handle::Gateway;
use crate::disk::StoreError;
use crate::error::StartError;
use crate::plan::PlanError;
use crate::shard::{Fleet, Sessions, Shard};
use crate::store::ShardRecord;

/// Why a shard was not started or stopped.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum LeaseError {
    /// The shards of this gateway are fixed by its plan.
    #[error(
        "the shards of this gateway are fixed by its plan; use ShardPlan::Leased to start and stop single shards"
    )]
    NotLeased,
    /// The shard is not one of this gateway's: its shard count is another.
    #[error("shard {shard} is not one of the {total} shards of this gateway")]
    ShardCountMismatch {
        /// The shard.
        shard: ShardId,
        /// The number of shards in the plan.
        total: u32,
    },
    /// The gateway already runs the shard, or has not removed it yet.
    #[error("shard {0} is already running")]
    AlreadyRunning(ShardId),
    /// The gateway does not run the shard.
    #[error("shard {0} is not run by this process")]
    UnknownShard(ShardId),
    /// The number of shards is invalid.
    #[error(transparent)]
    Plan(#[from] PlanError),
    /// Another change of the number of shards is in progress.
    #[error("another change of the number of shards is in progress: to {0}")]
    Busy(u32),
    /// The gateway is stopping.
    #[error("the gateway is stopping")]
    Stopping,
    /// No connection accepts these settings.
    #[error(transparent)]
    Start(#[from] StartError),
    /// Its connection did not close in time. It is still closing; call again.
    #[error("shard {shard} did not close within {after:?}")]
    TimedOut {
        /// The shard.
        shard: ShardId,
        /// How long the call waited.
        after: Duration,
    },
    /// The shard has stopped, but its session is still in the store of this process.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl Gateway {
    /// Starts one shard of a gateway with [`ShardPlan::Leased`](crate::ShardPlan::Leased). `session` is the session of
    /// the process that ran the shard before, if there is one. The shard's events are delivered in
    /// [`Events`](crate::Events).
    ///
    /// A session with other intents, or one with an invalid id, is ignored, and the shard identifies.
    ///
    /// # Errors
    ///
    /// Returns an error if this gateway cannot run the shard; nothing has changed then.
    pub fn start_shard(&self, id: ShardId, session: Option<ShardRecord>) -> Result<(), LeaseError> {
        let (fleets, fleet) = (&self.inner.fleets, self.leased_fleet(id)?);
        let blueprint = &fleets.blueprint;
        let session = session.filter(|record| record.shard() == id);
        let record = Sessions::usable(session, &blueprint.protocol).take(id);
        let has_session = record.is_some();
        let task = fleet.task(id, blueprint, record, fleets.presence(), Instant::now())?;
        if !fleets.add(&fleet, &task.0.shard) {
            let stops = fleets.is_stopping();
            return Err(if stops { LeaseError::Stopping } else { LeaseError::AlreadyRunning(id) });
        }
        self.inner.resharder.handover().shard_came(fleet.number, id.id(), has_session);
        self.run(vec![task]);
        Ok(())
    }

    /// Stops one shard of a gateway with [`ShardPlan::Leased`](crate::ShardPlan::Leased) and keeps its session. Returns
    /// what another process needs to resume it; `None` if it has no session.
    ///
    /// It waits up to `timeout` until the received events were read and handled. The sequence in the record is below
    /// that of every unhandled event, so the process that resumes the session gets those events again.
    ///
    /// # Errors
    ///
    /// Returns an error if this process does not run the shard, or if its connection did not close in time; the session
    /// must not be resumed then.
    ///
    /// # Cancel safety
    ///
    /// Dropping the future does not cancel the stop. Call it again to get the record.
    pub async fn stop_shard(
        &self,
        id: ShardId,
        timeout: Duration,
    ) -> Result<Option<ShardRecord>, LeaseError> {
        let shard = self.close_shard(id, Shutdown::KeepSession, timeout).await?;
        let record = shard.record();
        self.inner.fleets.remove(&shard);
        self.inner.fleets.blueprint.store.remove(vec![id]).await?;
        Ok(record)
    }

    /// Stops one shard of a gateway with [`ShardPlan::Leased`](crate::ShardPlan::Leased) permanently: its session ends.
    ///
    /// It waits up to `timeout` for requests in progress, and until the received events were read and handled.
    ///
    /// # Errors
    ///
    /// Returns an error if this process does not run the shard, or if its connection did not close in time.
    ///
    /// # Cancel safety
    ///
    /// Dropping the future does not cancel the stop. Call it again to wait for the end.
    pub async fn end_shard(&self, id: ShardId, timeout: Duration) -> Result<(), LeaseError> {
        let shard = self.close_shard(id, Shutdown::Offline, timeout).await?;
        self.inner.fleets.remove(&shard);
        self.inner.fleets.blueprint.store.remove(vec![id]).await?;
        Ok(())
    }

    async fn close_shard(
        &self,
        id: ShardId,
        kind: Shutdown,
        timeout: Duration,
    ) -> Result<Arc<Shard>, LeaseError> {
        let until = Instant::now() + timeout;
        let shard = self.leased_fleet(id)?.get(id).ok_or(LeaseError::UnknownShard(id))?;
        let is_over = kind == Shutdown::Offline;
        if is_over {
            // Half of the time is for answers that the session is still waiting for.
            let _ = tokio::time::timeout(timeout / 2, shard.requests.idle()).await;
        }
        shard.stop(kind);
        if tokio::time::timeout_at(until, shard.life.wait_ended()).await.is_err() {
            return Err(LeaseError::TimedOut { shard: id, after: timeout });
        }
        let read = tokio::time::timeout_at(until, shard.life.wait_read()).await;
        let handover = self.inner.resharder.handover();
        handover.shard_left(shard.fleet, id.id(), is_over, read.is_ok());
        let handled = tokio::time::timeout_at(until, shard.wait_handled()).await;
        if read.is_err() || handled.is_err() {
            tracing::warn!(shard = %id, "the shard's last events were not handled by the deadline; they are replayed if its session is resumed");
        }
        Ok(shard)
    }

    /// Returns the fleet of leased shards to which a shard belongs.
    fn leased_fleet(&self, shard: ShardId) -> Result<Arc<Fleet>, LeaseError> {
        let fleets = &self.inner.fleets;
        if fleets.blueprint.leased.is_none() {
            return Err(LeaseError::NotLeased);
        }
        let total = fleets.serving().count.get();
        fleets.leased(shard.count()).ok_or(LeaseError::ShardCountMismatch { shard, total })
    }
}
