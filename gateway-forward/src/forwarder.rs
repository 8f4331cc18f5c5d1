//! Passes a gateway's events to all sinks.

use std::panic::AssertUnwindSafe;
use std::sync::Arc;
use std::time::Duration;

use futures_util::FutureExt;
use gateway_model::{Dispatch, EventKind};
use gateway_shard::{GuildChange, ShardEvent};
use tokio::sync::{mpsc, watch};
use tokio::task::JoinHandle;
use tokio::time::Instant;

use crate::delivery::{DeliveryConfig, DeliveryTask, Receipt, Tracked};
use crate::event::{ForwardEvent, SessionPosition, now_ms};
use crate::filter::Filter;
use crate::sink::Sink;
use crate::spill::SpillError;
use crate::stats::{SinkCounters, SinkStats};

/// The number of events between the gateway's reader and a sink's task.
const HANDOVER: usize = 64;

/// The time limit for writing undelivered events to disk.
const SAVING: Duration = Duration::from_secs(1);

/// A sink with its filter and delivery settings.
pub struct SinkSettings {
    /// Its name in logs and metrics.
    pub name: Arc<str>,
    /// The sink.
    pub sink: Arc<dyn Sink>,
    /// The events to deliver.
    pub filter: Filter,
    /// The delivery settings.
    pub delivery: DeliveryConfig,
}

impl std::fmt::Debug for SinkSettings {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("SinkSettings")
            .field("name", &self.name)
            .field("filter", &self.filter)
            .field("delivery", &self.delivery)
            .finish_non_exhaustive()
    }
}

/// Delivers events to sinks, with a separate queue for each.
///
/// If it is dropped, events that its sinks had not delivered or written to disk stay unhandled, and the next process
/// receives them again. Use [`finish`](Self::finish) to deliver them first.
pub struct Forwarder {
    sinks: Vec<Running>,
    stop: watch::Sender<bool>,
    /// The first sink whose task panicked.
    failed: watch::Sender<Option<Arc<str>>>,
}

struct Running {
    name: Arc<str>,
    sink: Arc<dyn Sink>,
    filter: Filter,
    input: mpsc::Sender<Tracked>,
    counters: Arc<SinkCounters>,
    /// Returns whether all events were delivered.
    task: JoinHandle<bool>,
}

impl std::fmt::Debug for Forwarder {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let sinks: Vec<_> = self.sinks.iter().map(|sink| &sink.name).collect();
        f.debug_struct("Forwarder").field("sinks", &sinks).finish_non_exhaustive()
    }
}

/// Reads the counters of a forwarder, even while it runs.
#[derive(Clone)]
pub struct StatsReader(Arc<[Watched]>);

struct Watched {
    name: Arc<str>,
    sink: Arc<dyn Sink>,
    counters: Arc<SinkCounters>,
}

impl std::fmt::Debug for StatsReader {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_list().entries(self.0.iter().map(|sink| &sink.name)).finish()
    }
}

impl StatsReader {
    /// Returns the current state of each sink.
    #[must_use]
    pub fn read(&self) -> Vec<SinkStats> {
        let snapshot = |it: &Watched| {
            let condition = it.sink.condition();
            SinkStats { condition, ..it.counters.snapshot(&it.name) }
        };
        self.0.iter().map(snapshot).collect()
    }
}

impl Forwarder {
    /// Starts a task for each sink, on the current tokio runtime. Events that an earlier process left in a spill folder
    /// are delivered first.
    ///
    /// # Errors
    ///
    /// Returns an error if a folder cannot be used. No task runs then.
    pub fn start(sinks: Vec<SinkSettings>) -> Result<Self, SpillError> {
        let folders: Result<Vec<_>, _> =
            sinks.iter().map(|sink| sink.delivery.open_folders()).collect();
        let (stop, stopping) = watch::channel(false);
        let failed = watch::Sender::new(None);
        let start = |(settings, folders): (SinkSettings, _)| {
            let SinkSettings { name, sink, filter, delivery } = settings;
            let counters = Arc::new(SinkCounters::default());
            let task = DeliveryTask::new(
                Arc::clone(&name),
                Arc::clone(&sink),
                delivery,
                folders,
                Arc::clone(&counters),
            );
            let (input, output) = mpsc::channel(HANDOVER);
            let watched = watched(Arc::clone(&name), task.run(output, stopping.clone()), &failed);
            let task = tokio::spawn(watched);
            Running { name, sink, filter, input, counters, task }
        };
        let sinks = sinks.into_iter().zip(folders?).map(start).collect();
        Ok(Self { sinks, stop, failed })
    }

    /// Passes an event to every sink whose filter matches. Waits while a sink has no room for it (see
    /// [`WhenFull`](crate::WhenFull)); do not read the gateway meanwhile.
    ///
    /// The event counts as handled when every such sink has delivered it, has it on disk, or dropped it because of
    /// [`WhenFull::Drop`](crate::WhenFull::Drop). Items that are not dispatches from Discord are ignored.
    ///
    /// # Cancel safety
    ///
    /// If this is cancelled, the event is not handled, and the next process receives it again. Some sinks may still
    /// deliver it.
    pub async fn forward(&self, event: ShardEvent) {
        self.forward_of_epoch(event, None).await;
    }

    /// The same for an event that a worker of a fleet received under this epoch.
    pub(crate) async fn forward_of_epoch(&self, mut event: ShardEvent, epoch: Option<u64>) {
        let receipt = event.take_receipt();
        match convert(&event, epoch) {
            Some(forward) => self.deliver(forward, move || receipt.mark_handled()).await,
            None => receipt.mark_handled(),
        }
    }

    /// Passes an event that your program created to every sink whose filter matches.
    ///
    /// # Cancel safety
    ///
    /// If this is cancelled, some sinks have the event and others do not.
    pub async fn forward_event(&self, event: ForwardEvent) {
        self.deliver(event, || {}).await;
    }

    async fn deliver(&self, event: ForwardEvent, handled: impl FnOnce() + Send + 'static) {
        let event = Arc::new(event);
        let wants = |sink: &&Running| {
            let wants = sink.filter.wants(&event);
            if !wants {
                SinkCounters::add(&sink.counters.filtered);
            }
            wants
        };
        let sinks: Vec<_> = self.sinks.iter().filter(wants).collect();
        let receipts = Receipt::split(sinks.len(), handled);
        for (sink, receipt) in sinks.into_iter().zip(receipts) {
            let tracked = Tracked { event: Arc::clone(&event), receipt: Some(receipt) };
            // It fails if the sink's task has panicked. That was logged, and the event stays unhandled.
            let _ = sink.input.send(tracked).await;
        }
    }

    /// Resolves when the task of a sink has panicked, with the sink's name. From then on no event for this sink counts
    /// as handled. End the process, so that the next one receives them. A panic in [`Sink::deliver`] only counts as a
    /// failed try.
    ///
    /// # Cancel safety
    ///
    /// Cancel-safe.
    pub async fn failed(&self) -> Arc<str> {
        let mut failed = self.failed.subscribe();
        // The sender of the watch is in `self`, so it still exists.
        let name = failed.wait_for(Option::is_some).await.ok().and_then(|name| name.clone());
        match name {
            Some(name) => name,
            None => std::future::pending().await,
        }
    }

    /// Returns a reader of the counters.
    #[must_use]
    pub fn stats(&self) -> StatsReader {
        let watched = |it: &Running| Watched {
            name: Arc::clone(&it.name),
            sink: Arc::clone(&it.sink),
            counters: Arc::clone(&it.counters),
        };
        StatsReader(self.sinks.iter().map(watched).collect())
    }

    /// Delivers the remaining events, and returns by the deadline whatever a sink does. A fifth of the time, at most
    /// one second, is reserved for writing undelivered events to the spill folders. Returns whether all events were
    /// delivered. Events that were neither delivered nor written stay unhandled.
    ///
    /// # Cancel safety
    ///
    /// If this is cancelled, the sinks end immediately, without waiting for the deadline: undelivered events are
    /// written to the spill folders, and stay unhandled if that fails.
    pub async fn finish(self, timeout: Duration) -> bool {
        let Self { sinks, stop, .. } = self;
        let until = Instant::now() + timeout;
        let deliver_until = until - (timeout / 5).min(SAVING);
        let ends = sinks.into_iter().map(|sink| end(sink, &stop, deliver_until, until));
        // The inputs of all sinks are closed before the first one is awaited.
        futures_util::future::join_all(ends).await.into_iter().all(|delivered| delivered)
    }
}

/// Runs the task of a sink, and reports its panic.
fn watched(
    name: Arc<str>,
    task: impl Future<Output = bool> + Send + 'static,
    failed: &watch::Sender<Option<Arc<str>>>,
) -> impl Future<Output = bool> + Send + 'static {
    let failed = failed.clone();
    async move {
        AssertUnwindSafe(task).catch_unwind().await.unwrap_or_else(|_| {
            tracing::error!(sink = %name, "the sink's task panicked; its undelivered events are not handled");
            failed.send_if_modified(|first| {
                let is_first = first.is_none();
                first.get_or_insert(name);
                is_first
            });
            false
        })
    }
}

/// Waits for a sink's task to end; returns whether all events were delivered.
async fn end(
    sink: Running,
    stop: &watch::Sender<bool>,
    deliver_until: Instant,
    until: Instant,
) -> bool {
    let Running { input, mut task, name, .. } = sink;
    drop(input);
    if let Ok(ended) = tokio::time::timeout_at(deliver_until, &mut task).await {
        return ended.unwrap_or(false);
    }
    stop.send_replace(true);
    match tokio::time::timeout_at(until, &mut task).await {
        Ok(ended) => ended.unwrap_or(false),
        Err(_) => {
            tracing::error!(sink = %name, "the sink's task did not end by the deadline; its undelivered events are not handled");
            task.abort();
            false
        }
    }
}

/// Returns the event to forward, if it is a dispatch.
fn convert(event: &ShardEvent, epoch: Option<u64>) -> Option<ForwardEvent> {
    let dispatch = event.dispatch()?;
    let total = event.shard.count().get();
    let (id, epoch, sequence) = if event.is_caught_up() {
        let message = dispatch.subject().message?.get();
        (ForwardEvent::id_of_caught_up(message), None, message)
    } else {
        let sequence = dispatch.sequence();
        (ForwardEvent::id_of(event.shard, &event.key()?.session, sequence), epoch, sequence)
    };
    Some(ForwardEvent {
        id,
        name: name(dispatch, event.guild_change()).into(),
        shard: event.shard.id(),
        guild: dispatch.guild_id(),
        intents: dispatch.kind().intents(),
        received_ms: now_ms(),
        fleet: Some(SessionPosition { total, epoch: epoch.unwrap_or(0), sequence }),
        data: dispatch.data_bytes(),
    })
}

/// Returns the event's name, with Carbon's names for guilds that appear or disappear because of an outage.
fn name(dispatch: &Dispatch, change: Option<GuildChange>) -> &str {
    match (dispatch.kind(), change) {
        (EventKind::GuildCreate, Some(GuildChange::Available)) => "GUILD_AVAILABLE",
        (EventKind::GuildDelete, Some(GuildChange::Unavailable)) => "GUILD_UNAVAILABLE",
        _ => dispatch.name(),
    }
}
