//! The log, on standard error.

use std::io;

use rest_proxy::config::{LogConfig, LogFormat};
use tracing::Level;
use tracing_subscriber::filter::Targets;
use tracing_subscriber::fmt;
use tracing_subscriber::layer::{Layer as _, SubscriberExt as _};
use tracing_subscriber::registry::Registry;
use tracing_subscriber::util::SubscriberInitExt as _;

/// Logs from now on as the configuration says, or as `RUST_LOG` says.
pub(crate) fn init(config: &LogConfig) {
    let variable = std::env::var("RUST_LOG").ok().filter(|value| !value.trim().is_empty());
    let of_variable = variable.as_ref().map(|value| value.parse::<Targets>());
    let (level, refused) = match of_variable {
        Some(Ok(level)) => (level, None),
        Some(Err(error)) => (of_config(config), Some(error)),
        None => (of_config(config), None),
    };
    // Below this level they show paths, which hold tokens of webhooks.
    let level = level.with_target("h2", Level::INFO).with_target("hyper", Level::INFO);
    let layer = fmt::layer().with_writer(io::stderr);
    let layer = match config.format {
        LogFormat::Json => layer.json().flatten_event(true).boxed(),
        _ => layer.boxed(),
    };
    Registry::default().with(layer.with_filter(level)).init();
    if let Some(error) = refused {
        tracing::warn!(%error, "RUST_LOG is not used; it is a level, or levels by part such as info,rest_proxy=debug");
    }
}

/// The level of the configuration, which was checked with it.
fn of_config(config: &LogConfig) -> Targets {
    config.level.parse().unwrap_or_else(|_| Targets::new().with_default(Level::INFO))
}
