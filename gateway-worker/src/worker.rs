//! Starts and stops a worker.

use std::fmt;
use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;
use std::task::Poll;
use std::time::Duration;

use async_nats::jetstream;
use futures_util::FutureExt as _;
use futures_util::future::BoxFuture;
use gateway_fleet::commands::OutsideCommands;
use gateway_fleet::nats::{Connect, NatsSettings};
use gateway_fleet::{FleetConfig, Lease, LeaseKind, shards, stream};
use gateway_shard::{Bot, Lane};
use http_client::Client;
use tokio::sync::{mpsc, watch};

use crate::config::{Order, WorkerConfig};
use crate::dead_letters::DeadLetters;
use crate::error::StartError;
use crate::host::{Remote, Seen};
use crate::leases::{Leases, Make, confirmed};
use crate::partition::{Ownership, Partition, Tries};
use crate::stop::time_to_stop;
use crate::unordered;

/// A running worker. Cheap to clone.
#[derive(Clone, Debug)]
pub struct Worker {
    stop: watch::Sender<Option<Duration>>,
    is_stopping: watch::Sender<bool>,
    ended: watch::Receiver<Option<WorkerReport>>,
    commands: Option<OutsideCommands>,
    client: async_nats::Client,
}

/// How a worker ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct WorkerReport {
    /// Partitions that could not be released. Others take them over after
    /// [`FleetTimes::dead`](gateway_fleet::FleetTimes::dead).
    pub unreleased: usize,
    /// Whether every listener had finished by the deadline. The next owners of the partitions receive the events of the
    /// others again.
    pub listeners_ended: bool,
}

/// The listeners of a worker: a future that runs them, and is ready when the worker has ended.
///
/// If it is dropped, running listeners are dropped, and the worker leaves the group as in a crash: others take over later.
#[must_use = "listeners run only while this is awaited"]
pub struct WorkerRun(BoxFuture<'static, ()>);

impl fmt::Debug for WorkerRun {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("WorkerRun").finish_non_exhaustive()
    }
}

impl Future for WorkerRun {
    type Output = ();

    fn poll(mut self: Pin<&mut Self>, cx: &mut std::task::Context<'_>) -> Poll<()> {
        self.0.as_mut().poll(cx)
    }
}

/// Connects, joins the group, and returns the future that runs the listeners of the bot. Call it within a tokio
/// runtime.
///
/// # Errors
///
/// Returns an error if the settings are not valid, if NATS cannot be reached now, or if the stream does not exist yet.
/// A connection that is lost later is restored.
///
/// # Cancel safety
///
/// If this is cancelled, nothing runs. The bucket of the leases may have been created.
pub async fn start(
    bot: Bot,
    rest: Client,
    config: WorkerConfig,
) -> Result<(Worker, WorkerRun), StartError> {
    check(&config)?;
    bot.check_states()?;
    let connect = Connect {
        name: &format!("gateway-worker {}", config.group),
        url: &config.url,
        login: &config.login,
        ca_file: config.ca_file.as_deref(),
        timeout: config.timeout,
    };
    let (connected, connections) = watch::channel(0_u64);
    let client = connect.connect(move || connected.send_modify(|count| *count += 1)).await?;
    let mut context = jetstream::new(client.clone());
    context.set_timeout(config.timeout);
    let found = context.get_stream(&config.stream).await;
    let stream = config.stream.clone();
    let found = found.map_err(|source| StartError::Stream { stream, source })?;
    warn_of_other_partitions(&config, &found).await;
    let commands = config.fleet.as_deref();
    let commands = commands.map(|bucket| OutsideCommands::new(client.clone(), bucket));
    let (is_stopping, stopping) = watch::channel(false);
    let saw = Arc::new(Seen::default());
    let host = Remote {
        rest,
        intents: config.intents,
        commands: commands.clone(),
        saw: Arc::clone(&saw),
        stopping,
    };
    let (lanes, mut coming) = mpsc::unbounded_channel();
    let coming = futures_util::stream::poll_fn(move |cx| coming.poll_recv(cx));
    let listeners = bot.run_on(host, coming)?;
    let (stop, stop_asked) = watch::channel(None);
    let partitions: BoxFuture<'static, usize> = match config.order {
        Order::Guild => {
            let (fleet, orders) = join(&config).await?;
            let make = make(&config, &context, &saw, lanes, connections);
            Leases::new(fleet, make).run(orders, stop_asked.clone()).boxed()
        }
        Order::None => {
            let queue = unordered::Source::new(&config, &context, &saw, lanes);
            queue.run(stop_asked.clone()).map(|()| 0).boxed()
        }
    };
    let (told, ended) = watch::channel(None);
    let run = run(listeners, partitions, stop_asked).map(move |report| {
        told.send_replace(Some(report));
    });
    let worker = Worker { stop, is_stopping, ended, commands, client };
    Ok((worker, WorkerRun(run.boxed())))
}

fn check(config: &WorkerConfig) -> Result<(), StartError> {
    if !config.has_usable_group() {
        return Err(StartError::Group(config.group.clone()));
    }
    if config.partitions.get() > stream::MOST_PARTITIONS {
        return Err(StartError::Partitions(config.partitions.get()));
    }
    Ok(())
}

/// Publishers and workers need the same number of partitions: a worker with another number receives no events
/// and no error.
async fn warn_of_other_partitions(config: &WorkerConfig, events: &jetstream::stream::Stream) {
    let last = events.get_last_raw_message_by_subject(&stream::all_events(&config.prefix)).await;
    // Without an event there is nothing to compare.
    let Ok(last) = last else { return };
    let partitions = stream::partitions_of(&config.prefix, &last.subject);
    if partitions != Some(config.partitions) {
        tracing::warn!(
            stream = %config.stream,
            subject = %last.subject,
            partitions = config.partitions,
            "the last event of the stream has another number of partitions; this worker receives no such events"
        );
    }
}

async fn join(
    config: &WorkerConfig,
) -> Result<(gateway_fleet::nats::Worker, gateway_fleet::nats::Orders), StartError> {
    let partitions = config.partitions.get();
    let mut nats = NatsSettings::new(&config.url, &config.bucket());
    nats.login = config.login.clone();
    nats.ca_file.clone_from(&config.ca_file);
    nats.replicas = config.replicas;
    nats.timeout = config.timeout;
    let capacity = config.capacity.min(partitions);
    let instance = shards::instance();
    let fleet = FleetConfig::new(&config.worker, &instance, LeaseKind::Partition, capacity)?
        .with_total(partitions)?
        .with_times(config.times)?
        // A move takes as long as the running listeners.
        .with_moves_at_once(partitions as usize)
        .with_starts_at_once(partitions as usize);
    Ok(gateway_fleet::nats::join(nats, fleet).await?)
}

/// Creates the data for the tasks of partitions.
fn make(
    config: &WorkerConfig,
    context: &jetstream::Context,
    saw: &Arc<Seen>,
    lanes: mpsc::UnboundedSender<Lane>,
    connections: watch::Receiver<u64>,
) -> Make {
    let (config, context, saw) = (config.clone(), context.clone(), Arc::clone(saw));
    let alone = Arc::default();
    Box::new(move |partition, epoch, fleet| Partition {
        ownership: Ownership {
            stream: config.stream.clone(),
            prefix: config.prefix.clone(),
            group: config.group.clone(),
            partitions: config.partitions,
            partition,
            epoch: Arc::new(epoch.into()),
            in_flight: config.in_flight.max(1),
            start: config.start,
        },
        context: context.clone(),
        tries: Tries::of(&config),
        timeout: config.timeout,
        fence: config.times.dead * 2,
        connections: connections.clone(),
        restart: Arc::default(),
        move_timeout: config.move_timeout,
        confirmed: confirmed(fleet, Lease::new(partition, config.partitions.get())),
        lanes: lanes.clone(),
        dead_letters: DeadLetters::of(&config, &context),
        alone: Arc::clone(&alone),
        saw: Arc::clone(&saw),
    })
}

/// Runs both until both have ended, or until the deadline of a shutdown.
async fn run(
    listeners: impl Future<Output = ()>,
    partitions: impl Future<Output = usize>,
    mut stop: watch::Receiver<Option<Duration>>,
) -> WorkerReport {
    let mut report = WorkerReport { unreleased: 0, listeners_ended: false };
    let deadline = async move {
        let within = time_to_stop(&mut stop).await;
        // The remaining time is for the releases.
        tokio::time::sleep(within + Duration::from_secs(2)).await;
    };
    let both = async {
        let (unreleased, ()) = futures_util::future::join(partitions, listeners).await;
        unreleased
    };
    tokio::select! {
        unreleased = both => {
            report.unreleased = unreleased;
            report.listeners_ended = true;
        }
        () = deadline => tracing::warn!("the worker did not end by the deadline; its remaining listeners are dropped"),
    }
    report
}

impl Worker {
    /// Gives all partitions to other workers and ends. Listeners have `timeout` to finish; two more seconds are for the
    /// releases. After that, running listeners are dropped. [`WorkerRun`] has to be awaited meanwhile.
    ///
    /// # Cancel safety
    ///
    /// If this is cancelled, the worker still ends.
    pub async fn shutdown(&self, timeout: Duration) -> WorkerReport {
        self.stop.send_if_modified(|stop| {
            let is_first = stop.is_none();
            stop.get_or_insert(timeout);
            is_first
        });
        self.is_stopping.send_replace(true);
        self.ended().await
    }

    /// Waits until the worker has ended. Cancel-safe.
    pub async fn ended(&self) -> WorkerReport {
        let mut ended = self.ended.clone();
        let ended = ended.wait_for(Option::is_some).await.ok().and_then(|ended| *ended);
        // Its future was dropped.
        ended.unwrap_or(WorkerReport { unreleased: 0, listeners_ended: false })
    }

    /// Returns a handle for commands to the shards, as listeners use it; `None` if the settings name no fleet.
    #[must_use]
    pub const fn commands(&self) -> Option<&OutsideCommands> {
        self.commands.as_ref()
    }

    /// Returns the connection to NATS, for example for [`play_back`](crate::dead_letters::play_back).
    #[must_use]
    pub const fn client(&self) -> &async_nats::Client {
        &self.client
    }
}
