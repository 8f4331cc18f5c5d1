//! What is done once a second: the session store, the rates and the gauges. Never on an event's way.

use std::sync::atomic::Ordering;
use std::time::Duration;

use gateway_model::gateway::ShardId;
use gateway_proto::Shutdown;
use http_client::Report;
use tokio::sync::watch;
use tokio::time::{Instant, Interval, MissedTickBehavior};

use super::handle::Gateway;
use crate::lock::lock;
use crate::metric;
use crate::shard::Shard;

/// Time between two writes of the session store.
const TICK: Duration = Duration::from_secs(1);

/// Time the last events may take to be read from a stream and handled, where no shutdown says another.
const LAST_EVENTS: Duration = Duration::from_secs(10);

/// Weight of the last second in the rate of events.
const WEIGHT: f64 = 0.2;

/// Runs until every shard is at its end. A store that is slow does not hold the gauges up.
pub(crate) async fn run(gateway: Gateway) {
    tokio::join!(measure_all(&gateway), save_all(&gateway));
    finish(&gateway).await;
}

async fn measure_all(gateway: &Gateway) {
    let mut seconds = Seconds::new(gateway);
    let mut last = Instant::now();
    while seconds.next().await {
        measure(gateway, last.elapsed());
        last = Instant::now();
    }
}

async fn save_all(gateway: &Gateway) {
    let mut seconds = Seconds::new(gateway);
    loop {
        tokio::select! {
            goes_on = seconds.next() => if !goes_on { return },
            () = gateway.inner.blueprint.save_soon.notified() => {}
        }
        save(gateway).await;
    }
}

/// The seconds until every shard is at its end.
struct Seconds<'a> {
    gateway: &'a Gateway,
    ticks: Interval,
    stopping: watch::Receiver<Option<Shutdown>>,
}

impl<'a> Seconds<'a> {
    fn new(gateway: &'a Gateway) -> Self {
        let mut ticks = tokio::time::interval(TICK);
        ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
        Self { gateway, ticks, stopping: gateway.inner.stopping.subscribe() }
    }

    /// Waits for the next one; `false` at the end. Cancel-safe.
    async fn next(&mut self) -> bool {
        while !self.gateway.is_over() {
            tokio::select! {
                _ = self.ticks.tick() => return true,
                () = all_ended(self.gateway), if self.stopping.borrow_and_update().is_some() => {}
                // The sender of the watch is in the gateway, so it cannot be gone.
                _ = self.stopping.changed() => {}
            }
        }
        false
    }
}

async fn all_ended(gateway: &Gateway) {
    for shard in gateway.fleet().shards.values() {
        shard.wait_ended().await;
    }
    // The count of running tasks follows at once.
    tokio::task::yield_now().await;
}

/// Waits for the events that were handed out last to be handled, so that the last write knows of them.
async fn handled(gateway: &Gateway) {
    let fleet = gateway.fleet();
    let handled = async {
        for shard in fleet.shards.values() {
            shard.wait_handled().await;
        }
    };
    let all = async {
        gateway.detached().await;
        tokio::select! {
            () = handled => {}
            () = last_events_late(gateway) => {}
        }
    };
    let mut given_up = gateway.given_up();
    tokio::select! {
        () = all => {}
        _ = given_up.wait_for(|given_up| *given_up) => {}
    }
}

/// A stream that nobody reads must not hold up the end for ever: resolves after [`LAST_EVENTS`], and not before
/// the deadline of any shutdown.
async fn last_events_late(gateway: &Gateway) {
    tokio::time::sleep(LAST_EVENTS).await;
    loop {
        let deadline = *lock(&gateway.inner.deadline);
        let Some(deadline) = deadline.filter(|deadline| *deadline > Instant::now()) else { return };
        tokio::time::sleep_until(deadline).await;
    }
}

/// The last write: after an `Offline` stop the sessions are gone, after a refusal those of the others live.
async fn finish(gateway: &Gateway) {
    handled(gateway).await;
    measure(gateway, TICK);
    let offline = *gateway.inner.stopping.borrow() == Some(Shutdown::Offline);
    if offline {
        let shards: Vec<ShardId> = gateway.shards();
        let removed = gateway.inner.blueprint.store.remove(shards).await;
        if let Err(error) = &removed {
            tracing::error!(error = %Report::new(error), "ended sessions could not be taken out of the store");
        }
        gateway.stored(removed);
    } else {
        save_now(gateway).await;
    }
    gateway.release_folder();
    gateway.inner.ended.send_replace(true);
}

/// Writes what changed, where the store outlives the process.
async fn save(gateway: &Gateway) {
    if gateway.inner.blueprint.store.is_durable() {
        save_now(gateway).await;
    }
}

/// Writes what changed since the last time.
pub(crate) async fn save_now(gateway: &Gateway) {
    let fleet = gateway.fleet();
    let changed: Vec<_> =
        fleet.shards.values().filter_map(|shard| Some((shard, shard.unsaved()?))).collect();
    if changed.is_empty() {
        return;
    }
    let (saved, records): (Vec<_>, Vec<_>) =
        changed.into_iter().map(|(shard, (essence, record))| ((shard, essence), record)).unzip();
    let written = gateway.inner.blueprint.store.save(records).await;
    match &written {
        Ok(()) => {
            for (shard, essence) in saved {
                lock(&shard.stats.slow).saved = Some(essence);
            }
        }
        // Tried again in a second: the last record is still there.
        Err(error) => {
            tracing::error!(error = %Report::new(error), "the sessions could not be stored")
        }
    }
    gateway.stored(written);
}

fn measure(gateway: &Gateway, elapsed: Duration) {
    for shard in gateway.fleet().shards.values() {
        let events = shard.stats.events.load(Ordering::Relaxed);
        {
            let mut slow = lock(&shard.stats.slow);
            let new = events.saturating_sub(slow.events_at_last_tick);
            slow.events_at_last_tick = events;
            #[allow(clippy::cast_precision_loss, reason = "a rate for people")]
            let rate = new as f64 / elapsed.as_secs_f64().max(0.001);
            slow.events_per_second += WEIGHT * (rate - slow.events_per_second);
        }
        gauges(shard);
    }
    if let Some(queue) = &gateway.inner.blueprint.local_queue {
        metrics::gauge!(metric::REMAINING).set(queue.remaining());
    }
}

fn gauges(shard: &Shard) {
    let status = shard.status();
    let label = shard.id.id().to_string();
    metrics::gauge!(metric::READY, "shard" => label.clone()).set(u8::from(status.ready));
    #[allow(clippy::cast_precision_loss, reason = "a gauge for people")]
    {
        metrics::gauge!(metric::GUILDS, "shard" => label.clone()).set(status.guilds as f64);
        metrics::gauge!(metric::QUEUE_DEPTH, "shard" => label.clone()).set(status.queued as f64);
    }
    // Without a connection there is no age: infinity is above every alarm's limit.
    let age = status.last_ack_age.map_or(f64::INFINITY, |age| age.as_secs_f64());
    metrics::gauge!(metric::ACK_AGE, "shard" => label).set(age);
}
