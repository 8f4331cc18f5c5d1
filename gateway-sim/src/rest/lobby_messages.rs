//! Messages in lobbies.
//!
//! Docs: [Lobby, Send Lobby Message](https://docs.discord.com/developers/resources/lobby#send-lobby-message) and the sections after
//! it. Discord sends events of them to the Social SDK only, so the simulator sends none.

use serde_json::{Value, json};

use super::call::{Call, Reply};
use super::error::ApiError;
use super::form::{Field, Kind, read};
use super::lobbies::{SCOPE, lobby_mut, metadata};
use super::lobby_members::need_member;
use super::messages::keep_and_dispatch;
use super::route::Route;
use crate::world::new_message;

const ALL: &str = "/lobbies/{lobby}/messages";

pub(super) const ROUTES: &[Route] =
    &[Route::user("GET", ALL, SCOPE, list), Route::user("POST", ALL, SCOPE, send)];

fn list(call: &mut Call<'_>) -> Result<Reply, ApiError> {
    let id = need_member(call)?;
    let limit = call.limit(50, 200)?;
    Reply::ok(lobby_mut(call, id)?.messages().take(limit).cloned().collect())
}

fn send(call: &mut Call<'_>) -> Result<Reply, ApiError> {
    let lobby = need_member(call)?;
    let wanted = [
        Field::required("content", Kind::Text(1, 4000)),
        Field::or_null("metadata", Kind::Object),
        Field::or_null("flags", Kind::Int(0, i64::MAX)),
    ];
    let fields = read(&wanted, &call.json()?)?;
    let metadata = fields.get("metadata").map(|given| metadata(given, "metadata")).transpose()?;
    let (user, unix_ms) = (call.user(), call.core.unix_ms());
    let world = call.core.world_mut();
    let author = world.user(user).unwrap_or_default();
    let (id, application) = (world.next_id(unix_ms), world.bot_id().to_string());
    let mut message = json!({
        "id": id.to_string(),
        "type": 0,
        "content": fields["content"],
        "lobby_id": lobby.to_string(),
        "channel_id": lobby.to_string(),
        "author": author,
        "flags": fields.get("flags").and_then(Value::as_u64).unwrap_or(0),
        "application_id": application,
    });
    if let Some(metadata) = metadata {
        message["metadata"] = Value::Object(metadata);
    }
    let held = lobby_mut(call, lobby)?;
    if let Some(name) = held.members.get(&user).and_then(|member| member.get("additional_name")) {
        message["lobby_member"] = json!({ "additional_name": name });
    }
    held.add_message(id, message.clone());
    let linked = held.channel;
    if let Some(channel) = linked.and_then(|channel| call.channel_of_id(channel).ok()) {
        let id = call.core.world_mut().next_id(unix_ms);
        let mut forwarded = new_message(id, channel.id, author, unix_ms);
        forwarded["content"] = message["content"].clone();
        forwarded["application_id"] = message["application_id"].clone();
        keep_and_dispatch(call, &channel, id, &forwarded, true);
    }
    Reply::created(message)
}
