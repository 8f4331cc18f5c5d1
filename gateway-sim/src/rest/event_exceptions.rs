//! Exceptions of a recurring scheduled event: single occurrences that are cancelled or take place at another time.
//!
//! Discord's docs do not describe them. Their fields are from Discord's OpenAPI description. Their events, and the rule
//! that a new recurrence rule removes them, are from the issues 8009 and 8420 of discord-api-docs.

use gateway_model::Id;
use gateway_model::id::{DISCORD_EPOCH_MS, marker};
use http::StatusCode;
use serde_json::{Value, json};

use super::call::{Call, Reply};
use super::error::ApiError;
use super::event_users::find_exception;
use super::form::{Field, Kind, read};
use super::route::Route;
use super::scheduled_events::{find, need_to_change, need_unfinished};
use crate::clock::timestamp;
use crate::world::{occurs_at, time_ms};

const ALL: &str = "/guilds/{guild}/scheduled-events/{event}/exceptions";
const ONE: &str = "/guilds/{guild}/scheduled-events/{event}/exceptions/{exception}";

pub(super) const ROUTES: &[Route] = &[
    Route::bot("POST", ALL, create),
    Route::bot("PATCH", ONE, edit),
    Route::bot("DELETE", ONE, delete),
];

/// The most exceptions of an event. It is not known whether Discord has a limit.
const MOST: usize = 100;

const FIELDS: [Field; 3] = [
    Field::or_null("scheduled_start_time", Kind::Time),
    Field::or_null("scheduled_end_time", Kind::Time),
    Field::or_null("is_canceled", Kind::Flag),
];

/// Returns the event in the path.
///
/// # Errors
///
/// Returns an error if the bot may not change the event, or if the event is over.
fn event(call: &Call<'_>) -> Result<(Id<marker::Guild>, u64, Value), ApiError> {
    let (guild, id) = (call.guild(0)?, call.id(1)?);
    let event = find(call, guild, id)?;
    need_to_change(call, guild, &event)?;
    need_unfinished(&event)?;
    Ok((guild, id, event))
}

/// Sets the fields of a body in an exception.
fn lay_over(exception: &mut Value, body: &Value) -> Result<(), ApiError> {
    for (name, value) in read(&FIELDS, body)? {
        exception[name.as_str()] = match time_ms(&value) {
            Some(ms) => json!(timestamp(ms)),
            None if name == "is_canceled" => json!(value == true),
            None => value,
        };
    }
    let [start, end] =
        ["scheduled_start_time", "scheduled_end_time"].map(|name| time_ms(&exception[name]));
    if start.is_some() && end.is_some() && end <= start {
        let code = "GUILD_SCHEDULED_EVENT_END_BEFORE_START";
        let message = "End time must be after the start time.";
        return Err(ApiError::field("scheduled_end_time", code, message));
    }
    Ok(())
}

/// Stores an event whose exceptions have changed, and dispatches what happened to one of them.
fn keep(
    call: &mut Call<'_>,
    (guild, id, event): (Id<marker::Guild>, u64, Value),
    told: &str,
    before: Value,
    after: Value,
) {
    let mut data = if after.is_null() { before.clone() } else { after.clone() };
    let world = call.core.world_mut();
    if let Some(held) = world.guild_mut(guild) {
        held.events.insert(id, event);
    }
    world.note_exception(guild, before, after);
    data["guild_id"] = json!(guild.to_string());
    call.dispatch(told, Some(guild), &data);
}

fn create(call: &mut Call<'_>) -> Result<Reply, ApiError> {
    let (guild, id, mut event) = event(call)?;
    let body = call.json()?;
    let name = "original_scheduled_start_time";
    let original = read(&[Field::required(name, Kind::Time)], &body)?;
    let wrong = |code: &str, message: &str| ApiError::field(name, code, message);
    let original = time_ms(&original[name])
        .filter(|ms| *ms >= DISCORD_EPOCH_MS)
        .ok_or_else(|| wrong("DATE_TIME_TYPE_PARSE", "Could not parse as ISO8601."))?;
    let rule = &event["recurrence_rule"];
    let not_recurring = "GUILD_SCHEDULED_EVENT_EXCEPTION_INVALID_TIME";
    if rule.is_null() {
        return Err(wrong(not_recurring, "The event does not recur."));
    }
    if !occurs_at(rule, original)
        && !call.core.tolerates("an exception for a time at which the event does not occur")
    {
        return Err(wrong(not_recurring, "The event does not occur at this time."));
    }
    // The exception's id is a snowflake of the time at which the occurrence would have started.
    let exception = (original - DISCORD_EPOCH_MS) << 22;
    if find_exception(&event, exception).is_ok() {
        return Err(wrong(not_recurring, "There is an exception for this time already."));
    }
    let mut made = json!({
        "event_id": id.to_string(),
        "event_exception_id": exception.to_string(),
        "scheduled_start_time": null,
        "scheduled_end_time": null,
        "is_canceled": false,
    });
    lay_over(&mut made, &body)?;
    if let Some(list) = event["guild_scheduled_event_exceptions"].as_array_mut() {
        if list.len() >= MOST {
            let error = ApiError::new(StatusCode::BAD_REQUEST, 0, "400: Bad Request");
            return Err(
                error.because(format!("the simulator keeps at most {MOST} exceptions of an event"))
            );
        }
        list.push(made.clone());
    }
    let told = "GUILD_SCHEDULED_EVENT_EXCEPTION_CREATE";
    keep(call, (guild, id, event), told, Value::Null, made.clone());
    Reply::ok(made)
}

fn edit(call: &mut Call<'_>) -> Result<Reply, ApiError> {
    let (guild, id, mut event) = event(call)?;
    let at = find_exception(&event, call.id(2)?)?;
    let body = call.json()?;
    let exception = &mut event["guild_scheduled_event_exceptions"][at];
    let before = exception.clone();
    lay_over(exception, &body)?;
    let after = exception.clone();
    if after != before {
        let told = "GUILD_SCHEDULED_EVENT_EXCEPTION_UPDATE";
        keep(call, (guild, id, event), told, before, after.clone());
    }
    Reply::ok(after)
}

fn delete(call: &mut Call<'_>) -> Result<Reply, ApiError> {
    let (guild, id, mut event) = event(call)?;
    let at = find_exception(&event, call.id(2)?)?;
    let Some(list) = event["guild_scheduled_event_exceptions"].as_array_mut() else {
        return Reply::no_content();
    };
    let before = list.remove(at);
    let told = "GUILD_SCHEDULED_EVENT_EXCEPTION_DELETE";
    keep(call, (guild, id, event), told, before, Value::Null);
    Reply::no_content()
}
