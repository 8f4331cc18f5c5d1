//! The target of an invite in addition to its channel: a stream, an activity, roles.
//!
//! Docs: [Channel, Create Channel Invite](https://docs.discord.com/developers/resources/channel#create-channel-invite). The file
//! with the users who may accept an invite is read in `invite_file.rs`.

use gateway_model::Id;
use gateway_model::Permissions;
use gateway_model::id::marker;
use http::StatusCode;
use serde_json::{Map, Value, json};

use super::call::{Call, Channel, guild_now};
use super::error::ApiError;
use super::form::id_of;
use super::roles;

/// Docs: [Invite Target Types](https://docs.discord.com/developers/resources/invite#invite-object-invite-target-types).
const STREAM: u64 = 1;
const EMBEDDED_APPLICATION: u64 = 2;

/// Returns the fields of an invite for the target and roles in a request.
pub(super) fn invite_target(
    call: &Call<'_>,
    channel: &Channel,
    guild: Id<marker::Guild>,
    fields: &Map<String, Value>,
) -> Result<Vec<(&'static str, Value)>, ApiError> {
    let mut target = match fields.get("target_type").and_then(Value::as_u64) {
        Some(STREAM) => stream(call, channel, guild, fields)?,
        Some(EMBEDDED_APPLICATION) => application(call, fields)?,
        _ => Vec::new(),
    };
    if let Some(ids) = fields.get("role_ids").and_then(Value::as_array) {
        call.need(guild, Permissions::MANAGE_ROLES)?;
        let roles = ids.iter().filter_map(id_of).map(|id| {
            let role = roles::find(call, guild, id)?;
            call.above_role(guild, &role)?;
            let shown = [
                "id",
                "name",
                "position",
                "color",
                "colors",
                "icon",
                "unicode_emoji",
                "permissions",
            ];
            Ok(shown.into_iter().map(|field| (field, role[field].clone())).collect())
        });
        target.push(("roles", Value::Array(roles.collect::<Result<_, ApiError>>()?)));
    }
    Ok(target)
}

fn required(field: &str) -> ApiError {
    ApiError::field(field, "BASE_TYPE_REQUIRED", "This field is required")
}

/// Checks the user of a stream: "the user must be streaming in the channel". Simulated users do not stream, so it is
/// enough that they are in the channel.
fn stream(
    call: &Call<'_>,
    channel: &Channel,
    guild: Id<marker::Guild>,
    fields: &Map<String, Value>,
) -> Result<Vec<(&'static str, Value)>, ApiError> {
    let user = fields.get("target_user_id").and_then(id_of);
    let user = user.ok_or_else(|| required("target_user_id"))?;
    let held = guild_now(call, guild)?;
    let there = held.voice_states.get(&user);
    if there.is_none_or(|state| state["channel_id"] != channel.id.to_string().as_str()) {
        let message = "Target user is not connected to voice";
        return Err(ApiError::new(StatusCode::BAD_REQUEST, 40_032, message));
    }
    let user = call.core.world().user(user).unwrap_or_default();
    Ok(vec![("target_type", json!(STREAM)), ("target_user", user)])
}

/// Checks the application of an activity. Only the bot's own is accepted, although it does not have the flag EMBEDDED.
fn application(
    call: &Call<'_>,
    fields: &Map<String, Value>,
) -> Result<Vec<(&'static str, Value)>, ApiError> {
    let id = fields.get("target_application_id").and_then(id_of);
    let id = id.ok_or_else(|| required("target_application_id"))?;
    let bot = call.core.world().bot_user();
    if id_of(&bot["id"]) != Some(id) {
        return Err(ApiError::unknown(10_002, "Application"));
    }
    let flags = call.core.application_flags();
    let shown = json!({
        "id": bot["id"],
        "name": bot["username"],
        "icon": null,
        "description": "",
        "type": null,
        "verify_key": "0000000000000000000000000000000000000000000000000000000000000000",
        "flags": flags,
        "flags_new": flags.to_string(),
    });
    Ok(vec![("target_type", json!(EMBEDDED_APPLICATION)), ("target_application", shown)])
}
