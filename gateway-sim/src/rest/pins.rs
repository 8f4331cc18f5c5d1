//! Pinned messages, with the current routes and the deprecated ones.
//!
//! Docs: [Message, Get Channel Pins](https://docs.discord.com/developers/resources/message#get-channel-pins) and following.

use gateway_model::{Permissions, Timestamp};
use http::StatusCode;
use serde_json::{Value, json};

use super::call::{Call, Channel, Reply};
use super::error::ApiError;
use super::messages::{find, keep_and_dispatch, keep_edit, with_place};
use super::route::Route;
use crate::clock::timestamp;
use crate::world::new_message;

pub(super) const ROUTES: &[Route] = &[
    Route::bot("GET", "/channels/{channel}/messages/pins", list),
    Route::bot("PUT", "/channels/{channel}/messages/pins/{message}", pin),
    Route::bot("DELETE", "/channels/{channel}/messages/pins/{message}", unpin),
    Route::bot("GET", "/channels/{channel}/pins", first),
    Route::bot("PUT", "/channels/{channel}/pins/{message}", pin),
    Route::bot("DELETE", "/channels/{channel}/pins/{message}", unpin),
];

/// The most pins of a channel; one more is JSON error 30003.
const MOST_PINS: usize = 250;

/// The number of pins in one response.
const PAGE: usize = 50;

/// Message types that can be pinned: those that users write, not those that Discord creates.
///
/// Docs: [Message, Message Types](https://docs.discord.com/developers/resources/message#message-object-message-types).
const WRITTEN: [u64; 4] = [0, 19, 20, 23];

/// Returns the pinned messages before a time, newest first, with the Unix times in ms at which they were pinned; none
/// if the bot may not read the history.
fn pinned(
    call: &Call<'_>,
    channel: &Channel,
    before: Option<u64>,
) -> Result<Vec<(u64, Value)>, ApiError> {
    call.need_in(channel, Permissions::VIEW_CHANNEL)?;
    if call.need_in(channel, Permissions::READ_MESSAGE_HISTORY).is_err() {
        return Ok(Vec::new());
    }
    let world = call.core.world();
    let (messages, own) = (world.messages(channel.id), world.bot_id().get());
    let pins =
        messages.pins().iter().rev().filter(|(_, at)| before.is_none_or(|before| *at < before));
    Ok(pins.filter_map(|(id, at)| Some((*at, messages.get(*id, own)?))).collect())
}

fn list(call: &mut Call<'_>) -> Result<Reply, ApiError> {
    let channel = call.channel(0)?;
    let limit = call.limit(PAGE, PAGE)?;
    let before = match call.query("before") {
        Some(text) => match text.parse::<Timestamp>() {
            Ok(time) => u64::try_from(time.unix_ms()).ok(),
            Err(_) => {
                let message = "Could not parse as ISO8601.";
                return Err(ApiError::field("before", "DATE_TIME_TYPE_PARSE", message));
            }
        },
        None => None,
    };
    let pins = pinned(call, &channel, before)?;
    let more = pins.len() > limit;
    let items = pins.into_iter().take(limit);
    let items =
        items.map(|(at, message)| json!({ "pinned_at": timestamp(at), "message": message }));
    Reply::ok(json!({ "items": items.collect::<Vec<_>>(), "has_more": more }))
}

fn first(call: &mut Call<'_>) -> Result<Reply, ApiError> {
    let channel = call.channel(0)?;
    let pins = pinned(call, &channel, None)?;
    Reply::ok(pins.into_iter().take(PAGE).map(|(_, message)| message).collect())
}

/// Pins a message; a system message in the channel refers to it.
fn pin(call: &mut Call<'_>) -> Result<Reply, ApiError> {
    let channel = call.channel(0)?;
    call.need_in(&channel, Permissions::PIN_MESSAGES)?;
    let id = call.id(1)?;
    let message = find(call, channel.id, id)?;
    if !message["type"].as_u64().is_some_and(|of_type| WRITTEN.contains(&of_type)) {
        let text = "Cannot execute action on a system message";
        return Err(ApiError::new(StatusCode::FORBIDDEN, 50_021, text));
    }
    if message["pinned"] == true {
        return Reply::no_content();
    }
    let unix_ms = call.core.unix_ms();
    if call.core.world().messages(channel.id).pins().len() >= MOST_PINS {
        let text = "Maximum number of pins reached for the channel (250)";
        return Err(ApiError::new(StatusCode::BAD_REQUEST, 30_003, text));
    }
    call.core.world_mut().pin(channel.id, &message, unix_ms);
    changed(call, &channel, message, true);
    let notice = call.core.world_mut().next_id(unix_ms);
    let author = call.core.world().bot_user();
    let mut told = new_message(notice, channel.id, author, unix_ms);
    told["type"] = json!(6);
    let reference = json!({ "type": 0, "message_id": id.to_string() });
    told["message_reference"] = with_place(reference, &channel);
    keep_and_dispatch(call, &channel, notice, &told, true);
    Reply::no_content()
}

fn unpin(call: &mut Call<'_>) -> Result<Reply, ApiError> {
    let channel = call.channel(0)?;
    call.need_in(&channel, Permissions::PIN_MESSAGES)?;
    let id = call.id(1)?;
    let message = find(call, channel.id, id)?;
    if call.core.world_mut().unpin(channel.id, &message) {
        changed(call, &channel, message, false);
    }
    Reply::no_content()
}

/// Dispatches that a message was pinned or unpinned, and the time of the newest pin of its channel.
///
/// Docs: [Gateway Events, Channel Pins Update](https://docs.discord.com/developers/events/gateway-events#channel-pins-update).
fn changed(call: &mut Call<'_>, channel: &Channel, mut message: Value, pinned: bool) {
    let id = message["id"].as_str().and_then(|id| id.parse().ok()).unwrap_or_default();
    message["pinned"] = json!(pinned);
    keep_edit(call, channel, id, &message);
    let newest = call.core.world().messages(channel.id).pins().last().map(|(_, at)| timestamp(*at));
    if let Some(object) = call.core.world_mut().channel_mut(channel.id) {
        object["last_pin_timestamp"] = json!(newest);
    }
    let event = with_place(json!({ "last_pin_timestamp": newest }), channel);
    call.dispatch_in(channel.place(), "CHANNEL_PINS_UPDATE", &event);
}
