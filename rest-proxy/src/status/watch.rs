//! Records the waits of a request in the metrics.

use std::sync::{Mutex, PoisonError};

use http_client::ratelimit::Notice;

use super::metric_names;

/// The limit that one request waits for.
#[derive(Debug, Default)]
pub(crate) struct Watch(Mutex<&'static str>);

impl Watch {
    /// Records a notice about the request.
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
