//! Users' actions.

use std::time::Instant;

use gateway_model::Id;
use gateway_model::id::marker;
use serde_json::{Value, json};

use super::error::{ActionError, a_guild, a_member, id, optional_id, somebody};
use crate::action::UserAction;
use crate::core::Core;
use crate::people::PeopleError;
use crate::world::{SUBSCRIPTION, type_of_sku};

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
        UserAction::Interested { guild, event, user, exception, back } => {
            let guild = a_guild(core, guild.as_deref())?;
            let user = a_member(core, guild, &user)?;
            let of = (id("event", &event)?, optional_id("exception", exception.as_deref())?);
            told(
                core.set_interest(guild, of, user, !back, now)
                    .ok_or(PeopleError::UnknownEvent(of.0))?,
            )
        }
        UserAction::Authorize { user, scopes } => authorize(core, &user, scopes, now),
        UserAction::Subscribe { user, sku, back } => subscribe(core, &user, &sku, back, now),
        UserAction::RequestToJoin { guild, name } => {
            let guild = a_guild(core, guild.as_deref())?;
            request_to_join(core, guild, &name, now)
        }
        UserAction::OpenDm { user } => {
            let user = id("user", &user)?;
            let user = core.world().user(user).ok_or(PeopleError::UnknownUser(user))?;
            let unix_ms = core.unix_ms_at(now);
            Ok(json!({ "channel": core.world_mut().dm_with(&user, unix_ms) }))
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

/// Creates a user who joins a guild.
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

/// Creates a user who asks to join a guild.
fn request_to_join(
    core: &mut Core,
    guild: Id<marker::Guild>,
    name: &str,
    now: Instant,
) -> Result<Value, ActionError> {
    let unix_ms = core.unix_ms_at(now);
    let world = core.world_mut();
    let (_, user) = world.make_user(name, unix_ms).ok_or(PeopleError::TooManyUsers)?;
    let id = world.next_id(unix_ms);
    let held = world.guild_mut(guild).ok_or(PeopleError::UnknownGuild(guild.get()))?;
    Ok(json!({ "request": held.add_join_request(id, &user, unix_ms) }))
}

/// Returns the id of a user who exists.
fn a_user(core: &Core, text: &str) -> Result<u64, ActionError> {
    let user = id("user", text)?;
    core.world().user(user).ok_or(PeopleError::UnknownUser(user))?;
    Ok(user)
}

/// Creates an access token of a user.
fn authorize(
    core: &mut Core,
    user: &str,
    scopes: Vec<String>,
    now: Instant,
) -> Result<Value, ActionError> {
    let user = a_user(core, user)?;
    let unix_ms = core.unix_ms_at(now);
    let world = core.world_mut();
    let id = world.next_id(unix_ms);
    let token = world.authorizations.add(id, user, scopes, unix_ms);
    Ok(json!({ "access_token": token }))
}

/// Subscribes a user to a SKU, or cancels the subscription.
fn subscribe(
    core: &mut Core,
    user: &str,
    sku: &str,
    back: bool,
    now: Instant,
) -> Result<Value, ActionError> {
    let user = a_user(core, user)?;
    let unknown = PeopleError::UnknownSku(sku.to_owned());
    if type_of_sku(&json!(sku)) != Some(SUBSCRIPTION) {
        return Err(unknown.into());
    }
    let (subscription, sessions) = match back {
        false => core.subscribe(user, sku, now),
        true => core.unsubscribe(user, sku, now).ok_or(unknown)?,
    };
    Ok(json!({ "sessions": sessions, "subscription": subscription }))
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
    if !core.move_voice(guild, user, channel) {
        let session = format!("{user:032x}");
        core.set_voice(guild, user, channel, [false, false], &session);
    }
    Ok(json!({}))
}
