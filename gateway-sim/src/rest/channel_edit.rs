//! Creating, changing and deleting channels.
//!
//! Docs: [Channel Resource](https://docs.discord.com/developers/resources/channel) and
//! [Guild, Create Guild Channel](https://docs.discord.com/developers/resources/guild#create-guild-channel).

use gateway_model::Id;
use gateway_model::Permissions;
use gateway_model::id::marker;
use http::StatusCode;
use serde_json::{Map, Value, json};

use super::call::{Call, Channel, Reply, guild_now};
use super::error::ApiError;
use super::form::{Field, Kind, id_of, read};
use super::forum_tags::fill_tags;
use super::route::Route;
use super::thread_edit;
use crate::world::is_thread;

pub(super) const ROUTES: &[Route] = &[
    Route::bot("POST", "/guilds/{guild}/channels", create),
    Route::bot("PATCH", "/guilds/{guild}/channels", positions),
    Route::bot("PATCH", "/channels/{channel}", edit),
    Route::bot("DELETE", "/channels/{channel}", delete),
    Route::bot("PUT", "/channels/{channel}/permissions/{overwrite}", set_overwrite),
    Route::bot("DELETE", "/channels/{channel}/permissions/{overwrite}", delete_overwrite),
    Route::bot("PUT", "/channels/{channel}/voice-status", set_voice_status),
];

/// Kinds of channel that can be created in a guild.
const KINDS: &[i64] = &[0, 2, 4, 5, 13, 15, 16];

/// The most channels of a guild; one more is JSON error 30013.
const MOST_CHANNELS: usize = 500;

const FIELDS: &[Field] = &[
    Field::new("name", Kind::Text(1, 100)),
    Field::or_null("position", Kind::Int(0, i32::MAX as i64)),
    Field::or_null("topic", Kind::Text(0, 1024)),
    Field::or_null("nsfw", Kind::Flag),
    Field::or_null("rate_limit_per_user", Kind::Int(0, 21_600)),
    Field::or_null("bitrate", Kind::Int(8000, 384_000)),
    Field::or_null("user_limit", Kind::Int(0, 10_000)),
    Field::or_null("permission_overwrites", Kind::List),
    Field::or_null("parent_id", Kind::Snowflake),
    Field::or_null("rtc_region", Kind::Text(1, 100)),
    Field::or_null("video_quality_mode", Kind::OneOf(&[1, 2])),
    Field::or_null("default_auto_archive_duration", Kind::OneOf(&[60, 1440, 4320, 10_080])),
    Field::new("flags", Kind::Int(0, i64::MAX)),
    Field::or_null("available_tags", Kind::List),
    Field::or_null("default_reaction_emoji", Kind::Object),
    Field::or_null("default_thread_rate_limit_per_user", Kind::Int(0, 21_600)),
    Field::or_null("default_sort_order", Kind::OneOf(&[0, 1])),
    Field::or_null("default_forum_layout", Kind::OneOf(&[0, 1, 2])),
];

fn create(call: &mut Call<'_>) -> Result<Reply, ApiError> {
    let guild = call.guild(0)?;
    call.need(guild, Permissions::MANAGE_CHANNELS)?;
    let body = call.json()?;
    let wanted =
        [Field::required("name", Kind::Text(1, 100)), Field::or_null("type", Kind::OneOf(KINDS))];
    let mut fields = read(&wanted, &body)?;
    fields.extend(checked(call, guild, &body)?);
    fill_tags(call, &mut fields, &Value::Null)?;
    let held = guild_now(call, guild)?;
    let count = held.channels.values().filter(|channel| !is_thread(channel)).count();
    if count >= MOST_CHANNELS {
        let message = "Maximum number of server channels reached (500)";
        return Err(ApiError::new(StatusCode::BAD_REQUEST, 30_013, message));
    }
    let kind = fields.remove("type").and_then(|kind| kind.as_i64()).unwrap_or(0);
    let position = count;
    drop(held);
    let unix_ms = call.core.unix_ms();
    let id = call.core.world_mut().next_id(unix_ms);
    let mut channel = blank(id, kind, position);
    lay_over(&mut channel, fields);
    put(call, guild, id, channel.clone());
    call.core.world_mut().note_channel(id, guild);
    Reply::created(announce(call, "CHANNEL_CREATE", guild, channel))
}

/// Returns a channel with the fields that its kind always has.
fn blank(id: u64, kind: i64, position: usize) -> Value {
    let mut channel = json!({
        "id": id.to_string(),
        "type": kind,
        "position": position,
        "permission_overwrites": [],
        "parent_id": null,
        "nsfw": false,
        "flags": 0,
    });
    if kind != 4 {
        channel["rate_limit_per_user"] = json!(0);
        channel["last_message_id"] = Value::Null;
    }
    match kind {
        2 | 13 => {
            channel["bitrate"] = json!(64_000);
            channel["user_limit"] = json!(0);
            channel["rtc_region"] = Value::Null;
        }
        0 | 5 | 15 | 16 => channel["topic"] = Value::Null,
        _ => {}
    }
    channel
}

/// Returns a body's fields, with validated overwrites and parent.
fn checked(
    call: &Call<'_>,
    guild: Id<marker::Guild>,
    body: &Value,
) -> Result<Map<String, Value>, ApiError> {
    let mut fields = read(FIELDS, body)?;
    if let Some(parent) = fields.get("parent_id").and_then(Value::as_str) {
        let held = guild_now(call, guild)?;
        let parent = parent.parse().ok().and_then(|id: u64| held.channels.get(&id));
        if parent.is_none_or(|parent| parent["type"] != 4) {
            let message = "Category does not exist";
            return Err(ApiError::field("parent_id", "CHANNEL_PARENT_INVALID", message));
        }
    }
    if let Some(Value::Array(list)) = fields.get_mut("permission_overwrites") {
        call.need(guild, Permissions::MANAGE_ROLES)?;
        for (at, one) in list.iter_mut().enumerate() {
            let path = format!("permission_overwrites.{at}");
            *one = overwrite(one).map_err(|field| {
                let path = format!("{path}.{field}");
                ApiError::field(&path, "BASE_TYPE_REQUIRED", "This field is required")
            })?;
        }
    }
    Ok(fields)
}

/// Validates an overwrite object; returns the name of the wrong field as an error.
///
/// Docs: "the `allow` and `deny` keys can be omitted or set to `null`, which both default to "0"".
fn overwrite(value: &Value) -> Result<Value, &'static str> {
    let bits = |name: &'static str| match &value[name] {
        Value::Null => Ok("0".to_owned()),
        Value::String(text) if text.parse::<u64>().is_ok() => Ok(text.clone()),
        Value::Number(number) if number.is_u64() => Ok(number.to_string()),
        _ => Err(name),
    };
    let id = id_of(&value["id"]).ok_or("id")?.to_string();
    let kind = value["type"].as_u64().filter(|kind| *kind <= 1).ok_or("type")?;
    Ok(json!({ "id": id, "type": kind, "allow": bits("allow")?, "deny": bits("deny")? }))
}

/// Merges fields into an object. If null means "the default", the value of an empty channel is used.
fn lay_over(channel: &mut Value, fields: Map<String, Value>) {
    for (name, value) in fields {
        channel[name.as_str()] = match (name.as_str(), &value) {
            ("permission_overwrites" | "available_tags", Value::Null) => json!([]),
            ("nsfw", Value::Null) => json!(false),
            ("rate_limit_per_user" | "position" | "user_limit", Value::Null) => json!(0),
            ("bitrate", Value::Null) => json!(64_000),
            _ => value,
        };
    }
}

fn put(call: &mut Call<'_>, guild: Id<marker::Guild>, id: u64, channel: Value) {
    if let Some(held) = call.core.world_mut().guild_mut(guild) {
        held.channels.insert(id, channel);
    }
}

/// Dispatches an event with a channel of a guild; returns the object in the event.
fn announce(call: &mut Call<'_>, event: &str, guild: Id<marker::Guild>, channel: Value) -> Value {
    let mut object = channel;
    object["guild_id"] = json!(guild.to_string());
    call.core.world().fill_last_message(&mut object);
    call.dispatch(event, Some(guild), &object);
    object
}

fn own_object(channel: &Channel) -> Value {
    let mut object = channel.object.clone();
    if let Some(fields) = object.as_object_mut() {
        fields.remove("guild_id");
    }
    object
}

fn edit(call: &mut Call<'_>) -> Result<Reply, ApiError> {
    let channel = call.channel(0)?;
    let Some(guild) = channel.guild else {
        return Err(dm_refusal());
    };
    if is_thread(&channel.object) {
        return thread_edit::edit(call, &channel);
    }
    call.need_in(&channel, Permissions::MANAGE_CHANNELS)?;
    let body = call.json()?;
    let mut fields = checked(call, guild, &body)?;
    fill_tags(call, &mut fields, &channel.object["available_tags"])?;
    let mut object = own_object(&channel);
    lay_over(&mut object, fields);
    if object == own_object(&channel) {
        return Reply::ok(channel.object);
    }
    put(call, guild, channel.id, object.clone());
    Reply::ok(announce(call, "CHANNEL_UPDATE", guild, object))
}

fn dm_refusal() -> ApiError {
    ApiError::new(StatusCode::FORBIDDEN, 50_003, "Cannot execute action on a DM channel")
}

fn delete(call: &mut Call<'_>) -> Result<Reply, ApiError> {
    let channel = call.channel(0)?;
    let Some(guild) = channel.guild else {
        // A direct message channel is only closed, and opens again unchanged.
        return Reply::ok(channel.object);
    };
    let thread = is_thread(&channel.object);
    let needed = if thread { Permissions::MANAGE_THREADS } else { Permissions::MANAGE_CHANNELS };
    call.need_in(&channel, needed)?;
    call.core.empty_voice(guild, channel.id);
    call.core.close_stage(guild, channel.id);
    let Some(held) = call.core.world_mut().guild_mut(guild) else {
        return Err(ApiError::unknown(10_003, "Channel"));
    };
    held.channels.remove(&channel.id);
    let mut gone = vec![channel.id];
    let mut orphans = Vec::new();
    let own = json!(channel.id.to_string());
    let children = held.channels.iter().filter(|(_, child)| child["parent_id"] == own);
    for id in children.map(|(id, _)| *id).collect::<Vec<_>>() {
        let Some(child) = held.channels.get_mut(&id) else { continue };
        // Threads are deleted with their channel, without an event; channels outlive their category.
        if is_thread(child) {
            gone.push(id);
        } else {
            child["parent_id"] = Value::Null;
            orphans.push(child.clone());
        }
    }
    for id in &gone {
        held.channels.remove(id);
        held.thread_members.remove(id);
    }
    for id in gone {
        call.core.world_mut().forget_channel(id);
    }
    if thread {
        let data = json!({
            "id": channel.id.to_string(),
            "guild_id": guild.to_string(),
            "parent_id": channel.object["parent_id"],
            "type": channel.object["type"],
        });
        call.dispatch("THREAD_DELETE", Some(guild), &data);
    } else {
        announce(call, "CHANNEL_DELETE", guild, own_object(&channel));
    }
    for orphan in orphans {
        announce(call, "CHANNEL_UPDATE", guild, orphan);
    }
    Reply::ok(channel.object)
}

/// Docs: [Guild, Modify Guild Channel Positions](https://docs.discord.com/developers/resources/guild#modify-guild-channel-positions).
fn positions(call: &mut Call<'_>) -> Result<Reply, ApiError> {
    let guild = call.guild(0)?;
    call.need(guild, Permissions::MANAGE_CHANNELS)?;
    let body = call.json()?;
    let Some(list) = body.as_array() else {
        return Err(ApiError::field("_", "LIST_TYPE_CONVERT", "Only iterables may be used"));
    };
    let wanted = [
        Field::required("id", Kind::Snowflake),
        Field::or_null("position", Kind::Int(0, i32::MAX as i64)),
        Field::or_null("parent_id", Kind::Snowflake),
    ];
    let moves = list.iter().map(|one| read(&wanted, one)).collect::<Result<Vec<_>, _>>()?;
    for fields in moves {
        let id = fields.get("id").and_then(Value::as_str).and_then(|id| id.parse::<u64>().ok());
        let held = guild_now(call, guild)?;
        let found = id.and_then(|id| Some((id, held.channels.get(&id)?.clone())));
        let (id, mut object) = found.ok_or_else(|| ApiError::unknown(10_003, "Channel"))?;
        drop(held);
        lay_over(&mut object, fields);
        put(call, guild, id, object.clone());
        announce(call, "CHANNEL_UPDATE", guild, object);
    }
    Reply::no_content()
}

fn with_overwrites(
    call: &mut Call<'_>,
    change: impl FnOnce(&mut Vec<Value>) -> Result<(), ApiError>,
) -> Result<Reply, ApiError> {
    let channel = call.channel(0)?;
    let guild = channel.guild.ok_or_else(dm_refusal)?;
    call.need_in(&channel, Permissions::MANAGE_ROLES)?;
    let mut object = own_object(&channel);
    let mut list = object["permission_overwrites"].as_array().cloned().unwrap_or_default();
    change(&mut list)?;
    object["permission_overwrites"] = Value::Array(list);
    put(call, guild, channel.id, object.clone());
    announce(call, "CHANNEL_UPDATE", guild, object);
    Reply::no_content()
}

fn set_overwrite(call: &mut Call<'_>) -> Result<Reply, ApiError> {
    let id = call.id(1)?.to_string();
    let mut body = call.json()?;
    body["id"] = json!(id);
    let new = overwrite(&body)
        .map_err(|field| ApiError::field(field, "BASE_TYPE_REQUIRED", "This field is required"))?;
    with_overwrites(call, |list| {
        list.retain(|one| one["id"] != id.as_str());
        list.push(new);
        Ok(())
    })
}

fn delete_overwrite(call: &mut Call<'_>) -> Result<Reply, ApiError> {
    let id = call.id(1)?.to_string();
    with_overwrites(call, |list| {
        let before = list.len();
        list.retain(|one| one["id"] != id.as_str());
        if list.len() < before {
            return Ok(());
        }
        Err(ApiError::unknown(10_009, "Overwrite"))
    })
}

/// Docs: [Channel, Set Voice Channel Status](https://docs.discord.com/developers/resources/channel#set-voice-channel-status).
fn set_voice_status(call: &mut Call<'_>) -> Result<Reply, ApiError> {
    let channel = call.channel(0)?;
    let guild = channel.guild.ok_or_else(dm_refusal)?;
    if channel.object["type"] != 2 {
        let message = "Cannot execute action on this channel type";
        return Err(ApiError::new(StatusCode::BAD_REQUEST, 50_024, message));
    }
    let bot = call.core.world().bot_id().get();
    let there = guild_now(call, guild)?
        .voice_states
        .get(&bot)
        .is_some_and(|state| state["channel_id"] == channel.id.to_string().as_str());
    let status = Permissions::SET_VOICE_CHANNEL_STATUS;
    let outside = Permissions::MANAGE_CHANNELS;
    call.need_in(&channel, if there { status } else { status | outside })?;
    let fields = read(&[Field::or_null("status", Kind::Text(0, 500))], &call.json()?)?;
    let text = fields.get("status").and_then(Value::as_str).filter(|text| !text.is_empty());
    let text = text.map(str::to_owned);
    if let Some(held) = call.core.world_mut().guild_mut(guild) {
        held.voice_info.entry(channel.id).or_default().status.clone_from(&text);
    }
    let data = json!({
        "id": channel.id.to_string(),
        "guild_id": guild.to_string(),
        "status": text,
    });
    call.dispatch("VOICE_CHANNEL_STATUS_UPDATE", Some(guild), &data);
    Reply::no_content()
}
