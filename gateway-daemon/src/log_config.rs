//! The settings of the log.

use tracing::level_filters::LevelFilter;

/// The settings of the log, which goes to standard error.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LogConfig {
    /// The least severe level that is logged: `off`, `error`, `warn`, `info`, `debug` or `trace`. It can also be set by
    /// target, such as `info,http_client=debug`. The environment variable `RUST_LOG` overrides it.
    pub level: String,
    /// The format.
    pub format: LogFormat,
}

/// The level `info`, in text format.
impl Default for LogConfig {
    fn default() -> Self {
        Self { level: "info".to_owned(), format: LogFormat::Text }
    }
}

/// The format of the log.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum LogFormat {
    /// Lines of text.
    #[default]
    Text,
    /// One JSON object a line: `timestamp`, `level`, `target`, `message` and the fields of the event.
    Json,
}

impl LogConfig {
    /// Checks the text of a [`level`](Self::level) and returns it.
    ///
    /// # Errors
    ///
    /// Returns an error message if a part of the text is not a level. Without this check, `tracing-subscriber` would
    /// take a misspelt level for a target, and log nothing else.
    pub fn read_level(text: &str) -> Result<String, String> {
        for directive in text.split(',') {
            let directive = directive.trim();
            let (part, level) = directive.split_once('=').unwrap_or(("all", directive));
            if part.is_empty() || level.is_empty() || level.parse::<LevelFilter>().is_err() {
                return Err(format!(
                    "'{directive}' is not a level: use off, error, warn, info, debug or trace, or a level for a target, such as \
                     http_client=debug"
                ));
            }
        }
        Ok(text.to_owned())
    }
}

impl LogFormat {
    /// Parses the name of a format.
    ///
    /// # Errors
    ///
    /// Returns an error message if there is no such format.
    pub fn read(text: &str) -> Result<Self, String> {
        match text {
            "text" => Ok(Self::Text),
            "json" => Ok(Self::Json),
            _ => Err(format!("'{text}' is not a log format: use text or json")),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_level_is_one_or_several_by_part() {
        for good in ["info", "off", "warn,http_client=debug", "warn, rest_proxy=trace"] {
            assert_eq!(LogConfig::read_level(good).as_deref(), Ok(good));
        }
        for bad in ["", "inof", "info,", "=info", "http_client=", "warn,http_client"] {
            assert!(LogConfig::read_level(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn a_format_is_text_or_json() {
        assert_eq!(LogFormat::read("text"), Ok(LogFormat::Text));
        assert_eq!(LogFormat::read("json"), Ok(LogFormat::Json));
        assert!(LogFormat::read("yaml").is_err());
    }
}
