//! Shards that come and go while the gateway runs, as those who lease them out decide.

use std::sync::Arc;
use std::time::Duration;

use gateway_model::gateway::ShardId;
use gateway_proto::Shutdown;
use tokio::time::Instant;

use super::handle::Gateway;
use crate::disk::StoreError;
use crate::error::StartError;
use crate::shard::{Sessions, Shard};
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
        self.is_leased(id)?;
        let fleets = &self.inner.fleets;
        let (fleet, blueprint) = (fleets.serving(), &fleets.blueprint);
        let session = session.filter(|record| record.shard() == id);
        let record = Sessions::usable(session, &blueprint.protocol).take(id);
        let task = fleet.task(id, blueprint, record, fleets.presence(), Instant::now())?;
        if !fleets.add(&task.0.shard) {
            let stops = fleets.is_stopping();
            return Err(if stops { LeaseError::Stopping } else { LeaseError::AlreadyRunning(id) });
        }
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
        self.is_leased(id)?;
        let until = Instant::now() + timeout;
        let shard = self.fleet().get(id).ok_or(LeaseError::UnknownShard(id))?;
        shard.stop(Shutdown::KeepSession);
        if tokio::time::timeout_at(until, shard.life.wait_ended()).await.is_err() {
            return Err(LeaseError::TimedOut { shard: id, after: timeout });
        }
        if tokio::time::timeout_at(until, all_handled(&shard)).await.is_err() {
            tracing::warn!(shard = %id, "its last events were not handled by the deadline; they come again");
        }
        let record = shard.record();
        self.fleet().remove(&shard);
        self.inner.fleets.blueprint.store.remove(vec![id]).await?;
        Ok(record)
    }

    fn is_leased(&self, shard: ShardId) -> Result<(), LeaseError> {
        let total = self.inner.fleets.blueprint.leased.ok_or(LeaseError::NotLeased)?;
        if shard.count() == total {
            Ok(())
        } else {
            Err(LeaseError::ShardCountMismatch { shard, total: total.get() })
        }
    }
}

async fn all_handled(shard: &Arc<Shard>) {
    shard.life.wait_read().await;
    shard.wait_handled().await;
}
