//! Roles.
//!
//! Docs: [Guild, Get Guild Roles](https://docs.discord.com/developers/resources/guild#get-guild-roles) and following.

use std::collections::BTreeMap;

use gateway_model::Id;
use gateway_model::Permissions;
use gateway_model::id::marker;
use http::StatusCode;
use serde_json::{Map, Value, json};

use super::call::{Call, Reply, guild_now};
use super::error::ApiError;
use super::form::{Field, Kind, read};
use super::route::Route;
use crate::world::role;

pub(super) const ROUTES: &[Route] = &[
    Route::bot("GET", "/guilds/{guild}/roles", list),
    Route::bot("POST", "/guilds/{guild}/roles", create),
    Route::bot("PATCH", "/guilds/{guild}/roles", positions),
    Route::bot("GET", "/guilds/{guild}/roles/{role}", get),
    Route::bot("PATCH", "/guilds/{guild}/roles/{role}", edit),
    Route::bot("DELETE", "/guilds/{guild}/roles/{role}", delete),
    Route::bot("GET", "/guilds/{guild}/roles/member-counts", member_counts),
];

/// The most roles of a guild; one more is JSON error 30005.
const MOST_ROLES: usize = 250;

const FIELDS: &[Field] = &[
    Field::or_null("name", Kind::Text(1, 100)),
    Field::or_null("permissions", Kind::Bits),
    Field::or_null("color", Kind::Int(0, 0xff_ffff)),
    Field::or_null("colors", Kind::Object),
    Field::or_null("hoist", Kind::Flag),
    Field::or_null("icon", Kind::Image),
    Field::or_null("unicode_emoji", Kind::Text(1, 100)),
    Field::or_null("mentionable", Kind::Flag),
];

fn list(call: &mut Call<'_>) -> Result<Reply, ApiError> {
    let guild = call.guild(0)?;
    let roles: Vec<Value> = guild_now(call, guild)?.roles.values().cloned().collect();
    Reply::ok(Value::Array(roles))
}

fn get(call: &mut Call<'_>) -> Result<Reply, ApiError> {
    let guild = call.guild(0)?;
    Reply::ok(find(call, guild, call.id(1)?)?)
}

/// Returns a role of a guild.
pub(super) fn find(call: &Call<'_>, guild: Id<marker::Guild>, id: u64) -> Result<Value, ApiError> {
    let found = guild_now(call, guild)?.roles.get(&id).cloned();
    found.ok_or_else(|| ApiError::unknown(10_011, "Role"))
}

/// Returns a body's fields, with checked permissions: "It can only grant permissions it has to those roles."
fn checked(call: &Call<'_>, guild: Id<marker::Guild>) -> Result<Map<String, Value>, ApiError> {
    let fields = read(FIELDS, &call.json()?)?;
    if let Some(bits) = fields.get("permissions").and_then(Value::as_str) {
        call.need(guild, Permissions::from_bits_retain(bits.parse().unwrap_or_default()))?;
    }
    Ok(fields)
}

fn lay_over(role: &mut Value, fields: Map<String, Value>) {
    for (name, value) in fields {
        match (name.as_str(), value) {
            (
                "name" | "permissions" | "hoist" | "mentionable" | "color" | "colors",
                Value::Null,
            ) => {}
            ("color", color) => {
                role["colors"]["primary_color"] = color.clone();
                role["color"] = color;
            }
            ("colors", colors) => {
                role["color"] = colors["primary_color"].clone();
                for part in ["primary_color", "secondary_color", "tertiary_color"] {
                    role["colors"][part] = colors[part].clone();
                }
            }
            (name, value) => role[name] = value,
        }
    }
}

/// Counts the members of each role except `@everyone`.
///
/// Docs: [Guild, Get Guild Role Member Counts](https://docs.discord.com/developers/resources/guild#get-guild-role-member-counts).
fn member_counts(call: &mut Call<'_>) -> Result<Reply, ApiError> {
    let guild = call.guild(0)?;
    let held = guild_now(call, guild)?;
    let ids = held.roles.keys().filter(|id| **id != guild.get());
    let mut counts: BTreeMap<String, u64> = ids.map(|id| (id.to_string(), 0)).collect();
    for member in held.members.ids().filter_map(|user| held.members.get(user)) {
        for role in member["roles"].as_array().into_iter().flatten().filter_map(Value::as_str) {
            if let Some(count) = counts.get_mut(role) {
                *count += 1;
            }
        }
    }
    Reply::ok(json!(counts))
}

fn create(call: &mut Call<'_>) -> Result<Reply, ApiError> {
    let guild = call.guild(0)?;
    call.need(guild, Permissions::MANAGE_ROLES)?;
    let fields = checked(call, guild)?;
    let held = guild_now(call, guild)?;
    if held.roles.len() >= MOST_ROLES {
        let message = "Maximum number of guild roles reached (250)";
        return Err(ApiError::new(StatusCode::BAD_REQUEST, 30_005, message));
    }
    // Default: "@everyone permissions in guild".
    let everyone = held.roles.get(&guild.get()).map(|role| role["permissions"].clone());
    let permissions = everyone.as_ref().and_then(Value::as_str).unwrap_or("0").to_owned();
    drop(held);
    let unix_ms = call.core.unix_ms();
    let id = call.core.world_mut().next_id(unix_ms);
    let mut role = role(id, "new role", 1, &permissions);
    lay_over(&mut role, fields);
    put(call, guild, id, role.clone());
    announce(call, "GUILD_ROLE_CREATE", guild, &role);
    Reply::ok(role)
}

fn put(call: &mut Call<'_>, guild: Id<marker::Guild>, id: u64, role: Value) {
    if let Some(held) = call.core.world_mut().guild_mut(guild) {
        held.roles.insert(id, role);
    }
}

fn announce(call: &mut Call<'_>, event: &str, guild: Id<marker::Guild>, role: &Value) {
    let data = json!({ "guild_id": guild.to_string(), "role": role });
    call.dispatch(event, Some(guild), &data);
}

fn edit(call: &mut Call<'_>) -> Result<Reply, ApiError> {
    let guild = call.guild(0)?;
    let id = call.id(1)?;
    call.need(guild, Permissions::MANAGE_ROLES)?;
    let mut role = find(call, guild, id)?;
    call.above_role(guild, &role)?;
    let fields = checked(call, guild)?;
    lay_over(&mut role, fields);
    put(call, guild, id, role.clone());
    announce(call, "GUILD_ROLE_UPDATE", guild, &role);
    Reply::ok(role)
}

/// Docs: [Guild, Modify Guild Role Positions](https://docs.discord.com/developers/resources/guild#modify-guild-role-positions).
fn positions(call: &mut Call<'_>) -> Result<Reply, ApiError> {
    let guild = call.guild(0)?;
    call.need(guild, Permissions::MANAGE_ROLES)?;
    let body = call.json()?;
    let Some(moves) = body.as_array() else {
        return Err(ApiError::field("_", "LIST_TYPE_CONVERT", "Only iterables may be used"));
    };
    let wanted = [
        Field::required("id", Kind::Snowflake),
        Field::or_null("position", Kind::Int(0, MOST_ROLES as i64)),
    ];
    for one in moves {
        let fields = read(&wanted, one)?;
        let id = fields["id"].as_str().and_then(|id| id.parse().ok()).unwrap_or_default();
        let mut role = find(call, guild, id)?;
        call.above_role(guild, &role)?;
        if let Some(position) = fields.get("position").filter(|position| !position.is_null()) {
            role["position"] = position.clone();
            call.above_role(guild, &role)?;
            put(call, guild, id, role.clone());
            announce(call, "GUILD_ROLE_UPDATE", guild, &role);
        }
    }
    list(call)
}

fn delete(call: &mut Call<'_>) -> Result<Reply, ApiError> {
    let guild = call.guild(0)?;
    let id = call.id(1)?;
    call.need(guild, Permissions::MANAGE_ROLES)?;
    let role = find(call, guild, id)?;
    if id == guild.get() || role["managed"] == true {
        return Err(ApiError::new(StatusCode::BAD_REQUEST, 50_028, "Invalid Role"));
    }
    call.above_role(guild, &role)?;
    if let Some(held) = call.core.world_mut().guild_mut(guild) {
        held.roles.remove(&id);
        held.members.forget_role(&id.to_string());
    }
    let data = json!({ "guild_id": guild.to_string(), "role_id": id.to_string() });
    call.dispatch("GUILD_ROLE_DELETE", Some(guild), &data);
    Reply::no_content()
}
