//! The names of the metrics. They are published through the [`metrics`] facade, so a recorder must be installed.
//!
//! The metrics of the guard belong to an IP address, not to a client. They are updated by each request of any client
//! that shares the guard.

use crate::error::Error;
use crate::ratelimit::{AddressGuard, Notice};
use crate::route::Route;

/// Counter: attempts that were sent, by `method` and `status`: `2xx` to `5xx`, or `none` if there was no response.
pub const REQUESTS: &str = "http_client_requests_total";
/// Histogram: seconds from sending an attempt to the end of its response, by `method`.
pub const SECONDS: &str = "http_client_request_seconds";
/// Counter: 429 responses, by `scope`: `user`, `global`, `shared`, or `edge` for a ban of the IP address.
pub const RATE_LIMITED: &str = "http_client_rate_limited_total";
/// Counter: waits that began, by `limit`: `bucket`, `hidden`, `token`, `probe`, `order`, `global`, `shared`,
/// `invalid_requests`, `invites` or `edge_ban`.
pub const WAITS: &str = "http_client_waits_total";
/// Histogram: seconds that requests waited in queues. Requests that did not wait are not counted.
pub const WAIT_SECONDS: &str = "http_client_wait_seconds";
/// Counter: requests that were not sent because of a limit, by `reason`: `wait_too_long`, `queue_full`,
/// `invalid_requests`, `webhook_gone` or `token_refused`.
pub const REFUSED: &str = "http_client_refused_total";
/// Counter: retries after server errors, lost connections and timeouts, by `method`.
pub const RETRIES: &str = "http_client_retries_total";
/// Counter: requests sent again because a connection certainly did not process them, by `method`.
pub const NOT_PROCESSED: &str = "http_client_not_processed_total";
/// Counter: requests that a [`Receiver`](crate::interactions::Receiver) rejected, by `reason`: `method`, `signature`,
/// `too_large`, `too_slow`, `full` or `unreadable`.
pub const INTERACTIONS_REFUSED: &str = "http_client_interactions_refused_total";
/// Gauge: invalid requests (401, 403, 429 that is not `shared`) in the last 10 minutes; 10,000 cause a ban.
pub const INVALID_REQUESTS: &str = "http_client_invalid_requests";
/// Gauge: the state of the guard: 0 lets requests through, 1 slows them down, 2 stops them, 3 waits for the end of a
/// ban.
pub const GUARD_STATE: &str = "http_client_guard_state";

/// Describes each metric to the recorder of the `metrics` facade. Call it once, after the recorder is installed.
pub fn describe() {
    use metrics::{describe_counter, describe_gauge, describe_histogram};
    describe_counter!(REQUESTS, "Tries that were sent.");
    describe_histogram!(SECONDS, "Time from sending a try to the end of its answer.");
    describe_counter!(RATE_LIMITED, "429 answers.");
    describe_counter!(WAITS, "Waits begun.");
    describe_histogram!(
        WAIT_SECONDS,
        "Time that requests waited in queues, those that did not wait left out."
    );
    describe_counter!(REFUSED, "Requests that were not sent because of a limit.");
    describe_counter!(RETRIES, "Repetitions after server errors, broken connections and timeouts.");
    describe_counter!(
        NOT_PROCESSED,
        "Requests sent again because a connection surely did not process them."
    );
    describe_counter!(INTERACTIONS_REFUSED, "Calls of a receiver that were not taken.");
    describe_gauge!(
        INVALID_REQUESTS,
        "Invalid requests (401, 403, 429 that is not shared) in the last 10 minutes; 10,000 are a ban."
    );
    describe_gauge!(
        GUARD_STATE,
        "What the guard does: 0 lets requests through, 1 slows them down, 2 stops them, 3 waits for the end of a ban."
    );
}

/// Records an event of a request.
pub(crate) fn notice(route: &Route, notice: &Notice<'_>) {
    let method = || route.method.as_str().to_owned();
    match notice {
        Notice::Waiting { limit, .. } => {
            metrics::counter!(WAITS, "limit" => limit.name()).increment(1);
        }
        Notice::Waited { waited } => metrics::histogram!(WAIT_SECONDS).record(*waited),
        Notice::RateLimited { scope, .. } => {
            metrics::counter!(RATE_LIMITED, "scope" => scope.name()).increment(1);
        }
        Notice::Retrying { .. } => metrics::counter!(RETRIES, "method" => method()).increment(1),
        Notice::NotProcessed { .. } => {
            metrics::counter!(NOT_PROCESSED, "method" => method()).increment(1);
        }
        Notice::Answered { status, took } => {
            let class = match status.as_u16() / 100 {
                1 => "1xx",
                2 => "2xx",
                3 => "3xx",
                4 => "4xx",
                _ => "5xx",
            };
            tried(route, class);
            metrics::histogram!(SECONDS, "method" => method()).record(*took);
        }
        Notice::NotAnswered => tried(route, "none"),
    }
}

fn tried(route: &Route, status: &'static str) {
    let method = route.method.as_str().to_owned();
    metrics::counter!(REQUESTS, "method" => method, "status" => status).increment(1);
}

/// Records the end of a request, and the state of its address.
pub(crate) fn ended(error: Option<&Error>, guard: &AddressGuard) {
    if let Some(Error::Refused(refusal)) = error {
        metrics::counter!(REFUSED, "reason" => refusal.name()).increment(1);
    }
    metrics::gauge!(INVALID_REQUESTS).set(guard.invalid_requests());
    metrics::gauge!(GUARD_STATE).set(guard.state().level());
}
