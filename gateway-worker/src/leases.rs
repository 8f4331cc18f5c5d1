//! The partitions of this worker: the group's fleet assigns them, and each runs in a separate task.

use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;

use gateway_fleet::Lease;
use gateway_fleet::nats::{Gone, Order, Orders, Worker as FleetWorker};
use tokio::sync::{Notify, watch};
use tokio::task::{self, JoinError, JoinSet};

use crate::metric;
use crate::partition::{self, Partition};
use crate::stop::{Stop, time_to_stop};

/// How long after its deadline a leaving worker waits for the last releases to be written.
const LAST: Duration = Duration::from_secs(1);

/// Creates the data for the task of a partition, from its number and the epoch of its lease.
pub(crate) type Make = Box<dyn Fn(u32, u64, FleetWorker) -> Partition + Send + Sync>;

/// The partitions of this worker.
pub(crate) struct Leases {
    fleet: FleetWorker,
    make: Make,
    running: HashMap<Lease, Running>,
    tasks: JoinSet<()>,
}

/// A running partition.
struct Running {
    task: task::Id,
    stop: watch::Sender<Stop>,
    /// Signals that its consumer is to be created again.
    restart: Arc<Notify>,
}

impl Leases {
    pub(crate) fn new(fleet: FleetWorker, make: Make) -> Self {
        Self { fleet, make, running: HashMap::new(), tasks: JoinSet::new() }
    }

    /// Carries out orders until the worker has left; returns how many partitions were not released. `stopping` tells it
    /// to leave, within the given time.
    pub(crate) async fn run(
        mut self,
        mut orders: Orders,
        mut stopping: watch::Receiver<Option<Duration>>,
    ) -> usize {
        let mut within = None;
        loop {
            metrics::gauge!(metric::PARTITIONS).set(self.running.len() as f64);
            tokio::select! {
                biased;
                order = orders.next() => match order {
                    Some(Order::Left { unreleased }) => return unreleased,
                    Some(order) => if self.carry_out(order, within).await.is_err() { return 0 },
                    None => return 0,
                },
                Some(ended) = self.tasks.join_next_with_id() => {
                    if self.ended(ended).await.is_err() {
                        return 0;
                    }
                }
                time = time_to_stop(&mut stopping), if within.is_none() => {
                    within = Some(time);
                    if self.fleet.drain(time + LAST).await.is_err() {
                        return 0;
                    }
                }
            }
        }
    }

    /// Handles the end of a partition's task. If it panicked, the lease is released as well: the next owner
    /// starts at the last acknowledgement of this task.
    async fn ended(&mut self, ended: Result<(task::Id, ()), JoinError>) -> Result<(), Gone> {
        let task = match &ended {
            Ok((task, ())) => *task,
            Err(error) => error.id(),
        };
        let lease = self.running.iter().find(|(_, running)| running.task == task);
        let Some(lease) = lease.map(|(lease, _)| *lease) else { return Ok(()) };
        if let Err(error) = ended {
            tracing::error!(partition = lease.index, %error, "the task of a partition failed; its lease is released");
        }
        self.running.remove(&lease);
        self.fleet.ended(lease, None).await
    }

    async fn carry_out(&mut self, order: Order, within: Option<Duration>) -> Result<(), Gone> {
        match order {
            Order::Start { lease, epoch, .. } => {
                let (stop, asked) = watch::channel(Stop::No);
                let partition = (self.make)(lease.index, epoch, self.fleet.clone());
                let restart = Arc::clone(&partition.restart);
                let task = self.tasks.spawn(partition::run(partition, asked)).id();
                self.running.insert(lease, Running { task, stop, restart });
                self.fleet.live(lease, None).await
            }
            Order::Stop { lease, .. } => {
                let Some(Running { stop, .. }) = self.running.get(&lease) else {
                    return self.fleet.ended(lease, None).await;
                };
                let is_lost = self.fleet.owner(lease).is_some_and(|owner| owner != self.fleet.id());
                stop.send_replace(match within {
                    _ if is_lost => Stop::Lost,
                    Some(within) => Stop::End(within),
                    None => Stop::Move,
                });
                Ok(())
            }
            Order::Restart { lease, .. } => {
                if let Some(running) = self.running.get(&lease) {
                    running.restart.notify_one();
                }
                self.fleet.live(lease, None).await
            }
            // The driver has logged it.
            _ => Ok(()),
        }
    }
}

/// Returns until when the ownership of a partition is confirmed.
pub(crate) fn confirmed(fleet: FleetWorker, lease: Lease) -> partition::Confirmed {
    Arc::new(move || {
        let until = fleet.look(|fleet| fleet.confirmed(lease))?;
        (tokio::time::Instant::now().into_std() < until).then_some(until)
    })
}
