//! Delivers events to one sink: its queue, its tries and its folders, in a separate task.
//!
//! The task receives [`Tracked`] events from a channel. An event counts as handled only when the sink has accepted it,
//! when it is synced to the spill folder or as a dead letter, or when the policy is to drop it.

mod backlog;
mod config;
mod place;
mod receipt;
mod tries;

use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::Duration;

use tokio::sync::{mpsc, watch};
use tokio::time::MissedTickBehavior;

use self::backlog::{Backlog, Found, Item};
pub use self::config::DeliveryConfig;
pub(crate) use self::config::Folders;
pub(crate) use self::receipt::{Receipt, Tracked};
use self::tries::Tries;
use crate::dead_letters::DeadLetters;
use crate::queue::{LaneKey, Lanes, WhenFull};
use crate::sink::Sink;
use crate::stats::SinkCounters;

/// How often the disk is synced and gauges are updated.
const TICK: Duration = Duration::from_millis(250);

pub(crate) struct DeliveryTask {
    name: Arc<str>,
    config: DeliveryConfig,
    counters: Arc<SinkCounters>,
    lanes: Lanes<Item>,
    backlog: Option<Backlog>,
    dead_letters: Option<DeadLetters>,
    /// An event for which there is no room anywhere. No further event is accepted until it has room.
    waiting: Option<Tracked>,
    tries: Tries,
}

impl DeliveryTask {
    pub(crate) fn new(
        name: Arc<str>,
        sink: Arc<dyn Sink>,
        config: DeliveryConfig,
        folders: Folders,
        counters: Arc<SinkCounters>,
    ) -> Self {
        let lanes = Lanes::new(config.order);
        let tries = Tries::new(sink, &config);
        let backlog = folders.spill.map(Backlog::new);
        let dead_letters = folders.dead_letters;
        Self { name, config, counters, lanes, backlog, dead_letters, waiting: None, tries }
    }

    /// Delivers events until there are no more, or until `stop` resolves. Then the remaining events are written to the
    /// spill folder. Without one they stay unhandled, so that the next process receives them again. Returns whether all
    /// events were delivered.
    pub(crate) async fn run(
        mut self,
        mut input: mpsc::Receiver<Tracked>,
        mut stop: watch::Receiver<bool>,
    ) -> bool {
        let mut tick = tokio::time::interval(TICK);
        tick.set_missed_tick_behavior(MissedTickBehavior::Delay);
        let mut open = true;
        loop {
            self.refill();
            self.place_waiting();
            self.start_tries();
            if !open && self.is_empty() {
                break;
            }
            tokio::select! {
                ended = self.tries.next() => self.tried(ended),
                next = input.recv(), if open && self.waiting.is_none() => match next {
                    Some(tracked) => self.waiting = Some(tracked),
                    None => open = false,
                },
                _ = tick.tick() => self.tick(),
                _ = stop.wait_for(|stop| *stop) => break,
            }
        }
        let all = !open && self.is_empty();
        self.leave(input);
        self.tick();
        all
    }

    fn is_empty(&self) -> bool {
        self.lanes.held().events == 0
            && self.waiting.is_none()
            && self.backlog.as_ref().is_none_or(|backlog| backlog.len() == 0)
    }

    /// Reads events from disk while there is room.
    fn refill(&mut self) {
        let Some(backlog) = &mut self.backlog else { return };
        let (limits, share) = (self.config.limits, self.config.limits.share());
        while limits.has_room(self.lanes.held()) {
            let lanes = &self.lanes;
            match backlog.read(|group| share.has_room(lanes.held_of(group))) {
                Ok(Found::Event(item)) => {
                    let event = Arc::clone(&item.event);
                    self.lanes.push(&event, item);
                }
                Ok(Found::Passed) => {}
                // An error is retried at the next tick, and the log reports it.
                Ok(Found::Nothing) | Err(_) => return,
            }
        }
    }

    /// Writes all events that are not on disk to the spill folder, if there is one. The next [`tick`](Self::tick) syncs
    /// them.
    fn leave(&mut self, mut input: mpsc::Receiver<Tracked>) {
        input.close();
        let Some(backlog) = &mut self.backlog else { return };
        // After a failure nothing more is written: a later event of the guild must not be handled first.
        for item in self.lanes.iter_mut() {
            if backlog.keep(item).is_err() {
                return;
            }
        }
        let coming = std::iter::from_fn(|| input.try_recv().ok());
        for tracked in self.waiting.take().into_iter().chain(coming) {
            if backlog.append(tracked).is_err() {
                return;
            }
        }
    }

    /// Removes the first event of a lane.
    fn finish(&mut self, key: LaneKey) {
        let Some((group, item)) = self.lanes.done(key) else { return };
        if let Some(receipt) = item.receipt {
            receipt.mark_handled();
        }
        if let Some(backlog) = &mut self.backlog {
            if let Some(record) = item.record {
                backlog.done(record);
            }
            backlog.wake(group);
        }
    }

    fn tick(&mut self) {
        if let Some(backlog) = &mut self.backlog {
            backlog.sync();
        }
        let counters = &self.counters;
        let oldest = self.lanes.iter().map(|item| item.event.received_ms).min();
        counters.oldest_ms.store(oldest.unwrap_or(0), Ordering::Relaxed);
        let spilled = self.backlog.as_ref().map_or(0, Backlog::len);
        counters.spilled.store(spilled, Ordering::Relaxed);
        let damaged = self.backlog.as_ref().map_or(0, Backlog::damaged);
        counters.spill_damaged.store(damaged, Ordering::Relaxed);
        let spill_fails = self.backlog.as_ref().is_some_and(Backlog::fails);
        counters.spill_fails.store(spill_fails, Ordering::Relaxed);
        if let Some(dead_letters) = &mut self.dead_letters {
            counters.dead_letters.store(dead_letters.count(), Ordering::Relaxed);
        }
        self.count_memory();
    }

    fn count_memory(&self) {
        let counters = &self.counters;
        counters.queue_full.store(self.waiting.is_some(), Ordering::Relaxed);
        counters.failing_guilds.store(self.tries.failing(), Ordering::Relaxed);
        counters.in_flight.store(self.tries.in_flight(), Ordering::Relaxed);
        counters.queued.store(self.lanes.held().events as u64, Ordering::Relaxed);
    }
}

#[cfg(test)]
mod tests;
