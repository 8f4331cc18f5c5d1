//! Events in guilds.

use std::time::Instant;

use gateway_model::Id;
use gateway_model::id::marker;
use serde_json::{Map, Value, json};

use super::error::{ActionError, a_guild, guild_id};
use crate::action::{CommandPermission, WorldAction};
use crate::core::{Core, Route};
use crate::people::PeopleError;

/// Carries out an action; returns what was done.
pub(super) fn apply(
    core: &mut Core,
    action: WorldAction,
    now: Instant,
) -> Result<Value, ActionError> {
    match action {
        WorldAction::BotPermissions { guild, permissions } => {
            let guild = a_guild(core, guild.as_deref())?;
            core.world_mut().watch();
            if let Some(held) = core.world_mut().guild_mut(guild) {
                held.set_bot_permissions(permissions);
            }
            core.tell_of_access(now);
            Ok(json!({}))
        }
        WorldAction::OwnGuild { guild, back } => {
            let id = guild_id(&guild)?;
            let done =
                if back { core.rejoin_guild(id, now) } else { core.leave_own_guild(id, now) };
            if done { Ok(json!({})) } else { Err(PeopleError::UnknownGuild(id.get()).into()) }
        }
        WorldAction::VoiceServer { guild, gone } => {
            let guild = a_guild(core, guild.as_deref())?;
            Ok(json!({ "sessions": core.change_voice_server(guild, gone, now) }))
        }
        WorldAction::GuildFields { guild, fields } => {
            let guild = a_guild(core, guild.as_deref())?;
            let unknown = PeopleError::UnknownGuild(guild.get());
            let held = core.world_mut().guild_mut(guild).ok_or(unknown)?;
            held.object.extend(fields);
            let object = held.rest_object();
            let sessions = core.inject("GUILD_UPDATE", Route::Guild(guild), &object, now);
            Ok(json!({ "sessions": sessions }))
        }
        WorldAction::NewMemberWelcome { guild, settings } => {
            let guild = a_guild(core, guild.as_deref())?;
            if let Some(held) = core.world_mut().guild_mut(guild) {
                held.new_member_welcome = Some(welcome(guild, settings));
            }
            Ok(json!({}))
        }
        WorldAction::CommandPermissions { guild, command, permissions } => {
            command_permissions(core, guild.as_deref(), command.as_deref(), &permissions, now)
        }
        WorldAction::GuildOutage { guild, down } => {
            core.set_guild_unavailable(guild_id(&guild)?, down, now);
            Ok(json!({}))
        }
        WorldAction::Inject { event, guild, data } => {
            let guild = guild.as_deref().map(guild_id).transpose()?;
            let route = guild.map_or(Route::Direct, Route::Guild);
            Ok(json!({ "sessions": core.inject(&event, route, &data, now) }))
        }
    }
}

/// Returns the welcome for new members with all of its fields.
fn welcome(guild: Id<marker::Guild>, settings: Map<String, Value>) -> Value {
    let mut whole = json!({
        "guild_id": guild.to_string(),
        "enabled": true,
        "new_member_actions": [],
        "resource_channels": [],
    });
    for (name, value) in settings {
        whole[name.as_str()] = value;
    }
    whole
}

/// Sets the permissions of a command, or of all commands.
fn command_permissions(
    core: &mut Core,
    guild: Option<&str>,
    command: Option<&str>,
    permissions: &[CommandPermission],
    now: Instant,
) -> Result<Value, ActionError> {
    let guild = a_guild(core, guild)?;
    let world = core.world();
    let id = match command {
        Some(wanted) => {
            let mut all =
                [Some(guild), None].into_iter().flat_map(|scope| world.commands().list(scope));
            let is_it =
                |(id, one): &(u64, &Value)| one["name"] == wanted || id.to_string() == wanted;
            let found = all.find(is_it).map(|(id, _)| id);
            found.ok_or_else(|| PeopleError::UnknownCommand(wanted.to_owned()))?
        }
        None => world.bot_id().get(),
    };
    let permissions = permissions.iter().map(|one| json!(one)).collect();
    core.world_mut().watch();
    let (shown, sessions) = core.set_command_permissions(guild, id, permissions, now);
    // The audit log needs an author: the guild's owner.
    let owner = core.world().guild(guild).and_then(|held| held.object.get("owner_id").cloned());
    let owner = owner.and_then(|owner| owner.as_str()?.parse().ok());
    core.log_changes(owner, None, now);
    Ok(json!({ "sessions": sessions, "permissions": shown }))
}
