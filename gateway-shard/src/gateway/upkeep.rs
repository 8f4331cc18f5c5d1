//! Tasks that run once a second: writing the session store, and updating rates and gauges. They never delay events.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::time::Duration;

use gateway_handler::panic_text;
use gateway_model::gateway::ShardId;
use gateway_proto::Shutdown;
use http_client::Report;
use tokio::time::{Instant, Interval, MissedTickBehavior};

use super::handle::Gateway;
use crate::lock::lock;
use crate::metric;
use crate::shard::Shard;

/// The time between two writes of the session store.
const TICK: Duration = Duration::from_secs(1);

/// How long the last events may take to be read and handled, if no shutdown sets another time.
const LAST_EVENTS: Duration = Duration::from_secs(10);

/// The weight of the last second in the rate of events.
const WEIGHT: f64 = 0.2;

/// Runs until every shard has stopped. A slow store does not delay the gauges.
pub(crate) async fn run(gateway: Gateway) {
    tokio::join!(measure_all(&gateway), save_all(&gateway));
    finish(&gateway).await;
}

/// Updates the metrics. Returns `false` if the metrics recorder of the user panicked. A bot without metrics would
/// mislead its operator, so all shards stop and keep their sessions for the next start.
fn measure_guarded(gateway: &Gateway, elapsed: Duration) -> bool {
    let Err(panic) = catch_unwind(AssertUnwindSafe(|| measure(gateway, elapsed))) else {
        return true;
    };
    let panic = panic_text(&*panic);
    tracing::error!(
        panic,
        "the metrics recorder panicked; all shards stop and keep their sessions"
    );
    gateway.begin_shutdown(Shutdown::KeepSession);
    false
}

async fn measure_all(gateway: &Gateway) {
    let mut seconds = seconds();
    let mut last = Instant::now();
    loop {
        tokio::select! {
            biased;
            () = gateway.inner.lifecycle.tasks_ended() => return,
            _ = seconds.tick() => {}
        }
        if !measure_guarded(gateway, last.elapsed()) {
            return;
        }
        last = Instant::now();
    }
}

async fn save_all(gateway: &Gateway) {
    let mut seconds = seconds();
    loop {
        tokio::select! {
            // Polled first, because a store that hangs must not be called again before the last write.
            biased;
            () = gateway.inner.lifecycle.tasks_ended() => return,
            _ = seconds.tick() => {}
            () = gateway.inner.fleets.blueprint.save_soon.notified() => {}
        }
        save(gateway).await;
    }
}

fn seconds() -> Interval {
    let mut ticks = tokio::time::interval(TICK);
    ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
    ticks
}

/// Waits until the last delivered events are handled, so that the last write includes them.
async fn handled(gateway: &Gateway) {
    let (shards, lifecycle) = (gateway.inner.fleets.shards(), &gateway.inner.lifecycle);
    let handled = async {
        for shard in &shards {
            shard.wait_handled().await;
        }
        if let Some(catch_up) = &gateway.inner.fleets.blueprint.catch_up {
            catch_up.wait_handled().await;
        }
    };
    let all = async {
        lifecycle.detached().await;
        tokio::select! {
            () = handled => {}
            () = last_events_late(gateway) => {}
        }
    };
    tokio::select! {
        () = all => {}
        () = lifecycle.given_up() => {}
    }
}

/// Resolves after [`LAST_EVENTS`], but not before the deadline of any shutdown. So a stream that nobody reads does not
/// block the end for ever.
async fn last_events_late(gateway: &Gateway) {
    tokio::time::sleep(LAST_EVENTS).await;
    loop {
        let deadline = gateway.inner.lifecycle.deadline();
        let Some(deadline) = deadline.filter(|deadline| *deadline > Instant::now()) else { return };
        tokio::time::sleep_until(deadline).await;
    }
}

/// Does the last write: after `Offline` the sessions are removed; after a refusal, those of the other shards are kept.
async fn finish(gateway: &Gateway) {
    handled(gateway).await;
    measure_guarded(gateway, TICK);
    if gateway.inner.lifecycle.shutdown() == Some(Shutdown::Offline) {
        let shards: Vec<ShardId> = gateway.shards();
        let removed = gateway.inner.fleets.blueprint.store.remove(shards).await;
        if let Err(error) = &removed {
            tracing::error!(error = %Report::new(error), "failed to remove ended sessions from the store");
        }
        gateway.inner.fleets.stored(removed);
        gateway.inner.fleets.save_seen().await;
    } else {
        gateway.inner.fleets.save().await;
    }
    gateway.inner.lifecycle.end();
}

/// Writes the changes, if the store outlives the process.
async fn save(gateway: &Gateway) {
    match gateway.inner.fleets.blueprint.store.is_durable() {
        true => gateway.inner.fleets.save().await,
        false => gateway.inner.fleets.save_seen().await,
    }
}

fn measure(gateway: &Gateway, elapsed: Duration) {
    for shard in gateway.inner.fleets.all_shards() {
        shard.count_events();
    }
    for shard in gateway.inner.fleets.shards() {
        let events = shard.events();
        {
            let mut slow = lock(&shard.stats.slow);
            let new = events.saturating_sub(slow.events_at_last_tick);
            slow.events_at_last_tick = events;
            #[allow(clippy::cast_precision_loss, reason = "a rate for people")]
            let rate = new as f64 / elapsed.as_secs_f64().max(0.001);
            slow.events_per_second += WEIGHT * (rate - slow.events_per_second);
        }
        gauges(&shard);
    }
    if let Some(queue) = &gateway.inner.fleets.blueprint.local_queue {
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
        metrics::gauge!(metric::QUEUE_DEPTH, "shard" => label.clone())
            .set(status.queued_events as f64);
    }
    // Without a connection there is no age: infinity exceeds every alarm limit.
    let age = status.last_ack_age.map_or(f64::INFINITY, |age| age.as_secs_f64());
    metrics::gauge!(metric::ACK_AGE, "shard" => label).set(age);
}
