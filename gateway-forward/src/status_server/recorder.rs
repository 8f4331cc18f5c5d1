//! The recorder behind `/metrics`.

use gateway_daemon::{Metrics, MetricsError};

use super::metric;

/// Bounds of the histograms, in seconds: heartbeats, requests, waits for rate limits, a runtime that is blocked.
const SECONDS: [f64; 12] = [0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 15.0, 60.0, 600.0];

/// Installs a recorder for everything that the process counts through the [`metrics`] facade: shards, connections, REST
/// and sinks. Call it before anything starts: earlier counts are lost.
///
/// # Errors
///
/// Returns an error if the process already has a recorder.
pub fn install_metrics() -> Result<Metrics, MetricsError> {
    let metrics = Metrics::install(&SECONDS)?;
    gateway_shard::metric::describe();
    gateway_conn::describe_metrics();
    http_client::metric::describe();
    #[cfg(feature = "nats")]
    gateway_fleet::metric::describe();
    metric::describe();
    Ok(metrics)
}
