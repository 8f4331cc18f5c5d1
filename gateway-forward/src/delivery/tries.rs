//! Tries: what is in flight, what waits for another try, what is given up.

use std::collections::HashMap;
use std::future::Future;
use std::panic::AssertUnwindSafe;
use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;

use fastrand::Rng;
use futures_util::stream::FuturesUnordered;
use futures_util::{FutureExt, StreamExt};

use super::{DeliveryConfig, DeliveryTask};
use crate::dead_letters::Letter;
use crate::event::{ForwardEvent, now_ms};
use crate::queue::LaneKey;
use crate::retry::RetryPolicy;
use crate::sink::{Outcome, Sink};
use crate::stats::{DOWN_AFTER, SinkCounters};

/// Something that ended.
pub(super) enum Ended {
    /// A try of a lane's first event.
    Try { key: LaneKey, repeat: bool, outcome: Outcome },
    /// The wait before the next one.
    Wait(LaneKey),
}

type Step = Pin<Box<dyn Future<Output = Ended> + Send>>;

pub(super) struct Tries {
    sink: Arc<dyn Sink>,
    retry: RetryPolicy,
    max: usize,
    steps: FuturesUnordered<Step>,
    in_flight: usize,
    /// Those of them that are not the first of their event.
    repeats: usize,
    /// Failed tries of the event that is first in its lane.
    failures: HashMap<LaneKey, u32>,
    rng: Rng,
}

impl Tries {
    pub(super) fn new(sink: Arc<dyn Sink>, config: &DeliveryConfig) -> Self {
        Self {
            sink,
            retry: config.retry.clone(),
            max: config.max_in_flight.max(1),
            steps: FuturesUnordered::new(),
            in_flight: 0,
            repeats: 0,
            failures: HashMap::new(),
            rng: Rng::new(),
        }
    }

    pub(super) const fn in_flight(&self) -> u64 {
        self.in_flight as u64
    }

    /// Lanes whose first event fails again and again.
    pub(super) fn failing(&self) -> u64 {
        let failing = self.failures.values().filter(|failures| u64::from(**failures) >= DOWN_AFTER);
        failing.count() as u64
    }

    /// Resolves with what ends next; never while nothing is under way. Cancel-safe.
    pub(super) async fn next(&mut self) -> Ended {
        match self.steps.next().await {
            Some(ended) => ended,
            None => std::future::pending().await,
        }
    }

    /// Whether another try may start, and whether it may be a repeated one: these leave half of the room to others.
    fn room(&self) -> Option<bool> {
        (self.in_flight < self.max).then(|| self.repeats < (self.max / 2).max(1))
    }

    /// Starts a try; says whether it is a repeated one.
    fn start(&mut self, key: LaneKey, event: Arc<ForwardEvent>) -> bool {
        let failures = self.failures.get(&key).copied().unwrap_or(0);
        let repeat = failures > 0;
        self.in_flight += 1;
        self.repeats += usize::from(repeat);
        let sink = Arc::clone(&self.sink);
        self.steps.push(Box::pin(async move {
            // A sink that panics has not taken the event; its task and the other events must not pay for it.
            let attempt = async { sink.deliver(&event, failures.saturating_add(1)).await };
            let outcome = AssertUnwindSafe(attempt).catch_unwind().await;
            let outcome = outcome.unwrap_or_else(|_| Outcome::Retry("the sink panicked".into()));
            Ended::Try { key, repeat, outcome }
        }));
        repeat
    }

    fn ended(&mut self, repeat: bool) {
        self.in_flight -= 1;
        self.repeats -= usize::from(repeat);
    }

    /// How often the event was tried, the try that failed now included; and whether that was the last.
    fn failed(&mut self, key: LaneKey) -> (u32, bool) {
        let failures = self.failures.entry(key).or_insert(0);
        *failures = failures.saturating_add(1);
        (*failures, self.retry.is_over(*failures))
    }

    fn wait(&mut self, key: LaneKey) -> Duration {
        let failures = self.failures.get(&key).copied().unwrap_or(1);
        let wait = self.retry.wait_after(failures, &mut self.rng);
        self.steps.push(Box::pin(async move {
            tokio::time::sleep(wait).await;
            Ended::Wait(key)
        }));
        wait
    }
}

impl DeliveryTask {
    pub(super) fn start_tries(&mut self) {
        while let Some(repeats) = self.tries.room() {
            let Some(key) = self.lanes.take(repeats) else { break };
            let Some(item) = self.lanes.first(key) else { continue };
            let event = Arc::clone(&item.event);
            if self.tries.start(key, event) {
                SinkCounters::add(&self.counters.retried);
            }
        }
        self.count_memory();
    }

    pub(super) fn tried(&mut self, ended: Ended) {
        match ended {
            Ended::Wait(key) => self.lanes.again(key),
            Ended::Try { key, repeat, outcome } => {
                self.tries.ended(repeat);
                self.judge(key, outcome);
            }
        }
    }

    fn judge(&mut self, key: LaneKey, outcome: Outcome) {
        let (reason, refused) = match outcome {
            Outcome::Delivered => {
                SinkCounters::add(&self.counters.sent);
                if self.counters.try_succeeded() {
                    tracing::info!(sink = %self.name, "the sink is up again");
                }
                self.tries.failures.remove(&key);
                return self.finish(key);
            }
            Outcome::Retry(reason) => (reason, false),
            Outcome::Refused(reason) => (reason, true),
        };
        // A single failure is no news; a sink that is down is told once, until it is up again.
        if self.counters.try_failed(&reason) {
            tracing::warn!(sink = %self.name, %reason, "the sink is down: deliveries fail one after the other");
        }
        let (attempts, over) = self.tries.failed(key);
        if (refused || over) && self.bury(key, &reason, attempts) {
            self.tries.failures.remove(&key);
            return self.finish(key);
        }
        let wait = self.tries.wait(key);
        let Some(item) = self.lanes.first(key) else { return };
        tracing::debug!(sink = %self.name, id = %item.event.id, %reason, attempts, ?wait, "not delivered; trying again");
        if u64::from(attempts) == DOWN_AFTER {
            let guild = item.event.guild.map(|guild| guild.get());
            tracing::warn!(sink = %self.name, id = %item.event.id, guild, %reason, "an event fails again and again; later events of its guild wait for it");
        }
    }

    /// Makes a dead letter of a lane's first event; `false` if there is no place for it.
    fn bury(&mut self, key: LaneKey, reason: &str, attempts: u32) -> bool {
        let (Some(letters), Some(item)) = (&mut self.dead_letters, self.lanes.first(key)) else {
            return false;
        };
        let event = &item.event;
        let letter = Letter { event, reason, attempts, died_ms: now_ms() };
        let written = letters.write(&letter);
        if written {
            SinkCounters::add(&self.counters.dead);
            tracing::error!(sink = %self.name, id = %event.id, name = %event.name, %reason, attempts, "an event cannot be delivered: it is a dead letter now");
        }
        written
    }
}
