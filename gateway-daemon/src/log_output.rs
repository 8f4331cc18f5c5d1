//! The log, on standard error.

use std::io;
use std::process::ExitCode;

use tracing::Level;
use tracing_subscriber::filter::Targets;
use tracing_subscriber::fmt;
use tracing_subscriber::layer::{Layer as _, SubscriberExt as _};
use tracing_subscriber::registry::Registry;
use tracing_subscriber::util::SubscriberInitExt as _;

use crate::log_config::{LogConfig, LogFormat};

/// Logs to standard error from now on, as the configuration says, or as `RUST_LOG` says. Of the parts `quiet` nothing below
/// `info` is logged in any case.
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
        tracing::warn!(%error, "RUST_LOG is not used; it is a level, or levels by part such as info,http_client=debug");
    }
}

/// The level of the configuration, which was checked with it.
fn of_config(config: &LogConfig) -> Targets {
    config.level.parse().unwrap_or_else(|_| Targets::new().with_default(Level::INFO))
}

/// Tells why the program cannot go on: in the log if that is JSON, because its reader reads nothing else, or in a line on
/// standard error. Returns the exit code for it.
#[allow(clippy::print_stderr, reason = "the last word of a program")]
pub fn exit_failed(program: &str, format: LogFormat, error: &str) -> ExitCode {
    match format {
        LogFormat::Json => tracing::error!(error, "the program cannot go on"),
        LogFormat::Text => eprintln!("{program}: {error}"),
    }
    ExitCode::FAILURE
}
