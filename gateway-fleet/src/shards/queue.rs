//! Decides which shard may connect, and which may identify.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use gateway_conn::{ConnectFuture, IdentifyQueue, Permit, PermitFuture};
use gateway_model::gateway::ShardId;
use tokio::sync::Notify;

use crate::lease::Lease;
use crate::nats::Worker;

/// How long a shard that may not connect waits before it checks again.
const LOOK_AGAIN: Duration = Duration::from_millis(250);

/// An identify queue that asks the fleet.
#[derive(Clone, Debug)]
pub(super) struct FleetQueue {
    worker: Worker,
    grants: Arc<Grants>,
}

/// Grants that arrived and were not used, with the last moment for their use.
#[derive(Debug, Default)]
pub(super) struct Grants {
    until: Mutex<BTreeMap<Lease, Instant>>,
    came: Notify,
}

impl Grants {
    pub(super) fn put(&self, lease: Lease, until: Instant) {
        self.until.lock().unwrap_or_else(PoisonError::into_inner).insert(lease, until);
        self.came.notify_waiters();
    }

    fn take(&self, lease: Lease) -> Option<Instant> {
        self.until.lock().unwrap_or_else(PoisonError::into_inner).remove(&lease)
    }

    /// Waits for a grant. Cancel-safe: a grant that arrives later is kept.
    async fn next(&self, lease: Lease) -> Instant {
        loop {
            let came = self.came.notified();
            if let Some(until) = self.take(lease) {
                return until;
            }
            came.await;
        }
    }
}

impl FleetQueue {
    pub(super) fn new(worker: Worker) -> (Self, Arc<Grants>) {
        let grants = Arc::<Grants>::default();
        (Self { worker, grants: Arc::clone(&grants) }, grants)
    }
}

impl IdentifyQueue for FleetQueue {
    fn acquire(&self, shard: ShardId) -> PermitFuture {
        let (queue, lease) = (self.clone(), Lease::from(shard));
        Box::pin(async move {
            // A grant that was not used in time belongs to another Identify.
            queue.grants.take(lease);
            loop {
                if queue.worker.wants_identify(lease).await.is_err() {
                    // The worker has left: this shard is being stopped, and must not identify any more.
                    std::future::pending::<()>().await;
                }
                if tokio::time::Instant::now().into_std() < queue.grants.next(lease).await {
                    return Permit::new();
                }
            }
        })
    }

    fn acquire_connect(&self, shard: ShardId) -> ConnectFuture {
        let (worker, lease) = (self.worker.clone(), Lease::from(shard));
        Box::pin(async move {
            while !worker.may_resume(lease) {
                tokio::time::sleep(LOOK_AGAIN).await;
            }
        })
    }
}
