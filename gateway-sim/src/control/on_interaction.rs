//! Users' actions with commands, components and modals.

use std::time::Instant;

use serde_json::{Value, json};

use super::error::{ActionError, id, optional_id, somebody};
use crate::action::InteractionAction;
use crate::core::Core;
use crate::interact::{
    InteractError, autocomplete, press_button, select, submit_modal, use_command,
};
use crate::people::Somebody;

/// Causes an interaction; returns its data, and the number of sessions that received it.
pub(super) fn apply(
    core: &mut Core,
    action: InteractionAction,
    now: Instant,
) -> Result<Value, ActionError> {
    let (interaction, sessions) = match action {
        InteractionAction::UseCommand { name, options, target, guild, channel, user } => {
            let target = optional_id("target", target.as_deref())?;
            let who = somebody(core, guild.as_deref(), channel.as_deref(), user.as_deref())?;
            use_command(core, &who, &name, &options, target, now)?
        }
        InteractionAction::Autocomplete { name, options, focused, guild, channel, user } => {
            let who = somebody(core, guild.as_deref(), channel.as_deref(), user.as_deref())?;
            autocomplete(core, &who, &name, &options, &focused, now)?
        }
        InteractionAction::PressButton { message, custom_id, user } => {
            let message = id("message", &message)?;
            let who = reader(core, message, user)?;
            press_button(core, &who, message, &custom_id, now)?
        }
        InteractionAction::Select { message, custom_id, values, user } => {
            let message = id("message", &message)?;
            let who = reader(core, message, user)?;
            select(core, &who, message, &custom_id, &values, now)?
        }
        InteractionAction::SubmitModal { interaction, values } => {
            submit_modal(core, id("interaction", &interaction)?, &values, now)?
        }
    };
    Ok(json!({ "sessions": sessions, "interaction": interaction }))
}

/// Returns the user who reads a message: the named one, or the recipient of an ephemeral message, or the first member.
fn reader(core: &Core, message: u64, user: Option<String>) -> Result<Somebody, ActionError> {
    let user = optional_id("user", user.as_deref())?;
    let world = core.world();
    let (channel, seen_by) = match world.interactions().ephemeral(message) {
        Some(ephemeral) => {
            let number = |id: &Value| id.as_str().and_then(|id| id.parse().ok());
            (number(&ephemeral.message["channel_id"]), number(&ephemeral.user["id"]))
        }
        None => (world.channel_of_message(message), None),
    };
    let channel = channel.ok_or(InteractError::UnknownMessage(message))?;
    Ok(Somebody::find(core, None, Some(channel), user.or(seen_by))?)
}
