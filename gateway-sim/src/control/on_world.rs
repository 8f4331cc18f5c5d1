//! Actions of users, and on guilds.

use std::time::Instant;

use serde_json::{Value, json};

use super::action::Action;
use super::error::{ActionError, a_guild, a_member, guild_id, id, optional_id};
use crate::core::{Core, Route};
use crate::people::{PeopleError, Somebody};

/// Does an action; one of another kind does nothing.
pub(super) fn apply(core: &mut Core, action: Action, now: Instant) -> Result<Value, ActionError> {
    match action {
        Action::BotPermissions { guild, permissions } => {
            let guild = a_guild(core, guild.as_deref())?;
            if let Some(held) = core.world_mut().guild_mut(guild) {
                held.set_bot_permissions(permissions);
            }
            Ok(json!({}))
        }
        Action::OwnGuild { guild, back } => {
            let id = guild_id(&guild)?;
            let done =
                if back { core.rejoin_guild(id, now) } else { core.leave_own_guild(id, now) };
            if done { Ok(json!({})) } else { Err(PeopleError::UnknownGuild(id.get()).into()) }
        }
        Action::GuildOutage { guild, down } => {
            core.set_guild_unavailable(guild_id(&guild)?, down, now);
            Ok(json!({}))
        }
        Action::Inject { event, guild, data } => {
            let guild = guild.as_deref().map(guild_id).transpose()?;
            let route = guild.map_or(Route::Direct, Route::Guild);
            Ok(json!({ "sessions": core.inject(&event, route, &data, now) }))
        }
        other => of_users(core, other, now),
    }
}

fn of_users(core: &mut Core, action: Action, now: Instant) -> Result<Value, ActionError> {
    match action {
        Action::Message { content, guild, channel, author, fields } => {
            let somebody = Somebody::find(
                core,
                optional_id("guild", guild.as_deref())?,
                optional_id("channel", channel.as_deref())?,
                optional_id("author", author.as_deref())?,
            )?;
            let (message, sessions) = somebody.write(core, &content, &fields, now);
            Ok(json!({ "sessions": sessions, "message": message }))
        }
        Action::React { channel, message, emoji, user } => {
            let channel = Some(id("channel", &channel)?);
            let user = optional_id("user", user.as_deref())?;
            let somebody = Somebody::find(core, None, channel, user)?;
            let sessions = somebody.react(core, id("message", &message)?, &emoji, now)?;
            Ok(json!({ "sessions": sessions }))
        }
        Action::Join { guild, name } => {
            let guild = a_guild(core, guild.as_deref())?;
            let unix_ms = core.unix_ms_at(now);
            let (user, object) = core.world_mut().make_user(&name, unix_ms);
            let member = core.new_member(object);
            let sessions = core.join(guild, user, &member, now);
            Ok(json!({ "sessions": sessions, "member": member }))
        }
        Action::Leave { guild, user } => {
            let guild = a_guild(core, guild.as_deref())?;
            let user = a_member(core, guild, &user)?;
            Ok(json!({ "sessions": core.leave_guild(guild, user, now) }))
        }
        Action::Voice { guild, user, channel } => {
            let guild = a_guild(core, guild.as_deref())?;
            let user = a_member(core, guild, &user)?;
            let channel = optional_id("channel", channel.as_deref())?;
            if let Some(channel) = channel.filter(|channel| !core.is_voice(guild, *channel)) {
                return Err(PeopleError::UnknownChannel(channel).into());
            }
            let session = format!("{user:032x}");
            core.set_voice(guild, user, channel, [false, false], &session);
            Ok(json!({}))
        }
        _ => Ok(json!({})),
    }
}
