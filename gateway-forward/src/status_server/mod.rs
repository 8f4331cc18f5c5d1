//! Probes, health and metrics over HTTP, for a supervisor and for Prometheus.
//!
//! | path | answers 200 | for |
//! | --- | --- | --- |
//! | `GET /live` | while the process works, also through a start of an hour | a liveness probe: only a restart helps if it fails |
//! | `GET /ready` | when every shard is ready and every sink takes events | a readiness probe |
//! | `GET /health` | when it is ready and nothing needs a person | people and alarms |
//! | `GET /metrics` | always | Prometheus; see [`metric`] |
//!
//! Any other answer is 503. The bodies are JSON with the reasons, each with a `code` that stays the same and a
//! `message`. `/health` has the numbers of each sink too. Codes and metrics are listed in `docs/operating.md`.
//!
//! [`Status`] holds what is told. [`start`](crate::start::start) and the program keep it up to date.

mod fleet;
pub mod metric;
mod reason;
mod recorder;
mod status;

use std::convert::Infallible;
use std::io;
use std::net::SocketAddr;
use std::time::Duration;

use bytes::Bytes;
use http::header::CONTENT_TYPE;
use http::{HeaderValue, Method, Request, Response, StatusCode};
use http_body_util::Full;
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use serde_json::json;
use tokio::net::{TcpListener, TcpStream};

pub use fleet::FleetReport;
pub use reason::{Reason, Report, Stage};
pub use recorder::{Metrics, MetricsError};
pub use status::Status;

/// A client that has not sent its request by then is hung up on.
const HEADER_TIMEOUT: Duration = Duration::from_secs(10);

/// How often the recorder puts together what its histograms collected. Without it they would grow if nobody asks.
const UPKEEP: Duration = Duration::from_secs(5);

/// The address cannot be listened on.
#[derive(Debug, thiserror::Error)]
#[error("cannot serve health and metrics on {address}")]
pub struct BindError {
    /// Which address.
    pub address: SocketAddr,
    /// Why not.
    #[source]
    pub source: io::Error,
}

/// Serves a [`Status`]. The server ends when this is dropped.
#[derive(Debug)]
pub struct StatusServer {
    address: SocketAddr,
    task: tokio::task::JoinHandle<()>,
}

impl StatusServer {
    /// Listens. Do so before anything else is started: `/live` answers from then on. Without `metrics` there is no
    /// `/metrics`.
    ///
    /// # Errors
    ///
    /// Returns an error if the address cannot be listened on.
    ///
    /// # Cancel safety
    ///
    /// If this is cancelled, nothing listens.
    pub async fn bind(
        address: SocketAddr,
        status: Status,
        metrics: Option<Metrics>,
    ) -> Result<Self, BindError> {
        let bound = async {
            let listener = TcpListener::bind(address).await?;
            let address = listener.local_addr()?;
            Ok((listener, address))
        };
        let (listener, address) = bound.await.map_err(|source| BindError { address, source })?;
        let task = tokio::spawn(serve(listener, Shown { status, metrics }));
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

#[derive(Clone)]
struct Shown {
    status: Status,
    metrics: Option<Metrics>,
}

async fn serve(listener: TcpListener, shown: Shown) {
    let mut upkeep = tokio::time::interval(UPKEEP);
    loop {
        let accepted = tokio::select! {
            accepted = listener.accept() => accepted,
            _ = upkeep.tick() => {
                if let Some(metrics) = &shown.metrics {
                    metrics.run_upkeep();
                }
                continue;
            }
        };
        match accepted {
            Ok((socket, _)) => drop(tokio::spawn(converse(socket, shown.clone()))),
            // Out of file descriptors, most likely: there may be some again soon.
            Err(_) => tokio::time::sleep(Duration::from_millis(100)).await,
        }
    }
}

async fn converse(socket: TcpStream, shown: Shown) {
    let service = service_fn(move |request| {
        let answer = answer(&request, &shown);
        async move { Ok::<_, Infallible>(answer) }
    });
    let connection = http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(HEADER_TIMEOUT)
        .serve_connection(TokioIo::new(socket), service);
    if let Err(error) = connection.await {
        let error: &(dyn std::error::Error + 'static) = &error;
        tracing::debug!(error, "a status request ended early");
    }
}

fn answer(request: &Request<Incoming>, shown: &Shown) -> Response<Full<Bytes>> {
    if request.method() != Method::GET {
        return not_found();
    }
    let report = || shown.status.report();
    match (request.uri().path(), &shown.metrics) {
        ("/live", _) => to_json(true, json!({ "live": true, "stage": shown.status.stage() })),
        ("/ready", _) => {
            let report = report();
            to_json(report.is_ready(), report.ready())
        }
        ("/health", _) => {
            let report = report();
            to_json(report.is_healthy(), report.health())
        }
        ("/metrics", Some(metrics)) => {
            shown.status.publish_metrics();
            text(StatusCode::OK, "text/plain; version=0.0.4; charset=utf-8", metrics.render())
        }
        _ => not_found(),
    }
}

fn not_found() -> Response<Full<Bytes>> {
    let paths = "GET /live, /ready, /health or /metrics\n".to_owned();
    text(StatusCode::NOT_FOUND, "text/plain", paths)
}

fn to_json(good: bool, body: serde_json::Value) -> Response<Full<Bytes>> {
    let code = if good { StatusCode::OK } else { StatusCode::SERVICE_UNAVAILABLE };
    text(code, "application/json", format!("{body}\n"))
}

fn text(status: StatusCode, kind: &'static str, text: String) -> Response<Full<Bytes>> {
    let mut answer = Response::new(Full::new(text.into()));
    *answer.status_mut() = status;
    answer.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static(kind));
    answer
}
