//! The partitions of this worker: the fleet of the group says which, each runs in a task of its own.

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

/// Makes what the task of a partition needs, from its number and the epoch of its lease.
pub(crate) type Make = Box<dyn Fn(u32, u64, FleetWorker) -> Partition + Send + Sync>;

/// The partitions of this worker.
pub(crate) struct Leases {
    fleet: FleetWorker,
    make: Make,
    running: HashMap<Lease, Running>,
    tasks: JoinSet<()>,
}

/// A partition that runs.
struct Running {
    task: task::Id,
    stop: watch::Sender<Stop>,
    /// Its consumer is to be made anew.
    restart: Arc<Notify>,
}

impl Leases {
    pub(crate) fn new(fleet: FleetWorker, make: Make) -> Self {
        Self { fleet, make, running: HashMap::new(), tasks: JoinSet::new() }
    }

    /// Carries orders out until the worker has left; gives how many partitions were not released. `stopping` says to leave, within
    /// this time.
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

    /// The task of a partition has ended. If it panicked, the lease is given away all the same: who gets it next begins where this
    /// task's last acknowledgement was.
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

/// Until when the ownership of a partition is confirmed.
pub(crate) fn confirmed(fleet: FleetWorker, lease: Lease) -> partition::Confirmed {
    Arc::new(move || {
        let until = fleet.look(|fleet| fleet.confirmed(lease))?;
        (tokio::time::Instant::now().into_std() < until).then_some(until)
    })
}
