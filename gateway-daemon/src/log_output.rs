//! The log output, on standard error.

use std::io;
use std::process::ExitCode;

use tracing::Level;
use tracing_subscriber::filter::Targets;
use tracing_subscriber::fmt;
use tracing_subscriber::layer::{Layer as _, SubscriberExt as _};
use tracing_subscriber::registry::Registry;
use tracing_subscriber::util::SubscriberInitExt as _;

use crate::log_config::{LogConfig, LogFormat};

/// Starts logging to standard error, at the level of `RUST_LOG` or otherwise of the configuration. The targets in
/// `quiet` never log below `info`.
pub fn log_to_stderr(config: &LogConfig, quiet: &[&str]) {
    let variable = std::env::var("RUST_LOG").ok().filter(|value| !value.trim().is_empty());
    let of_variable = variable.as_ref().map(|value| value.parse::<Targets>());
    let (level, refused) = match of_variable {
        Some(Ok(level)) => (level, None),
        Some(Err(error)) => (of_config(config), Some(error)),
        None => (of_config(config), None),
    };
    let level = quiet.iter().fold(level, |level, part| level.with_target(*part, Level::INFO));
    let layer = fmt::layer().with_writer(io::stderr);
    let layer = match config.format {
        LogFormat::Json => layer.json().flatten_event(true).boxed(),
        LogFormat::Text => layer.boxed(),
    };
    Registry::default().with(layer.with_filter(level)).init();
    if let Some(error) = refused {
        tracing::warn!(%error, "ignored RUST_LOG: set a level, or levels by target such as info,http_client=debug");
    }
}

/// The level of the configuration, which was checked when it was read.
fn of_config(config: &LogConfig) -> Targets {
    config.level.parse().unwrap_or_else(|_| Targets::new().with_default(Level::INFO))
}

/// Reports why the program must exit, and returns its exit code. The report is a line on standard error or, if the log
/// is JSON, a JSON event, because a JSON log must contain nothing else.
#[allow(clippy::print_stderr, reason = "the program exits with this line")]
pub fn exit_failed(program: &str, format: LogFormat, error: &str) -> ExitCode {
    match format {
        LogFormat::Json => tracing::error!(error, "the program failed"),
        LogFormat::Text => eprintln!("{program}: {error}"),
    }
    ExitCode::FAILURE
}
