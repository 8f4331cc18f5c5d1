//! Messages of an interaction: the original response and the follow-ups.
//!
//! Docs: [Receiving and Responding, Followup Messages](https://docs.discord.com/developers/interactions/receiving-and-responding#followup-messages).

use http::StatusCode;
use serde_json::{Value, json};

use super::call::{Call, Reply};
use super::error::ApiError;
use super::messages::{draft, edit_draft, keep_and_dispatch, keep_edit, remove};
use crate::world::{Ephemeral, Interaction, Standing};

/// Message flags. Docs: [Message, Message Flags](https://docs.discord.com/developers/resources/message#message-object-message-flags).
pub(super) const EPHEMERAL: u64 = 1 << 6;
/// The bot "is thinking".
pub(super) const LOADING: u64 = 1 << 7;
const IS_COMPONENTS_V2: u64 = 1 << 15;

/// The flags a response may set: `SUPPRESS_EMBEDS`, `EPHEMERAL`, `SUPPRESS_NOTIFICATIONS`,
/// `IS_VOICE_MESSAGE` and `IS_COMPONENTS_V2`.
///
/// Docs: [Messages](https://docs.discord.com/developers/interactions/receiving-and-responding#interaction-response-object-messages).
const ALLOWED_FLAGS: u64 = 1 << 2 | EPHEMERAL | 1 << 12 | 1 << 13 | IS_COMPONENTS_V2;

/// Whether a message is an interaction's first response or comes after it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Place {
    First,
    Followup,
}

/// Turns a drafted message into an answer to an interaction, keeps it, and dispatches it to those who may see it.
pub(super) fn publish(
    call: &mut Call<'_>,
    interaction: &Interaction,
    id: u64,
    message: &mut Value,
    place: Place,
) {
    let application = call.core.world().bot_id().to_string();
    message["application_id"] = json!(application);
    message["webhook_id"] = json!(application);
    message["interaction_metadata"] = interaction.metadata.clone();
    let flags = message["flags"].as_u64().unwrap_or(0);
    message["flags"] = json!(flags & (ALLOWED_FLAGS | LOADING));
    match (place, interaction.original) {
        (Place::First, _) => mark_first(call, interaction, message),
        (Place::Followup, Some(original)) => {
            let original = original.to_string();
            message["interaction_metadata"]["original_response_message_id"] = json!(original);
        }
        (Place::Followup, None) => {}
    }
    if flags & EPHEMERAL != 0 {
        let ephemeral = Ephemeral { message: message.clone(), user: interaction.user.clone() };
        show_to_one(call, id, ephemeral);
    } else if let Ok(channel) = call.channel_of_id(interaction.channel) {
        keep_and_dispatch(call, &channel, id, message, true);
    }
}

/// Adds the fields that distinguish the first response of a command from one of a component.
///
/// Docs: [Message Types](https://docs.discord.com/developers/resources/message#message-object-message-types) and
/// [Message Interaction Object](https://docs.discord.com/developers/interactions/receiving-and-responding#message-interaction-object):
/// responses to components carry a message reference instead.
fn mark_first(call: &Call<'_>, interaction: &Interaction, message: &mut Value) {
    if let Some((name, kind)) = &interaction.command {
        message["type"] = json!(if matches!(kind, 2 | 3) { 23 } else { 20 });
        message["interaction"] = json!({
            "id": interaction.id.to_string(),
            "type": interaction.kind,
            "name": name,
            "user": interaction.user,
        });
    } else if let Some(source) = interaction.source {
        message["type"] = json!(19);
        message["message_reference"] = json!({
            "type": 0,
            "message_id": source.to_string(),
            "channel_id": interaction.channel.to_string(),
            "guild_id": interaction.guild.map(|guild| guild.to_string()),
        });
        let referenced = call.core.world().any_message(interaction.channel, source);
        message["referenced_message"] = referenced.unwrap_or_default();
    }
}

/// Edits a message of an interaction and dispatches the change to those who see the message.
pub(super) fn update(
    call: &mut Call<'_>,
    interaction: &Interaction,
    id: u64,
    body: &Value,
) -> Result<Value, ApiError> {
    let found = call.core.world().any_message(interaction.channel, id);
    let mut message = found.ok_or_else(|| ApiError::unknown(10_008, "Message"))?;
    let before = message["flags"].as_u64().unwrap_or(0);
    edit_draft(call, &mut message, body)?;
    // The visibility of a message never changes, and it stays a message of components once it is one.
    let kept = before & (EPHEMERAL | IS_COMPONENTS_V2);
    let flags = message["flags"].as_u64().unwrap_or(0) & ALLOWED_FLAGS & !EPHEMERAL;
    message["flags"] = json!(flags | kept);
    if before & LOADING != 0 {
        // For users it is a new message, not one that was changed.
        message["edited_timestamp"] = Value::Null;
    }
    if is_empty(&message) {
        let text = "Cannot send an empty message";
        return Err(ApiError::new(StatusCode::BAD_REQUEST, 50_006, text));
    }
    if let Some(ephemeral) = call.core.world().interactions().ephemeral(id).cloned() {
        show_to_one(call, id, Ephemeral { message: message.clone(), ..ephemeral });
    } else {
        let channel = call.channel_of_id(interaction.channel)?;
        keep_edit(call, &channel, id, &message);
    }
    Ok(message)
}

/// Stores an ephemeral message, and notifies watchers, because the gateway has no event for it.
fn show_to_one(call: &mut Call<'_>, id: u64, ephemeral: Ephemeral) {
    if call.core.is_watched() {
        let told = json!({ "user_id": ephemeral.user["id"], "message": ephemeral.message });
        call.core.tell_watchers("SIM_EPHEMERAL", &told);
    }
    call.core.world_mut().interactions_mut().set_ephemeral(id, ephemeral);
}

fn is_empty(message: &Value) -> bool {
    let text = message["content"].as_str().is_some_and(|text| !text.is_empty());
    let filled = |list: &str| message[list].as_array().is_some_and(|list| !list.is_empty());
    let lists = ["embeds", "components", "attachments", "sticker_items"];
    !(text || lists.into_iter().any(filled) || message["poll"].is_object())
}

/// Returns the interaction of a path's token, if it was answered and the token is valid.
fn answered(call: &Call<'_>) -> Result<Interaction, ApiError> {
    let invalid = |reason| {
        ApiError::new(StatusCode::UNAUTHORIZED, 50_027, "Invalid Webhook Token").because(reason)
    };
    let found = call.core.world().interactions().of_token(call.text(1));
    let interaction = found.ok_or_else(|| invalid("no interaction has this token"))?;
    match interaction.standing(call.core.unix_ms()) {
        Standing::Answered => Ok(interaction.clone()),
        Standing::Waiting => Err(ApiError::unknown(10_015, "Webhook")
            .because("the interaction has no response yet; create one first")),
        Standing::Failed => Err(invalid("there was no first response in 3 s")),
        Standing::Expired => Err(invalid("the token is older than 15 minutes")),
    }
}

/// Returns the message of a path: a follow-up's id, or `@original`.
fn named(call: &Call<'_>, interaction: &Interaction) -> Result<u64, ApiError> {
    let unknown = || ApiError::unknown(10_008, "Message");
    let id = match call.text(2) {
        "@original" => interaction.original.ok_or_else(unknown)?,
        _ => call.id(2)?,
    };
    let there = call.core.world().any_message(interaction.channel, id).is_some();
    if there && interaction.owns(id) { Ok(id) } else { Err(unknown()) }
}

pub(super) fn create(call: &mut Call<'_>) -> Result<Reply, ApiError> {
    let interaction = answered(call)?;
    let body = call.json()?;
    // Create Followup Message: right after a deferred response it edits that one.
    if let Some(original) = interaction.original {
        let message = call.core.world().any_message(interaction.channel, original);
        let flags = message.and_then(|message| message["flags"].as_u64()).unwrap_or(0);
        if flags & LOADING != 0 {
            return Reply::ok(update(call, &interaction, original, &body)?);
        }
    }
    let channel = call.channel_of_id(interaction.channel)?;
    let author = call.core.world().bot_user();
    let (id, mut message) = draft(call, &channel, &body, author)?;
    publish(call, &interaction, id, &mut message, Place::Followup);
    if let Some(kept) = call.core.world_mut().interactions_mut().get_mut(interaction.id) {
        kept.followups.push(id);
    }
    Reply::ok(message)
}

pub(super) fn get(call: &mut Call<'_>) -> Result<Reply, ApiError> {
    let interaction = answered(call)?;
    let id = named(call, &interaction)?;
    Reply::ok(call.core.world().any_message(interaction.channel, id).unwrap_or_default())
}

pub(super) fn edit(call: &mut Call<'_>) -> Result<Reply, ApiError> {
    let interaction = answered(call)?;
    let id = named(call, &interaction)?;
    let body = call.json()?;
    Reply::ok(update(call, &interaction, id, &body)?)
}

pub(super) fn delete(call: &mut Call<'_>) -> Result<Reply, ApiError> {
    let interaction = answered(call)?;
    let id = named(call, &interaction)?;
    if call.core.world_mut().interactions_mut().remove_ephemeral(id) {
        let channel = interaction.channel.to_string();
        let told = json!({ "id": id.to_string(), "channel_id": channel });
        call.core.tell_watchers("SIM_EPHEMERAL_DELETE", &told);
    } else {
        let channel = call.channel_of_id(interaction.channel)?;
        remove(call, &channel, id)?;
    }
    Reply::no_content()
}
