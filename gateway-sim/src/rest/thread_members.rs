//! Joining and leaving threads, and their members.
//!
//! Docs: [Channel, Join Thread](https://docs.discord.com/developers/resources/channel#join-thread) and following.

use gateway_model::Permissions;
use gateway_model::gateway::Intents;
use http::StatusCode;
use serde_json::{Value, json};

use super::call::{Call, Channel, Reply, guild_now};
use super::error::ApiError;
use super::route::Route;
use super::thread_rules::{need_active, shown, thread_guild};
use crate::clock::timestamp;

pub(super) const ROUTES: &[Route] = &[
    Route::bot("GET", "/channels/{channel}/thread-members", list),
    Route::bot("PUT", "/channels/{channel}/thread-members/@me", join),
    Route::bot("DELETE", "/channels/{channel}/thread-members/@me", leave),
    Route::bot("GET", "/channels/{channel}/thread-members/{user}", get),
    Route::bot("PUT", "/channels/{channel}/thread-members/{user}", add),
    Route::bot("DELETE", "/channels/{channel}/thread-members/{user}", remove),
];

/// The most members of a thread; one more is JSON error 30033.
const MOST_MEMBERS: usize = 1_000;

fn bot(call: &Call<'_>) -> u64 {
    call.core.world().bot_id().get()
}

fn join(call: &mut Call<'_>) -> Result<Reply, ApiError> {
    let channel = call.channel(0)?;
    let guild = thread_guild(&channel)?;
    call.need_in(&channel, Permissions::VIEW_CHANNEL)?;
    need_active(&channel)?;
    let user = bot(call);
    if put(call, &channel, user)? {
        let thread = shown(call, guild, channel.id)?;
        call.dispatch("THREAD_CREATE", Some(guild), &thread);
    }
    Reply::no_content()
}

fn add(call: &mut Call<'_>) -> Result<Reply, ApiError> {
    let channel = call.channel(0)?;
    let guild = thread_guild(&channel)?;
    call.need_in(&channel, Permissions::SEND_MESSAGES_IN_THREADS)?;
    need_active(&channel)?;
    let user = call.id(1)?;
    if !guild_now(call, guild)?.members.contains(user) {
        return Err(ApiError::unknown(10_007, "Member"));
    }
    if channel.object["thread_metadata"]["invitable"] == false {
        call.need_in(&channel, Permissions::MANAGE_THREADS)?;
    }
    put(call, &channel, user)?;
    Reply::no_content()
}

/// Adds a user; returns false if they were already in the thread.
fn put(call: &mut Call<'_>, channel: &Channel, user: u64) -> Result<bool, ApiError> {
    let guild = thread_guild(channel)?;
    let now = timestamp(call.core.unix_ms());
    let held = guild_now(call, guild)?;
    let members = held.thread_members.get(&channel.id).map_or(0, std::collections::BTreeMap::len);
    if members >= MOST_MEMBERS && held.thread_member(channel.id, user).is_none() {
        let message = "Maximum number of thread participants has been reached (1000)";
        return Err(ApiError::new(StatusCode::BAD_REQUEST, 30_033, message));
    }
    drop(held);
    let held = call.core.world_mut().guild_mut(guild);
    let new = held.is_some_and(|held| held.join_thread(channel.id, user, &now));
    if new {
        call.core.tell_of_thread_members(guild, channel.id, Some(user), None, call.now);
    }
    Ok(new)
}

fn leave(call: &mut Call<'_>) -> Result<Reply, ApiError> {
    let channel = call.channel(0)?;
    let user = bot(call);
    take(call, &channel, user)
}

fn remove(call: &mut Call<'_>) -> Result<Reply, ApiError> {
    let channel = call.channel(0)?;
    let own = channel.object["owner_id"] == bot(call).to_string().as_str();
    if !(own && channel.object["type"] == 12) {
        call.need_in(&channel, Permissions::MANAGE_THREADS)?;
    }
    let user = call.id(1)?;
    take(call, &channel, user)
}

fn take(call: &mut Call<'_>, channel: &Channel, user: u64) -> Result<Reply, ApiError> {
    let guild = thread_guild(channel)?;
    need_active(channel)?;
    let held = call.core.world_mut().guild_mut(guild);
    if held.is_some_and(|held| held.leave_thread(channel.id, user)) {
        call.core.tell_of_thread_members(guild, channel.id, None, Some(user), call.now);
    }
    Reply::no_content()
}

/// Returns a thread member, with the guild member if `with_member` asks for it.
fn with_member(call: &Call<'_>, channel: &Channel, user: u64) -> Result<Value, ApiError> {
    let held = guild_now(call, thread_guild(channel)?)?;
    let member = held.thread_member(channel.id, user);
    let mut member = member.ok_or_else(|| ApiError::unknown(10_007, "Member"))?.clone();
    if call.flag("with_member")? {
        member["member"] = held.members.get(user).unwrap_or_default();
    }
    Ok(member)
}

fn get(call: &mut Call<'_>) -> Result<Reply, ApiError> {
    let channel = call.channel(0)?;
    call.need_in(&channel, Permissions::VIEW_CHANNEL)?;
    let user = match call.text(1) {
        "@me" => bot(call),
        _ => call.id(1)?,
    };
    Reply::ok(with_member(call, &channel, user)?)
}

/// Lists the members of a thread. Without `with_member`, one answer has all of them.
fn list(call: &mut Call<'_>) -> Result<Reply, ApiError> {
    let channel = call.channel(0)?;
    let guild = thread_guild(&channel)?;
    call.need_in(&channel, Permissions::VIEW_CHANNEL)?;
    if !call.core.config().privileged_intents.contains(Intents::GUILD_MEMBERS) {
        let error = ApiError::new(StatusCode::FORBIDDEN, 50_001, "Missing Access");
        return Err(error.because("the intent GUILD_MEMBERS is not switched on for the app"));
    }
    let paged = call.flag("with_member")?;
    let limit = call.limit(100, 100)?;
    let after = call.query("after").and_then(|id| id.parse::<u64>().ok()).filter(|_| paged);
    let held = guild_now(call, guild)?;
    let users = held.thread_members.get(&channel.id).into_iter().flat_map(|members| members.keys());
    let wanted = users.copied().filter(|user| after.is_none_or(|after| *user > after));
    let wanted: Vec<u64> = wanted.take(if paged { limit } else { usize::MAX }).collect();
    let members = wanted.into_iter().map(|user| with_member(call, &channel, user));
    Reply::ok(json!(members.collect::<Result<Vec<_>, _>>()?))
}
