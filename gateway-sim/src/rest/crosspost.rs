//! Publishing messages of announcement channels.
//!
//! Docs: [Message, Crosspost Message](https://docs.discord.com/developers/resources/message#crosspost-message).

use gateway_model::Permissions;
use http::StatusCode;
use serde_json::json;

use super::call::{Call, Reply};
use super::error::ApiError;
use super::messages::{find, keep_edit};
use super::route::Route;

pub(super) const ROUTES: &[Route] =
    &[Route::bot("POST", "/channels/{channel}/messages/{message}/crosspost", crosspost)];

/// Docs: [Message, Message Flags](https://docs.discord.com/developers/resources/message#message-object-message-flags).
const CROSSPOSTED: u64 = 1;

/// The type of an announcement channel.
const ANNOUNCEMENT: u64 = 5;

fn crosspost(call: &mut Call<'_>) -> Result<Reply, ApiError> {
    let channel = call.channel(0)?;
    if channel.object["type"] != ANNOUNCEMENT {
        let message = "Cannot execute action on this channel type";
        return Err(ApiError::new(StatusCode::BAD_REQUEST, 50_024, message));
    }
    let id = call.id(1)?;
    let mut message = find(call, channel.id, id)?;
    let own = message["author"]["id"] == call.core.world().bot_id().to_string().as_str();
    let more = if own { Permissions::empty() } else { Permissions::MANAGE_MESSAGES };
    call.need_in(&channel, Permissions::SEND_MESSAGES | more)?;
    let flags = message["flags"].as_u64().unwrap_or(0);
    if flags & CROSSPOSTED != 0 {
        let text = "This message has already been crossposted";
        return Err(ApiError::new(StatusCode::BAD_REQUEST, 40_033, text));
    }
    message["flags"] = json!(flags | CROSSPOSTED);
    keep_edit(call, &channel, id, &message);
    Reply::ok(message)
}
