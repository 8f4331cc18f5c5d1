#![doc = include_str!("../README.md")]
#![cfg_attr(docsrs, feature(doc_cfg))]
#![deny(missing_docs)]
#![forbid(unsafe_code)]

mod config_errors;
mod log_config;
#[cfg(feature = "program")]
mod log_output;
mod recorder;
#[cfg(feature = "program")]
mod stop;

pub use config_errors::ConfigErrors;
pub use log_config::{LogConfig, LogFormat};
#[cfg(feature = "program")]
pub use log_output::{exit_failed, log_to_stderr};
pub use recorder::{Metrics, MetricsError};
#[cfg(feature = "program")]
pub use stop::{StopSignals, orderly_part};
