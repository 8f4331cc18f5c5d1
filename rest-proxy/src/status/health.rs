//! The pages of health and metrics.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use bytes::Bytes;
use gateway_daemon::Metrics;
use http::header::CONTENT_TYPE;
use http::{HeaderValue, Method, Request, Response, StatusCode};
use http_client::ratelimit::GuardState;
use serde_json::{Value, json};

use super::metric_names;
use crate::body::Body;
use crate::shared::Shared;

/// Whether the process was asked to stop.
#[derive(Clone, Debug, Default)]
pub(crate) struct Stage(Arc<AtomicBool>);

impl Stage {
    pub(crate) fn set_stopping(&self) {
        self.0.store(true, Ordering::Relaxed);
    }

    fn is_stopping(&self) -> bool {
        self.0.load(Ordering::Relaxed)
    }
}

/// The data of the pages.
#[derive(Clone, Debug)]
pub(crate) struct StatusPage {
    pub(crate) shared: Arc<Shared>,
    pub(crate) stage: Stage,
    pub(crate) metrics: Option<Metrics>,
}

impl StatusPage {
    /// Answers a request for one of the pages.
    pub(crate) fn answer<B>(&self, request: &Request<B>) -> Response<Body> {
        if request.method() != Method::GET {
            return text(StatusCode::METHOD_NOT_ALLOWED, "text/plain", "only GET\n".to_owned());
        }
        let ready = !self.stage.is_stopping();
        match (request.uri().path(), &self.metrics) {
            ("/live", _) => to_json(true, &json!({ "live": true })),
            ("/ready", _) => to_json(ready, &json!({ "ready": ready })),
            ("/health", _) => {
                let (healthy, page) = self.health(ready);
                to_json(healthy, &page)
            }
            ("/metrics", Some(metrics)) => {
                self.publish();
                let kind = "text/plain; version=0.0.4; charset=utf-8";
                text(StatusCode::OK, kind, metrics.render())
            }
            _ => {
                let paths = "GET /live, /ready, /health or /metrics\n".to_owned();
                text(StatusCode::NOT_FOUND, "text/plain", paths)
            }
        }
    }

    fn health(&self, ready: bool) -> (bool, Value) {
        let guard = self.shared.guard.state();
        let token_refused = self.shared.tokens.is_own_refused();
        let mut reasons = Vec::new();
        let mut wrong = |is: bool, code: &'static str, message: &'static str| {
            if is {
                reasons.push(json!({ "code": code, "message": message }));
            }
        };
        wrong(!ready, "stopping", "the process was asked to stop");
        wrong(token_refused, "token_refused", "Discord refused the token of DISCORD_TOKEN");
        wrong(
            guard == GuardState::Stopped,
            "invalid_requests",
            "nothing is sent, because more invalid requests (401, 403, 429) may be a ban of this address",
        );
        wrong(
            guard == GuardState::Banned,
            "banned",
            "Discord's edge has temporarily banned this IP address",
        );
        let counts = self.counts();
        let healthy = reasons.is_empty();
        let page = json!({
            "healthy": healthy,
            "reasons": reasons,
            "guard": guard.name(),
            "invalid_requests": self.shared.guard.invalid_requests(),
            "waiting": counts.waiting,
            "in_flight": counts.in_flight,
            "buckets": counts.buckets,
            "tokens": counts.tokens,
        });
        (healthy, page)
    }

    fn counts(&self) -> Counts {
        let mut counts = Counts::default();
        for holder in self.shared.tokens.all() {
            let limits = holder.limits.counts();
            counts.waiting += limits.waiting;
            counts.in_flight += limits.in_flight;
            counts.buckets += limits.buckets;
            counts.tokens += 1;
        }
        counts
    }

    #[allow(clippy::cast_precision_loss, reason = "counts beyond 2^53 are not reached")]
    fn publish(&self) {
        let counts = self.counts();
        metrics::gauge!(metric_names::WAITING).set(counts.waiting as f64);
        metrics::gauge!(metric_names::IN_FLIGHT).set(counts.in_flight as f64);
        metrics::gauge!(metric_names::BUCKETS).set(counts.buckets as f64);
        metrics::gauge!(metric_names::TOKENS).set(counts.tokens as f64);
        metrics::gauge!(metric_names::INVALID_REQUESTS).set(self.shared.guard.invalid_requests());
        metrics::gauge!(metric_names::GUARD_STATE).set(self.shared.guard.state().level());
    }
}

/// Sums over all tokens, including requests without one.
#[derive(Default)]
struct Counts {
    waiting: usize,
    in_flight: usize,
    buckets: usize,
    tokens: usize,
}

fn to_json(good: bool, page: &Value) -> Response<Body> {
    let status = if good { StatusCode::OK } else { StatusCode::SERVICE_UNAVAILABLE };
    text(status, "application/json", format!("{page}\n"))
}

fn text(status: StatusCode, kind: &'static str, text: String) -> Response<Body> {
    let mut answer = Response::new(Body::whole(Bytes::from(text)));
    *answer.status_mut() = status;
    answer.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static(kind));
    answer
}
