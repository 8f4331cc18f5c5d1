//! The recorder behind `/metrics`.

use metrics_exporter_prometheus::{BuildError, Matcher, PrometheusBuilder, PrometheusHandle};

use super::metric;

/// Bounds of the histograms, in seconds: heartbeats, requests, waits for rate limits, a runtime that is blocked.
const SECONDS: [f64; 12] = [0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 15.0, 60.0, 600.0];

/// Records what the process counts through the [`metrics`] facade: the shards, their connections, REST and sinks.
#[derive(Clone, Debug)]
pub struct Metrics(PrometheusHandle);

/// There can be no recorder.
#[derive(Debug, thiserror::Error)]
#[error("metrics cannot be recorded")]
pub struct MetricsError(#[source] BuildError);

impl Metrics {
    /// Makes this the recorder of the process. Do so before anything starts: what was counted before is not there.
    ///
    /// # Errors
    ///
    /// Returns an error if the process has a recorder.
    pub fn install() -> Result<Self, MetricsError> {
        let seconds = Matcher::Suffix("_seconds".to_owned());
        let handle = PrometheusBuilder::new()
            .set_buckets_for_metric(seconds, &SECONDS)
            .and_then(PrometheusBuilder::install_recorder)
            .map_err(MetricsError)?;
        gateway_shard::metric::describe();
        gateway_conn::describe_metrics();
        http_client::metric::describe();
        #[cfg(feature = "nats")]
        gateway_fleet::metric::describe();
        metric::describe();
        Ok(Self(handle))
    }

    pub(super) fn render(&self) -> String {
        self.0.render()
    }

    pub(super) fn run_upkeep(&self) {
        self.0.run_upkeep();
    }
}
