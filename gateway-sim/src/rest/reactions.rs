//! Reactions.
//!
//! Docs: [Message, Create Reaction](https://docs.discord.com/developers/resources/message#create-reaction) and following.

use gateway_model::Permissions;
use http::StatusCode;
use serde_json::json;

use super::call::{Call, Channel, Reply};
use super::error::ApiError;
use super::messages::{find, with_place};
use super::route::Route;
use super::thread_rules::need_active;
use crate::world::{reaction, reaction_key};

pub(super) const ROUTES: &[Route] = &[
    Route::bot("PUT", "/channels/{channel}/messages/{message}/reactions/{emoji}/@me", add),
    Route::bot(
        "DELETE",
        "/channels/{channel}/messages/{message}/reactions/{emoji}/@me",
        remove_own,
    ),
    Route::bot("DELETE", "/channels/{channel}/messages/{message}/reactions/{emoji}/{user}", remove),
    Route::bot("GET", "/channels/{channel}/messages/{message}/reactions/{emoji}", list),
    Route::bot("DELETE", "/channels/{channel}/messages/{message}/reactions", clear),
    Route::bot("DELETE", "/channels/{channel}/messages/{message}/reactions/{emoji}", clear_emoji),
];

/// Returns the message and emoji of a reaction's path; the emoji must be a Unicode one or `name:id`.
fn target(call: &Call<'_>) -> Result<(Channel, u64, String), ApiError> {
    let channel = call.channel(0)?;
    let message = call.id(1)?;
    find(call, channel.id, message)?;
    let emoji = call.text(2).to_owned();
    let plain = emoji.is_ascii() && !emoji.contains(':');
    // Keycaps such as 1⃣ are not ASCII; a plain ASCII word is not an emoji.
    if emoji.is_empty() || plain {
        return Err(ApiError::new(StatusCode::BAD_REQUEST, 10_014, "Unknown Emoji"));
    }
    Ok((channel, message, emoji))
}

fn add(call: &mut Call<'_>) -> Result<Reply, ApiError> {
    let (channel, message, emoji) = target(call)?;
    // Create Reaction: ADD_REACTIONS is needed only if no user reacted with this emoji yet.
    let first = call.core.world().messages(channel.id).reacted(message, &emoji).is_empty();
    if first && call.core.world().messages(channel.id).is_full_of_reactions(message) {
        let text = "Maximum number of reactions reached (20)";
        return Err(ApiError::new(StatusCode::BAD_REQUEST, 30_010, text));
    }
    let add = if first { Permissions::ADD_REACTIONS } else { Permissions::empty() };
    call.need_in(&channel, Permissions::READ_MESSAGE_HISTORY | add)?;
    need_active(&channel)?;
    let bot = call.core.world().bot_id().get();
    let author = find(call, channel.id, message)?["author"]["id"].clone();
    if call.core.world_mut().change_messages(channel.id, |all| all.react(message, &emoji, bot)) {
        let mut data = with_place(reaction(message, &emoji, bot), &channel);
        data["message_author_id"] = author;
        if let Some(guild) = channel.guild {
            let member = call.core.world().guild(guild).and_then(|guild| guild.members.get(bot));
            data["member"] = member.unwrap_or_default();
        }
        call.dispatch_in(channel.place(), "MESSAGE_REACTION_ADD", &data);
    }
    Reply::no_content()
}

fn take_away(call: &mut Call<'_>, user: u64) -> Result<Reply, ApiError> {
    let (channel, message, emoji) = target(call)?;
    if call.core.world_mut().change_messages(channel.id, |all| all.unreact(message, &emoji, user)) {
        let data = with_place(reaction(message, &emoji, user), &channel);
        call.dispatch_in(channel.place(), "MESSAGE_REACTION_REMOVE", &data);
    }
    Reply::no_content()
}

fn remove_own(call: &mut Call<'_>) -> Result<Reply, ApiError> {
    let bot = call.core.world().bot_id().get();
    take_away(call, bot)
}

fn remove(call: &mut Call<'_>) -> Result<Reply, ApiError> {
    let user = call.id(3)?;
    call.need_in(&call.channel(0)?, Permissions::MANAGE_MESSAGES)?;
    take_away(call, user)
}

fn list(call: &mut Call<'_>) -> Result<Reply, ApiError> {
    let (channel, message, emoji) = target(call)?;
    let limit = call.limit(25, 100)?;
    let world = call.core.world();
    let messages = world.messages(channel.id);
    let users = messages.reacted(message, &emoji).iter().take(limit);
    Reply::ok(users.filter_map(|user| world.user(*user)).collect())
}

fn clear(call: &mut Call<'_>) -> Result<Reply, ApiError> {
    let channel = call.channel(0)?;
    call.need_in(&channel, Permissions::MANAGE_MESSAGES)?;
    let message = call.id(1)?;
    find(call, channel.id, message)?;
    if call.core.world_mut().change_messages(channel.id, |all| all.clear_reactions(message, None)) {
        let data = with_place(json!({ "message_id": message.to_string() }), &channel);
        call.dispatch_in(channel.place(), "MESSAGE_REACTION_REMOVE_ALL", &data);
    }
    Reply::no_content()
}

fn clear_emoji(call: &mut Call<'_>) -> Result<Reply, ApiError> {
    let (channel, message, emoji) = target(call)?;
    call.need_in(&channel, Permissions::MANAGE_MESSAGES)?;
    let world = call.core.world_mut();
    if world.change_messages(channel.id, |all| all.clear_reactions(message, Some(&emoji))) {
        let data = json!({ "message_id": message.to_string(), "emoji": reaction_key(&emoji) });
        call.dispatch_in(
            channel.place(),
            "MESSAGE_REACTION_REMOVE_EMOJI",
            &with_place(data, &channel),
        );
    }
    Reply::no_content()
}
