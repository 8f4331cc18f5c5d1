//! Lists of threads: the active ones of a guild, the archived ones of a channel.
//!
//! Docs: [Threads, Enumerating threads](https://docs.discord.com/developers/topics/threads#enumerating-threads).

use gateway_model::{Permissions, Timestamp};
use serde_json::{Value, json};

use super::call::{Call, Channel, Reply, guild_now};
use super::error::ApiError;
use super::route::Route;
use super::thread_rules::shown;
use crate::world::{is_active_thread, is_thread};

pub(super) const ROUTES: &[Route] = &[
    Route::bot("GET", "/guilds/{guild}/threads/active", active),
    Route::bot("GET", "/channels/{channel}/threads/archived/public", public),
    Route::bot("GET", "/channels/{channel}/threads/archived/private", private),
    Route::bot("GET", "/channels/{channel}/users/@me/threads/archived/private", joined),
];

/// Returns threads with the bot's memberships, newest first by the key from `order`.
fn answer(threads: Vec<Value>, more: bool) -> Value {
    let members: Vec<Value> =
        threads.iter().map(|thread| thread["member"].clone()).filter(Value::is_object).collect();
    json!({ "threads": threads, "members": members, "has_more": more })
}

fn active(call: &mut Call<'_>) -> Result<Reply, ApiError> {
    let guild = call.guild(0)?;
    let held = guild_now(call, guild)?;
    let ids = held.channels.iter().rev().filter(|(_, channel)| is_active_thread(channel));
    let ids: Vec<u64> = ids.map(|(id, _)| *id).collect();
    drop(held);
    let mut threads = Vec::new();
    for id in ids {
        let channel = call.channel_of_id(id)?;
        if call.need_in(&channel, Permissions::VIEW_CHANNEL).is_ok() {
            threads.push(shown(call, guild, id)?);
        }
    }
    Reply::ok(answer(threads, false))
}

/// Returns the archived threads of a channel whose type matches.
fn archived(
    call: &Call<'_>,
    parent: &Channel,
    fits: impl Fn(&Value) -> bool,
) -> Result<Vec<Value>, ApiError> {
    let Some(guild) = parent.guild else { return Err(ApiError::unknown(10_003, "Channel")) };
    let held = guild_now(call, guild)?;
    let own = json!(parent.id.to_string());
    let of_parent = held.channels.iter().filter(|(_, channel)| {
        is_thread(channel) && !is_active_thread(channel) && channel["parent_id"] == own
    });
    let bot = call.core.world().bot_id().get();
    let threads = of_parent.filter_map(|(id, _)| held.thread(*id, bot));
    Ok(threads.filter(|thread| fits(thread)).collect())
}

/// Cuts a list, newest first by the key, to the items before a bound.
fn page<K: Ord>(
    call: &Call<'_>,
    mut threads: Vec<Value>,
    key: impl Fn(&Value) -> Option<K>,
    before: Option<K>,
) -> Result<Reply, ApiError> {
    let limit = call.limit(50, 100)?;
    threads
        .retain(|thread| before.as_ref().is_none_or(|before| key(thread).as_ref() < Some(before)));
    threads.sort_by_key(|thread| std::cmp::Reverse(key(thread)));
    let more = threads.len() > limit;
    threads.truncate(limit);
    Reply::ok(answer(threads, more))
}

fn by_archive_time(call: &Call<'_>, threads: Vec<Value>) -> Result<Reply, ApiError> {
    let time = |text: &str| text.parse::<Timestamp>().ok();
    let before = match call.query("before") {
        Some(text) => Some(time(&text).ok_or_else(|| {
            let message = "Could not parse as ISO8601.";
            ApiError::field("before", "DATE_TIME_TYPE_PARSE", message)
        })?),
        None => None,
    };
    let key = |thread: &Value| time(thread["thread_metadata"]["archive_timestamp"].as_str()?);
    page(call, threads, key, before)
}

fn public(call: &mut Call<'_>) -> Result<Reply, ApiError> {
    let channel = call.channel(0)?;
    call.need_in(&channel, Permissions::READ_MESSAGE_HISTORY)?;
    by_archive_time(call, archived(call, &channel, |thread| thread["type"] != 12)?)
}

fn private(call: &mut Call<'_>) -> Result<Reply, ApiError> {
    let channel = call.channel(0)?;
    call.need_in(&channel, Permissions::READ_MESSAGE_HISTORY | Permissions::MANAGE_THREADS)?;
    by_archive_time(call, archived(call, &channel, |thread| thread["type"] == 12)?)
}

fn joined(call: &mut Call<'_>) -> Result<Reply, ApiError> {
    let channel = call.channel(0)?;
    call.need_in(&channel, Permissions::READ_MESSAGE_HISTORY)?;
    let is_joined = |thread: &Value| thread["type"] == 12 && thread["member"].is_object();
    let threads = archived(call, &channel, is_joined)?;
    let before = call.query("before").and_then(|id| id.parse::<u64>().ok());
    page(call, threads, |thread| thread["id"].as_str()?.parse().ok(), before)
}
