//! Users' actions.

use std::time::Instant;

use gateway_model::Id;
use gateway_model::id::marker;
use serde_json::{Value, json};

use super::error::{ActionError, a_guild, a_member, id, optional_id, somebody};
use crate::action::UserAction;
use crate::core::Core;
use crate::people::PeopleError;

/// Carries out an action; returns what was done.
pub(super) fn apply(
    core: &mut Core,
    action: UserAction,
    now: Instant,
) -> Result<Value, ActionError> {
    match action {
        UserAction::Message { content, guild, channel, author, fields } => {
            let (guild, channel) = (guild.as_deref(), channel.as_deref());
            let somebody = somebody(core, guild, channel, author.as_deref())?;
            let (message, sessions) = somebody.write(core, &content, &fields, now);
            Ok(json!({ "sessions": sessions, "message": message, "blocked": message.is_null() }))
        }
        UserAction::React { channel, message, emoji, user } => {
            let somebody = somebody(core, None, Some(&channel), user.as_deref())?;
            told(somebody.react(core, id("message", &message)?, &emoji, now)?)
        }
        UserAction::Unreact { channel, message, emoji, user } => {
            let somebody = somebody(core, None, Some(&channel), user.as_deref())?;
            told(somebody.unreact(core, id("message", &message)?, &emoji, now)?)
        }
        UserAction::Edit { channel, message, content, user, fields } => {
            let somebody = somebody(core, None, Some(&channel), user.as_deref())?;
            told(somebody.edit(core, id("message", &message)?, &content, &fields, now)?)
        }
        UserAction::Delete { channel, message } => {
            let somebody = somebody(core, None, Some(&channel), None)?;
            told(somebody.delete(core, id("message", &message)?, now)?)
        }
        UserAction::Type { guild, channel, user } => {
            let (guild, channel) = (guild.as_deref(), channel.as_deref());
            let somebody = somebody(core, guild, channel, user.as_deref())?;
            told(somebody.type_(core, now))
        }
        UserAction::Vote { channel, message, answer, user, back } => {
            let somebody = somebody(core, None, Some(&channel), user.as_deref())?;
            told(somebody.vote(core, id("message", &message)?, answer, !back, now)?)
        }
        UserAction::Interested { guild, event, user, back } => {
            let guild = a_guild(core, guild.as_deref())?;
            let user = a_member(core, guild, &user)?;
            let event = id("event", &event)?;
            let done = core.set_interest(guild, event, user, !back, now);
            told(done.ok_or(PeopleError::UnknownEvent(event))?)
        }
        UserAction::Join { guild, name } => {
            let guild = a_guild(core, guild.as_deref())?;
            join(core, guild, &name, now)
        }
        UserAction::Leave { guild, user } => {
            let guild = a_guild(core, guild.as_deref())?;
            let user = a_member(core, guild, &user)?;
            Ok(json!({ "sessions": core.leave_guild(guild, user, now) }))
        }
        UserAction::Voice { guild, user, channel } => {
            voice(core, guild.as_deref(), &user, channel.as_deref())
        }
    }
}

/// A new user joins a guild.
fn join(
    core: &mut Core,
    guild: Id<marker::Guild>,
    name: &str,
    now: Instant,
) -> Result<Value, ActionError> {
    let unix_ms = core.unix_ms_at(now);
    let made = core.world_mut().make_user(name, unix_ms);
    let (user, object) = made.ok_or(PeopleError::TooManyUsers)?;
    let member = core.new_member(object);
    let sessions = core.join(guild, user, &member, now);
    Ok(json!({ "sessions": sessions, "member": member }))
}

fn told(sessions: usize) -> Result<Value, ActionError> {
    Ok(json!({ "sessions": sessions }))
}

fn voice(
    core: &mut Core,
    guild: Option<&str>,
    user: &str,
    channel: Option<&str>,
) -> Result<Value, ActionError> {
    let guild = a_guild(core, guild)?;
    let user = a_member(core, guild, user)?;
    let channel = optional_id("channel", channel)?;
    if let Some(channel) = channel.filter(|channel| !core.is_voice(guild, *channel)) {
        return Err(PeopleError::UnknownChannel(channel).into());
    }
    let session = format!("{user:032x}");
    core.set_voice(guild, user, channel, [false, false], &session);
    Ok(json!({}))
}
