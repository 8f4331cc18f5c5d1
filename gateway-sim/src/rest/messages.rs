//! Messages.
//!
//! Docs: [Message Resource](https://docs.discord.com/developers/resources/message).

use std::collections::BTreeSet;

use gateway_model::Permissions;
use gateway_model::id::DISCORD_EPOCH_MS;
use http::StatusCode;
use serde_json::{Value, json};

use super::automod_check::{check_message_text, moderate_posted};
use super::call::{Call, Channel, Reply};
use super::error::ApiError;
use super::form::id_of;
use super::message_body::{attachments, files};
use super::message_check::check_message;
use super::route::Route;
use super::stickers::items as sticker_items;
use super::thread_rules::{need_active, wake};
use crate::clock::timestamp;
use crate::world::{fill_parts, is_thread, new_message, new_poll};

pub(super) const ROUTES: &[Route] = &[
    Route::bot("GET", "/channels/{channel}/messages", list),
    Route::bot("POST", "/channels/{channel}/messages", create),
    Route::bot("POST", "/channels/{channel}/messages/bulk-delete", bulk_delete),
    Route::bot("GET", "/channels/{channel}/messages/{message}", get),
    Route::bot("PATCH", "/channels/{channel}/messages/{message}", edit),
    Route::bot("DELETE", "/channels/{channel}/messages/{message}", delete),
];

/// Requires a channel that has messages: any but a category or a directory.
///
/// Docs: [Channel, Channel Types](https://docs.discord.com/developers/resources/channel#channel-object-channel-types).
fn check_text_channel(channel: &Channel) -> Result<(), ApiError> {
    match channel.object["type"].as_u64() {
        Some(4 | 14 | 15 | 16) => Err(ApiError::new(
            StatusCode::BAD_REQUEST,
            50_008,
            "Cannot send messages in a non-text channel",
        )),
        _ => Ok(()),
    }
}

/// Docs: [Permissions, Inherited Permissions (Threads)](https://docs.discord.com/developers/topics/permissions#inherited-permissions-threads).
fn send_permission(channel: &Channel) -> Permissions {
    if is_thread(&channel.object) {
        Permissions::SEND_MESSAGES_IN_THREADS
    } else {
        Permissions::SEND_MESSAGES
    }
}

fn create(call: &mut Call<'_>) -> Result<Reply, ApiError> {
    let channel = call.channel(0)?;
    check_text_channel(&channel)?;
    call.need_in(&channel, send_permission(&channel))?;
    wake(call, &channel)?;
    let body = call.json()?;
    let author = call.core.world().bot_user();
    let message = post(call, &channel, &body, author, true)?;
    Reply::ok(message)
}

/// Creates a message from a request's body, stores it, and dispatches Message Create.
pub(super) fn post(
    call: &mut Call<'_>,
    channel: &Channel,
    body: &Value,
    author: Value,
    with_member: bool,
) -> Result<Value, ApiError> {
    let (id, message) = draft(call, channel, body, author)?;
    keep_and_dispatch(call, channel, id, &message, with_member);
    Ok(message)
}

/// Creates a message from a request's body and files, without dispatching it.
pub(super) fn draft(
    call: &mut Call<'_>,
    channel: &Channel,
    body: &Value,
    author: Value,
) -> Result<(u64, Value), ApiError> {
    let files = files(call.request);
    check_message(body, files.len(), None)?;
    let unix_ms = call.core.unix_ms();
    let id = call.core.world_mut().next_id(unix_ms);
    let mut message = new_message(id, channel.id, author, unix_ms);
    if !files.is_empty() {
        let first = call.core.world_mut().next_id(unix_ms);
        message["attachments"] = Value::Array(attachments(&files, &body["attachments"], first));
    }
    for field in ["content", "embeds", "components", "nonce", "tts", "flags"] {
        if !body[field].is_null() {
            message[field] = body[field].clone();
        }
    }
    if body["poll"].is_object() {
        message["poll"] = new_poll(&body["poll"], unix_ms);
    }
    if let Some(stickers) = body["sticker_ids"].as_array() {
        let ids: Vec<u64> = stickers.iter().filter_map(id_of).collect();
        message["sticker_items"] = sticker_items(call, channel.guild, &ids)?;
    }
    fill_parts(&mut message);
    reply_fields(call, &mut message, body, channel)?;
    check_message_text(call, channel, &message)?;
    Ok((id, message))
}

/// Adds the fields of a reply to a message: the complete `message_reference`, and `referenced_message`.
fn reply_fields(
    call: &Call<'_>,
    message: &mut Value,
    body: &Value,
    channel: &Channel,
) -> Result<(), ApiError> {
    let target = &body["message_reference"]["message_id"];
    if target.is_null() {
        return Ok(());
    }
    let world = call.core.world();
    let id = id_of(target).ok_or_else(unknown_reference)?;
    let referenced = world.messages(channel.id).get(id, world.bot_id().get());
    if referenced.is_none() && body["message_reference"]["fail_if_not_exists"] != json!(false) {
        return Err(unknown_reference());
    }
    message["type"] = json!(19);
    let reference = json!({ "type": 0, "message_id": id.to_string() });
    message["message_reference"] = with_place(reference, channel);
    message["referenced_message"] = referenced.unwrap_or_default();
    Ok(())
}

fn unknown_reference() -> ApiError {
    ApiError::field("message_reference", "REPLIES_UNKNOWN_MESSAGE", "Unknown message")
}

/// Adds a message to its channel and dispatches Message Create.
pub(super) fn keep_and_dispatch(
    call: &mut Call<'_>,
    channel: &Channel,
    id: u64,
    message: &Value,
    with_member: bool,
) {
    call.core.post_message(channel.place(), id, message, with_member, call.now);
    moderate_posted(call, channel, id, message);
}

/// Returns the message of a path, as the bot sees it.
pub(super) fn find(call: &Call<'_>, channel: u64, message: u64) -> Result<Value, ApiError> {
    let world = call.core.world();
    let found = world.messages(channel).get(message, world.bot_id().get());
    found.ok_or_else(|| ApiError::unknown(10_008, "Message"))
}

fn get(call: &mut Call<'_>) -> Result<Reply, ApiError> {
    let channel = call.channel(0)?;
    Reply::ok(find(call, channel.id, call.id(1)?)?)
}

fn list(call: &mut Call<'_>) -> Result<Reply, ApiError> {
    let channel = call.channel(0)?;
    call.need_in(&channel, Permissions::READ_MESSAGE_HISTORY)?;
    let limit = call.limit(50, 100)?;
    let bound = |name| call.query(name).and_then(|id| id.parse::<u64>().ok());
    let (before, after, around) = (bound("before"), bound("after"), bound("around"));
    let world = call.core.world();
    let messages = world.messages(channel.id);
    let mut ids: Vec<u64> = if let Some(after) = after {
        messages.ids().filter(|id| *id > after).take(limit).collect()
    } else if let Some(around) = around {
        let mut ids: Vec<u64> = messages.ids().collect();
        ids.sort_by_key(|id| id.abs_diff(around));
        ids.truncate(limit);
        ids
    } else {
        messages.ids().rev().filter(|id| before.is_none_or(|b| *id < b)).take(limit).collect()
    };
    ids.sort_unstable_by(|a, b| b.cmp(a));
    let own = world.bot_id().get();
    Reply::ok(ids.into_iter().filter_map(|id| messages.get(id, own)).collect())
}

fn edit(call: &mut Call<'_>) -> Result<Reply, ApiError> {
    let channel = call.channel(0)?;
    let id = call.id(1)?;
    let message = find(call, channel.id, id)?;
    if message["author"]["id"] != json!(call.core.world().bot_id().to_string()) {
        return Err(ApiError::new(
            StatusCode::FORBIDDEN,
            50_005,
            "Cannot edit a message authored by another user",
        ));
    }
    need_active(&channel)?;
    Reply::ok(change(call, &channel, id)?)
}

/// Applies a request's body to a message and dispatches Message Update.
pub(super) fn change(call: &mut Call<'_>, channel: &Channel, id: u64) -> Result<Value, ApiError> {
    let body = call.json()?;
    let own = call.core.world().bot_id().get();
    let found = call.core.world().messages(channel.id).get(id, own);
    let mut message = found.ok_or_else(|| ApiError::unknown(10_008, "Message"))?;
    edit_draft(call, &mut message, &body)?;
    check_message_text(call, channel, &message)?;
    keep_edit(call, channel, id, &message);
    moderate_posted(call, channel, id, &message);
    Ok(message)
}

/// Applies a request's body and files to a message, without dispatching the change.
pub(super) fn edit_draft(
    call: &mut Call<'_>,
    message: &mut Value,
    body: &Value,
) -> Result<(), ApiError> {
    let files = files(call.request);
    check_message(body, files.len(), Some(message))?;
    let unix_ms = call.core.unix_ms();
    let before = message["attachments"].clone();
    if let Some(fields) = message.as_object_mut() {
        fields.remove("moderation_metadata");
    }
    for field in ["content", "embeds", "components", "flags", "attachments"] {
        if body.get(field).is_some() {
            message[field] = match (&body[field], field) {
                (Value::Null, "content") => json!(""),
                (Value::Null, "flags") => continue,
                (Value::Null, _) => json!([]),
                (value, "attachments") => kept_attachments(&before, value),
                (value, _) => value.clone(),
            };
        }
    }
    if let Some(list) = message["attachments"].as_array_mut().filter(|_| !files.is_empty()) {
        let first = call.core.world_mut().next_id(unix_ms);
        list.extend(attachments(&files, &body["attachments"], first));
    }
    fill_parts(message);
    message["edited_timestamp"] = json!(timestamp(unix_ms));
    Ok(())
}

/// Returns the attachments that an edit keeps: those that it names by id. Other entries describe uploads.
///
/// Docs: [Message, Edit Message](https://docs.discord.com/developers/resources/message#edit-message).
fn kept_attachments(before: &Value, named: &Value) -> Value {
    let is_named =
        |one: &&Value| named.as_array().into_iter().flatten().any(|other| other["id"] == one["id"]);
    before.as_array().into_iter().flatten().filter(is_named).cloned().collect()
}

/// Stores a changed message and dispatches Message Update.
pub(super) fn keep_edit(call: &mut Call<'_>, channel: &Channel, id: u64, message: &Value) {
    call.core.change_message(channel.place(), id, message, call.now);
}

fn delete(call: &mut Call<'_>) -> Result<Reply, ApiError> {
    let channel = call.channel(0)?;
    let id = call.id(1)?;
    let own = call.core.world().bot_id().to_string();
    if find(call, channel.id, id)?["author"]["id"] != own.as_str() {
        call.need_in(&channel, Permissions::MANAGE_MESSAGES)?;
    }
    remove(call, &channel, id)?;
    Reply::no_content()
}

/// Removes a message and dispatches its Message Delete.
pub(super) fn remove(call: &mut Call<'_>, channel: &Channel, id: u64) -> Result<(), ApiError> {
    let removed = call.core.world_mut().erase(channel.id, id);
    let removed = removed.ok_or_else(|| ApiError::unknown(10_008, "Message"))?;
    let event = with_place(json!({ "id": id.to_string() }), channel);
    call.dispatch_in(channel.place(), "MESSAGE_DELETE", &event);
    call.core.orphan_copies(channel.id, &removed);
    Ok(())
}

/// Returns an event's data with `channel_id`, and `guild_id` in a guild.
pub(super) fn with_place(mut data: Value, channel: &Channel) -> Value {
    data["channel_id"] = json!(channel.id.to_string());
    if let Some(guild) = channel.guild {
        data["guild_id"] = json!(guild.to_string());
    }
    data
}

/// The age, in ms, above which messages are not deleted in bulk.
const TWO_WEEKS_MS: u64 = 14 * 24 * 60 * 60 * 1000;

/// Docs: [Message, Bulk Delete Messages](https://docs.discord.com/developers/resources/message#bulk-delete-messages):
/// 2 to 100 messages of a guild, each once, none older than two weeks.
fn bulk_delete(call: &mut Call<'_>) -> Result<Reply, ApiError> {
    let channel = call.channel(0)?;
    call.need_in(&channel, Permissions::MANAGE_MESSAGES)?;
    let body = call.json()?;
    let list = body["messages"].as_array().map_or(&[][..], Vec::as_slice);
    if !(2..=100).contains(&list.len()) {
        return Err(ApiError::field(
            "messages",
            "BASE_TYPE_BAD_LENGTH",
            "Must be between 2 and 100 in length.",
        ));
    }
    let ids: Vec<u64> = list.iter().filter_map(id_of).collect();
    if ids.iter().collect::<BTreeSet<_>>().len() < ids.len() {
        let message = "Must not contain duplicates.";
        return Err(ApiError::field("messages", "SET_TYPE_CONTAINS_DUPLICATES", message));
    }
    let oldest = call.core.unix_ms().saturating_sub(TWO_WEEKS_MS);
    if ids.iter().any(|id| (id >> 22) + DISCORD_EPOCH_MS < oldest) {
        let message = "You can only bulk delete messages that are under 14 days old.";
        return Err(ApiError::new(StatusCode::BAD_REQUEST, 50_034, message));
    }
    let removed = call.core.world_mut().erase_many(channel.id, &ids);
    let removed: Vec<String> = removed.iter().map(u64::to_string).collect();
    let event = with_place(json!({ "ids": removed }), &channel);
    call.dispatch_in(channel.place(), "MESSAGE_DELETE_BULK", &event);
    Reply::no_content()
}
