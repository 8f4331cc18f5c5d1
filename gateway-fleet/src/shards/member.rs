//! Orders of the fleet carried out on a gateway, and reports of its shards made.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::{Duration, Instant};

use gateway_dial::Report;
use gateway_model::gateway::ShardId;
use gateway_shard::{Gateway, LeaseError, Shutdown, ShutdownReport};
use tokio::sync::watch;
use tokio::task::{AbortHandle, JoinSet};

use super::epochs::Epochs;
use super::queue::Grants;
use super::sessions::{self, Sessions};
use crate::lease::Lease;
use crate::nats::{Gone, Order, Orders, Worker};
use crate::value::Checkpoint;

/// How often the shards are looked at, besides when a session begins.
const LOOK: Duration = Duration::from_secs(1);

/// Most time that the last events of a shard have to be handled when it moves. What is not handled by then comes again at
/// its next owner.
const MOVE: Duration = Duration::from_secs(10);

/// Time for the releases to be written when the gateway has ended by itself.
const AFTER_THE_END: Duration = Duration::from_secs(5);

/// This process's part in the fleet. Dropping it leaves as a crash would: the gateway's shards stay open until it is stopped,
/// and others take them over.
#[derive(Debug)]
pub struct Member {
    gateway: Gateway,
    worker: Worker,
    epochs: Epochs,
    task: AbortHandle,
    left: watch::Receiver<Option<usize>>,
}

impl Drop for Member {
    fn drop(&mut self) {
        self.task.abort();
    }
}

impl Member {
    pub(super) fn start(
        gateway: Gateway,
        worker: Worker,
        orders: Orders,
        grants: Arc<Grants>,
        sessions: Sessions,
    ) -> Self {
        let (told, left) = watch::channel(None);
        let epochs = Epochs::default();
        let task = Task {
            gateway: gateway.clone(),
            worker: worker.clone(),
            grants,
            sessions,
            epochs: epochs.clone(),
            stopping: JoinSet::new(),
            told: BTreeMap::new(),
        };
        let task = tokio::spawn(async move {
            let unreleased = task.run(orders).await;
            told.send_replace(Some(unreleased));
        });
        Self { gateway, worker, epochs, task: task.abort_handle(), left }
    }

    /// The worker, to ask who owns which shard, and to move shards.
    #[must_use]
    pub const fn worker(&self) -> &Worker {
        &self.worker
    }

    /// Under which epochs this worker runs its shards.
    #[must_use]
    pub const fn epochs(&self) -> &Epochs {
        &self.epochs
    }

    /// Which worker runs a shard, as far as this one knows; `None` if nobody does.
    #[must_use]
    pub fn owner(&self, shard: ShardId) -> Option<String> {
        self.worker.owner(shard.into())
    }

    /// Gives all shards to others, a few at a time, and stops the gateway, within `timeout`. No session ends, so no Identify
    /// is spent. What could not be given away in time is released or, if NATS is away, taken over by others later.
    ///
    /// # Cancel safety
    ///
    /// Dropping the future goes on leaving as a crash would.
    pub async fn leave(mut self, timeout: Duration) -> ShutdownReport {
        let until = tokio::time::Instant::now() + timeout;
        // A tenth is for the last releases, and a tenth for the gateway's own end.
        if self.worker.drain(timeout * 8 / 10).await.is_ok() {
            let left = self.left.wait_for(Option::is_some);
            match tokio::time::timeout(timeout * 9 / 10, left).await {
                Ok(Ok(unreleased)) if *unreleased != Some(0) => {
                    tracing::warn!(shards = ?*unreleased, "shards were not released: others take them over later");
                }
                Ok(_) => {}
                Err(_) => {
                    tracing::warn!("the fleet was not left in time: others take over what is left")
                }
            }
        }
        let rest = until.saturating_duration_since(tokio::time::Instant::now());
        self.gateway.shutdown(Shutdown::KeepSession, rest).await
    }
}

/// What became of a shard that was stopped.
type Stopped = (Lease, Result<Option<Checkpoint>, LeaseError>);

struct Task {
    gateway: Gateway,
    worker: Worker,
    grants: Arc<Grants>,
    sessions: Sessions,
    epochs: Epochs,
    stopping: JoinSet<Stopped>,
    /// Of each live shard, the session that the fleet was told of.
    told: BTreeMap<Lease, String>,
}

impl Task {
    /// Runs until the worker has left; gives how many leases were not released.
    async fn run(mut self, mut orders: Orders) -> usize {
        let mut look = tokio::time::interval(LOOK);
        look.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
        loop {
            let gateway = self.gateway.clone();
            let sessions = self.sessions.clone();
            let went_on = tokio::select! {
                biased;
                order = orders.next() => match order {
                    Some(Order::Left { unreleased }) => return unreleased,
                    Some(order) => self.carry_out(order).await,
                    None => return 0,
                },
                Some(Ok(stopped)) = self.stopping.join_next() => self.stopped(stopped).await,
                _ = gateway.ended() => return self.gateway_ended(orders).await,
                () = sessions.changed() => self.look().await,
                _ = look.tick() => self.look().await,
            };
            if went_on.is_err() {
                return 0;
            }
        }
    }

    async fn carry_out(&mut self, order: Order) -> Result<(), Gone> {
        match order {
            Order::Start { lease, epoch, resume } => self.start(lease, epoch, resume).await,
            Order::Stop { lease, .. } => self.stop(lease).await,
            Order::Identify { lease, until } => {
                self.grants.put(lease, until);
                Ok(())
            }
            Order::AskStartLimit => self.ask_start_limit().await,
            // The driver has logged it.
            _ => Ok(()),
        }
    }

    async fn start(
        &mut self,
        lease: Lease,
        epoch: u64,
        resume: Option<Checkpoint>,
    ) -> Result<(), Gone> {
        let Some(shard) = shard(lease) else { return self.worker.ended(lease, None).await };
        // Before its first event.
        self.epochs.set(shard, epoch);
        let record = resume.clone().and_then(|checkpoint| sessions::record(shard, checkpoint));
        match self.gateway.start_shard(shard, record) {
            Ok(()) => Ok(()),
            Err(error) => {
                tracing::error!(%shard, error = %Report::new(&error), "the shard cannot be run here; it is given back");
                self.worker.ended(lease, resume).await
            }
        }
    }

    async fn stop(&mut self, lease: Lease) -> Result<(), Gone> {
        self.told.remove(&lease);
        let Some(shard) = shard(lease) else { return self.worker.ended(lease, None).await };
        let gateway = self.gateway.clone();
        self.stopping.spawn(async move {
            let record = gateway.stop_shard(shard, MOVE).await;
            (lease, record.map(|record| record.map(sessions::checkpoint)))
        });
        Ok(())
    }

    async fn stopped(&mut self, (lease, stopped): Stopped) -> Result<(), Gone> {
        match stopped {
            Ok(left) => self.worker.ended(lease, left).await,
            // It closes in the end: nobody else may have it before.
            Err(LeaseError::TimedOut { .. }) => self.stop(lease).await,
            Err(error) => {
                tracing::error!(%lease, error = %Report::new(&error), "the shard could not be stopped as it should");
                let left = shard(lease).and_then(|shard| self.sessions.take(shard));
                self.worker.ended(lease, left.map(sessions::checkpoint)).await
            }
        }
    }

    async fn ask_start_limit(&self) -> Result<(), Gone> {
        let asked = Instant::now();
        match self.gateway.rest().gateway_bot().await {
            Ok(bot) => self.worker.start_limit(bot.session_start_limit, asked).await,
            Err(error) => {
                tracing::warn!(error = %Report::new(&error), "GET /gateway/bot, for the session start limit");
                Ok(())
            }
        }
    }

    /// Tells the fleet which shards are live, with which session, and how far their events were handled.
    async fn look(&mut self) -> Result<(), Gone> {
        for (shard, session, sequence) in self.sessions.marks() {
            let lease = Lease::from(shard);
            // What was written while the shard was stopped is left alone.
            let Some(status) = self.gateway.shard_status(shard) else { continue };
            if status.ready && self.told.get(&lease) != Some(&session) {
                let Some(record) = self.sessions.get(shard) else { continue };
                self.told.insert(lease, record.session.id.clone());
                self.worker.live(lease, Some(sessions::checkpoint(record))).await?;
            }
            self.worker.progress(lease, sequence).await?;
        }
        Ok(())
    }

    /// The gateway was stopped, or Discord refused a shard: what it ran is released, with its sessions.
    async fn gateway_ended(self, mut orders: Orders) -> usize {
        let Self { worker, sessions, .. } = self;
        let leases =
            worker.look(|fleet| fleet.leases().map(|(lease, _)| lease).collect::<Vec<_>>());
        for lease in leases {
            let left =
                shard(lease).and_then(|shard| sessions.take(shard)).map(sessions::checkpoint);
            if worker.ended(lease, left).await.is_err() {
                return 0;
            }
        }
        let _ = worker.drain(AFTER_THE_END).await;
        loop {
            match orders.next().await {
                Some(Order::Left { unreleased }) => return unreleased,
                // There is nothing to run it on.
                Some(Order::Start { lease, resume, .. }) => _ = worker.ended(lease, resume).await,
                Some(Order::Stop { lease, .. }) => _ = worker.ended(lease, None).await,
                Some(_) => {}
                None => return 0,
            }
        }
    }
}

fn shard(lease: Lease) -> Option<ShardId> {
    ShardId::new(lease.index, lease.total).ok()
}
