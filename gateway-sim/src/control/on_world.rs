//! Events in guilds.

use std::time::Instant;

use serde_json::{Value, json};

use super::error::{ActionError, a_guild, guild_id};
use crate::action::WorldAction;
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
