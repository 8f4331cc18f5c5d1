//! Tells the metrics of a request's waits.

use std::sync::{Mutex, PoisonError};

use http_client::ratelimit::Notice;

use super::metric_names;

/// What one request waits for.
#[derive(Debug, Default)]
pub(crate) struct Watch(Mutex<&'static str>);

impl Watch {
    /// Something happened to the request.
    pub(crate) fn notice(&self, notice: &Notice<'_>) {
        let mut limit = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        match notice {
            Notice::Waiting { limit: next, .. } => *limit = next.name(),
            Notice::Waited { waited } => {
                metrics::histogram!(metric_names::WAIT_SECONDS, "limit" => *limit).record(*waited);
            }
            Notice::RateLimited { scope, .. } => {
                metrics::counter!(metric_names::RATE_LIMITED, "scope" => scope.name()).increment(1);
            }
            _ => {}
        }
    }
}
