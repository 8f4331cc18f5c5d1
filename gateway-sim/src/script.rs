//! Scripts: actions at given times.
//!
//! A script is a text file. Each line is empty, a comment that starts with `#`, or one JSON object:
//!
//! - An [`Action`] with `at_ms`, the time in ms from the script's start: `{"at_ms": 1500, "do": "message", "content":
//!   "!ping"}`. `every_ms` and `times` repeat it.
//! - `{"wait_for_sessions": 2}`: the clock stops until this many sessions have a connection, and then starts at 0
//!   again. Times of earlier lines are relative to the earlier start.
//! - `{"wait_for_command": "ping"}`: the clock stops until the bot has registered a command with this name, globally or
//!   in a guild.
//!
//! ```
//! use gateway_sim::script::Script;
//!
//! let script: Script = r#"
//! ## Two shards come up; then the first loses its connection, and 2 s later everything is down for 30 s.
//! {"wait_for_sessions": 2}
//! {"at_ms": 1000, "do": "drop", "target": {"shard": 0}}
//! {"at_ms": 3000, "do": "down", "for_ms": 30000}
//! {"at_ms": 0, "every_ms": 100, "times": 50, "do": "message", "content": "hello"}
//! "#.parse()?;
//! assert_eq!(script.len(), 52);
//! # Ok::<(), gateway_sim::script::ScriptError>(())
//! ```

use std::collections::VecDeque;
use std::str::FromStr;
use std::time::Duration;

use serde_json::Value;

use crate::action::Action;

/// The largest number of actions of a script, including repetitions.
const MOST_ACTIONS: usize = 1_000_000;

/// A malformed line.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("line {line}: {what}")]
pub struct ScriptError {
    /// The line, from 1.
    pub line: usize,
    /// The error.
    pub what: String,
}

/// The actions between two waits, by time.
#[derive(Clone, Debug, Default, PartialEq)]
struct Part {
    wait_for_sessions: usize,
    wait_for_command: Option<String>,
    actions: VecDeque<(Duration, Action)>,
}

/// A parsed script.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Script(VecDeque<Part>);

impl Script {
    /// Returns the number of actions, including repetitions.
    #[must_use]
    pub fn len(&self) -> usize {
        self.0.iter().map(|part| part.actions.len()).sum()
    }

    /// Returns whether there is nothing to do.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }
}

impl FromStr for Script {
    type Err = ScriptError;

    fn from_str(text: &str) -> Result<Self, ScriptError> {
        let mut parts = vec![Part::default()];
        let mut count = 0;
        for (at, line) in text.lines().enumerate() {
            let line = line.trim();
            if line.is_empty() || line.starts_with('#') {
                continue;
            }
            let error = |what: String| ScriptError { line: at + 1, what };
            let Some(part) = parts.last_mut() else { continue };
            match read_line(line).map_err(error)? {
                Line::Wait(sessions) => {
                    parts.push(Part { wait_for_sessions: sessions, ..Part::default() });
                }
                Line::WaitForCommand(name) => {
                    parts.push(Part { wait_for_command: Some(name), ..Part::default() });
                }
                Line::Do { first, every, times, action } => {
                    count += times as usize;
                    if count > MOST_ACTIONS {
                        return Err(error(format!("more than {MOST_ACTIONS} actions")));
                    }
                    let at = |number: u32| first.saturating_add(every.saturating_mul(number));
                    part.actions.extend((0..times).map(|number| (at(number), action.clone())));
                }
            }
        }
        for part in &mut parts {
            // A stable order: at one time, the line above comes first.
            part.actions.make_contiguous().sort_by_key(|(at, _)| *at);
        }
        Ok(Self(parts.into()))
    }
}

enum Line {
    Wait(usize),
    WaitForCommand(String),
    Do { first: Duration, every: Duration, times: u32, action: Action },
}

fn read_line(line: &str) -> Result<Line, String> {
    let mut value: Value = serde_json::from_str(line).map_err(|error| error.to_string())?;
    let Some(fields) = value.as_object_mut() else { return Err("not an object".to_owned()) };
    if let Some(name) = fields.get("wait_for_command") {
        return match name.as_str().filter(|_| fields.len() == 1) {
            Some(name) => Ok(Line::WaitForCommand(name.to_owned())),
            None => Err("wait_for_command is a name, and stands alone".to_owned()),
        };
    }
    let mut number = |name: &str| match fields.remove(name) {
        None => Ok(None),
        Some(value) => match value.as_u64() {
            Some(number) => Ok(Some(number)),
            None => Err(format!("{name} is not a whole number from 0")),
        },
    };
    let (at, every, times) = (number("at_ms")?, number("every_ms")?, number("times")?);
    if let Some(sessions) = number("wait_for_sessions")? {
        if !fields.is_empty() || at.or(every).or(times).is_some() {
            return Err("wait_for_sessions stands alone".to_owned());
        }
        return Ok(Line::Wait(usize::try_from(sessions).unwrap_or(usize::MAX)));
    }
    let Some(at) = at else { return Err("at_ms is missing".to_owned()) };
    if every.is_some() != times.is_some() {
        return Err("every_ms and times come together".to_owned());
    }
    let action = serde_json::from_value(value).map_err(|error| error.to_string())?;
    Ok(Line::Do {
        first: Duration::from_millis(at),
        every: Duration::from_millis(every.unwrap_or(0)),
        times: u32::try_from(times.unwrap_or(1)).map_err(|_| "times is too large".to_owned())?,
        action,
    })
}

/// Plays a script as time passes. It only decides what is due.
#[derive(Debug)]
pub struct Player {
    script: Script,
    /// When the current part began; `None` while it waits for sessions.
    since: Option<Duration>,
}

impl Player {
    /// Plays a script from now on.
    #[must_use]
    pub const fn new(script: Script) -> Self {
        Self { script, since: None }
    }

    /// Returns the actions that are due at a time since the start of the simulation, with this many connected sessions.
    /// Commands count as not registered; see [`Self::run_with`].
    pub fn run(&mut self, now: Duration, sessions: usize) -> Vec<Action> {
        self.run_with(now, sessions, &|_| false)
    }

    /// Returns the actions that are due at a time since the start of the simulation, with this many connected sessions.
    /// `registered` tells whether the bot has a command with a name.
    pub fn run_with(
        &mut self,
        now: Duration,
        sessions: usize,
        registered: &dyn Fn(&str) -> bool,
    ) -> Vec<Action> {
        let mut due = Vec::new();
        while let Some(part) = self.script.0.front_mut() {
            let waits = sessions < part.wait_for_sessions
                || part.wait_for_command.as_deref().is_some_and(|name| !registered(name));
            if self.since.is_none() && waits {
                break;
            }
            let since = *self.since.get_or_insert(now);
            while let Some((at, _)) = part.actions.front() {
                if since + *at > now {
                    return due;
                }
                due.extend(part.actions.pop_front().map(|(_, action)| action));
            }
            self.script.0.pop_front();
            self.since = None;
        }
        due
    }

    /// Returns whether nothing is left to do.
    #[must_use]
    pub fn is_done(&self) -> bool {
        self.script.is_empty()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::action::{ConnectionAction, Target};

    fn ms(ms: u64) -> Duration {
        Duration::from_millis(ms)
    }

    #[test]
    fn lines_come_at_their_times_and_wait_for_sessions() {
        let script: Script = r#"
            # before anybody is there
            {"at_ms": 10, "do": "guild_outage", "guild": "5", "down": true}
            {"wait_for_sessions": 1}
            {"at_ms": 200, "do": "drop"}
            {"at_ms": 0, "every_ms": 100, "times": 3, "do": "reconnect", "target": {"shard": 0}}
        "#
        .parse()
        .unwrap();
        let mut player = Player::new(script);
        assert!(player.run(ms(1000), 0).is_empty());
        assert_eq!(player.run(ms(1010), 0).len(), 1);
        assert!(player.run(ms(9000), 0).is_empty(), "nobody is there");
        let reconnect = ConnectionAction::Reconnect.on(Target::Shard(0));
        assert_eq!(player.run(ms(9500), 1), std::slice::from_ref(&reconnect));
        // Once the wait is over, sessions may go.
        assert_eq!(player.run(ms(9600), 0), std::slice::from_ref(&reconnect));
        assert!(!player.is_done());
        let last = player.run(ms(9700), 0);
        assert_eq!(last, [ConnectionAction::Drop.into(), reconnect]);
        assert!(player.is_done());
    }

    #[test]
    fn a_script_waits_for_a_command() {
        let script: Script =
            "{\"wait_for_command\": \"ping\"}\n{\"at_ms\": 5, \"do\": \"drop\"}".parse().unwrap();
        let mut player = Player::new(script);
        assert!(player.run(ms(1000), 1).is_empty());
        assert!(player.run_with(ms(2000), 1, &|name| name == "pong").is_empty());
        assert!(
            player.run_with(ms(3000), 1, &|name| name == "ping").is_empty(),
            "the clock starts"
        );
        assert_eq!(player.run(ms(3005), 0), [ConnectionAction::Drop.into()]);
    }

    #[test]
    fn what_is_wrong_is_said_with_its_line() {
        for (line, text) in [
            (r#"{"do": "drop"}"#, "at_ms is missing"),
            (r#"{"at_ms": -1, "do": "drop"}"#, "whole number"),
            (r#"{"at_ms": 1, "do": "dorp"}"#, "unknown variant"),
            (r#"{"at_ms": 1, "do": "drop", "tagret": "all"}"#, "unknown field"),
            (r#"{"at_ms": 1, "times": 5, "do": "drop"}"#, "come together"),
            (r#"{"at_ms": 1, "every_ms": 1, "times": 5000000, "do": "drop"}"#, "1000000"),
            (r#"{"wait_for_sessions": 1, "do": "drop"}"#, "stands alone"),
            (r#"{"wait_for_command": "x", "at_ms": 1}"#, "stands alone"),
            (r#"{"wait_for_command": 5}"#, "is a name"),
            ("[]", "not an object"),
            ("{", "EOF"),
        ] {
            let error = format!("\n# comment\n{line}").parse::<Script>().unwrap_err();
            assert_eq!(error.line, 3);
            assert!(error.what.contains(text), "{error}");
        }
        assert!("# nothing\n\n".parse::<Script>().unwrap().is_empty());
    }
}
