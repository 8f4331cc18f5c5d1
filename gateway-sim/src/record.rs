//! Records actions as a script that can be played.

use std::fs::File;
use std::io::{BufWriter, Write as _};
use std::path::Path;
use std::time::Duration;

use serde_json::Value;

use crate::action::Action;
use crate::world::MadeIds;

/// The prefix in place of an id that the simulator created: its number, because another run creates other ids.
const MADE: &str = "$id:";

/// Writes each action as a line of a script, and a wait for sessions when more have connected.
#[derive(Debug)]
pub(crate) struct Recorder {
    out: BufWriter<File>,
    /// The time that is 0 in the script: actions are recorded with the time since the last wait.
    since: Duration,
    sessions: usize,
    failed: bool,
}

impl Recorder {
    /// Creates a script in a new file.
    pub(crate) fn create(path: &Path) -> std::io::Result<Self> {
        let out = BufWriter::new(File::create(path)?);
        Ok(Self { out, since: Duration::ZERO, sessions: 0, failed: false })
    }

    /// Records how many sessions are connected at a time since the start of the simulation.
    pub(crate) fn note_sessions(&mut self, sessions: usize, elapsed: Duration) {
        if sessions > self.sessions {
            self.sessions = sessions;
            self.since = elapsed;
            self.line(&format!("{{\"wait_for_sessions\":{sessions}}}"));
        }
    }

    /// Records an action at a time since the start of the simulation.
    pub(crate) fn note(&mut self, action: &Action, made: &MadeIds, elapsed: Duration) {
        // An action is written in the form in which it was read, so this cannot fail.
        let Ok(mut line) = serde_json::to_value(action) else { return };
        each_text(&mut line, &|text| {
            let number = text.parse().ok().and_then(|id| made.number_of(id))?;
            Some(format!("{MADE}{number}"))
        });
        let at = elapsed.saturating_sub(self.since).as_millis();
        line["at_ms"] = Value::from(u64::try_from(at).unwrap_or(u64::MAX));
        self.line(&line.to_string());
    }

    fn line(&mut self, line: &str) {
        let written = writeln!(self.out, "{line}").and_then(|()| self.out.flush());
        if let Err(error) = written
            && !std::mem::replace(&mut self.failed, true)
        {
            tracing::error!(%error, "could not write to the recording; it ends here");
        }
    }
}

/// Returns an action of a script with ids in place of their numbers. A number without an id stays unchanged, and is
/// then not a snowflake.
pub(crate) fn with_ids(action: Action, made: &MadeIds) -> Action {
    let Ok(mut json) = serde_json::to_value(&action) else { return action };
    let found = each_text(&mut json, &|text| {
        let number = text.strip_prefix(MADE)?.parse().ok()?;
        Some(made.of_number(number)?.to_string())
    });
    if found { serde_json::from_value(json).unwrap_or(action) } else { action }
}

/// Replaces texts at any depth; returns whether there were any to replace.
fn each_text(value: &mut Value, other: &dyn Fn(&str) -> Option<String>) -> bool {
    match value {
        Value::String(text) => match other(text) {
            Some(new) => {
                *text = new;
                true
            }
            None => false,
        },
        Value::Array(list) => list.iter_mut().fold(false, |any, one| each_text(one, other) | any),
        Value::Object(fields) => {
            fields.values_mut().fold(false, |any, one| each_text(one, other) | any)
        }
        _ => false,
    }
}
