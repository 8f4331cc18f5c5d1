//! Probes, health and metrics over HTTP, for a supervisor and for Prometheus.
//!
//! | path | answers 200 | for |
//! | --- | --- | --- |
//! | `GET /live` | while the process works, also during a start of an hour | a liveness probe: if it fails, only a restart helps |
//! | `GET /ready` | when every shard is ready and every sink takes events | a readiness probe |
//! | `GET /health` | when it is ready and nothing needs a person | people and alerts |
//! | `GET /metrics` | always | Prometheus; see [`metric`] |
//! | `GET /`, `GET /fleet`, `POST /fleet/...` | in a fleet | people and operators: the pages of gateway-fleet's `status_server` |
//!
//! All other responses of the first three are 503. The bodies are JSON with the reasons, each with a stable `code` and
//! a `message`. `/health` also has the numbers of each sink. `docs/operating.md` lists codes and metrics.
//!
//! [`Status`] holds the state. [`start`](crate::start::start) and the program keep it up to date.

mod fleet;
#[cfg(feature = "nats")]
mod fleet_pages;
pub mod metric;
mod reason;
mod recorder;
mod status;

use std::net::SocketAddr;

use gateway_listen::{Answer, HttpServer, respond};
use http::{Method, Request, StatusCode};
use hyper::body::Incoming;
use serde_json::json;
use tokio::task::JoinHandle;

pub use fleet::FleetReport;
pub use gateway_daemon::{Metrics, MetricsError};
pub use gateway_listen::BindError;
pub use reason::{Reason, Report, Stage};
pub use recorder::install_metrics;
pub use status::Status;

/// Serves a [`Status`]. The server ends when this is dropped.
#[derive(Debug)]
pub struct StatusServer {
    server: HttpServer,
    upkeep: Option<JoinHandle<()>>,
}

impl StatusServer {
    /// Listens on an address. Call it before anything else is started: `/live` answers from then on. Without `metrics`
    /// there is no `/metrics`.
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
        let shown = Shown { status, metrics: metrics.clone() };
        let answer = move |request, peer| answer(request, peer, shown.clone());
        let server = HttpServer::bind(address, answer).await?;
        let upkeep = metrics.map(|metrics| tokio::spawn(async move { metrics.keep_up().await }));
        Ok(Self { server, upkeep })
    }

    /// Returns the address on which it listens.
    #[must_use]
    pub const fn address(&self) -> SocketAddr {
        self.server.address()
    }
}

impl Drop for StatusServer {
    fn drop(&mut self) {
        if let Some(upkeep) = &self.upkeep {
            upkeep.abort();
        }
    }
}

#[derive(Clone)]
struct Shown {
    status: Status,
    metrics: Option<Metrics>,
}

#[cfg_attr(not(feature = "nats"), expect(unused_variables, reason = "only a fleet asks who it is"))]
async fn answer(request: Request<Incoming>, peer: SocketAddr, shown: Shown) -> Answer {
    if let Some(answer) = own_answer(&request, &shown) {
        return answer;
    }
    #[cfg(feature = "nats")]
    if let Some(answer) = shown.status.fleet_pages().answer(request, peer).await {
        return answer;
    }
    let paths = "GET /live, /ready, /health or /metrics; in a fleet / and /fleet too\n".to_owned();
    text(StatusCode::NOT_FOUND, "text/plain", paths)
}

/// Answers a request for one of the paths of every forwarder.
fn own_answer(request: &Request<Incoming>, shown: &Shown) -> Option<Answer> {
    if request.method() != Method::GET {
        return None;
    }
    let report = || shown.status.report();
    Some(match (request.uri().path(), &shown.metrics) {
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
        _ => return None,
    })
}

fn to_json(good: bool, body: serde_json::Value) -> Answer {
    let code = if good { StatusCode::OK } else { StatusCode::SERVICE_UNAVAILABLE };
    text(code, "application/json", format!("{body}\n"))
}

fn text(status: StatusCode, kind: &'static str, text: String) -> Answer {
    respond(status, kind, text.into())
}
