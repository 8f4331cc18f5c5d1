//! Publishing messages of announcement channels.
//!
//! Docs: [Message, Crosspost Message](https://docs.discord.com/developers/resources/message#crosspost-message).

use gateway_model::Permissions;
use http::StatusCode;

use super::call::{Call, Channel, Reply};
use super::error::ApiError;
use super::messages::{find, keep_edit};
use super::route::Route;
use crate::core::{is_published, mark_published};

pub(super) const ROUTES: &[Route] =
    &[Route::bot("POST", "/channels/{channel}/messages/{message}/crosspost", crosspost)];

/// The type of an announcement channel.
const ANNOUNCEMENT: u64 = 5;

/// Requires that a channel is an announcement channel.
pub(super) fn need_announcements(channel: &Channel) -> Result<(), ApiError> {
    if channel.object["type"] == ANNOUNCEMENT {
        return Ok(());
    }
    let message = "Cannot execute action on this channel type";
    Err(ApiError::new(StatusCode::BAD_REQUEST, 50_024, message))
}

fn crosspost(call: &mut Call<'_>) -> Result<Reply, ApiError> {
    let channel = call.channel(0)?;
    need_announcements(&channel)?;
    let id = call.id(1)?;
    let mut message = find(call, channel.id, id)?;
    let own = message["author"]["id"] == call.core.world().bot_id().to_string().as_str();
    let more = if own { Permissions::empty() } else { Permissions::MANAGE_MESSAGES };
    call.need_in(&channel, Permissions::SEND_MESSAGES | more)?;
    if is_published(&message) {
        let text = "This message has already been crossposted";
        return Err(ApiError::new(StatusCode::BAD_REQUEST, 40_033, text));
    }
    mark_published(&mut message);
    keep_edit(call, &channel, id, &message);
    call.core.copy_to_followers(channel.id, &message);
    Reply::ok(message)
}
