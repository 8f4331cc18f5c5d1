//! Starting threads: from a message, without one, and as a post in a forum.
//!
//! Docs: [Channel, Start Thread from Message](https://docs.discord.com/developers/resources/channel#start-thread-from-message) and
//! following.

use gateway_model::Id;
use gateway_model::Permissions;
use gateway_model::id::marker;
use http::StatusCode;
use serde_json::{Map, Value, json};

use super::automod_check::check_title;
use super::call::{Call, Channel, Reply, guild_now};
use super::error::ApiError;
use super::form::{Field, Kind, read};
use super::forum_tags::check_tags;
use super::messages::{draft, find, keep_and_dispatch, keep_edit, with_place};
use super::route::Route;
use super::thread_rules::{shown, tell_of_members};
use crate::clock::timestamp;
use crate::world::{is_active_thread, new_message};

pub(super) const ROUTES: &[Route] = &[
    Route::bot("POST", "/channels/{channel}/messages/{message}/threads", from_message),
    Route::bot("POST", "/channels/{channel}/threads", without_message),
];

/// Channel types. Docs: [Channel, Channel Types](https://docs.discord.com/developers/resources/channel#channel-object-channel-types).
const TEXT: u64 = 0;
const ANNOUNCEMENT: u64 = 5;
const ANNOUNCEMENT_THREAD: u64 = 10;
const PUBLIC_THREAD: u64 = 11;
const PRIVATE_THREAD: u64 = 12;
const FORUM: u64 = 15;
const MEDIA: u64 = 16;

/// Docs: [Message, Message Flags](https://docs.discord.com/developers/resources/message#message-object-message-flags).
const HAS_THREAD: u64 = 1 << 5;
/// The type of the message that refers to the message from which a thread was started.
const THREAD_STARTER_MESSAGE: u64 = 21;

/// The most active threads of a guild; one more is JSON error 160006. The docs do not give the number.
const MOST_ACTIVE: usize = 1000;

const FIELDS: &[Field] = &[
    Field::required("name", Kind::Text(1, 100)),
    Field::or_null("auto_archive_duration", Kind::OneOf(&[60, 1440, 4320, 10_080])),
    Field::or_null("rate_limit_per_user", Kind::Int(0, 21_600)),
    Field::or_null("type", Kind::OneOf(&[10, 11, 12])),
    Field::or_null("invitable", Kind::Flag),
    Field::or_null("applied_tags", Kind::Snowflakes(5)),
];

fn wrong_type() -> ApiError {
    let message = "Cannot execute action on this channel type";
    ApiError::new(StatusCode::BAD_REQUEST, 50_024, message)
}

fn from_message(call: &mut Call<'_>) -> Result<Reply, ApiError> {
    let parent = call.channel(0)?;
    let guild = parent.guild.ok_or_else(wrong_type)?;
    let of_type = match parent.object["type"].as_u64() {
        Some(TEXT) => PUBLIC_THREAD,
        Some(ANNOUNCEMENT) => ANNOUNCEMENT_THREAD,
        _ => return Err(wrong_type()),
    };
    let needed = Permissions::CREATE_PUBLIC_THREADS | Permissions::READ_MESSAGE_HISTORY;
    call.need_in(&parent, needed)?;
    let id = call.id(1)?;
    let mut message = find(call, parent.id, id)?;
    let fields = read(FIELDS, &call.json()?)?;
    if guild_now(call, guild)?.channels.contains_key(&id) {
        let text = "A thread has already been created for this message";
        return Err(ApiError::new(StatusCode::BAD_REQUEST, 160_004, text));
    }
    let thread = make(call, &parent, guild, (id, of_type), &fields)?;
    let flags = message["flags"].as_u64().unwrap_or(0);
    message["flags"] = json!(flags | HAS_THREAD);
    message["thread"] = thread.clone();
    keep_edit(call, &parent, id, &message);
    point_at_start(call, &parent, id, message);
    Reply::created(thread)
}

/// Adds the first message of a thread that was started from a message; it refers to that message.
///
/// Docs: [Threads, New Message Types](https://docs.discord.com/developers/topics/threads#new-message-types).
fn point_at_start(call: &mut Call<'_>, parent: &Channel, thread: u64, mut start: Value) {
    let Ok(channel) = call.channel_of_id(thread) else { return };
    let unix_ms = call.core.unix_ms();
    let id = call.core.world_mut().next_id(unix_ms);
    let author = call.core.world().bot_user();
    let mut message = new_message(id, thread, author, unix_ms);
    message["type"] = json!(THREAD_STARTER_MESSAGE);
    let reference = json!({ "type": 0, "message_id": start["id"] });
    message["message_reference"] = with_place(reference, parent);
    if let Some(fields) = start.as_object_mut() {
        fields.remove("thread");
    }
    message["referenced_message"] = start;
    keep_and_dispatch(call, &channel, id, &message, true);
}

fn without_message(call: &mut Call<'_>) -> Result<Reply, ApiError> {
    let parent = call.channel(0)?;
    let guild = parent.guild.ok_or_else(wrong_type)?;
    let body = call.json()?;
    let parent_type = parent.object["type"].as_u64();
    if let Some(FORUM | MEDIA) = parent_type {
        return post(call, &parent, guild, &body);
    }
    let fields = read(FIELDS, &body)?;
    let wanted = fields.get("type").and_then(Value::as_u64).unwrap_or(PRIVATE_THREAD);
    match (parent_type, wanted) {
        (Some(TEXT), PUBLIC_THREAD | PRIVATE_THREAD) => {}
        (Some(ANNOUNCEMENT), ANNOUNCEMENT_THREAD) => {}
        (Some(TEXT | ANNOUNCEMENT), _) => {
            let message = "This type of thread cannot be created in this channel";
            return Err(ApiError::field("type", "BASE_TYPE_CHOICES", message));
        }
        _ => return Err(wrong_type()),
    }
    call.need_in(
        &parent,
        match wanted {
            PRIVATE_THREAD => Permissions::CREATE_PRIVATE_THREADS,
            _ => Permissions::CREATE_PUBLIC_THREADS,
        },
    )?;
    let unix_ms = call.core.unix_ms();
    let id = call.core.world_mut().next_id(unix_ms);
    Reply::created(make(call, &parent, guild, (id, wanted), &fields)?)
}

/// Creates a post: a thread with its first message, which has the same id.
///
/// Docs: [Channel, Start Thread in Forum or Media Channel](https://docs.discord.com/developers/resources/channel#start-thread-in-forum-or-media-channel).
fn post(
    call: &mut Call<'_>,
    parent: &Channel,
    guild: Id<marker::Guild>,
    body: &Value,
) -> Result<Reply, ApiError> {
    call.need_in(parent, Permissions::SEND_MESSAGES)?;
    let mut fields = read(FIELDS, body)?;
    fields.remove("type");
    if !body["message"].is_object() {
        return Err(ApiError::field("message", "BASE_TYPE_REQUIRED", "This field is required"));
    }
    check_tags(parent, &fields)?;
    if fields.get("rate_limit_per_user").is_none() {
        // "This field is copied into rate_limit_per_user on the thread at creation time."
        let default = parent.object["default_thread_rate_limit_per_user"].clone();
        fields.insert("rate_limit_per_user".to_owned(), default);
    }
    let author = call.core.world().bot_user();
    let drafted = draft(call, parent, &body["message"], author);
    let (id, mut message) = drafted.map_err(|error| error.under("message"))?;
    message["channel_id"] = json!(id.to_string());
    let mut thread = make(call, parent, guild, (id, PUBLIC_THREAD), &fields)?;
    let channel = call.channel_of_id(id)?;
    keep_and_dispatch(call, &channel, id, &message, true);
    thread["message"] = message;
    Reply::created(thread)
}

/// Creates a thread with an id and a type, with the bot as its owner and first member.
fn make(
    call: &mut Call<'_>,
    parent: &Channel,
    guild: Id<marker::Guild>,
    (id, of_type): (u64, u64),
    fields: &Map<String, Value>,
) -> Result<Value, ApiError> {
    let active =
        guild_now(call, guild)?.channels.values().filter(|one| is_active_thread(one)).count();
    if active >= MOST_ACTIVE {
        let message = "Maximum number of active threads reached";
        return Err(ApiError::new(StatusCode::BAD_REQUEST, 160_006, message));
    }
    if let Some(title) = fields.get("name") {
        check_title(call, parent, title)?;
    }
    call.core.world_mut().forget_archived_thread(guild);
    let bot = call.core.world().bot_id().get();
    let now = timestamp(call.core.unix_ms());
    let thread = blank(call, parent, (id, of_type), fields, &now);
    call.core.world_mut().note_channel(id, guild);
    if let Some(held) = call.core.world_mut().guild_mut(guild) {
        held.channels.insert(id, thread);
        held.join_thread(id, bot, &now);
    }
    call.core.watch_thread(guild, id);
    let thread = shown(call, guild, id)?;
    let mut event = thread.clone();
    event["newly_created"] = json!(true);
    call.dispatch("THREAD_CREATE", Some(guild), &event);
    tell_of_members(call, guild, id, Some(bot), None);
    Ok(thread)
}

fn blank(
    call: &Call<'_>,
    parent: &Channel,
    (id, of_type): (u64, u64),
    fields: &Map<String, Value>,
    now: &str,
) -> Value {
    let given = |name: &str| fields.get(name).filter(|value| !value.is_null()).cloned();
    let mut thread = json!({
        "id": id.to_string(),
        "type": of_type,
        "parent_id": parent.id.to_string(),
        "owner_id": call.core.world().bot_id().to_string(),
        "name": fields.get("name"),
        "last_message_id": null,
        "rate_limit_per_user": given("rate_limit_per_user").unwrap_or_else(|| json!(0)),
        "message_count": 0,
        "total_message_sent": 0,
        "flags": 0,
        "thread_metadata": {
            "archived": false,
            "archive_timestamp": now,
            "auto_archive_duration": given("auto_archive_duration").unwrap_or_else(|| json!(4320)),
            "locked": false,
            "create_timestamp": now,
        },
    });
    if of_type == PRIVATE_THREAD {
        thread["thread_metadata"]["invitable"] = given("invitable").unwrap_or(Value::Bool(true));
    }
    if let Some(tags) = given("applied_tags") {
        thread["applied_tags"] = tags;
    }
    thread
}
