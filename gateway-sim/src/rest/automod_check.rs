//! Applies auto moderation to the messages of the bot.
//!
//! Docs: [Opcodes and Status Codes, JSON](https://docs.discord.com/developers/topics/opcodes-and-status-codes#json), 200000 and
//! 200001.

use http::StatusCode;
use serde_json::Value;

use super::call::{Call, Channel};
use super::error::ApiError;
use crate::core::Written;

/// Returns a text of the bot in a channel of a guild.
fn written<'c>(call: &Call<'_>, channel: &Channel, content: &'c str) -> Option<Written<'c>> {
    let user = call.core.world().bot_id().get();
    Some(Written { guild: channel.guild?, channel: channel.id, user, content })
}

/// Returns the text of a message, if the bot wrote it.
fn own_text<'m>(call: &Call<'_>, message: &'m Value) -> Option<&'m str> {
    let own = message["author"]["id"] == call.core.world().bot_id().to_string().as_str();
    message["content"].as_str().filter(|content| own && !content.is_empty())
}

fn refuse(
    call: &mut Call<'_>,
    channel: &Channel,
    content: &str,
    code: u32,
    what: &str,
) -> Result<(), ApiError> {
    let Some(written) = written(call, channel, content) else { return Ok(()) };
    if call.core.unless_blocked(written, call.now).is_some() {
        return Ok(());
    }
    let message = format!("{what} was blocked by automatic moderation");
    Err(ApiError::new(StatusCode::BAD_REQUEST, code, message))
}

/// Refuses a message of the bot that a rule blocks.
pub(super) fn check_message_text(
    call: &mut Call<'_>,
    channel: &Channel,
    message: &Value,
) -> Result<(), ApiError> {
    let Some(content) = own_text(call, message) else { return Ok(()) };
    refuse(call, channel, content, 200_000, "Message")
}

/// Refuses the title of a thread that a rule blocks.
pub(super) fn check_title(
    call: &mut Call<'_>,
    channel: &Channel,
    title: &Value,
) -> Result<(), ApiError> {
    refuse(call, channel, title.as_str().unwrap_or_default(), 200_001, "Title")
}

/// Carries out the actions of rules for a message of the bot that was posted.
pub(super) fn moderate_posted(call: &mut Call<'_>, channel: &Channel, id: u64, message: &Value) {
    let content = own_text(call, message);
    let Some(written) = content.and_then(|content| written(call, channel, content)) else { return };
    let triggered = call.core.triggered(written);
    call.core.moderate(written, &triggered, Some(id), call.now);
}
