//! Counters of the `metrics` facade, under the names that the docs list.
#![cfg(feature = "metrics")]
#![allow(clippy::unwrap_used, reason = "a test stops at the first surprise")]

mod support;

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use gateway_proto::Compression;
use metrics::{
    Counter, CounterFn, Gauge, Histogram, HistogramFn, Key, KeyName, Metadata, Recorder,
    SharedString, Unit,
};
use support::{Gateway, next_sequence};

#[derive(Default)]
struct Count(AtomicU64);

impl CounterFn for Count {
    fn increment(&self, value: u64) {
        self.0.fetch_add(value, Ordering::Relaxed);
    }

    fn absolute(&self, value: u64) {
        self.0.store(value, Ordering::Relaxed);
    }
}

#[derive(Default)]
struct Values(Mutex<Vec<f64>>);

impl HistogramFn for Values {
    fn record(&self, value: f64) {
        self.0.lock().unwrap().push(value);
    }
}

/// Counters by name and labels, and the values of all histograms.
#[derive(Default)]
struct Recorded(Mutex<BTreeMap<String, Arc<Count>>>, Arc<Values>);

impl Recorder for Recorded {
    fn describe_counter(&self, _: KeyName, _: Option<Unit>, _: SharedString) {}
    fn describe_gauge(&self, _: KeyName, _: Option<Unit>, _: SharedString) {}
    fn describe_histogram(&self, _: KeyName, _: Option<Unit>, _: SharedString) {}

    fn register_counter(&self, key: &Key, _: &Metadata<'_>) -> Counter {
        let labels: Vec<String> =
            key.labels().map(|label| format!("{}={}", label.key(), label.value())).collect();
        let name = format!("{} {}", key.name(), labels.join(","));
        Counter::from_arc(Arc::clone(self.0.lock().unwrap().entry(name).or_default()))
    }

    fn register_gauge(&self, _: &Key, _: &Metadata<'_>) -> Gauge {
        Gauge::noop()
    }

    fn register_histogram(&self, key: &Key, _: &Metadata<'_>) -> Histogram {
        assert_eq!(key.name(), "gateway_conn_runtime_blocked_seconds");
        Histogram::from_arc(Arc::clone(&self.1))
    }
}

#[tokio::test(start_paused = true)]
async fn what_the_status_counts_is_counted_through_the_facade() {
    let recorded = Recorded::default();
    let (mut events, sender);
    let gateway = Gateway::bind().await;
    {
        let _guard = metrics::set_default_local_recorder(&recorded);
        (events, sender) = gateway.connect(Compression::ZlibStream);
    }
    let (mut peer, _) = gateway.accept_session(&[]).await;
    for sequence in 2..=50 {
        peer.send_event(sequence).await;
    }
    for sequence in 1..=50 {
        assert_eq!(next_sequence(&mut events).await, sequence);
    }
    tokio::time::advance(Duration::from_secs(20)).await;
    while sender.status().counts.late_polls == 0 {
        tokio::task::yield_now().await;
    }
    let blocked = recorded.1.0.lock().unwrap().clone();
    assert!(blocked.len() == 1 && (19.0..=20.0).contains(&blocked[0]), "{blocked:?}");
    assert!(include_str!("../src/lib.rs").contains("gateway_conn_runtime_blocked_seconds"));
    let counts = sender.status().counts;
    let value = |name: &str| {
        let name = format!("gateway_conn_{name}_total shard=0");
        recorded.0.lock().unwrap()[&name].0.load(Ordering::Relaxed)
    };
    assert_eq!(value("events"), 50);
    for (name, count) in [
        ("events", counts.events),
        ("events_filtered", counts.events_filtered),
        ("events_dropped", counts.events_dropped),
        ("notices_dropped", counts.notices_dropped),
        ("payloads", counts.payloads),
        ("payload_bytes", counts.payload_bytes),
        ("sent", counts.sent),
        ("opened", counts.opened),
        ("dial_failures", counts.dial_failures),
        ("broken", counts.broken),
        ("pauses", counts.pauses),
        ("late_polls", counts.late_polls),
    ] {
        assert_eq!(value(name), count, "{name}");
        assert!(include_str!("../src/lib.rs").contains(&format!("gateway_conn_{name}_total")));
    }
}
