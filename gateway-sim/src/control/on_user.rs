//! Users' actions.

use std::time::Instant;

use serde_json::{Value, json};

use super::error::{ActionError, a_guild, a_member, id, optional_id, somebody};
use crate::action::UserAction;
use crate::core::Core;
use crate::people::{PeopleError, Post, Somebody};
use crate::world::{SUBSCRIPTION, type_of_sku};

/// Carries out an action; returns what was done.
pub(super) fn apply(
    core: &mut Core,
    action: UserAction,
    now: Instant,
) -> Result<Value, ActionError> {
    use UserAction as A;
    match action {
        A::Message { content, guild, channel, author, fields } => {
            let somebody = at(core, guild, channel, author)?;
            Ok(written(somebody.write(core, &content, &fields, now)))
        }
        A::React { channel, message, emoji, user } => {
            let (somebody, message) = on(core, channel, &message, user)?;
            told(somebody.react(core, message, &emoji, now)?)
        }
        A::Unreact { channel, message, emoji, user } => {
            let (somebody, message) = on(core, channel, &message, user)?;
            told(somebody.unreact(core, message, &emoji, now)?)
        }
        A::Edit { channel, message, content, user, fields } => {
            let (somebody, message) = on(core, channel, &message, user)?;
            told(somebody.edit(core, message, &content, &fields, now)?)
        }
        A::Delete { channel, message } => {
            let (somebody, message) = on(core, channel, &message, None)?;
            told(somebody.delete(core, message, now)?)
        }
        A::Type { guild, channel, user } => told(at(core, guild, channel, user)?.type_(core, now)),
        A::Vote { channel, message, answer, user, back } => {
            let (somebody, message) = on(core, channel, &message, user)?;
            told(somebody.vote(core, message, answer, !back, now)?)
        }
        A::StartThread { name, message, private, guild, channel, user } => {
            let from = optional_id("message", message.as_deref())?;
            let somebody = at(core, guild, channel, user)?;
            started(somebody.start_thread(core, &name, from, private, now)?)
        }
        A::Post { channel, name, content, tags, user, fields } => {
            let post = Post { name: &name, content: &content, tags: &tags, fields: &fields };
            started(at(core, None, Some(channel), user)?.post(core, &post, now)?)
        }
        A::Activity { guild, channel, user, instance, back } => {
            let somebody = at(core, guild, channel, user)?;
            Ok(json!({ "instance": somebody.play(core, instance.as_deref(), !back, now)? }))
        }
        A::Interested { guild, event, user, exception, back } => {
            let of = (id("event", &event)?, optional_id("exception", exception.as_deref())?);
            interested(core, guild.as_deref(), of, &user, !back, now)
        }
        A::OpenDm { user } => open_dm(core, &user, now),
        A::Authorize { user, scopes } => authorize(core, &user, scopes, now),
        A::Subscribe { user, sku, back } => subscribe(core, &user, &sku, back, now),
        A::RequestToJoin { guild, name } => request_to_join(core, guild.as_deref(), &name, now),
        A::Join { guild, name } => join(core, guild.as_deref(), &name, now),
        A::Leave { guild, user } => leave(core, guild.as_deref(), &user, now),
        A::Voice { guild, user, channel } => {
            voice(core, guild.as_deref(), &user, channel.as_deref())
        }
    }
}

/// Returns a user in a channel; see [`Somebody::find`].
fn at(
    core: &Core,
    guild: Option<String>,
    channel: Option<String>,
    user: Option<String>,
) -> Result<Somebody, ActionError> {
    somebody(core, guild.as_deref(), channel.as_deref(), user.as_deref())
}

/// The same for a message of a channel: the user, and the message's id.
fn on(
    core: &Core,
    channel: String,
    message: &str,
    user: Option<String>,
) -> Result<(Somebody, u64), ActionError> {
    Ok((at(core, None, Some(channel), user)?, id("message", message)?))
}

fn written((message, sessions): (Value, usize)) -> Value {
    json!({ "sessions": sessions, "message": message, "blocked": message.is_null() })
}

fn started((thread, sessions): (Value, usize)) -> Result<Value, ActionError> {
    Ok(json!({ "sessions": sessions, "thread": thread }))
}

/// A member becomes interested in a scheduled event, or in an exception of it, or is no longer.
fn interested(
    core: &mut Core,
    guild: Option<&str>,
    of: (u64, Option<u64>),
    user: &str,
    is: bool,
    now: Instant,
) -> Result<Value, ActionError> {
    let guild = a_guild(core, guild)?;
    let user = a_member(core, guild, user)?;
    let sessions = core.set_interest(guild, of, user, is, now);
    told(sessions.ok_or(PeopleError::UnknownEvent(of.0))?)
}

/// A user opens the direct messages with the bot.
fn open_dm(core: &mut Core, user: &str, now: Instant) -> Result<Value, ActionError> {
    let user = id("user", user)?;
    let user = core.world().user(user).ok_or(PeopleError::UnknownUser(user))?;
    let unix_ms = core.unix_ms_at(now);
    Ok(json!({ "channel": core.world_mut().dm_with(&user, unix_ms) }))
}

/// A member leaves a guild.
fn leave(
    core: &mut Core,
    guild: Option<&str>,
    user: &str,
    now: Instant,
) -> Result<Value, ActionError> {
    let guild = a_guild(core, guild)?;
    let user = a_member(core, guild, user)?;
    told(core.leave_guild(guild, user, now))
}

/// Creates a user who joins a guild.
fn join(
    core: &mut Core,
    guild: Option<&str>,
    name: &str,
    now: Instant,
) -> Result<Value, ActionError> {
    let guild = a_guild(core, guild)?;
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
    guild: Option<&str>,
    name: &str,
    now: Instant,
) -> Result<Value, ActionError> {
    let guild = a_guild(core, guild)?;
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
