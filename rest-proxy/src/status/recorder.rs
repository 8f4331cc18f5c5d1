//! The recorder behind `/metrics`.

use gateway_daemon::{Metrics, MetricsError};

use super::metric_names;

/// Bounds of the histograms, in seconds.
const SECONDS: [f64; 12] = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 10.0, 60.0, 600.0];

/// Installs a recorder for the process, and returns the handle for
/// [`RestProxy::start_with`](crate::RestProxy::start_with). Call it before the proxy starts.
///
/// # Errors
///
/// Returns an error if the process already has a recorder.
pub fn install_metrics() -> Result<Metrics, MetricsError> {
    let metrics = Metrics::install(&SECONDS)?;
    metric_names::describe();
    Ok(metrics)
}
