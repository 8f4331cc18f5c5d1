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
use super::forum_tags::{check_tags, ids_in};
use super::messages::{draft, find, keep_and_dispatch};
use super::route::Route;
use crate::core::NewThread;
use crate::world::{
    PRIVATE_THREAD, PUBLIC_THREAD, is_forum, may_have_thread, needed_for_thread, open_thread_of,
};

pub(super) const ROUTES: &[Route] = &[
    Route::bot("POST", "/channels/{channel}/messages/{message}/threads", from_message),
    Route::bot("POST", "/channels/{channel}/threads", without_message),
];

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
    let kind = open_thread_of(&parent.object).ok_or_else(wrong_type)?;
    call.need_in(&parent, needed_for_thread(kind, true))?;
    let id = call.id(1)?;
    find(call, parent.id, id)?;
    let fields = read(FIELDS, &call.json()?)?;
    if guild_now(call, guild)?.channels.contains_key(&id) {
        let text = "A thread has already been created for this message";
        return Err(ApiError::new(StatusCode::BAD_REQUEST, 160_004, text));
    }
    let new = new_thread(call, &parent, guild, (id, kind), &fields);
    let thread = make(call, &parent, &new)?;
    let author = call.core.world().bot_user();
    call.core.mark_thread_start(&new, &thread, author, call.now);
    Reply::created(thread)
}

fn without_message(call: &mut Call<'_>) -> Result<Reply, ApiError> {
    let parent = call.channel(0)?;
    let guild = parent.guild.ok_or_else(wrong_type)?;
    let body = call.json()?;
    if is_forum(&parent.object) {
        return post(call, &parent, guild, &body);
    }
    open_thread_of(&parent.object).ok_or_else(wrong_type)?;
    let fields = read(FIELDS, &body)?;
    let kind = fields.get("type").and_then(Value::as_u64).unwrap_or(PRIVATE_THREAD);
    if !may_have_thread(&parent.object, kind) {
        let message = "This type of thread cannot be created in this channel";
        return Err(ApiError::field("type", "BASE_TYPE_CHOICES", message));
    }
    call.need_in(&parent, needed_for_thread(kind, false))?;
    let unix_ms = call.core.unix_ms();
    let id = call.core.world_mut().next_id(unix_ms);
    let new = new_thread(call, &parent, guild, (id, kind), &fields);
    Reply::created(make(call, &parent, &new)?)
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
    check_tags(call, parent, ids_in(fields.get("applied_tags")), None)?;
    if fields.get("rate_limit_per_user").is_none() {
        // "This field is copied into rate_limit_per_user on the thread at creation time."
        let default = parent.object["default_thread_rate_limit_per_user"].clone();
        fields.insert("rate_limit_per_user".to_owned(), default);
    }
    let author = call.core.world().bot_user();
    let drafted = draft(call, parent, &body["message"], author);
    let (id, mut message) = drafted.map_err(|error| error.under("message"))?;
    message["channel_id"] = json!(id.to_string());
    let new = new_thread(call, parent, guild, (id, PUBLIC_THREAD), &fields);
    let mut thread = make(call, parent, &new)?;
    let channel = call.channel_of_id(id)?;
    keep_and_dispatch(call, &channel, id, &message, true);
    thread["message"] = message;
    Reply::created(thread)
}

/// Returns a thread with an id and a type that the bot starts.
fn new_thread<'f>(
    call: &Call<'_>,
    parent: &Channel,
    guild: Id<marker::Guild>,
    (id, kind): (u64, u64),
    fields: &'f Map<String, Value>,
) -> NewThread<'f> {
    let owner = call.core.world().bot_id().get();
    NewThread { id, kind, guild, parent: parent.id, owner, fields }
}

/// Starts a thread, with the bot as its owner and first member.
fn make(call: &mut Call<'_>, parent: &Channel, new: &NewThread<'_>) -> Result<Value, ApiError> {
    if !call.core.has_room_for_thread(new.guild) {
        let message = "Maximum number of active threads reached";
        return Err(ApiError::new(StatusCode::BAD_REQUEST, 160_006, message));
    }
    if let Some(title) = new.fields.get("name") {
        check_title(call, parent, title)?;
    }
    let started = call.core.start_thread(new, call.now);
    Ok(started.ok_or_else(|| ApiError::unknown(10_003, "Channel"))?.0)
}
