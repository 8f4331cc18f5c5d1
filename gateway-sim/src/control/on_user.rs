//! What users do.

use std::time::Instant;

use serde_json::{Value, json};

use super::error::{ActionError, a_guild, a_member, id, optional_id};
use crate::action::UserAction;
use crate::core::Core;
use crate::people::{PeopleError, Somebody};

/// Does an action; the answer says what was done.
pub(super) fn apply(
    core: &mut Core,
    action: UserAction,
    now: Instant,
) -> Result<Value, ActionError> {
    match action {
        UserAction::Message { content, guild, channel, author, fields } => {
            let somebody = Somebody::find(
                core,
                optional_id("guild", guild.as_deref())?,
                optional_id("channel", channel.as_deref())?,
                optional_id("author", author.as_deref())?,
            )?;
            let (message, sessions) = somebody.write(core, &content, &fields, now);
            Ok(json!({ "sessions": sessions, "message": message }))
        }
        UserAction::React { channel, message, emoji, user } => {
            let channel = Some(id("channel", &channel)?);
            let user = optional_id("user", user.as_deref())?;
            let somebody = Somebody::find(core, None, channel, user)?;
            let sessions = somebody.react(core, id("message", &message)?, &emoji, now)?;
            Ok(json!({ "sessions": sessions }))
        }
        UserAction::Join { guild, name } => {
            let guild = a_guild(core, guild.as_deref())?;
            let unix_ms = core.unix_ms_at(now);
            let (user, object) = core.world_mut().make_user(&name, unix_ms);
            let member = core.new_member(object);
            let sessions = core.join(guild, user, &member, now);
            Ok(json!({ "sessions": sessions, "member": member }))
        }
        UserAction::Leave { guild, user } => {
            let guild = a_guild(core, guild.as_deref())?;
            let user = a_member(core, guild, &user)?;
            Ok(json!({ "sessions": core.leave_guild(guild, user, now) }))
        }
        UserAction::Voice { guild, user, channel } => {
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
    }
}
