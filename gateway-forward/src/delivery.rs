//! Delivery to one sink: its queue, its tries, its spill folder, in a task of its own.

use std::any::Any;
use std::collections::HashMap;
use std::future::Future;
use std::path::PathBuf;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::Duration;

use fastrand::Rng;
use futures_util::StreamExt;
use futures_util::stream::FuturesUnordered;
use tokio::sync::{mpsc, watch};
use tokio::time::MissedTickBehavior;

use crate::event::ForwardEvent;
use crate::queue::{LaneKey, Lanes, Order, QueueLimits, WhenFull};
use crate::retry::RetryPolicy;
use crate::sink::{Outcome, Sink};
use crate::spill::{RecordId, SpillError, SpillLog};
use crate::stats::SinkCounters;

/// How often the disk is made safe against a power cut and gauges are brought up to date.
const TICK: Duration = Duration::from_millis(250);

/// How events are delivered to a sink.
#[derive(Clone, Debug, PartialEq)]
pub struct DeliveryConfig {
    /// In which order.
    pub order: Order,
    /// How much is held in memory.
    pub limits: QueueLimits,
    /// What happens beyond that.
    pub when_full: WhenFull,
    /// Folder for [`WhenFull::Spill`], one for each sink.
    pub spill_folder: Option<PathBuf>,
    /// How much the folder may hold, in bytes; when it is full the gateway waits.
    pub spill_max_bytes: u64,
    /// When to try again.
    pub retry: RetryPolicy,
    /// Most deliveries at a time; 0 counts as 1.
    pub max_in_flight: usize,
}

impl Default for DeliveryConfig {
    fn default() -> Self {
        Self {
            order: Order::default(),
            limits: QueueLimits::default(),
            when_full: WhenFull::default(),
            spill_folder: None,
            spill_max_bytes: 1 << 30,
            retry: RetryPolicy::default(),
            max_in_flight: 16,
        }
    }
}

impl DeliveryConfig {
    /// Opens the spill folder where one is wanted.
    pub(crate) fn open_spill(&self) -> Result<Option<SpillLog>, SpillError> {
        let folder = self.spill_folder.as_ref().filter(|_| self.when_full == WhenFull::Spill);
        folder.map(|folder| SpillLog::open(folder, self.spill_max_bytes)).transpose()
    }
}

/// What tells the gateway that an event was handled, when nobody holds it any more: its `ShardEvent`.
pub(crate) type Receipt = Arc<dyn Any + Send + Sync>;

/// An event and its receipt.
#[derive(Clone, Debug)]
pub(crate) struct Tracked {
    pub(crate) event: Arc<ForwardEvent>,
    pub(crate) receipt: Option<Receipt>,
}

#[derive(Clone, Debug)]
struct Item {
    tracked: Tracked,
    /// Where it also lies on disk.
    record: Option<RecordId>,
}

enum Step {
    Tried { key: LaneKey, event: Arc<ForwardEvent>, outcome: Outcome },
    Rested(LaneKey),
}

pub(crate) struct DeliveryTask {
    name: Arc<str>,
    sink: Arc<dyn Sink>,
    config: DeliveryConfig,
    counters: Arc<SinkCounters>,
    lanes: Lanes<Item>,
    bytes: usize,
    spill: Option<SpillLog>,
    /// Receipts of events that are on disk, not yet safe against a power cut.
    unsynced: Vec<Receipt>,
    /// An event that could not be written to disk; nothing is accepted before it is.
    stuck: Option<Tracked>,
    steps: FuturesUnordered<Pin<Box<dyn Future<Output = Step> + Send>>>,
    in_flight: usize,
    /// Failed tries of the event that is first in its lane.
    failures: HashMap<LaneKey, u32>,
    rng: Rng,
}

impl DeliveryTask {
    pub(crate) fn new(
        name: Arc<str>,
        sink: Arc<dyn Sink>,
        config: DeliveryConfig,
        spill: Option<SpillLog>,
        counters: Arc<SinkCounters>,
    ) -> Self {
        let lanes = Lanes::new(config.order);
        Self {
            name,
            sink,
            config,
            counters,
            lanes,
            bytes: 0,
            spill,
            unsynced: Vec::new(),
            stuck: None,
            steps: FuturesUnordered::new(),
            in_flight: 0,
            failures: HashMap::new(),
            rng: Rng::new(),
        }
    }

    /// Delivers until there are no more events and all are delivered, or until `stop` says to leave the rest: on
    /// disk, or unacknowledged, so that the gateway's next process receives them again.
    pub(crate) async fn run(
        mut self,
        mut input: mpsc::Receiver<Tracked>,
        mut stop: watch::Receiver<bool>,
    ) {
        let mut tick = tokio::time::interval(TICK);
        tick.set_missed_tick_behavior(MissedTickBehavior::Delay);
        let mut open = true;
        loop {
            self.refill();
            self.start_tries();
            if !open && self.is_empty() {
                break;
            }
            tokio::select! {
                Some(step) = self.steps.next(), if !self.steps.is_empty() => self.step(step),
                next = input.recv(), if open && self.accepts() => match next {
                    Some(tracked) => self.accept(tracked),
                    None => open = false,
                },
                _ = tick.tick() => self.tick(),
                _ = stop.wait_for(|stop| *stop) => break,
            }
        }
        self.tick();
    }

    fn is_empty(&self) -> bool {
        self.lanes.len() == 0 && self.stuck.is_none() && self.unread() == 0
    }

    fn unread(&self) -> u64 {
        self.spill.as_ref().map_or(0, SpillLog::unread)
    }

    fn has_room(&self) -> bool {
        let limits = self.config.limits;
        self.lanes.len() == 0 || (self.lanes.len() < limits.events && self.bytes < limits.bytes)
    }

    fn accepts(&self) -> bool {
        self.stuck.is_none() && (self.config.when_full != WhenFull::Wait || self.has_room())
    }

    fn accept(&mut self, tracked: Tracked) {
        if self.unread() == 0 && self.has_room() {
            return self.hold(Item { tracked, record: None });
        }
        match self.config.when_full {
            WhenFull::Drop => SinkCounters::add(&self.counters.dropped),
            WhenFull::Spill => self.spill(tracked),
            // Not asked for an event without room.
            WhenFull::Wait => self.hold(Item { tracked, record: None }),
        }
    }

    fn hold(&mut self, item: Item) {
        self.bytes += item.tracked.event.size();
        let event = Arc::clone(&item.tracked.event);
        self.lanes.push(&event, item);
    }

    fn spill(&mut self, tracked: Tracked) {
        if let Err(error) = self.write(&tracked) {
            // The log says it, when it begins and when it ends.
            tracing::debug!(sink = %self.name, %error, "an event cannot be written to disk: the gateway waits");
            self.stuck = Some(tracked);
            return;
        }
        self.unsynced.extend(tracked.receipt);
    }

    /// Writes to disk. These are small writes to the system's cache; only [`tick`](Self::tick) waits for the disk.
    fn write(&mut self, tracked: &Tracked) -> Result<(), SpillError> {
        let Some(spill) = &mut self.spill else { return Ok(()) };
        if spill.unread() == 0 {
            // What memory holds comes first: after a crash the disk has all of it, in order.
            for item in self.lanes.iter_mut().filter(|item| item.record.is_none()) {
                item.record = Some(spill.append_held(&item.tracked.event)?);
                self.unsynced.extend(item.tracked.receipt.take());
            }
        }
        spill.append(&tracked.event).map(drop)
    }

    /// Brings events from disk while there is room.
    fn refill(&mut self) {
        while self.unread() > 0 && self.has_room() {
            let Some(spill) = &mut self.spill else { return };
            match spill.read_next() {
                Ok(Some((record, event))) => {
                    let tracked = Tracked { event: Arc::new(event), receipt: None };
                    self.hold(Item { tracked, record: Some(record) });
                }
                Ok(None) => return,
                Err(error) => {
                    // Tried again at the next turn.
                    tracing::debug!(sink = %self.name, %error, "events on disk cannot be read");
                    return;
                }
            }
        }
    }

    fn start_tries(&mut self) {
        while self.in_flight < self.config.max_in_flight.max(1) {
            let Some((key, item)) = self.lanes.take() else { break };
            let event = item.tracked.event;
            let failures = self.failures.get(&key).copied().unwrap_or(0);
            if failures > 0 {
                SinkCounters::add(&self.counters.retried);
            }
            self.in_flight += 1;
            let sink = Arc::clone(&self.sink);
            self.steps.push(Box::pin(async move {
                let outcome = sink.deliver(&event, failures + 1).await;
                Step::Tried { key, event, outcome }
            }));
        }
        let counters = &self.counters;
        counters.in_flight.store(self.in_flight as u64, Ordering::Relaxed);
        counters.queued.store(self.lanes.len() as u64, Ordering::Relaxed);
    }

    fn step(&mut self, step: Step) {
        match step {
            Step::Rested(key) => self.lanes.again(key),
            Step::Tried { key, event, outcome } => {
                self.in_flight -= 1;
                self.tried(key, &event, outcome);
            }
        }
    }

    fn tried(&mut self, key: LaneKey, event: &ForwardEvent, outcome: Outcome) {
        let reason = match outcome {
            Outcome::Delivered => {
                SinkCounters::add(&self.counters.sent);
                if self.counters.try_succeeded() {
                    tracing::info!(sink = %self.name, "the sink is up again");
                }
                return self.finish(key);
            }
            Outcome::Retry(reason) => {
                self.count_failure(&reason);
                let failures = self.failures.entry(key).or_insert(0);
                *failures += 1;
                if let Some(wait) = self.config.retry.wait_after(*failures, &mut self.rng) {
                    tracing::debug!(sink = %self.name, id = %event.id, %reason, ?wait, "not delivered; trying again");
                    self.steps.push(Box::pin(async move {
                        tokio::time::sleep(wait).await;
                        Step::Rested(key)
                    }));
                    return;
                }
                reason
            }
            Outcome::Refused(reason) => {
                self.count_failure(&reason);
                reason
            }
        };
        SinkCounters::add(&self.counters.failed);
        tracing::error!(sink = %self.name, id = %event.id, name = %event.name, %reason, "an event was given up");
        self.finish(key);
    }

    /// A single failure is no news; an endpoint that is down is told once, until it is up again.
    fn count_failure(&self, reason: &str) {
        if self.counters.try_failed() {
            tracing::warn!(sink = %self.name, %reason, "the sink is down: deliveries fail one after the other");
        }
    }

    /// The first event of a lane needs no more.
    fn finish(&mut self, key: LaneKey) {
        self.failures.remove(&key);
        let Some(item) = self.lanes.done(key) else { return };
        self.bytes -= item.tracked.event.size();
        if let (Some(spill), Some(record)) = (&mut self.spill, item.record) {
            spill.done(record);
        }
    }

    fn tick(&mut self) {
        if let Some(tracked) = self.stuck.take() {
            self.spill(tracked);
        }
        if let Some(spill) = &mut self.spill {
            match spill.sync() {
                // From here on the disk keeps them, whatever happens to the process or the machine.
                Ok(()) => self.unsynced.clear(),
                Err(error) => {
                    tracing::debug!(sink = %self.name, %error, "the spill folder cannot be synced");
                }
            }
        }
        let counters = &self.counters;
        let oldest = self.lanes.iter().map(|item| item.tracked.event.received_ms).min();
        counters.oldest_ms.store(oldest.unwrap_or(0), Ordering::Relaxed);
        counters.spilled.store(self.unread(), Ordering::Relaxed);
        let damaged = self.spill.as_ref().map_or(0, SpillLog::damaged);
        counters.spill_damaged.store(damaged, Ordering::Relaxed);
        counters.queued.store(self.lanes.len() as u64, Ordering::Relaxed);
        counters.in_flight.store(self.in_flight as u64, Ordering::Relaxed);
    }
}

#[cfg(test)]
mod tests;
