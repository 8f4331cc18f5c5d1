//! The partitions of this worker: the fleet of the group says which, each runs in a task of its own.

use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;

use gateway_fleet::Lease;
use gateway_fleet::nats::{Gone, Order, Orders, Worker as FleetWorker};
use tokio::sync::watch;
use tokio::task::JoinSet;

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
    running: HashMap<Lease, watch::Sender<Stop>>,
    tasks: JoinSet<Lease>,
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
                Some(Ok(lease)) = self.tasks.join_next() => {
                    self.running.remove(&lease);
                    if self.fleet.ended(lease, None).await.is_err() {
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

    async fn carry_out(&mut self, order: Order, within: Option<Duration>) -> Result<(), Gone> {
        match order {
            Order::Start { lease, epoch, .. } => {
                let (stop, asked) = watch::channel(Stop::No);
                let partition = (self.make)(lease.index, epoch, self.fleet.clone());
                self.running.insert(lease, stop);
                self.tasks.spawn(async move {
                    partition::run(partition, asked).await;
                    lease
                });
                self.fleet.live(lease, None).await
            }
            Order::Stop { lease, .. } => {
                let Some(stop) = self.running.get(&lease) else {
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
            // A consumer is made anew, as an operator asked.
            Order::Restart { lease, .. } => self.fleet.live(lease, None).await,
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
