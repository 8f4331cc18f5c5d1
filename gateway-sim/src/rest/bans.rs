//! Bans.
//!
//! Docs: [Guild, Get Guild Bans](https://docs.discord.com/developers/resources/guild#get-guild-bans) and following.

use gateway_model::Id;
use gateway_model::Permissions;
use gateway_model::id::marker;
use http::StatusCode;
use serde_json::{Value, json};

use super::audit_reason::audit_reason;
use super::call::{Call, Reply, guild_now};
use super::error::ApiError;
use super::form::{Field, Kind, read};
use super::route::Route;

pub(super) const ROUTES: &[Route] = &[
    Route::bot("GET", "/guilds/{guild}/bans", list),
    Route::bot("GET", "/guilds/{guild}/bans/{user}", get),
    Route::bot("PUT", "/guilds/{guild}/bans/{user}", create),
    Route::bot("DELETE", "/guilds/{guild}/bans/{user}", delete),
    Route::bot("POST", "/guilds/{guild}/bulk-ban", bulk),
];

/// Days for which messages can be deleted with a ban.
const MOST_DAYS: i64 = 7;

const DELETE_SECONDS: Field =
    Field::or_null("delete_message_seconds", Kind::Int(0, MOST_DAYS * 86_400));

fn list(call: &mut Call<'_>) -> Result<Reply, ApiError> {
    let guild = call.guild(0)?;
    call.need(guild, Permissions::BAN_MEMBERS)?;
    let limit = call.limit(1000, 1000)?;
    let bound = |name| call.query(name).and_then(|id| id.parse::<u64>().ok());
    let (before, after) = (bound("before"), bound("after"));
    let guild = guild_now(call, guild)?;
    // "If both before and after are provided, only before is respected", always in ascending order.
    let bans: Vec<Value> = match before {
        Some(before) => {
            let mut last: Vec<_> = guild.bans.range(..before).rev().take(limit).collect();
            last.reverse();
            last.into_iter().map(|(_, ban)| ban.clone()).collect()
        }
        None => {
            let from = after.map_or(0, |after| after.saturating_add(1));
            guild.bans.range(from..).take(limit).map(|(_, ban)| ban.clone()).collect()
        }
    };
    Reply::ok(Value::Array(bans))
}

fn get(call: &mut Call<'_>) -> Result<Reply, ApiError> {
    let guild = call.guild(0)?;
    call.need(guild, Permissions::BAN_MEMBERS)?;
    let ban = guild_now(call, guild)?.bans.get(&call.id(1)?).cloned();
    Reply::ok(ban.ok_or_else(|| ApiError::unknown(10_026, "Ban"))?)
}

fn create(call: &mut Call<'_>) -> Result<Reply, ApiError> {
    let guild = call.guild(0)?;
    let user = call.id(1)?;
    call.need(guild, Permissions::BAN_MEMBERS)?;
    let days = Field::or_null("delete_message_days", Kind::Int(0, MOST_DAYS));
    let fields = read(&[DELETE_SECONDS, days], &call.json()?)?;
    let number = |name: &str| fields.get(name).and_then(Value::as_u64);
    let seconds = number("delete_message_seconds")
        .or_else(|| number("delete_message_days").map(|days| days * 86_400));
    ban(call, guild, user, seconds.unwrap_or(0))?;
    Reply::no_content()
}

/// Bans a user: a member is removed first, and messages are deleted if requested.
fn ban(
    call: &mut Call<'_>,
    guild: Id<marker::Guild>,
    user: u64,
    delete_seconds: u64,
) -> Result<(), ApiError> {
    let object = call.core.world().user(user);
    let object = object.ok_or_else(|| ApiError::unknown(10_013, "User"))?;
    if guild_now(call, guild)?.members.contains(user) {
        call.above_member(guild, user)?;
        call.core.leave_guild(guild, user, call.now);
    }
    let reason = audit_reason(call.request)?;
    if let Some(held) = call.core.world_mut().guild_mut(guild) {
        held.bans.insert(user, json!({ "reason": reason, "user": object }));
    }
    let data = json!({ "guild_id": guild.to_string(), "user": object });
    call.dispatch("GUILD_BAN_ADD", Some(guild), &data);
    if delete_seconds > 0 {
        delete_messages(call, guild, user, delete_seconds)?;
    }
    Ok(())
}

/// Deletes a user's messages of the last seconds, with a Message Delete Bulk for each channel.
fn delete_messages(
    call: &mut Call<'_>,
    guild: Id<marker::Guild>,
    user: u64,
    seconds: u64,
) -> Result<(), ApiError> {
    let channels: Vec<u64> = guild_now(call, guild)?.channels.keys().copied().collect();
    let since = call.core.unix_ms().saturating_sub(seconds * 1000);
    let oldest = since.saturating_sub(gateway_model::id::DISCORD_EPOCH_MS) << 22;
    let author = json!(user.to_string());
    for channel in channels {
        let messages = call.core.world().messages(channel);
        let of_user = |id: &u64| {
            messages.get(*id, 0).is_some_and(|message| message["author"]["id"] == author)
        };
        let ids: Vec<u64> = messages.ids().filter(|id| *id >= oldest).filter(of_user).collect();
        drop(messages);
        if ids.is_empty() {
            continue;
        }
        call.core.world_mut().erase_many(channel, &ids);
        let data = json!({
            "ids": ids.iter().map(u64::to_string).collect::<Vec<_>>(),
            "channel_id": channel.to_string(),
            "guild_id": guild.to_string(),
        });
        call.dispatch_in((channel, Some(guild)), "MESSAGE_DELETE_BULK", &data);
    }
    Ok(())
}

fn delete(call: &mut Call<'_>) -> Result<Reply, ApiError> {
    let guild = call.guild(0)?;
    let user = call.id(1)?;
    call.need(guild, Permissions::BAN_MEMBERS)?;
    let held = call.core.world_mut().guild_mut(guild);
    let lifted = held.and_then(|held| held.bans.remove(&user));
    let lifted = lifted.ok_or_else(|| ApiError::unknown(10_026, "Ban"))?;
    let data = json!({ "guild_id": guild.to_string(), "user": lifted["user"] });
    call.dispatch("GUILD_BAN_REMOVE", Some(guild), &data);
    Reply::no_content()
}

fn bulk(call: &mut Call<'_>) -> Result<Reply, ApiError> {
    let guild = call.guild(0)?;
    call.need(guild, Permissions::BAN_MEMBERS | Permissions::MANAGE_GUILD)?;
    let users = Field::required("user_ids", Kind::Snowflakes(200));
    let fields = read(&[users, DELETE_SECONDS], &call.json()?)?;
    let seconds = fields.get("delete_message_seconds").and_then(Value::as_u64).unwrap_or(0);
    let (mut banned, mut failed) = (Vec::new(), Vec::new());
    for id in fields["user_ids"].as_array().into_iter().flatten() {
        let user = id.as_str().and_then(|id| id.parse().ok()).unwrap_or_default();
        match ban(call, guild, user, seconds) {
            Ok(()) => banned.push(id.clone()),
            Err(_) => failed.push(id.clone()),
        }
    }
    if banned.is_empty() {
        return Err(ApiError::new(StatusCode::BAD_REQUEST, 500_000, "Failed to ban users"));
    }
    Reply::ok(json!({ "banned_users": banned, "failed_users": failed }))
}
