//! The recorder behind `/metrics`.

use metrics_exporter_prometheus::{BuildError, Matcher, PrometheusBuilder, PrometheusHandle};

use super::metric_names;

/// Bounds of the histograms, in seconds.
const SECONDS: [f64; 12] = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 10.0, 60.0, 600.0];

/// Records what the process counts through the [`metrics`] facade.
#[derive(Clone, Debug)]
pub struct Metrics(PrometheusHandle);

/// There can be no recorder.
#[derive(Debug, thiserror::Error)]
#[error("metrics cannot be recorded")]
pub struct MetricsError(#[source] BuildError);

impl Metrics {
    /// Makes this the recorder of the process. Do so before the proxy starts.
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
        metric_names::describe();
        Ok(Self(handle))
    }

    pub(super) fn render(&self) -> String {
        self.0.render()
    }

    /// Puts together what the histograms collected, which would grow if nobody asks.
    pub(crate) fn run_upkeep(&self) {
        self.0.run_upkeep();
    }
}
