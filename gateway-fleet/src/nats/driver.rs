//! The loop: passes inputs to the state machine, and its outputs to the bucket and to the program.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Instant;

use futures_util::StreamExt;
use futures_util::future::BoxFuture;
use futures_util::stream::FuturesUnordered;
use tokio::sync::{Notify, mpsc, watch};

use super::bucket::Bucket;
use super::error::BucketError;
use super::settings::NatsSettings;
use super::watch::Watch;
use super::worker::{Order, Orders, Worker, now};
use crate::config::FleetConfig;
use crate::fleet::Fleet;
use crate::input::Input;
use crate::metric;
use crate::output::Output;

/// The largest number of the program's reports that wait for the machine.
const REPORTS: usize = 1024;

/// Joins a fleet: connects, creates the bucket if it does not exist, and runs the worker in a task. The task ends when
/// the worker has left, or when the orders or all handles are dropped. Call it within a tokio runtime.
///
/// # Errors
///
/// Returns an error if NATS cannot be reached now or the bucket cannot be used. After that, a lost connection is
/// restored.
///
/// # Cancel safety
///
/// If the future is dropped before it is ready, nothing is joined. The bucket may have been created.
pub async fn join(
    settings: NatsSettings,
    config: FleetConfig,
) -> Result<(Worker, Orders), BucketError> {
    let (bucket, connections) = Bucket::open(settings).await?;
    let id = Arc::from(config.worker());
    let fleet = Arc::new(Mutex::new(Fleet::new(config, now())));
    let (reports, incoming) = mpsc::channel(REPORTS);
    // Not bounded: a lease has at most one pending start and stop, so the number of orders is bounded by leases and
    // troubles.
    let (sender, orders) = mpsc::unbounded_channel();
    let link = bucket.link();
    let (watch, changed) = (Watch::start(&bucket), Arc::new(Notify::new()));
    let driver = Driver {
        fleet: Arc::clone(&fleet),
        watch,
        bucket,
        requests: FuturesUnordered::new(),
        incoming,
        orders: sender,
        connections,
        changed: Arc::clone(&changed),
    };
    tokio::spawn(driver.run());
    Ok((Worker { link, id, fleet, reports, changed }, Orders { orders }))
}

struct Driver {
    fleet: Arc<Mutex<Fleet>>,
    bucket: Bucket,
    watch: Watch,
    /// Writes and reads in progress.
    requests: FuturesUnordered<BoxFuture<'static, Input>>,
    incoming: mpsc::Receiver<Input>,
    orders: mpsc::UnboundedSender<Order>,
    connections: watch::Receiver<u64>,
    changed: Arc<Notify>,
}

impl Driver {
    async fn run(mut self) {
        // The first connection belongs to the first watch.
        self.connections.mark_unchanged();
        metric::no_trouble();
        while let Some(wake) = self.carry_out() {
            let input = tokio::select! {
                Some(answer) = self.requests.next() => answer,
                Some(entry) = self.watch.next() => entry,
                Ok(()) = self.connections.changed() => self.rewatch(),
                report = self.incoming.recv() => match report {
                    Some(report) => report,
                    None => return,
                },
                () = self.orders.closed() => return,
                () = tokio::time::sleep_until(wake.into()) => Input::Timeout,
            };
            self.fleet().handle(input, now());
            self.changed.notify_waiters();
        }
    }

    fn fleet(&self) -> MutexGuard<'_, Fleet> {
        // The machine never panics.
        self.fleet.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The connection was lost: entries may be missing.
    fn rewatch(&mut self) -> Input {
        self.watch = Watch::start(&self.bucket);
        Input::WatchStarted
    }

    /// Carries out the machine's outputs; returns when it wants to be woken, or `None` at its end.
    fn carry_out(&mut self) -> Option<Instant> {
        loop {
            let output = self.fleet().poll();
            let order = match output {
                Output::WaitUntil(at, _) => return Some(at),
                Output::Write { write, key, expected, value } => {
                    let bucket = self.bucket.clone();
                    self.requests.push(Box::pin(async move {
                        Input::Written(write, bucket.write(&key, expected, value).await)
                    }));
                    continue;
                }
                Output::Read { write, key } => {
                    let bucket = self.bucket.clone();
                    self.requests.push(Box::pin(async move {
                        Input::ReadBack(write, bucket.read(&key).await)
                    }));
                    continue;
                }
                Output::Rewatch => {
                    let input = self.rewatch();
                    self.fleet().handle(input, now());
                    continue;
                }
                Output::Start { lease, epoch, resume } => Order::Start { lease, epoch, resume },
                Output::Stop { lease, how } => Order::Stop { lease, how },
                Output::Restart { lease, new_session } => Order::Restart { lease, new_session },
                Output::GrantIdentify { lease, until } => Order::Identify { lease, until },
                Output::AskStartLimit => Order::AskStartLimit,
                Output::WaitsForId { until } => {
                    let at_least = until.saturating_duration_since(now());
                    tracing::warn!(
                        ?at_least,
                        "an earlier process with this worker's id has not left the fleet; waiting until it counts as dead before taking shards"
                    );
                    continue;
                }
                Output::Trouble(trouble) => {
                    tracing::error!(%trouble, "the fleet has trouble");
                    metric::trouble(&trouble, true);
                    Order::Trouble(trouble)
                }
                Output::TroubleOver(trouble) => {
                    tracing::info!(%trouble, "the trouble of the fleet is over");
                    metric::trouble(&trouble, false);
                    Order::TroubleOver(trouble)
                }
                Output::Left { unreleased } => {
                    // If the program has dropped its orders, it needs none.
                    let _ = self.orders.send(Order::Left { unreleased });
                    return None;
                }
            };
            let _ = self.orders.send(order);
        }
    }
}
