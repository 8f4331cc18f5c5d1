//! Counts requests by route and status. A counter is looked up once for each pair, not for each request.

use std::collections::HashMap;
use std::fmt;
use std::sync::{PoisonError, RwLock};
use std::time::Duration;

use foldhash::fast::RandomState;
use http::StatusCode;
use http_client::Route;
use http_client::ratelimit::Refusal;
use metrics::{Counter, Histogram};

use super::metric_names;

/// The value for a missing status.
const NONE: u16 = 0;

/// The counters of a proxy, of the recorder that is installed when they are created.
pub(crate) struct Counters {
    requests: RwLock<HashMap<(&'static str, u16), Counter, RandomState>>,
    seconds: Histogram,
}

impl fmt::Debug for Counters {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Counters(..)")
    }
}

impl Counters {
    pub(crate) fn new() -> Self {
        Self { requests: RwLock::default(), seconds: metrics::histogram!(metric_names::SECONDS) }
    }

    /// Counts a request that was answered.
    pub(crate) fn answered(&self, route: &'static Route, status: StatusCode, took: Duration) {
        self.count(route.name, status.as_u16());
        self.seconds.record(took);
    }

    /// Counts a request that was sent and got no response.
    pub(crate) fn not_answered(&self, route: &'static Route) {
        self.count(route.name, NONE);
    }

    /// Counts a request that was not sent.
    pub(crate) fn refused(&self, refusal: &Refusal) {
        metrics::counter!(metric_names::REFUSED, "reason" => refusal.name()).increment(1);
    }

    fn count(&self, route: &'static str, status: u16) {
        let requests = self.requests.read().unwrap_or_else(PoisonError::into_inner);
        if let Some(counter) = requests.get(&(route, status)) {
            return counter.increment(1);
        }
        drop(requests);
        let text = if status == NONE { "none".to_owned() } else { status.to_string() };
        let counter = metrics::counter!(metric_names::REQUESTS, "route" => route, "status" => text);
        counter.increment(1);
        let mut requests = self.requests.write().unwrap_or_else(PoisonError::into_inner);
        requests.insert((route, status), counter);
    }
}
