//! Templates of guilds: snapshots from which similar guilds can be created.
//!
//! Docs: [Guild Template Resource](https://docs.discord.com/developers/resources/guild-template).

use std::collections::BTreeMap;

use gateway_model::Id;
use gateway_model::Permissions;
use gateway_model::id::marker;
use http::StatusCode;
use serde_json::{Value, json};

use super::call::{Call, Reply, guild_now};
use super::error::ApiError;
use super::form::{Field, Kind, read};
use super::route::Route;
use crate::clock::timestamp;
use crate::world::{Guild, is_thread};

const ALL: &str = "/guilds/{guild}/templates";
const ONE: &str = "/guilds/{guild}/templates/{code}";

pub(super) const ROUTES: &[Route] = &[
    Route::open("GET", "/guilds/templates/{code}", get),
    Route::bot("GET", ALL, list),
    Route::bot("POST", ALL, create),
    Route::bot("PUT", ONE, sync),
    Route::bot("PATCH", ONE, edit),
    Route::bot("DELETE", ONE, delete),
];

fn unknown() -> ApiError {
    ApiError::unknown(10_057, "guild template")
}

/// Returns a channel without its id and its guild, with placeholders for the ids of roles and of its category.
fn channel_snapshot(channel: &Value, number: usize, places: &BTreeMap<String, usize>) -> Value {
    let place = |id: &Value| id.as_str().and_then(|id| places.get(id)).copied();
    let overwrites = channel["permission_overwrites"].as_array().into_iter().flatten();
    let overwrites = overwrites.filter_map(|one| {
        let id = place(&one["id"])?.to_string();
        Some(json!({ "id": id, "type": one["type"], "allow": one["allow"], "deny": one["deny"] }))
    });
    json!({
        "id": number,
        "type": channel["type"],
        "name": channel["name"],
        "position": channel["position"],
        "topic": channel["topic"],
        "bitrate": channel["bitrate"].as_u64().unwrap_or(64_000),
        "user_limit": channel["user_limit"].as_u64().unwrap_or(0),
        "nsfw": channel["nsfw"] == true,
        "rate_limit_per_user": channel["rate_limit_per_user"].as_u64().unwrap_or(0),
        "parent_id": place(&channel["parent_id"]).map(|place| place.to_string()),
        "default_auto_archive_duration": channel["default_auto_archive_duration"],
        "permission_overwrites": overwrites.collect::<Vec<_>>(),
        "available_tags": null,
        "template": "",
        "default_reaction_emoji": channel["default_reaction_emoji"],
        "default_thread_rate_limit_per_user": channel["default_thread_rate_limit_per_user"],
        "default_sort_order": channel["default_sort_order"],
        "default_forum_layout": channel["default_forum_layout"],
        "default_tag_setting": null,
        "theme_color": null,
    })
}

/// Returns "The guild snapshot this template contains; placeholder IDs are given as integers".
fn snapshot(held: &Guild) -> Value {
    let roles = held.roles.values().filter(|role| role["managed"] != true);
    let mut roles: Vec<&Value> = roles.collect();
    // `@everyone` is 0.
    roles.sort_by_key(|role| role["position"].as_i64());
    let channels = held.channels.values().filter(|channel| !is_thread(channel));
    let channels: Vec<&Value> = channels.collect();
    let ids = |list: &[&Value]| -> Vec<String> {
        list.iter().filter_map(|one| one["id"].as_str().map(str::to_owned)).collect()
    };
    let places: BTreeMap<String, usize> =
        ids(&roles).into_iter().zip(0..).chain(ids(&channels).into_iter().zip(1..)).collect();
    let shown_roles = roles.iter().zip(0..).map(|(role, number)| {
        let kept = [
            "name",
            "permissions",
            "color",
            "colors",
            "hoist",
            "mentionable",
            "icon",
            "unicode_emoji",
        ];
        let mut shown: Value = kept.into_iter().map(|name| (name, role[name].clone())).collect();
        shown["id"] = json!(number);
        shown
    });
    let shown_channels = channels
        .iter()
        .zip(1..)
        .map(|(channel, number)| channel_snapshot(channel, number, &places));
    let field = |name: &str| held.object.get(name).cloned().unwrap_or_default();
    let place = |name: &str| {
        let id = field(name);
        id.as_str().and_then(|id| places.get(id)).map(ToString::to_string)
    };
    json!({
        "name": field("name"),
        "description": field("description"),
        "region": field("region"),
        "verification_level": field("verification_level"),
        "default_message_notifications": field("default_message_notifications"),
        "explicit_content_filter": field("explicit_content_filter"),
        "preferred_locale": field("preferred_locale"),
        "afk_channel_id": place("afk_channel_id"),
        "afk_timeout": field("afk_timeout"),
        "system_channel_id": place("system_channel_id"),
        "system_channel_flags": field("system_channel_flags"),
        "roles": shown_roles.collect::<Vec<_>>(),
        "channels": shown_channels.collect::<Vec<_>>(),
    })
}

/// Returns a template object, which says whether its guild was changed since.
fn shown(held: &Guild, mut template: Value) -> Value {
    let dirty = template["serialized_source_guild"] != snapshot(held);
    template["is_dirty"] = if dirty { json!(true) } else { Value::Null };
    template
}

fn get(call: &mut Call<'_>) -> Result<Reply, ApiError> {
    let template = call.core.world().template(call.text(0)).ok_or_else(unknown)?;
    let guild = template["source_guild_id"].as_str().and_then(|id| id.parse().ok());
    let held = guild_now(call, guild.ok_or_else(unknown)?)?;
    Reply::ok(shown(&held, template))
}

fn list(call: &mut Call<'_>) -> Result<Reply, ApiError> {
    let guild = call.guild(0)?;
    call.need(guild, Permissions::MANAGE_GUILD)?;
    let held = guild_now(call, guild)?;
    Reply::ok(held.template.clone().into_iter().map(|template| shown(&held, template)).collect())
}

const FIELDS: [(&str, Kind); 2] =
    [("name", Kind::Text(1, 100)), ("description", Kind::Text(0, 120))];

fn create(call: &mut Call<'_>) -> Result<Reply, ApiError> {
    let guild = call.guild(0)?;
    call.need(guild, Permissions::MANAGE_GUILD)?;
    let [name, description] = FIELDS;
    let wanted = [Field::required(name.0, name.1), Field::or_null(description.0, description.1)];
    let fields = read(&wanted, &call.json()?)?;
    let held = guild_now(call, guild)?;
    if held.template.is_some() {
        let message = "Guild already has a template";
        return Err(ApiError::new(StatusCode::BAD_REQUEST, 30_031, message));
    }
    let snapshot = snapshot(&held);
    drop(held);
    let unix_ms = call.core.unix_ms();
    let id = call.core.world_mut().next_id(unix_ms);
    let (now, bot) = (timestamp(unix_ms), call.core.world().bot_user());
    let template = json!({
        "code": format!("sim{id:x}"),
        "name": fields["name"],
        "description": fields.get("description"),
        "usage_count": 0,
        "creator_id": bot["id"],
        "creator": bot,
        "created_at": now,
        "updated_at": now,
        "source_guild_id": guild.to_string(),
        "serialized_source_guild": snapshot,
        "is_dirty": null,
    });
    keep(call, guild, Some(template.clone()));
    Reply::ok(template)
}

fn keep(call: &mut Call<'_>, guild: Id<marker::Guild>, template: Option<Value>) {
    if let Some(held) = call.core.world_mut().guild_mut(guild) {
        held.template = template;
    }
}

/// Returns the template of the path's guild and code.
fn find(call: &Call<'_>) -> Result<(Id<marker::Guild>, Value), ApiError> {
    let guild = call.guild(0)?;
    call.need(guild, Permissions::MANAGE_GUILD)?;
    let template = guild_now(call, guild)?.template.clone();
    let template = template.filter(|template| template["code"] == *call.text(1));
    Ok((guild, template.ok_or_else(unknown)?))
}

fn sync(call: &mut Call<'_>) -> Result<Reply, ApiError> {
    let (guild, mut template) = find(call)?;
    template["serialized_source_guild"] = snapshot(&*guild_now(call, guild)?);
    template["updated_at"] = json!(timestamp(call.core.unix_ms()));
    keep(call, guild, Some(template.clone()));
    Reply::ok(template)
}

fn edit(call: &mut Call<'_>) -> Result<Reply, ApiError> {
    let (guild, mut template) = find(call)?;
    let [name, description] = FIELDS;
    let wanted = [Field::new(name.0, name.1), Field::or_null(description.0, description.1)];
    for (name, value) in read(&wanted, &call.json()?)? {
        template[name.as_str()] = value;
    }
    keep(call, guild, Some(template.clone()));
    let held = guild_now(call, guild)?;
    Reply::ok(shown(&held, template))
}

fn delete(call: &mut Call<'_>) -> Result<Reply, ApiError> {
    let (guild, template) = find(call)?;
    keep(call, guild, None);
    let held = guild_now(call, guild)?;
    Reply::ok(shown(&held, template))
}
