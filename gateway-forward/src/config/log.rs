//! Checks the table `[log]`.

use tracing::level_filters::LevelFilter;

use super::check::Errors;
use super::file::LogTable;

/// What is logged, and in which form. It goes to standard error.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct LogConfig {
    /// The least severe level: `off`, `error`, `warn`, `info`, `debug` or `trace`; also by part of the program, as
    /// `info,gateway_shard=debug`. The environment variable `RUST_LOG` takes its place.
    pub level: String,
    /// In which form.
    pub format: LogFormat,
}

/// The form of a log.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum LogFormat {
    /// Lines for people.
    #[default]
    Text,
    /// One JSON object a line: `timestamp`, `level`, `target`, `message` and the fields of the event.
    Json,
}

pub(super) fn check(table: &LogTable, errors: &mut Errors) -> LogConfig {
    let level = table.level.clone().unwrap_or_else(|| "info".to_owned());
    for directive in level.split(',') {
        errors.take("log.level", check_directive(directive));
    }
    let format = match table.format.as_deref() {
        None | Some("text") => Ok(LogFormat::Text),
        Some("json") => Ok(LogFormat::Json),
        Some(other) => Err(format!("'{other}' is neither \"text\" nor \"json\"")),
    };
    let format = errors.take("log.format", format).unwrap_or_default();
    LogConfig { level, format }
}

/// A level, or `part=level`. A single word that is no level would be taken for a part, and switch off all others.
fn check_directive(directive: &str) -> Result<(), String> {
    let (part, level) = directive.trim().split_once('=').unwrap_or(("all", directive.trim()));
    if part.is_empty() || level.is_empty() || level.parse::<LevelFilter>().is_err() {
        return Err(format!(
            "'{directive}' is none of off, error, warn, info, debug, trace, nor one of them for a part, as \
             gateway_shard=debug"
        ));
    }
    Ok(())
}
