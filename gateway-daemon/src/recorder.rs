//! The recorder behind `/metrics`.

use std::time::Duration;

use metrics_exporter_prometheus::{BuildError, Matcher, PrometheusBuilder, PrometheusHandle};

/// How often the recorder puts together what its histograms collected.
const UPKEEP: Duration = Duration::from_secs(5);

/// Records what the process counts through the `metrics` facade, for Prometheus.
#[derive(Clone, Debug)]
pub struct Metrics(PrometheusHandle);

/// There can be no recorder.
#[derive(Debug, thiserror::Error)]
#[error("metrics cannot be recorded")]
pub struct MetricsError(#[source] BuildError);

impl Metrics {
    /// Makes this the recorder of the process, with these bounds in seconds for histograms whose names end in `_seconds`.
    /// What was counted before is not there.
    ///
    /// # Errors
    ///
    /// Returns an error if the process has a recorder.
    pub fn install(seconds: &[f64]) -> Result<Self, MetricsError> {
        PrometheusBuilder::new()
            .set_buckets_for_metric(Matcher::Suffix("_seconds".to_owned()), seconds)
            .and_then(PrometheusBuilder::install_recorder)
            .map(Self)
            .map_err(MetricsError)
    }

    /// All metrics in Prometheus' text format, version 0.0.4.
    #[must_use]
    pub fn render(&self) -> String {
        self.0.render()
    }

    /// Puts together what the histograms collect, every few seconds, without end. It would grow if nobody asks for it.
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
