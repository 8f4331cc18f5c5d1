//! Checks that the recorded metrics are those of the docs.

use std::collections::BTreeSet;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use gateway_shard::{Bot, Outcome, Shutdown, metric};
use metrics::{
    Counter, CounterFn, Gauge, Histogram, Key, KeyName, Metadata, Recorder, SharedString, Unit,
};

use crate::support::{PATIENCE, Record, builder, say, two_shards};

/// A recorder that stores names and labels.
#[derive(Default)]
struct Names(Mutex<BTreeSet<(String, Vec<String>)>>);

impl Names {
    fn add(&self, key: &Key) {
        let labels = key.labels().map(|label| label.key().to_owned()).collect();
        self.0.lock().unwrap().insert((key.name().to_owned(), labels));
    }
}

impl Recorder for Names {
    fn describe_counter(&self, _: KeyName, _: Option<Unit>, _: SharedString) {}
    fn describe_gauge(&self, _: KeyName, _: Option<Unit>, _: SharedString) {}
    fn describe_histogram(&self, _: KeyName, _: Option<Unit>, _: SharedString) {}

    fn register_counter(&self, key: &Key, _: &Metadata<'_>) -> Counter {
        self.add(key);
        Counter::noop()
    }

    fn register_gauge(&self, key: &Key, _: &Metadata<'_>) -> Gauge {
        self.add(key);
        Gauge::noop()
    }

    fn register_histogram(&self, key: &Key, _: &Metadata<'_>) -> Histogram {
        self.add(key);
        Histogram::noop()
    }
}

/// A counter that panics at one event.
struct Panics(AtomicU64);

impl CounterFn for Panics {
    fn increment(&self, by: u64) {
        let before = self.0.fetch_add(by, Ordering::SeqCst);
        assert!(before < 50, "the recorder is broken");
    }

    fn absolute(&self, _: u64) {}
}

/// A recorder whose counter of events panics.
struct Broken;

impl Recorder for Broken {
    fn describe_counter(&self, _: KeyName, _: Option<Unit>, _: SharedString) {}
    fn describe_gauge(&self, _: KeyName, _: Option<Unit>, _: SharedString) {}
    fn describe_histogram(&self, _: KeyName, _: Option<Unit>, _: SharedString) {}

    fn register_counter(&self, key: &Key, _: &Metadata<'_>) -> Counter {
        match key.name() {
            metric::EVENTS => Counter::from_arc(Arc::new(Panics(AtomicU64::new(0)))),
            _ => Counter::noop(),
        }
    }

    fn register_gauge(&self, _: &Key, _: &Metadata<'_>) -> Gauge {
        Gauge::noop()
    }

    fn register_histogram(&self, _: &Key, _: &Metadata<'_>) -> Histogram {
        Histogram::noop()
    }
}

#[test]
fn a_panic_in_a_shards_task_is_never_silent() {
    let mut runtime = tokio::runtime::Builder::new_current_thread();
    let runtime = runtime.enable_all().start_paused(true).build().unwrap();
    metrics::with_local_recorder(&Broken, || {
        runtime.block_on(async {
            let sim = two_shards().start().await.unwrap();
            let (gateway, events) = builder(&sim).start().await.unwrap();
            let mut record = Record::new(events);
            assert!(gateway.wait_ready(PATIENCE).await);
            say(&sim, 0..200);
            // Both shards end, the stream ends, nothing hangs, and the sessions can be resumed.
            record.ended().await;
            tokio::time::timeout(PATIENCE, gateway.ended()).await.unwrap().unwrap();
            assert!(gateway.status().shards.iter().all(|shard| !shard.ready));
            let stats = sim.stats();
            assert!(stats.sessions.values().all(|session| !session.ended), "{stats:?}");
        });
    });
}

async fn a_life() {
    let sim = two_shards().start().await.unwrap();
    let (gateway, events) = builder(&sim).start().await.unwrap();
    let mut bot = Bot::new();
    bot.on_raw("MESSAGE_CREATE", |_, _| async { Outcome::Err("always".into()) });
    let running = gateway.clone();
    let task = tokio::spawn(async move { bot.run(&running, events).await });
    assert!(gateway.wait_ready(PATIENCE).await);
    say(&sim, 0..10);
    // Simulates a task that blocks the only thread of the runtime.
    tokio::time::advance(Duration::from_secs(5)).await;
    sim.drop_connections(None);
    tokio::time::sleep(Duration::from_secs(60)).await;
    gateway.shutdown(Shutdown::Offline, PATIENCE).await;
    task.await.unwrap().unwrap();
}

#[test]
fn every_metric_is_documented_and_every_documented_one_is_recorded() {
    let names = Names::default();
    let mut runtime = tokio::runtime::Builder::new_current_thread();
    let runtime = runtime.enable_all().start_paused(true).build().unwrap();
    metrics::with_local_recorder(&names, || runtime.block_on(a_life()));
    let documented = [
        (metric::READY, vec!["shard"]),
        (metric::ACK_AGE, vec!["shard"]),
        (metric::LATENCY, vec!["shard"]),
        (metric::GUILDS, vec!["shard"]),
        (metric::EVENTS, vec!["shard"]),
        (metric::QUEUE_DEPTH, vec!["shard"]),
        (metric::DISCONNECTS, vec!["shard", "cause"]),
        (metric::IDENTIFIES, vec!["shard"]),
        (metric::RESUMES, vec!["shard"]),
        (metric::REMAINING, vec![]),
        (metric::RUNTIME_BLOCKED, vec!["shard"]),
        (metric::LISTENERS_FULL, vec!["shard"]),
        (metric::LISTENER_FAILURES, vec!["event"]),
    ];
    let documented: BTreeSet<(String, Vec<String>)> = documented
        .into_iter()
        .map(|(name, labels)| (name.to_owned(), labels.into_iter().map(str::to_owned).collect()))
        .collect();
    let recorded = names.0.into_inner().unwrap();
    // The metrics of gateway-conn, whose feature the whole workspace enables, have a test there.
    let ours = |(name, _): &&(String, Vec<String>)| {
        name.starts_with("gateway_") && !name.starts_with("gateway_conn_")
    };
    assert_eq!(recorded.iter().filter(ours).cloned().collect::<BTreeSet<_>>(), documented);
}
