//! Onboarding: what members choose when they join.
//!
//! Docs: [Guild, Get Guild Onboarding](https://docs.discord.com/developers/resources/guild#get-guild-onboarding).

use std::collections::BTreeSet;

use gateway_model::Id;
use gateway_model::Permissions;
use gateway_model::id::marker;
use http::StatusCode;
use serde_json::{Value, json};

use super::call::{Call, Reply, guild_now};
use super::error::ApiError;
use super::form::{Field, Kind, id_of, read};
use super::route::Route;
use crate::world::Guild;

const PATH: &str = "/guilds/{guild}/onboarding";

pub(super) const ROUTES: &[Route] = &[Route::bot("GET", PATH, get), Route::bot("PUT", PATH, put)];

/// "there must be at least 7 Default Channels and at least 5 of them must allow sending messages to the @everyone role"
const LEAST_CHANNELS: usize = 7;
const LEAST_OPEN: usize = 5;

fn now(held: &Guild) -> Value {
    held.onboarding.clone().unwrap_or_else(|| {
        json!({
            "guild_id": held.id.to_string(),
            "prompts": [],
            "default_channel_ids": [],
            "enabled": false,
            "mode": 0,
        })
    })
}

fn get(call: &mut Call<'_>) -> Result<Reply, ApiError> {
    let guild = call.guild(0)?;
    Reply::ok(now(&*guild_now(call, guild)?))
}

const PROMPT: &[Field] = &[
    Field::required("title", Kind::Text(1, 100)),
    Field::required("options", Kind::ListOf(50)),
    Field::or_null("single_select", Kind::Flag),
    Field::or_null("required", Kind::Flag),
    Field::or_null("in_onboarding", Kind::Flag),
    Field::or_null("type", Kind::OneOf(&[0, 1])),
];

const OPTION: &[Field] = &[
    Field::required("title", Kind::Text(1, 50)),
    Field::or_null("description", Kind::Text(0, 100)),
    Field::or_null("emoji_id", Kind::Snowflake),
    Field::or_null("emoji_name", Kind::Text(0, 100)),
    Field::or_null("emoji_animated", Kind::Flag),
    Field::or_null("role_ids", Kind::Snowflakes(50)),
    Field::or_null("channel_ids", Kind::Snowflakes(50)),
];

/// Returns the given id if it exists, or else a new one.
fn kept_id(call: &mut Call<'_>, known: &[Value], given: &Value) -> Value {
    let given = id_of(given).map(|id| json!(id.to_string()));
    match given.filter(|id| known.iter().any(|one| one["id"] == *id)) {
        Some(id) => id,
        None => {
            let unix_ms = call.core.unix_ms();
            json!(call.core.world_mut().next_id(unix_ms).to_string())
        }
    }
}

fn list(value: &Value) -> &[Value] {
    value.as_array().map_or(&[], Vec::as_slice)
}

fn option(
    call: &mut Call<'_>,
    guild: Id<marker::Guild>,
    known: &[Value],
    sent: &Value,
) -> Result<Value, ApiError> {
    let fields = read(OPTION, sent)?;
    let given = |name: &str| fields.get(name).filter(|value| !value.is_null()).cloned();
    let held = guild_now(call, guild)?;
    for (name, unknown, there) in [
        ("role_ids", ApiError::unknown(10_011, "Role"), &held.roles),
        ("channel_ids", ApiError::unknown(10_003, "Channel"), &held.channels),
    ] {
        let ids = given(name).unwrap_or_default();
        if !list(&ids).iter().filter_map(id_of).all(|id| there.contains_key(&id)) {
            return Err(unknown);
        }
    }
    drop(held);
    Ok(json!({
        "id": kept_id(call, known, &sent["id"]),
        "title": fields["title"],
        "description": given("description").unwrap_or_else(|| json!("")),
        "emoji": {
            "id": given("emoji_id"),
            "name": given("emoji_name"),
            "animated": given("emoji_animated").unwrap_or(Value::Bool(false)),
        },
        "role_ids": given("role_ids").unwrap_or_else(|| json!([])),
        "channel_ids": given("channel_ids").unwrap_or_else(|| json!([])),
    }))
}

fn prompt(
    call: &mut Call<'_>,
    guild: Id<marker::Guild>,
    known: &[Value],
    sent: &Value,
) -> Result<Value, ApiError> {
    let fields = read(PROMPT, sent)?;
    let id = kept_id(call, known, &sent["id"]);
    let before = known.iter().find(|one| one["id"] == id).cloned().unwrap_or_default();
    let mut options = Vec::new();
    for (at, one) in list(&fields["options"]).iter().enumerate() {
        let made = option(call, guild, list(&before["options"]), one);
        options.push(made.map_err(|error| error.under(&format!("options.{at}")))?);
    }
    let flag = |name: &str, default: bool| {
        json!(fields.get(name).and_then(Value::as_bool).unwrap_or(default))
    };
    Ok(json!({
        "id": id,
        "title": fields["title"],
        "options": options,
        "single_select": flag("single_select", false),
        "required": flag("required", false),
        "in_onboarding": flag("in_onboarding", true),
        "type": fields.get("type").filter(|kind| !kind.is_null()).cloned().unwrap_or(json!(0)),
    }))
}

/// Checks the number of channels if onboarding is enabled: JSON errors 350000 and 350001. In mode 1, the channels of
/// options count too.
fn check_enabled(held: &Guild, onboarding: &Value, was_enabled: bool) -> Result<(), ApiError> {
    if onboarding["enabled"] != true {
        return Ok(());
    }
    let defaults = list(&onboarding["default_channel_ids"]).iter();
    let prompts = list(&onboarding["prompts"]).iter().filter(|_| onboarding["mode"] == 1);
    let options = prompts.flat_map(|prompt| list(&prompt["options"]));
    let of_options = options.flat_map(|option| list(&option["channel_ids"]));
    let ids: BTreeSet<u64> = defaults.chain(of_options).filter_map(id_of).collect();
    let open = ids.iter().filter_map(|id| held.channels.get(id));
    let open = open.filter(|channel| held.everyone_may(channel, Permissions::SEND_MESSAGES));
    if ids.len() >= LEAST_CHANNELS && open.count() >= LEAST_OPEN {
        return Ok(());
    }
    let (code, message) = match was_enabled {
        false => (350_000, "Cannot enable onboarding, requirements are not met"),
        true => (350_001, "Cannot update onboarding while below requirements"),
    };
    Err(ApiError::new(StatusCode::BAD_REQUEST, code, message))
}

fn put(call: &mut Call<'_>) -> Result<Reply, ApiError> {
    let guild = call.guild(0)?;
    call.need(guild, Permissions::MANAGE_GUILD | Permissions::MANAGE_ROLES)?;
    let wanted = [
        Field::or_null("prompts", Kind::ListOf(15)),
        Field::or_null("default_channel_ids", Kind::Snowflakes(500)),
        Field::or_null("enabled", Kind::Flag),
        Field::or_null("mode", Kind::OneOf(&[0, 1])),
    ];
    let fields = read(&wanted, &call.json()?)?;
    let before = now(&*guild_now(call, guild)?);
    let mut onboarding = before.clone();
    for (name, value) in fields.into_iter().filter(|(_, value)| !value.is_null()) {
        onboarding[name.as_str()] = value;
    }
    if onboarding["prompts"] != before["prompts"] {
        let mut prompts = Vec::new();
        for (at, one) in list(&onboarding["prompts"]).iter().enumerate() {
            let made = prompt(call, guild, list(&before["prompts"]), one);
            prompts.push(made.map_err(|error| error.under(&format!("prompts.{at}")))?);
        }
        onboarding["prompts"] = Value::Array(prompts);
    }
    let held = guild_now(call, guild)?;
    let defaults = list(&onboarding["default_channel_ids"]).iter().filter_map(id_of);
    if !defaults.into_iter().all(|id| held.channels.contains_key(&id)) {
        return Err(ApiError::unknown(10_003, "Channel"));
    }
    check_enabled(&held, &onboarding, before["enabled"] == true)?;
    drop(held);
    if let Some(held) = call.core.world_mut().guild_mut(guild) {
        held.onboarding = Some(onboarding.clone());
    }
    Reply::ok(onboarding)
}
