//! The metrics published through the `metrics` facade, under the names that the docs list.
#![cfg(feature = "metrics")]
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod support;

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use bytes::Bytes;
use gateway_model::{Id, id::marker};
use http::Response;
use http_body_util::Full;
use http_client::{Client, metric};
use metrics::{
    Counter, CounterFn, Gauge, GaugeFn, Histogram, HistogramFn, Key, KeyName, Metadata, Recorder,
    SharedString, Unit,
};
use support::Server;

/// The sum of a counter, the value of a gauge, or the number of records of a histogram.
#[derive(Default)]
struct Number(AtomicU64);

impl CounterFn for Number {
    fn increment(&self, value: u64) {
        self.0.fetch_add(value, Ordering::Relaxed);
    }

    fn absolute(&self, value: u64) {
        self.0.store(value, Ordering::Relaxed);
    }
}

impl GaugeFn for Number {
    fn increment(&self, _: f64) {}

    fn decrement(&self, _: f64) {}

    fn set(&self, value: f64) {
        let whole = (0..20_000_u32).find(|whole| f64::from(*whole) == value);
        self.0.store(whole.unwrap().into(), Ordering::Relaxed);
    }
}

impl HistogramFn for Number {
    fn record(&self, value: f64) {
        assert!(value >= 0.0);
        self.0.fetch_add(1, Ordering::Relaxed);
    }
}

/// All values, by name and labels.
#[derive(Default)]
struct Recorded(Mutex<BTreeMap<String, Arc<Number>>>);

impl Recorded {
    fn number(&self, key: &Key) -> Arc<Number> {
        let labels: Vec<String> =
            key.labels().map(|label| format!("{}={}", label.key(), label.value())).collect();
        let name = [&[key.name().to_owned()], &labels[..]].concat().join(" ");
        Arc::clone(self.0.lock().unwrap().entry(name).or_default())
    }

    fn all(&self) -> BTreeMap<String, u64> {
        let numbers = self.0.lock().unwrap();
        numbers
            .iter()
            .map(|(name, number)| (name.clone(), number.0.load(Ordering::Relaxed)))
            .collect()
    }
}

impl Recorder for Recorded {
    fn describe_counter(&self, _: KeyName, _: Option<Unit>, _: SharedString) {}
    fn describe_gauge(&self, _: KeyName, _: Option<Unit>, _: SharedString) {}
    fn describe_histogram(&self, _: KeyName, _: Option<Unit>, _: SharedString) {}

    fn register_counter(&self, key: &Key, _: &Metadata<'_>) -> Counter {
        Counter::from_arc(self.number(key))
    }

    fn register_gauge(&self, key: &Key, _: &Metadata<'_>) -> Gauge {
        Gauge::from_arc(self.number(key))
    }

    fn register_histogram(&self, key: &Key, _: &Metadata<'_>) -> Histogram {
        Histogram::from_arc(self.number(key))
    }
}

fn answer(status: u16, headers: &[(&str, &str)], body: &'static str) -> Response<Full<Bytes>> {
    let mut response = Response::builder().status(status);
    for (name, value) in headers {
        response = response.header(*name, *value);
    }
    response.body(Full::new(Bytes::from_static(body.as_bytes()))).unwrap()
}

/// The server's responses, one after the other.
fn script(number: usize) -> Response<Full<Bytes>> {
    let limited = r#"{"message":"","retry_after":0.02,"global":false}"#;
    let global = r#"{"message":"","retry_after":0.02,"global":true}"#;
    let used_up = [
        ("x-ratelimit-limit", "1"),
        ("x-ratelimit-remaining", "0"),
        ("x-ratelimit-reset-after", "600"),
        ("x-ratelimit-bucket", "b"),
    ];
    match number {
        0 => answer(503, &[], ""),
        1 => answer(429, &[("x-ratelimit-scope", "shared")], limited),
        2 => answer(429, &[("x-ratelimit-scope", "user")], limited),
        3 => answer(429, &[], global),
        4 => answer(204, &used_up, ""),
        5 => answer(403, &[], "{}"),
        _ => answer(429, &[("retry-after", "600")], "<html>error code: 1015</html>"),
    }
}

#[tokio::test]
async fn case_23_what_requests_meet_and_wait_for_is_counted_by_the_documented_names() {
    let recorded = Recorded::default();
    let _guard = metrics::set_default_local_recorder(&recorded);
    let unanswered = Client::builder("abc").api_url("http://127.0.0.1:1/api").retries(0);
    unanswered.build().unwrap().gateway().await.unwrap_err();
    let server = Server::start(|number, _| script(number)).await;
    let client = Client::builder("abc")
        .api_url(server.api_url())
        .back_off(Duration::from_millis(1))
        .build()
        .unwrap();
    let channel = |id: u64| Id::<marker::Channel>::new(id).unwrap();
    client.delete_channel(channel(1)).raw().await.unwrap();
    let short = Duration::from_millis(5);
    client.delete_channel(channel(1)).max_wait(short).raw().await.unwrap_err();
    client.create_message(channel(2)).content("x").await.unwrap_err();
    client.delete_channel(channel(3)).max_wait(short).raw().await.unwrap_err();

    let all = recorded.all();
    let expected = [
        ("http_client_requests_total method=DELETE status=2xx", 1),
        ("http_client_requests_total method=DELETE status=4xx", 4),
        ("http_client_requests_total method=DELETE status=5xx", 1),
        ("http_client_requests_total method=POST status=4xx", 1),
        ("http_client_requests_total method=GET status=none", 1),
        ("http_client_request_seconds method=DELETE", 6),
        ("http_client_request_seconds method=POST", 1),
        ("http_client_rate_limited_total scope=shared", 1),
        ("http_client_rate_limited_total scope=user", 1),
        ("http_client_rate_limited_total scope=global", 1),
        ("http_client_rate_limited_total scope=edge", 1),
        ("http_client_waits_total limit=bucket", 3),
        ("http_client_waits_total limit=global", 1),
        ("http_client_wait_seconds", 3),
        ("http_client_retries_total method=DELETE", 1),
        ("http_client_refused_total reason=wait_too_long", 2),
        // The 429 of the shared resource does not count.
        ("http_client_invalid_requests", 4),
    ];
    for (name, value) in expected {
        assert_eq!(all.get(name), Some(&value), "{name}: {all:#?}");
    }
    assert_eq!(all["http_client_guard_state"], 3, "the edge has banned the address");
    let names = [
        metric::REQUESTS,
        metric::SECONDS,
        metric::RATE_LIMITED,
        metric::WAITS,
        metric::WAIT_SECONDS,
        metric::REFUSED,
        metric::RETRIES,
        metric::INVALID_REQUESTS,
        metric::GUARD_STATE,
    ];
    for name in all.keys() {
        let name = name.split(' ').next().unwrap();
        assert!(names.contains(&name), "{name}");
        assert!(include_str!("../src/lib.rs").contains(&format!("`{name}`")), "{name}");
    }
}
