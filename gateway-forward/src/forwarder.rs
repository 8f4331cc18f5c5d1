//! From a gateway's events to all sinks.

use std::sync::Arc;
use std::time::Duration;

use gateway_model::{Dispatch, EventKind};
use gateway_shard::{GuildChange, ShardEvent};
use tokio::sync::{mpsc, watch};
use tokio::task::JoinHandle;

use crate::delivery::{DeliveryConfig, DeliveryTask, Receipt, Tracked};
use crate::event::{ForwardEvent, now_ms};
use crate::filter::Filter;
use crate::sink::Sink;
use crate::spill::SpillError;
use crate::stats::{SinkCounters, SinkStats};

/// Events between the gateway's reader and a sink's task.
const HANDOVER: usize = 64;

/// A sink, what it wants, and how it gets it.
pub struct SinkSettings {
    /// Its name in logs and metrics.
    pub name: Arc<str>,
    /// Where events go.
    pub sink: Arc<dyn Sink>,
    /// Which events.
    pub filter: Filter,
    /// In which way.
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

/// Delivers events to sinks, each with a queue of its own.
#[derive(Debug)]
pub struct Forwarder {
    sinks: Vec<Running>,
    stop: watch::Sender<bool>,
}

#[derive(Debug)]
struct Running {
    name: Arc<str>,
    filter: Filter,
    input: mpsc::Sender<Tracked>,
    counters: Arc<SinkCounters>,
    task: JoinHandle<()>,
}

/// Reads the counters of a forwarder, also while it works.
#[derive(Clone, Debug)]
pub struct StatsReader(Arc<[(Arc<str>, Arc<SinkCounters>)]>);

impl StatsReader {
    /// How each sink is now.
    #[must_use]
    pub fn read(&self) -> Vec<SinkStats> {
        self.0.iter().map(|(name, counters)| counters.snapshot(name)).collect()
    }
}

impl Forwarder {
    /// Starts a task for each sink, on the current tokio runtime. What an earlier process left in a spill folder
    /// is delivered first.
    ///
    /// # Errors
    ///
    /// Where a spill folder cannot be used; nothing runs then.
    pub fn start(sinks: Vec<SinkSettings>) -> Result<Self, SpillError> {
        let spills: Result<Vec<_>, _> =
            sinks.iter().map(|sink| sink.delivery.open_spill()).collect();
        let (stop, stopping) = watch::channel(false);
        let start = |(settings, spill): (SinkSettings, _)| {
            let SinkSettings { name, sink, filter, delivery } = settings;
            let counters = Arc::new(SinkCounters::default());
            let task =
                DeliveryTask::new(Arc::clone(&name), sink, delivery, spill, Arc::clone(&counters));
            let (input, output) = mpsc::channel(HANDOVER);
            let task = tokio::spawn(task.run(output, stopping.clone()));
            Running { name, filter, input, counters, task }
        };
        let sinks = sinks.into_iter().zip(spills?).map(start).collect();
        Ok(Self { sinks, stop })
    }

    /// Gives an event to every sink that wants it. Waits where a sink with
    /// [`WhenFull::Wait`](crate::WhenFull::Wait) has no room: do not read the gateway meanwhile.
    ///
    /// The gateway's event counts as handled when every sink has delivered it or has it on disk. What is no
    /// dispatch of Discord's is passed over.
    pub async fn forward(&self, event: ShardEvent) {
        let Some(forward) = convert(&event) else { return };
        self.deliver(forward, Some(Arc::new(event))).await;
    }

    /// Gives an event of your own making to every sink that wants it.
    pub async fn forward_event(&self, event: ForwardEvent) {
        self.deliver(event, None).await;
    }

    async fn deliver(&self, event: ForwardEvent, receipt: Option<Receipt>) {
        let tracked = Tracked { event: Arc::new(event), receipt };
        for sink in &self.sinks {
            if !sink.filter.wants(&tracked.event) {
                SinkCounters::add(&sink.counters.filtered);
            } else if sink.input.send(tracked.clone()).await.is_err() {
                // Its task has panicked; without an acknowledgement the event comes again with the next process.
                tracing::error!(sink = %sink.name, "the sink's task is gone");
            }
        }
    }

    /// A reader of the counters.
    #[must_use]
    pub fn stats(&self) -> StatsReader {
        StatsReader(
            self.sinks
                .iter()
                .map(|sink| (Arc::clone(&sink.name), Arc::clone(&sink.counters)))
                .collect(),
        )
    }

    /// Ends: delivers what is left, `deadline` at most. Whether all was delivered; what was not lies on disk, or
    /// comes again with the gateway's next process where its sessions are kept.
    pub async fn finish(self, deadline: Duration) -> bool {
        let Self { sinks, stop } = self;
        let until = tokio::time::Instant::now() + deadline;
        let mut in_time = true;
        for Running { input, mut task, name, .. } in sinks {
            drop(input);
            match tokio::time::timeout_at(until, &mut task).await {
                Ok(Ok(())) => {}
                Ok(Err(error)) => {
                    tracing::error!(sink = %name, %error, "the sink's task failed");
                    in_time = false;
                }
                Err(_) => {
                    in_time = false;
                    stop.send_replace(true);
                    let _ = task.await;
                }
            }
        }
        in_time
    }
}

/// The event to forward, where it is a dispatch.
fn convert(event: &ShardEvent) -> Option<ForwardEvent> {
    let (dispatch, key) = (event.dispatch()?, event.key()?);
    Some(ForwardEvent {
        id: ForwardEvent::id_of(event.shard, &key.session, key.sequence),
        name: name(dispatch, event.guild_change()).into(),
        shard: event.shard.id(),
        guild: dispatch.guild_id(),
        intents: dispatch.kind().intents(),
        received_ms: now_ms(),
        data: dispatch.data_bytes(),
    })
}

/// The event's name, with Carbon's own names where a guild comes and goes by an outage.
fn name(dispatch: &Dispatch, change: Option<GuildChange>) -> &str {
    match (dispatch.kind(), change) {
        (EventKind::GuildCreate, Some(GuildChange::Available)) => "GUILD_AVAILABLE",
        (EventKind::GuildDelete, Some(GuildChange::Unavailable)) => "GUILD_UNAVAILABLE",
        _ => dispatch.name(),
    }
}
