//! Voters of a poll, and ending it.
//!
//! Docs: [Poll Resource](https://docs.discord.com/developers/resources/poll).

use gateway_model::Permissions;
use http::StatusCode;
use serde_json::{Value, json};

use super::call::{Call, Channel, Reply};
use super::error::ApiError;
use super::messages::find;
use super::route::Route;
use crate::clock::timestamp;

pub(super) const ROUTES: &[Route] = &[
    Route::bot("GET", "/channels/{channel}/polls/{message}/answers/{answer}", voters),
    Route::bot("POST", "/channels/{channel}/polls/{message}/expire", expire),
];

/// Returns the message of the path, which must have a poll.
fn poll(call: &Call<'_>) -> Result<(Channel, u64, Value), ApiError> {
    let channel = call.channel(0)?;
    call.need_in(&channel, Permissions::VIEW_CHANNEL)?;
    let id = call.id(1)?;
    let message = find(call, channel.id, id)?;
    if message["poll"].is_null() {
        let text = "Cannot expire a non-poll message";
        return Err(ApiError::new(StatusCode::BAD_REQUEST, 520_006, text));
    }
    Ok((channel, id, message))
}

/// Docs: [Poll, Get Answer Voters](https://docs.discord.com/developers/resources/poll#get-answer-voters).
fn voters(call: &mut Call<'_>) -> Result<Reply, ApiError> {
    let (channel, id, _) = poll(call)?;
    let limit = call.limit(25, 100)?;
    let after = call.query("after").and_then(|id| id.parse::<u64>().ok()).unwrap_or(0);
    let world = call.core.world();
    let messages = world.messages(channel.id);
    let mut users = messages.voters(id, call.id(2)?).to_vec();
    users.sort_unstable();
    let page = users.into_iter().filter(|user| *user > after).take(limit);
    let page: Vec<Value> = page.filter_map(|user| world.user(user)).collect();
    Reply::ok(json!({ "users": page }))
}

/// Docs: [Poll, End Poll](https://docs.discord.com/developers/resources/poll#end-poll): "You cannot end polls from other
/// users."
fn expire(call: &mut Call<'_>) -> Result<Reply, ApiError> {
    let (channel, id, message) = poll(call)?;
    if message["author"]["id"] != call.core.world().bot_id().to_string().as_str() {
        let text = "Cannot edit a message authored by another user";
        return Err(ApiError::new(StatusCode::FORBIDDEN, 50_005, text));
    }
    let now = timestamp(call.core.unix_ms());
    if message["poll"]["expiry"].as_str().is_some_and(|expiry| expiry <= now.as_str()) {
        return Err(ApiError::new(StatusCode::BAD_REQUEST, 520_001, "Poll expired"));
    }
    let ended = call.core.end_poll(channel.id, id);
    Reply::ok(ended.ok_or_else(|| ApiError::unknown(10_008, "Message"))?)
}
