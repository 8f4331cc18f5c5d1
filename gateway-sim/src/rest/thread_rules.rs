//! Rules for threads in every route: archived and locked ones, and the events of changes.
//!
//! Docs: [Threads, Active & Archived Threads](https://docs.discord.com/developers/topics/threads#active-archived-threads).

use gateway_model::Id;
use gateway_model::Permissions;
use gateway_model::id::marker;
use http::StatusCode;
use serde_json::{Value, json};

use super::call::{Call, Channel, guild_now};
use super::error::ApiError;
use crate::clock::timestamp;
use crate::world::is_thread;

/// Returns the thread's guild, if a channel is a thread.
pub(super) fn thread_guild(channel: &Channel) -> Result<Id<marker::Guild>, ApiError> {
    channel.guild.filter(|_| is_thread(&channel.object)).ok_or_else(|| {
        let message = "Cannot execute action on this channel type";
        ApiError::new(StatusCode::BAD_REQUEST, 50_024, message)
    })
}

fn is_archived(channel: &Channel) -> bool {
    is_thread(&channel.object) && channel.object["thread_metadata"]["archived"] == true
}

/// Requires that a thread is not archived; other channels are always accepted.
pub(super) fn need_active(channel: &Channel) -> Result<(), ApiError> {
    if is_archived(channel) {
        return Err(ApiError::new(StatusCode::BAD_REQUEST, 50_083, "Thread is archived"));
    }
    Ok(())
}

/// Requires that a thread can be written in. An archived one becomes active, unless it is locked.
pub(super) fn wake(call: &mut Call<'_>, channel: &Channel) -> Result<(), ApiError> {
    let Ok(guild) = thread_guild(channel) else { return Ok(()) };
    let locked = channel.object["thread_metadata"]["locked"] == true;
    if locked && call.need_in(channel, Permissions::MANAGE_THREADS).is_err() {
        return Err(ApiError::new(StatusCode::FORBIDDEN, 160_005, "Thread is locked"));
    }
    if is_archived(channel) {
        let now = timestamp(call.core.unix_ms());
        if let Some(object) = call.core.world_mut().channel_mut(channel.id) {
            object["thread_metadata"]["archived"] = json!(false);
            object["thread_metadata"]["archive_timestamp"] = json!(now);
        }
        tell_of_update(call, guild, channel.id, true);
    }
    Ok(())
}

/// Returns a thread as the bot sees it.
pub(super) fn shown(
    call: &Call<'_>,
    guild: Id<marker::Guild>,
    thread: u64,
) -> Result<Value, ApiError> {
    let bot = call.core.world().bot_id().get();
    let shown = guild_now(call, guild)?.thread(thread, bot);
    shown.ok_or_else(|| ApiError::unknown(10_003, "Channel"))
}

/// Dispatches Thread Update, and for a thread that became active Thread Member Update.
///
/// Docs: [Threads, Unarchiving a Thread](https://docs.discord.com/developers/topics/threads#unarchiving-a-thread).
pub(super) fn tell_of_update(
    call: &mut Call<'_>,
    guild: Id<marker::Guild>,
    thread: u64,
    became_active: bool,
) {
    call.core.watch_thread(guild, thread);
    let Ok(object) = shown(call, guild, thread) else { return };
    call.dispatch_in((thread, Some(guild)), "THREAD_UPDATE", &object);
    if became_active && object["member"].is_object() {
        let mut member = object["member"].clone();
        member["guild_id"] = json!(guild.to_string());
        call.dispatch("THREAD_MEMBER_UPDATE", Some(guild), &member);
    }
}
