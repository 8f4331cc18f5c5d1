//! The metrics recorder behind `/metrics`.

use std::time::Duration;

use metrics_exporter_prometheus::{BuildError, Matcher, PrometheusBuilder, PrometheusHandle};

/// How often the recorder aggregates its histograms.
const UPKEEP: Duration = Duration::from_secs(5);

/// The Prometheus recorder of the metrics that the process reports through the `metrics` facade.
#[derive(Clone, Debug)]
pub struct Metrics(PrometheusHandle);

/// The recorder could not be installed.
#[derive(Debug, thiserror::Error)]
#[error("cannot install the metrics recorder")]
pub struct MetricsError(#[source] BuildError);

impl Metrics {
    /// Installs the recorder of the process. `seconds` are the bucket bounds of histograms whose names end in
    /// `_seconds`. Metrics recorded before this call are lost.
    ///
    /// # Errors
    ///
    /// Returns an error if the process already has a recorder.
    pub fn install(seconds: &[f64]) -> Result<Self, MetricsError> {
        PrometheusBuilder::new()
            .set_buckets_for_metric(Matcher::Suffix("_seconds".to_owned()), seconds)
            .and_then(PrometheusBuilder::install_recorder)
            .map(Self)
            .map_err(MetricsError)
    }

    /// Returns all metrics in Prometheus' text format, version 0.0.4.
    #[must_use]
    pub fn render(&self) -> String {
        self.0.render()
    }

    /// Aggregates the histograms every few seconds, for ever. Without it, they would grow while nobody reads the
    /// metrics.
    ///
    /// # Cancel safety
    ///
    /// Cancel-safe.
    pub async fn keep_up(&self) {
        let mut upkeep = tokio::time::interval(UPKEEP);
        loop {
            upkeep.tick().await;
            self.0.run_upkeep();
        }
    }
}
