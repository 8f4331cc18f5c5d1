//! Shards that come and go while the gateway runs, as those who lease them out decide.

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
    /// The shards of this gateway are those of its plan.
    #[error(
        "the plan of this gateway names its shards; write ShardPlan::Leased to start and stop single ones"
    )]
    NotLeased,
    /// The shard is one of another number of shards.
    #[error("shard {shard} is none of the {total} shards of this gateway")]
    ShardCountMismatch {
        /// The shard.
        shard: ShardId,
        /// How many shards there are by the plan.
        total: u32,
    },
    /// The gateway runs the shard already, or has not forgotten it yet.
    #[error("shard {0} runs already")]
    AlreadyRunning(ShardId),
    /// The gateway does not run the shard.
    #[error("shard {0} is not run by this process")]
    UnknownShard(ShardId),
    /// The number of shards cannot be one.
    #[error(transparent)]
    Plan(#[from] PlanError),
    /// Another change of the number of shards is under way.
    #[error("another change of the number of shards is under way: to {0}")]
    Busy(u32),
    /// The gateway stops.
    #[error("the gateway stops")]
    Stopping,
    /// No connection takes these settings.
    #[error(transparent)]
    Start(#[from] StartError),
    /// Its connection did not close in time. It still closes; ask again.
    #[error("shard {shard} did not close within {after:?}")]
    TimedOut {
        /// The shard.
        shard: ShardId,
        /// How long it was waited for.
        after: Duration,
    },
    /// It is stopped, and its session is still in the store of this process.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl Gateway {
    /// Starts one shard of a gateway with [`ShardPlan::Leased`](crate::ShardPlan::Leased), with the session of the process that
    /// ran it before, if there is one. Its events come into [`Events`](crate::Events).
    ///
    /// A session with other intents, or one that no connection takes, is left out: the shard identifies.
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

    /// Stops one shard of a gateway with [`ShardPlan::Leased`](crate::ShardPlan::Leased), in a way that keeps its session, and
    /// returns what another process needs to go on with it; `None` if it has no session.
    ///
    /// It waits for the events that were received to be read and handled, `timeout` at most. Those that were not are
    /// above the sequence of the record: whoever resumes gets them again.
    ///
    /// # Errors
    ///
    /// Returns an error if the shard is not run here, or its connection is not closed at the deadline; the session is not
    /// free then.
    ///
    /// # Cancel safety
    ///
    /// Dropping the future does not take the stop back. Call it again for the record.
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

    /// Stops one shard of a gateway with [`ShardPlan::Leased`](crate::ShardPlan::Leased) for good: its session ends.
    ///
    /// It waits for requests under way, and for the events that were received to be read and handled, `timeout` at most.
    ///
    /// # Errors
    ///
    /// Returns an error if the shard is not run here, or its connection is not closed at the deadline.
    ///
    /// # Cancel safety
    ///
    /// Dropping the future does not take the stop back. Call it again for the end.
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
            // Half of the time is for what the session is still to answer.
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
            tracing::warn!(shard = %id, "its last events were not handled by the deadline; they come again if its session goes on");
        }
        Ok(shard)
    }

    /// The fleet of leased shards that a shard is one of.
    fn leased_fleet(&self, shard: ShardId) -> Result<Arc<Fleet>, LeaseError> {
        let fleets = &self.inner.fleets;
        if fleets.blueprint.leased.is_none() {
            return Err(LeaseError::NotLeased);
        }
        let total = fleets.serving().count.get();
        fleets.leased(shard.count()).ok_or(LeaseError::ShardCountMismatch { shard, total })
    }
}
