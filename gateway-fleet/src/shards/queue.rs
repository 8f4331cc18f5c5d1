//! Who may connect, and who may identify.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use gateway_conn::{ConnectFuture, IdentifyQueue, Permit, PermitFuture};
use gateway_model::gateway::ShardId;
use tokio::sync::Notify;

use crate::lease::Lease;
use crate::nats::Worker;

/// How long a shard that may not connect waits until it looks again.
const LOOK_AGAIN: Duration = Duration::from_millis(250);

/// Asks the fleet.
#[derive(Clone, Debug)]
pub(super) struct FleetQueue {
    worker: Worker,
    grants: Arc<Grants>,
}

/// Grants that came and were not used: until when each may be.
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

    /// Waits for a grant. Cancel-safe: one that comes later is kept.
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
            // One that was not used in time is for another Identify than this.
            queue.grants.take(lease);
            loop {
                if queue.worker.wants_identify(lease).await.is_err() {
                    // The worker has left: this shard is stopped, and must not identify any more.
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
