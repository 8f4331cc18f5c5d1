//! The live log: one line for each event, in colour on a terminal.

use std::fmt::Display;
use std::io::{IsTerminal, Write};
use std::time::{SystemTime, UNIX_EPOCH};

/// The width of the column with event names: that of the longest common name.
const NAME_WIDTH: usize = 23;

/// The kind of a line, which determines its colour.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Tone {
    /// An event.
    Event,
    /// A successful step of a connection.
    Good,
    /// A problem that the bot handles itself.
    Warning,
    /// A message of the program itself.
    Note,
}

impl Tone {
    const fn color(self) -> &'static str {
        match self {
            Self::Event => "\x1b[36m",
            Self::Good => "\x1b[32m",
            Self::Warning => "\x1b[33m",
            Self::Note => "\x1b[2m",
        }
    }
}

/// Writes the log to standard output.
#[derive(Clone, Copy, Debug)]
pub(crate) struct LiveLog {
    color: bool,
}

impl LiveLog {
    /// Creates a log, in colour on a terminal unless `NO_COLOR` is set.
    pub(crate) fn new() -> Self {
        let wanted = std::env::var_os("NO_COLOR").is_none_or(|value| value.is_empty());
        Self { color: wanted && std::io::stdout().is_terminal() }
    }

    /// Writes one line. If standard output is closed, the line is lost and the bot continues.
    pub(crate) fn line(&self, tone: Tone, shard: Option<u32>, name: &str, text: impl Display) {
        let line = self.render(SystemTime::now(), tone, shard, name, &text.to_string());
        let _ = writeln!(std::io::stdout().lock(), "{line}");
    }

    /// Writes several lines unchanged.
    pub(crate) fn block(&self, text: impl Display) {
        let _ = write!(std::io::stdout().lock(), "\n{text}");
    }

    fn render(
        &self,
        time: SystemTime,
        tone: Tone,
        shard: Option<u32>,
        name: &str,
        text: &str,
    ) -> String {
        let (time, shard) =
            (clock(time), shard.map_or_else(|| "-".to_owned(), |id| id.to_string()));
        let (on, off) = if self.color { (tone.color(), "\x1b[0m") } else { ("", "") };
        format!("{time}  shard {shard:<3} {on}{name:<NAME_WIDTH$}{off} {text}")
            .trim_end()
            .to_owned()
    }
}

/// Returns the time of day in UTC, with milliseconds.
fn clock(time: SystemTime) -> String {
    let since = time.duration_since(UNIX_EPOCH).unwrap_or_default();
    let seconds = since.as_secs() % 86_400;
    let (hours, minutes) = (seconds / 3600, seconds / 60 % 60);
    format!("{hours:02}:{minutes:02}:{:02}.{:03}", seconds % 60, since.subsec_millis())
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    #[test]
    fn a_line_has_time_shard_name_and_text() {
        let time = UNIX_EPOCH + Duration::from_millis(86_400_000 + 3_723_004);
        let log = LiveLog { color: false };
        assert_eq!(
            log.render(time, Tone::Event, Some(1), "MESSAGE_CREATE", "ada: hi"),
            "01:02:03.004  shard 1   MESSAGE_CREATE          ada: hi"
        );
        assert!(!log.render(time, Tone::Note, None, "bot", "").contains('\x1b'));
    }

    #[test]
    fn colour_wraps_the_name_only() {
        let line = LiveLog { color: true }.render(UNIX_EPOCH, Tone::Good, Some(0), "ready", "x");
        assert!(line.contains("\x1b[32mready") && line.ends_with("\x1b[0m x"), "{line:?}");
    }
}
