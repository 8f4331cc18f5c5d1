//! What is recorded is what the docs name.

use std::collections::BTreeSet;
use std::sync::Mutex;
use std::time::Duration;

use gateway_shard::{Bot, Shutdown, metric};
use metrics::{Counter, Gauge, Histogram, Key, KeyName, Metadata, Recorder, SharedString, Unit};

use crate::support::{PATIENCE, builder, say, two_shards};

/// Remembers names and labels.
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

async fn a_life() {
    let sim = two_shards().start().await.unwrap();
    let (gateway, events) = builder(&sim).start().await.unwrap();
    let mut bot = Bot::new();
    bot.on_raw("MESSAGE_CREATE", |_, _| async { Err("always") });
    let running = gateway.clone();
    let task = tokio::spawn(async move { bot.run(&running, events).await });
    assert!(gateway.wait_ready(PATIENCE).await);
    say(&sim, 0..10);
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
        (metric::LISTENER_FAILURES, vec!["event"]),
    ];
    let documented: BTreeSet<(String, Vec<String>)> = documented
        .into_iter()
        .map(|(name, labels)| (name.to_owned(), labels.into_iter().map(str::to_owned).collect()))
        .collect();
    let recorded = names.0.into_inner().unwrap();
    let ours = |(name, _): &&(String, Vec<String>)| name.starts_with("gateway_");
    assert_eq!(recorded.iter().filter(ours).cloned().collect::<BTreeSet<_>>(), documented);
}
