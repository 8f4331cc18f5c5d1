//! What is logged, and in which form.

use tracing::level_filters::LevelFilter;

/// What is logged, and in which form. It goes to standard error.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LogConfig {
    /// The least severe level: `off`, `error`, `warn`, `info`, `debug` or `trace`; also by part of the program, such as
    /// `info,http_client=debug`. The environment variable `RUST_LOG` takes its place.
    pub level: String,
    /// In which form.
    pub format: LogFormat,
}

/// `info`, as text.
impl Default for LogConfig {
    fn default() -> Self {
        Self { level: "info".to_owned(), format: LogFormat::Text }
    }
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

impl LogConfig {
    /// Reads a [`level`](Self::level).
    ///
    /// # Errors
    ///
    /// Returns an error if a part of it is no level, in words for the person who wrote it. `tracing-subscriber` would take a
    /// word that is no level for a part of the program, and log nothing else.
    pub fn read_level(text: &str) -> Result<String, String> {
        for directive in text.split(',') {
            let directive = directive.trim();
            let (part, level) = directive.split_once('=').unwrap_or(("all", directive));
            if part.is_empty() || level.is_empty() || level.parse::<LevelFilter>().is_err() {
                return Err(format!(
                    "'{directive}' is none of off, error, warn, info, debug, trace, nor one of them for a part, such as \
                     http_client=debug"
                ));
            }
        }
        Ok(text.to_owned())
    }
}

impl LogFormat {
    /// Reads the name of a form.
    ///
    /// # Errors
    ///
    /// Returns an error if there is no such form, in words for the person who wrote it.
    pub fn read(text: &str) -> Result<Self, String> {
        match text {
            "text" => Ok(Self::Text),
            "json" => Ok(Self::Json),
            _ => Err(format!("'{text}' is neither text nor json")),
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
