//! The metrics, by name. They go through the [`metrics`] facade: nothing is recorded without a recorder.

/// Counter: requests that were sent, by `route` (the operation's name) and `status`: three digits, or `none` if there
/// was no response.
pub const REQUESTS: &str = "rest_proxy_requests_total";
/// Histogram: seconds from sending a request to the head of its response.
pub const SECONDS: &str = "rest_proxy_request_seconds";
/// Histogram: seconds that a request waited, by `limit`: `bucket`, `hidden`, `token`, `probe`, `order`, `global`,
/// `invalid_requests`, `invites` or `edge_ban`. Requests that did not wait are not counted.
pub const WAIT_SECONDS: &str = "rest_proxy_wait_seconds";
/// Counter: 429 responses from Discord, by `scope`: `user`, `global`, `shared`, or `edge` for a ban of the address.
pub const RATE_LIMITED: &str = "rest_proxy_rate_limited_total";
/// Counter: requests that were not sent because of a limit, by `reason`: `wait_too_long`, `queue_full`,
/// `invalid_requests`, `webhook_gone` or `token_refused`.
pub const REFUSED: &str = "rest_proxy_refused_total";
/// Gauge: requests that wait for a limit.
pub const WAITING: &str = "rest_proxy_waiting";
/// Gauge: requests that were sent and whose response has not begun.
pub const IN_FLIGHT: &str = "rest_proxy_in_flight";
/// Gauge: buckets kept in memory.
pub const BUCKETS: &str = "rest_proxy_buckets";
/// Gauge: tokens whose limits are kept.
pub const TOKENS: &str = "rest_proxy_tokens";
/// Gauge: invalid requests (401, 403, 429 that is not `shared`) in the last 10 minutes; 10,000 lead to a ban.
pub const INVALID_REQUESTS: &str = "rest_proxy_invalid_requests";
/// Gauge: the state of the guard: 0 lets requests through, 1 slows them down, 2 stops them, 3 waits for the end of a
/// ban.
pub const GUARD_STATE: &str = "rest_proxy_guard_state";

/// Registers the descriptions of all metrics. Call it once, after the recorder is installed.
pub fn describe() {
    use metrics::{describe_counter, describe_gauge, describe_histogram};
    describe_counter!(REQUESTS, "Requests that were sent.");
    describe_histogram!(SECONDS, "Time from sending a request to the head of its answer.");
    describe_histogram!(WAIT_SECONDS, "Time that requests waited, those that did not left out.");
    describe_counter!(RATE_LIMITED, "429 answers of Discord's.");
    describe_counter!(REFUSED, "Requests that were not sent because of a limit.");
    describe_gauge!(WAITING, "Requests that wait for a limit.");
    describe_gauge!(IN_FLIGHT, "Requests sent whose answer has not begun.");
    describe_gauge!(BUCKETS, "Buckets kept in memory.");
    describe_gauge!(TOKENS, "Tokens whose limits are kept.");
    describe_gauge!(
        INVALID_REQUESTS,
        "Invalid requests (401, 403, 429 that is not shared) in the last 10 minutes; 10,000 are a ban."
    );
    describe_gauge!(
        GUARD_STATE,
        "What the guard does: 0 lets requests through, 1 slows them down, 2 stops them, 3 waits for the end of a ban."
    );
}
