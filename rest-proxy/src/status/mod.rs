//! Health and metrics, over HTTP on a separate address.
//!
//! | path | answers 200 | for |
//! | --- | --- | --- |
//! | `GET /live` | while the process works | a liveness probe |
//! | `GET /ready` | until it was asked to stop | a readiness probe |
//! | `GET /health` | when it is ready and nothing needs a person | people and alerts |
//! | `GET /metrics` | always | Prometheus |

mod counters;
mod health;
pub mod metric_names;
mod recorder;
mod watch;

pub(crate) use counters::Counters;
pub(crate) use health::{Stage, StatusPage};
pub use metric_names::describe as describe_metrics;
pub use recorder::install_metrics;
pub(crate) use watch::Watch;
