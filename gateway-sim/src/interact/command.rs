//! A user uses a command, or types an option of it.
//!
//! Docs: [Application Commands](https://docs.discord.com/developers/interactions/application-commands).

use std::time::Instant;

use serde_json::{Value, json};

use super::error::InteractError;
use super::option::fill;
use super::resolved::Resolved;
use super::send::{Cause, send};
use crate::core::Core;
use crate::people::Somebody;

/// Command types.
const CHAT_INPUT: u64 = 1;
const USER: u64 = 2;
const MESSAGE: u64 = 3;

/// The option that a user is typing, if any.
type Completing<'a> = Option<&'a str>;

/// A command found by the words that a user typed: the command, and its subcommands down to the last.
struct Chosen {
    command: Value,
    /// Group and subcommand; the one with the options is the last.
    below: Vec<Value>,
}

/// A user uses a slash command, or with a `target` a user or message command.
pub(crate) fn use_command(
    core: &mut Core,
    who: &Somebody,
    name: &str,
    options: &Value,
    target: Option<u64>,
    now: Instant,
) -> Result<(Value, usize), InteractError> {
    match target {
        None => slash(core, who, name, options, None, now),
        Some(target) => context_menu(core, who, name, target, now),
    }
}

/// A user types in an option of a slash command.
pub(crate) fn autocomplete(
    core: &mut Core,
    who: &Somebody,
    name: &str,
    options: &Value,
    focused: &str,
    now: Instant,
) -> Result<(Value, usize), InteractError> {
    slash(core, who, name, options, Some(focused), now)
}

fn slash(
    core: &mut Core,
    who: &Somebody,
    name: &str,
    options: &Value,
    focused: Completing<'_>,
    now: Instant,
) -> Result<(Value, usize), InteractError> {
    let chosen = choose(core, who, name)?;
    let unix_ms = core.unix_ms_at(now);
    let next_id = core.world_mut().next_id(unix_ms);
    let mut resolved = Resolved::new(core, who, next_id);
    let leaf = chosen.below.last().unwrap_or(&chosen.command);
    let mut filled = fill(&leaf["options"], options, focused, &mut resolved)?;
    for level in chosen.below.iter().rev() {
        filled = vec![json!({ "name": level["name"], "type": level["type"], "options": filled })];
    }
    let mut data = about(&chosen.command);
    // Application Command Data Structure: left out where there are none.
    if !filled.is_empty() {
        data["options"] = Value::Array(filled);
    }
    resolved.put_into(&mut data);
    let cause = Cause {
        // APPLICATION_COMMAND or APPLICATION_COMMAND_AUTOCOMPLETE.
        kind: if focused.is_some() { 4 } else { 2 },
        data,
        command: Some((name.to_owned(), CHAT_INPUT)),
        source: None,
        metadata: json!({}),
    };
    Ok(send(core, who, cause, now))
}

/// Docs: [User Commands](https://docs.discord.com/developers/interactions/application-commands#user-commands) and
/// [Message Commands](https://docs.discord.com/developers/interactions/application-commands#message-commands).
fn context_menu(
    core: &mut Core,
    who: &Somebody,
    name: &str,
    target: u64,
    now: Instant,
) -> Result<(Value, usize), InteractError> {
    let mut resolved = Resolved::new(core, who, 0);
    let kind = if resolved.message(target) { MESSAGE } else { USER };
    if kind == USER && !resolved.user(target) {
        return Err(InteractError::value("target", "no message of the channel and no user"));
    }
    let command = visible(core, who, name, kind)?;
    let mut data = about(&command);
    data["target_id"] = json!(target.to_string());
    resolved.put_into(&mut data);
    let metadata = match kind {
        MESSAGE => json!({ "target_message_id": target.to_string() }),
        _ => json!({ "target_user": core.world().user(target) }),
    };
    let command = Some((name.to_owned(), kind));
    let cause = Cause { kind: 2, data, command, source: None, metadata };
    Ok(send(core, who, cause, now))
}

/// Returns the fields of a command that an interaction repeats.
fn about(command: &Value) -> Value {
    let mut data = json!({ "id": command["id"], "name": command["name"], "type": command["type"] });
    if let Some(guild) = command.get("guild_id") {
        data["guild_id"] = guild.clone();
    }
    data
}

/// Returns the command that the user finds with this name and type: of the guild, or otherwise a global one.
///
/// Docs: [Interaction Contexts](https://docs.discord.com/developers/interactions/application-commands#interaction-contexts).
fn visible(core: &Core, who: &Somebody, name: &str, kind: u64) -> Result<Value, InteractError> {
    let context = u64::from(who.guild.is_none());
    let command = core.world().commands().visible(who.guild, name, kind);
    let here = |command: &&Value| {
        let contexts = command["contexts"].as_array();
        contexts.is_none_or(|all| all.iter().any(|one| one.as_u64() == Some(context)))
    };
    let unknown = || InteractError::UnknownCommand { name: name.to_owned() };
    let command = command.filter(here).ok_or_else(unknown)?;
    let allowed = who
        .guild
        .is_none_or(|guild| core.world().may_use_command(guild, who.channel, who.id(), command));
    match allowed {
        true => Ok(command.clone()),
        false => Err(InteractError::NotAllowed { name: name.to_owned() }),
    }
}

/// Reads a name such as `config set`: a command, then its group and subcommand.
fn choose(core: &Core, who: &Somebody, name: &str) -> Result<Chosen, InteractError> {
    let mut words = name.split(' ');
    let command = visible(core, who, words.next().unwrap_or_default(), CHAT_INPUT)?;
    let mut below: Vec<Value> = Vec::new();
    loop {
        let level = below.last().unwrap_or(&command);
        let options = level["options"].as_array().map_or(&[][..], Vec::as_slice);
        let is_level = |option: &&Value| matches!(option["type"].as_u64(), Some(1 | 2));
        let levels: Vec<&Value> = options.iter().filter(is_level).collect();
        let known = || levels.iter().filter_map(|it| it["name"].as_str()).collect::<Vec<_>>();
        match words.next() {
            None if levels.is_empty() => return Ok(Chosen { command, below }),
            None => {
                let known = known().join(", ");
                return Err(InteractError::Incomplete { name: name.to_owned(), known });
            }
            Some(word) => {
                let next = levels.into_iter().find(|level| level["name"] == word).cloned();
                let unknown = || InteractError::UnknownCommand { name: name.to_owned() };
                below.push(next.ok_or_else(unknown)?);
            }
        }
    }
}
