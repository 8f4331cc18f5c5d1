//! Tries: deliveries in flight, waits before a retry, and events that are given up.

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

/// The end of a try or a wait.
pub(super) enum Ended {
    /// A try of a lane's first event has ended.
    Try { key: LaneKey, repeat: bool, outcome: Outcome },
    /// The wait before the next try has ended.
    Wait(LaneKey),
}

type Step = Pin<Box<dyn Future<Output = Ended> + Send>>;

pub(super) struct Tries {
    sink: Arc<dyn Sink>,
    retry: RetryPolicy,
    max: usize,
    steps: FuturesUnordered<Step>,
    in_flight: usize,
    /// The tries in flight that are retries.
    repeats: usize,
    /// The number of failed tries of the first event of each lane.
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

    /// Returns the number of lanes whose first event fails repeatedly.
    pub(super) fn failing(&self) -> u64 {
        let failing = self.failures.values().filter(|failures| u64::from(**failures) >= DOWN_AFTER);
        failing.count() as u64
    }

    /// Resolves when the next try or wait ends; never if there is none. Cancel-safe.
    pub(super) async fn next(&mut self) -> Ended {
        match self.steps.next().await {
            Some(ended) => ended,
            None => std::future::pending().await,
        }
    }

    /// Returns whether another try may start, and whether it may be a retry: retries leave half of the limit to other
    /// events.
    fn room(&self) -> Option<bool> {
        (self.in_flight < self.max).then(|| self.repeats < (self.max / 2).max(1))
    }

    /// Starts a try; returns whether it is a retry.
    fn start(&mut self, key: LaneKey, event: Arc<ForwardEvent>) -> bool {
        let failures = self.failures.get(&key).copied().unwrap_or(0);
        let repeat = failures > 0;
        self.in_flight += 1;
        self.repeats += usize::from(repeat);
        let sink = Arc::clone(&self.sink);
        self.steps.push(Box::pin(async move {
            // If a sink panics, it has not accepted the event. Its task and the other events must not be affected.
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

    /// Returns how many times the event was tried, including the failed try, and whether that was the last.
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
        // A single failure is not reported. A sink that is down is reported once, until it is up again.
        if self.counters.try_failed(&reason) {
            tracing::warn!(sink = %self.name, %reason, "the sink is down: several deliveries in a row failed");
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
            tracing::warn!(sink = %self.name, id = %item.event.id, guild, %reason, "an event failed several times; later events of its guild wait for it");
        }
    }

    /// Makes the first event of a lane a dead letter; returns `false` if there is no place for it.
    fn bury(&mut self, key: LaneKey, reason: &str, attempts: u32) -> bool {
        let (Some(letters), Some(item)) = (&mut self.dead_letters, self.lanes.first(key)) else {
            return false;
        };
        let event = &item.event;
        let letter = Letter { event, reason, attempts, died_ms: now_ms() };
        let written = letters.write(&letter);
        if written {
            SinkCounters::add(&self.counters.dead);
            tracing::error!(sink = %self.name, id = %event.id, name = %event.name, %reason, attempts, "an event could not be delivered and became a dead letter");
        }
        written
    }
}
