//! Carries out the orders of the fleet on a gateway, and reports the state of its shards.

use std::collections::{BTreeMap, BTreeSet};
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
use super::totals::Totals;
use super::vitals::vitals;
use crate::commands::{Commands, serve};
use crate::lease::Lease;
use crate::nats::{Gone, Order, Orders, Worker};
use crate::output::StopHow;
use crate::value::Checkpoint;

/// How often the shards are checked, in addition to each start of a session.
const LOOK: Duration = Duration::from_secs(1);

/// Time for writing the releases after the gateway has ended by itself.
const AFTER_THE_END: Duration = Duration::from_secs(5);

/// This process's membership in the fleet. If it is dropped, the worker leaves as in a crash: the gateway's shards stay
/// open until it is stopped, and others take them over.
#[derive(Debug)]
pub struct Member {
    gateway: Gateway,
    worker: Worker,
    epochs: Epochs,
    task: AbortHandle,
    /// Answers the commands of other workers.
    serves: AbortHandle,
    left: watch::Receiver<Option<usize>>,
}

impl Drop for Member {
    fn drop(&mut self) {
        self.task.abort();
        self.serves.abort();
    }
}

impl Member {
    pub(super) fn start(
        gateway: Gateway,
        worker: Worker,
        orders: Orders,
        grants: Arc<Grants>,
        sessions: Sessions,
        last_events: Duration,
    ) -> Self {
        let (told, left) = watch::channel(None);
        let epochs = Epochs::default();
        let task = Task {
            gateway: gateway.clone(),
            worker: worker.clone(),
            grants,
            sessions,
            epochs: epochs.clone(),
            last_events,
            stopping: JoinSet::new(),
            told: BTreeMap::new(),
            restarting: BTreeSet::new(),
            totals: Totals::new(gateway.clone(), worker.clone()),
        };
        let task = tokio::spawn(async move {
            let unreleased = task.run(orders).await;
            told.send_replace(Some(unreleased));
        });
        let serves = tokio::spawn(serve(Commands::new(gateway.clone(), worker.clone())));
        let (task, serves) = (task.abort_handle(), serves.abort_handle());
        Self { gateway, worker, epochs, task, serves, left }
    }

    /// Returns the worker, for example to ask which worker owns a shard, and to move shards.
    #[must_use]
    pub const fn worker(&self) -> &Worker {
        &self.worker
    }

    /// Returns the epochs under which this worker runs its shards.
    #[must_use]
    pub const fn epochs(&self) -> &Epochs {
        &self.epochs
    }

    /// Returns a handle for commands to the guilds of all workers.
    #[must_use]
    pub fn commands(&self) -> Commands {
        Commands::new(self.gateway.clone(), self.worker.clone())
    }

    /// Returns the worker that runs a shard, as far as this one knows; `None` if no worker does.
    #[must_use]
    pub fn owner(&self, shard: ShardId) -> Option<String> {
        self.worker.owner(shard.into())
    }

    /// Waits until this worker has left the fleet, for example because an operator drained it. The program can end
    /// then. Returns how many shards were not released. The future does not borrow the member.
    ///
    /// # Cancel safety
    ///
    /// Cancel-safe.
    pub fn left(&self) -> impl Future<Output = usize> + Send + use<> {
        let mut left = self.left.clone();
        async move {
            let left = left.wait_for(Option::is_some).await;
            left.ok().and_then(|left| *left).unwrap_or(0)
        }
    }

    /// Gives all shards to other workers, a few at a time, and stops the gateway, within `timeout`. No session ends, so
    /// no Identify is spent. Shards that could not be given away in time are released. If NATS cannot be reached,
    /// others take them over later.
    ///
    /// # Cancel safety
    ///
    /// If the future is dropped, the worker still leaves, but as in a crash: others take its shards over later.
    pub async fn leave(mut self, timeout: Duration) -> ShutdownReport {
        let until = tokio::time::Instant::now() + timeout;
        // A tenth is for the last releases, and a tenth for the shutdown of the gateway.
        if self.worker.drain(timeout * 8 / 10).await.is_ok() {
            let left = self.left.wait_for(Option::is_some);
            match tokio::time::timeout(timeout * 9 / 10, left).await {
                Ok(Ok(unreleased)) if *unreleased != Some(0) => {
                    tracing::warn!(shards = ?*unreleased, "shards were not released; other workers will take them over");
                }
                Ok(_) => {}
                Err(_) => {
                    tracing::warn!(
                        "leaving the fleet took too long; other workers will take over the remaining shards"
                    )
                }
            }
        }
        let rest = until.saturating_duration_since(tokio::time::Instant::now());
        self.gateway.shutdown(Shutdown::KeepSession, rest).await
    }
}

/// The result of stopping a shard.
type Stopped = (Lease, StopHow, Result<Option<Checkpoint>, LeaseError>);

struct Task {
    gateway: Gateway,
    worker: Worker,
    grants: Arc<Grants>,
    sessions: Sessions,
    epochs: Epochs,
    last_events: Duration,
    stopping: JoinSet<Stopped>,
    /// The session of each live shard that was reported to the fleet.
    told: BTreeMap<Lease, String>,
    /// Shards that are stopped in order to be started again.
    restarting: BTreeSet<Lease>,
    totals: Totals,
}

impl Task {
    /// Runs until the worker has left; returns how many leases were not released.
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
                _ = look.tick() => self.look_at_all().await,
            };
            if went_on.is_err() {
                return 0;
            }
        }
    }

    async fn carry_out(&mut self, order: Order) -> Result<(), Gone> {
        match order {
            Order::Start { lease, epoch, resume } => {
                if let Some(shard) = shard(lease) {
                    // Set before its first event.
                    self.epochs.set(shard, epoch);
                }
                self.start(lease, resume).await
            }
            Order::Stop { lease, how } => self.stop(lease, how).await,
            Order::Identify { lease, until } => {
                self.grants.put(lease, until);
                Ok(())
            }
            Order::Restart { lease, new_session } => self.restart(lease, new_session).await,
            Order::AskStartLimit => self.ask_start_limit().await,
            // The driver has logged it.
            _ => Ok(()),
        }
    }

    async fn start(&mut self, lease: Lease, resume: Option<Checkpoint>) -> Result<(), Gone> {
        let Some(shard) = shard(lease) else { return self.worker.ended(lease, None).await };
        self.totals.follow_plan();
        let record = resume.clone().and_then(|checkpoint| sessions::record(shard, checkpoint));
        match self.gateway.start_shard(shard, record) {
            Ok(()) => Ok(()),
            Err(error) => {
                tracing::error!(%shard, error = %Report::new(&error), "the shard could not be started here and was given back");
                self.worker.ended(lease, resume).await
            }
        }
    }

    async fn stop(&mut self, lease: Lease, how: StopHow) -> Result<(), Gone> {
        if self.restarting.remove(&lease) {
            // It is already being stopped, and is not started again.
            self.told.remove(&lease);
            return Ok(());
        }
        self.close(lease, how).await
    }

    async fn close(&mut self, lease: Lease, how: StopHow) -> Result<(), Gone> {
        self.told.remove(&lease);
        let Some(shard) = shard(lease) else { return self.worker.ended(lease, None).await };
        let (gateway, last_events) = (self.gateway.clone(), self.last_events);
        self.stopping.spawn(async move {
            let record = match how {
                StopHow::Resumable => gateway.stop_shard(shard, last_events).await,
                StopHow::ForGood => gateway.end_shard(shard, last_events).await.map(|()| None),
            };
            (lease, how, record.map(|record| record.map(sessions::checkpoint)))
        });
        Ok(())
    }

    async fn restart(&mut self, lease: Lease, new_session: bool) -> Result<(), Gone> {
        if !self.restarting.insert(lease) {
            return Ok(());
        }
        tracing::info!(%lease, new_session, "the shard reconnects, as requested by an operator");
        self.close(lease, if new_session { StopHow::ForGood } else { StopHow::Resumable }).await
    }

    async fn stopped(&mut self, (lease, how, stopped): Stopped) -> Result<(), Gone> {
        match stopped {
            Ok(left) if self.restarting.remove(&lease) => self.start(lease, left).await,
            Ok(left) => self.worker.ended(lease, left).await,
            // It closes in the end: no other worker may have it before.
            Err(LeaseError::TimedOut { .. }) => self.close(lease, how).await,
            Err(error) => {
                self.restarting.remove(&lease);
                tracing::error!(%lease, error = %Report::new(&error), "the shard could not be stopped cleanly");
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
                tracing::warn!(error = %Report::new(&error), "could not request the session start limit (GET /gateway/bot); retrying");
                Ok(())
            }
        }
    }

    async fn look_at_all(&mut self) -> Result<(), Gone> {
        self.look().await?;
        self.totals.follow_plan();
        crate::metric::doubled_events(self.gateway.doubled_events());
        let now = tokio::time::Instant::now().into_std();
        let shards = self.gateway.status().shards;
        self.totals.give_up_refused(&shards).await?;
        let vitals = shards.iter().map(|status| (Lease::from(status.shard), vitals(status, now)));
        self.worker.vitals(vitals.collect()).await
    }

    /// Reports to the fleet which shards are live, with which session, and how far their events were handled.
    async fn look(&mut self) -> Result<(), Gone> {
        for (shard, session, sequence) in self.sessions.marks() {
            let lease = Lease::from(shard);
            // A record written while the shard was stopped is ignored.
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

    /// The gateway was stopped, or Discord refused a shard: its leases are released, with their sessions.
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
                // There is no gateway to run it on.
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
