//! Scheduled events.
//!
//! Docs: [Guild Scheduled Event Resource](https://docs.discord.com/developers/resources/guild-scheduled-event).

use gateway_model::Id;
use gateway_model::Permissions;
use gateway_model::id::marker;
use http::StatusCode;
use serde_json::{Map, Value, json};

use super::call::{Call, Reply, guild_now};
use super::error::ApiError;
use super::form::{Field, Kind, id_of, read, read_object};
use super::recurrence::read_rule;
use super::route::Route;
use crate::world::{
    ACTIVE, CANCELED, COMPLETED, EXTERNAL, SCHEDULED, STAGE, STAGE_CHANNEL, STAGE_MODERATOR,
    is_finished, time_ms,
};

const ALL: &str = "/guilds/{guild}/scheduled-events";
const ONE: &str = "/guilds/{guild}/scheduled-events/{event}";

pub(super) const ROUTES: &[Route] = &[
    Route::bot("GET", ALL, list),
    Route::bot("POST", ALL, create),
    Route::bot("GET", ONE, get),
    Route::bot("PATCH", ONE, edit),
    Route::bot("DELETE", ONE, delete),
];

/// The most events of a guild that are not over; one more is JSON error 30038.
const MOST_EVENTS: usize = 100;

/// Fields that are required to create an event, and optional to change it.
const ALWAYS: [(&str, Kind); 4] = [
    ("name", Kind::Text(1, 100)),
    ("privacy_level", Kind::OneOf(&[2])),
    ("scheduled_start_time", Kind::Time),
    ("entity_type", Kind::OneOf(&[1, 2, 3])),
];

const FIELDS: &[Field] = &[
    Field::or_null("scheduled_end_time", Kind::Time),
    Field::or_null("description", Kind::Text(0, 1000)),
    Field::or_null("channel_id", Kind::Snowflake),
    Field::or_null("entity_metadata", Kind::Object),
    Field::or_null("image", Kind::Image),
    Field::or_null("recurrence_rule", Kind::Object),
];

/// Returns the fields of a body, with the recurrence rule completed.
fn fields(
    call: &Call<'_>,
    of_field: fn(&'static str, Kind) -> Field,
) -> Result<Map<String, Value>, ApiError> {
    let always = ALWAYS.into_iter().map(|(name, kind)| of_field(name, kind));
    let status = Field::or_null("status", Kind::OneOf(&[1, 2, 3, 4]));
    let wanted: Vec<Field> = always.chain(FIELDS.iter().copied()).chain([status]).collect();
    let mut fields = read(&wanted, &call.json()?)?;
    for name in ["scheduled_start_time", "scheduled_end_time"] {
        let given = fields.get(name).filter(|time| !time.is_null());
        if given.is_some_and(|time| time_ms(time).is_none()) {
            let message = "Could not parse as ISO8601.";
            return Err(ApiError::field(name, "DATE_TIME_TYPE_PARSE", message));
        }
    }
    if let Some(rule) = fields.get_mut("recurrence_rule").filter(|rule| !rule.is_null()) {
        *rule = read_rule(rule).map_err(|error| error.under("recurrence_rule"))?;
    }
    Ok(fields)
}

/// Docs: [Field Requirements By Entity Type](https://docs.discord.com/developers/resources/guild-scheduled-event#guild-scheduled-event-object-field-requirements-by-entity-type).
fn check(call: &Call<'_>, guild: Id<marker::Guild>, event: &mut Value) -> Result<(), ApiError> {
    let required =
        |field: &str| ApiError::field(field, "BASE_TYPE_REQUIRED", "This field is required");
    let (start, end) =
        (time_ms(&event["scheduled_start_time"]), time_ms(&event["scheduled_end_time"]));
    if end.is_some() && end <= start {
        let message = "End time must be after the start time.";
        let code = "GUILD_SCHEDULED_EVENT_END_BEFORE_START";
        return Err(ApiError::field("scheduled_end_time", code, message));
    }
    if event["entity_type"] == EXTERNAL {
        if !event["channel_id"].is_null() {
            let message = "Must be null for external events.";
            return Err(ApiError::field("channel_id", "BASE_TYPE_CHOICES", message));
        }
        if event["entity_metadata"].is_null() {
            return Err(required("entity_metadata"));
        }
        let location = [Field::required("location", Kind::Text(1, 100))];
        read_object(&location, event, "entity_metadata")?;
        event["entity_metadata"] = json!({ "location": event["entity_metadata"]["location"] });
        return end.map(|_| ()).ok_or_else(|| required("scheduled_end_time"));
    }
    event["entity_metadata"] = Value::Null;
    let id = id_of(&event["channel_id"]).ok_or_else(|| required("channel_id"))?;
    let channel = guild_now(call, guild)?.channels.get(&id).cloned();
    let channel = channel.ok_or_else(|| ApiError::unknown(10_003, "Channel"))?;
    let wanted = if event["entity_type"] == STAGE { STAGE_CHANNEL } else { 2 };
    if channel["type"] == wanted {
        return Ok(());
    }
    let message = "Cannot execute action on this channel type";
    Err(ApiError::new(StatusCode::BAD_REQUEST, 50_024, message))
}

/// Docs: [Guild Scheduled Event Permissions Requirements](https://docs.discord.com/developers/resources/guild-scheduled-event#guild-scheduled-event-permissions-requirements).
fn need(
    call: &Call<'_>,
    guild: Id<marker::Guild>,
    event: &Value,
    of_events: Permissions,
) -> Result<(), ApiError> {
    let beside = match event["entity_type"].as_u64() {
        Some(STAGE) => STAGE_MODERATOR,
        Some(EXTERNAL) => return call.need(guild, of_events),
        _ => Permissions::VIEW_CHANNEL | Permissions::CONNECT,
    };
    match id_of(&event["channel_id"]) {
        Some(channel) => call.need_in(&call.channel_of_id(channel)?, of_events | beside),
        None => call.need(guild, of_events),
    }
}

/// Requires the permissions to change or delete an event: fewer if the bot created it.
pub(super) fn need_to_change(
    call: &Call<'_>,
    guild: Id<marker::Guild>,
    event: &Value,
) -> Result<(), ApiError> {
    let own = event["creator_id"] == call.core.world().bot_id().to_string().as_str();
    if own && need(call, guild, event, Permissions::CREATE_EVENTS).is_ok() {
        return Ok(());
    }
    need(call, guild, event, Permissions::MANAGE_EVENTS)
}

pub(super) fn find(call: &Call<'_>, guild: Id<marker::Guild>, id: u64) -> Result<Value, ApiError> {
    let event = guild_now(call, guild)?.events.get(&id).cloned();
    event.ok_or_else(|| ApiError::unknown(10_070, "Guild Scheduled Event"))
}

/// Requires that the bot can view the channel of an event, if it has one.
pub(super) fn sees(call: &Call<'_>, event: &Value) -> Result<(), ApiError> {
    match id_of(&event["channel_id"]) {
        Some(channel) => call.need_in(&call.channel_of_id(channel)?, Permissions::VIEW_CHANNEL),
        None => Ok(()),
    }
}

/// Returns an event, with the number of its users if the query asks for it.
fn shown(
    call: &Call<'_>,
    guild: Id<marker::Guild>,
    id: u64,
    event: Value,
) -> Result<Value, ApiError> {
    match call.flag("with_user_count")? {
        true => Ok(guild_now(call, guild)?.event_with_count(id).unwrap_or_default()),
        false => Ok(event),
    }
}

fn list(call: &mut Call<'_>) -> Result<Reply, ApiError> {
    let guild = call.guild(0)?;
    let events: Vec<(u64, Value)> =
        guild_now(call, guild)?.events.iter().map(|(id, event)| (*id, event.clone())).collect();
    let seen =
        events.into_iter().filter(|(_, event)| !is_finished(event) && sees(call, event).is_ok());
    let list = seen.map(|(id, event)| shown(call, guild, id, event));
    Reply::ok(Value::Array(list.collect::<Result<_, _>>()?))
}

fn get(call: &mut Call<'_>) -> Result<Reply, ApiError> {
    let guild = call.guild(0)?;
    let id = call.id(1)?;
    let event = find(call, guild, id)?;
    sees(call, &event)?;
    Reply::ok(shown(call, guild, id, event)?)
}

fn check_future(call: &Call<'_>, event: &Value) -> Result<(), ApiError> {
    if time_ms(&event["scheduled_start_time"]).is_some_and(|start| start > call.core.unix_ms()) {
        return Ok(());
    }
    let code = "GUILD_SCHEDULED_EVENT_SCHEDULE_PAST";
    Err(ApiError::field("scheduled_start_time", code, "Cannot schedule event in the past."))
}

fn create(call: &mut Call<'_>) -> Result<Reply, ApiError> {
    let guild = call.guild(0)?;
    let mut fields = fields(call, Field::required)?;
    fields.remove("status");
    let unix_ms = call.core.unix_ms();
    let id = call.core.world_mut().next_id(unix_ms);
    let creator = call.core.world().bot_user();
    let mut event = json!({
        "id": id.to_string(),
        "guild_id": guild.to_string(),
        "channel_id": null,
        "creator_id": creator["id"],
        "creator": creator,
        "description": null,
        "image": null,
        "scheduled_end_time": null,
        "status": SCHEDULED,
        "entity_id": null,
        "entity_metadata": null,
        "recurrence_rule": null,
        "guild_scheduled_event_exceptions": [],
    });
    for (name, value) in fields {
        event[name.as_str()] = value;
    }
    check(call, guild, &mut event)?;
    check_future(call, &event)?;
    need(call, guild, &event, Permissions::CREATE_EVENTS)?;
    let open = guild_now(call, guild)?.events.values().filter(|event| !is_finished(event)).count();
    if open >= MOST_EVENTS {
        let message = "Maximum number of uncompleted guild scheduled events reached (100)";
        return Err(ApiError::new(StatusCode::BAD_REQUEST, 30_038, message));
    }
    keep(call, guild, id, &event, "GUILD_SCHEDULED_EVENT_CREATE");
    Reply::ok(event)
}

/// Stores an event, dispatches the change, and sets the alarm for its automatic changes.
fn keep(call: &mut Call<'_>, guild: Id<marker::Guild>, id: u64, event: &Value, told: &str) {
    if let Some(held) = call.core.world_mut().guild_mut(guild) {
        held.events.insert(id, event.clone());
    }
    call.dispatch(told, Some(guild), event);
    call.core.watch_event(guild, id);
}

fn edit(call: &mut Call<'_>) -> Result<Reply, ApiError> {
    let guild = call.guild(0)?;
    let id = call.id(1)?;
    let before = find(call, guild, id)?;
    need_to_change(call, guild, &before)?;
    need_unfinished(&before)?;
    let mut event = before.clone();
    for (name, value) in fields(call, Field::new)? {
        match (name.as_str(), value.is_null()) {
            ("status", true) => {}
            (name, _) => event[name] = value,
        }
    }
    check_transition(&before, &event)?;
    check(call, guild, &mut event)?;
    if event["scheduled_start_time"] != before["scheduled_start_time"] {
        check_future(call, &event)?;
    }
    need_to_change(call, guild, &event)?;
    if event["recurrence_rule"] != before["recurrence_rule"] {
        event["guild_scheduled_event_exceptions"] = json!([]);
        if let Some(held) = call.core.world_mut().guild_mut(guild) {
            held.forget_exceptions(id);
        }
    }
    if event != before {
        keep(call, guild, id, &event, "GUILD_SCHEDULED_EVENT_UPDATE");
    }
    Reply::ok(event)
}

/// Requires that an event is not over.
pub(super) fn need_unfinished(event: &Value) -> Result<(), ApiError> {
    if !is_finished(event) {
        return Ok(());
    }
    let message = "Cannot update a finished event";
    Err(ApiError::new(StatusCode::BAD_REQUEST, 180_000, message))
}

/// Docs: [Valid Guild Scheduled Event Status Transitions](https://docs.discord.com/developers/resources/guild-scheduled-event#guild-scheduled-event-object-valid-guild-scheduled-event-status-transitions).
fn check_transition(before: &Value, after: &Value) -> Result<(), ApiError> {
    match (before["status"].as_u64(), after["status"].as_u64()) {
        (old, new) if old == new => Ok(()),
        (Some(SCHEDULED), Some(ACTIVE | CANCELED)) | (Some(ACTIVE), Some(COMPLETED)) => Ok(()),
        _ => {
            let code = "GUILD_SCHEDULED_EVENT_INVALID_STATUS_TRANSITION";
            Err(ApiError::field("status", code, "Invalid Guild Scheduled Event Status Transition."))
        }
    }
}

fn delete(call: &mut Call<'_>) -> Result<Reply, ApiError> {
    let guild = call.guild(0)?;
    let id = call.id(1)?;
    let event = find(call, guild, id)?;
    need_to_change(call, guild, &event)?;
    if let Some(held) = call.core.world_mut().guild_mut(guild) {
        held.remove_event(id);
    }
    call.dispatch("GUILD_SCHEDULED_EVENT_DELETE", Some(guild), &event);
    Reply::no_content()
}
