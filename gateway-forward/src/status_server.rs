//! Health and metrics over HTTP, for a supervisor and for Prometheus.

use std::convert::Infallible;
use std::fmt::Write;
use std::io;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use gateway_shard::Gateway;
use http::header::CONTENT_TYPE;
use http::{HeaderValue, Method, Request, Response, StatusCode};
use http_body_util::Full;
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use serde_json::json;
use tokio::net::TcpListener;

use crate::forwarder::StatsReader;
use crate::stats::{DOWN_AFTER, SinkStats};

/// A client that has not sent its request by then is hung up on.
const HEADER_TIMEOUT: Duration = Duration::from_secs(10);

/// `GET /health` and `GET /metrics`. The server ends when this is dropped.
#[derive(Debug)]
pub struct StatusServer {
    address: SocketAddr,
    task: tokio::task::JoinHandle<()>,
}

impl StatusServer {
    /// Listens. `/health` answers 200 where every shard is ready and every sink takes events, else 503; its body
    /// says which does not.
    ///
    /// # Errors
    ///
    /// Where the address cannot be listened on.
    pub async fn start(
        address: SocketAddr,
        gateway: Gateway,
        stats: StatsReader,
    ) -> io::Result<Self> {
        let listener = TcpListener::bind(address).await?;
        let address = listener.local_addr()?;
        let task = tokio::spawn(serve(listener, Arc::new((gateway, stats))));
        Ok(Self { address, task })
    }

    /// Where it listens.
    #[must_use]
    pub const fn address(&self) -> SocketAddr {
        self.address
    }
}

impl Drop for StatusServer {
    fn drop(&mut self) {
        self.task.abort();
    }
}

async fn serve(listener: TcpListener, state: Arc<(Gateway, StatsReader)>) {
    loop {
        let Ok((socket, _)) = listener.accept().await else {
            // Out of file descriptors, most likely: there may be some again soon.
            tokio::time::sleep(Duration::from_millis(100)).await;
            continue;
        };
        let state = Arc::clone(&state);
        let service = service_fn(move |request| {
            let answer = answer(&request, &state.0, &state.1);
            async move { Ok::<_, Infallible>(answer) }
        });
        let connection = http1::Builder::new()
            .timer(TokioTimer::new())
            .header_read_timeout(HEADER_TIMEOUT)
            .serve_connection(TokioIo::new(socket), service);
        tokio::spawn(async move {
            if let Err(error) = connection.await {
                tracing::debug!(%error, "a status request ended early");
            }
        });
    }
}

fn answer(
    request: &Request<Incoming>,
    gateway: &Gateway,
    stats: &StatsReader,
) -> Response<Full<Bytes>> {
    match (request.method(), request.uri().path()) {
        (&Method::GET, "/health") => health(gateway, &stats.read()),
        (&Method::GET, "/metrics") => {
            let text = metrics(gateway, &stats.read());
            text_answer(StatusCode::OK, "text/plain; version=0.0.4", text)
        }
        _ => {
            text_answer(StatusCode::NOT_FOUND, "text/plain", "GET /health or /metrics\n".to_owned())
        }
    }
}

fn text_answer(status: StatusCode, kind: &'static str, text: String) -> Response<Full<Bytes>> {
    let mut answer = Response::new(Full::new(text.into()));
    *answer.status_mut() = status;
    answer.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static(kind));
    answer
}

fn health(gateway: &Gateway, sinks: &[SinkStats]) -> Response<Full<Bytes>> {
    let status = gateway.status();
    let not_ready: Vec<_> = status
        .shards
        .iter()
        .filter(|shard| !shard.ready)
        .map(|shard| shard.shard.to_string())
        .collect();
    let down: Vec<_> = sinks
        .iter()
        .filter(|sink| sink.failures_in_a_row >= DOWN_AFTER)
        .map(|sink| &sink.sink)
        .collect();
    let healthy = status.is_ready() && down.is_empty();
    let code = if healthy { StatusCode::OK } else { StatusCode::SERVICE_UNAVAILABLE };
    let body = json!({
        "healthy": healthy,
        "shards": status.shards.len(),
        "shards_not_ready": not_ready,
        "guilds": status.guilds(),
        "sinks_down": down,
        "sinks": sinks,
    });
    text_answer(code, "application/json", format!("{body}\n"))
}

/// One metric of a sink.
struct Metric {
    name: &'static str,
    kind: &'static str,
    help: &'static str,
    value: fn(&SinkStats) -> f64,
}

#[allow(clippy::cast_precision_loss, reason = "counts beyond 2^53 are not reached")]
const METRICS: [Metric; 11] = {
    const fn metric(
        name: &'static str,
        kind: &'static str,
        help: &'static str,
        value: fn(&SinkStats) -> f64,
    ) -> Metric {
        Metric { name, kind, help, value }
    }
    [
        metric("queue_depth", "gauge", "Events in memory.", |sink| sink.queued as f64),
        metric("spilled", "gauge", "Events on disk that are not in memory.", |sink| {
            sink.spilled as f64
        }),
        metric("in_flight", "gauge", "Deliveries under way.", |sink| sink.in_flight as f64),
        metric("sent_total", "counter", "Events that were taken.", |sink| sink.sent as f64),
        metric("retried_total", "counter", "Tries after the first.", |sink| sink.retried as f64),
        metric("dead_total", "counter", "Events that became dead letters.", |sink| {
            sink.dead as f64
        }),
        metric("dead_letters", "gauge", "Dead letters on disk.", |sink| sink.dead_letters as f64),
        metric("failing_guilds", "gauge", "Guilds whose next event fails.", |sink| {
            sink.failing_guilds as f64
        }),
        metric("dropped_total", "counter", "Events without room.", |sink| sink.dropped as f64),
        metric("filtered_total", "counter", "Events that the filter held back.", |sink| {
            sink.filtered as f64
        }),
        metric("oldest_age_seconds", "gauge", "Age of the oldest event that waits.", |sink| {
            sink.oldest_age_ms as f64 / 1000.0
        }),
    ]
};

/// Prometheus' text format. Names of sinks are letters, digits, `-` and `_`: nothing to escape.
fn metrics(gateway: &Gateway, sinks: &[SinkStats]) -> String {
    let mut text = String::new();
    // Writing to a string cannot fail.
    for metric in &METRICS {
        let Metric { name, kind, help, value } = metric;
        let _ = writeln!(
            text,
            "# HELP gateway_forward_{name} {help}\n# TYPE gateway_forward_{name} {kind}"
        );
        for sink in sinks {
            let _ =
                writeln!(text, "gateway_forward_{name}{{sink=\"{}\"}} {}", sink.sink, value(sink));
        }
    }
    let status = gateway.status();
    let ready = status.shards.iter().filter(|shard| shard.ready).count();
    for (name, help, value) in [
        ("shards", "Shards of this process.", status.shards.len()),
        ("shards_ready", "Shards that are live and heard of.", ready),
        ("guilds", "Guilds of these shards.", status.guilds()),
    ] {
        let _ = writeln!(
            text,
            "# HELP gateway_forward_{name} {help}\n# TYPE gateway_forward_{name} gauge"
        );
        let _ = writeln!(text, "gateway_forward_{name} {value}");
    }
    text
}
