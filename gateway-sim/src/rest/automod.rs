//! Rules of auto moderation.
//!
//! Docs: [Auto Moderation Resource](https://docs.discord.com/developers/resources/auto-moderation).

use gateway_model::Id;
use gateway_model::Permissions;
use gateway_model::id::marker;
use http::StatusCode;
use serde_json::{Map, Value, json};

use super::automod_body::{check_actions, read_metadata};
use super::call::{Call, Reply, guild_now};
use super::error::ApiError;
use super::form::{Field, Kind, read};
use super::route::Route;
use crate::world::{KEYWORD, MEMBER_PROFILE};

const ALL: &str = "/guilds/{guild}/auto-moderation/rules";
const ONE: &str = "/guilds/{guild}/auto-moderation/rules/{rule}";

pub(super) const ROUTES: &[Route] = &[
    Route::bot("GET", ALL, list),
    Route::bot("POST", ALL, create),
    Route::bot("GET", ONE, get),
    Route::bot("PATCH", ONE, edit),
    Route::bot("DELETE", ONE, delete),
];

const NAME: Kind = Kind::Text(1, 100);
const EVENT_TYPE: Kind = Kind::OneOf(&[1, 2]);

const FIELDS: &[Field] = &[
    Field::or_null("trigger_metadata", Kind::Object),
    Field::or_null("enabled", Kind::Flag),
    Field::or_null("exempt_roles", Kind::Snowflakes(20)),
    Field::or_null("exempt_channels", Kind::Snowflakes(50)),
];

fn list(call: &mut Call<'_>) -> Result<Reply, ApiError> {
    let guild = call.guild(0)?;
    call.need(guild, Permissions::MANAGE_GUILD)?;
    Reply::ok(guild_now(call, guild)?.rules.values().cloned().collect())
}

/// Returns a rule. The docs list no JSON error for a rule that does not exist.
fn find(call: &Call<'_>, guild: Id<marker::Guild>, id: u64) -> Result<Value, ApiError> {
    call.need(guild, Permissions::MANAGE_GUILD)?;
    let rule = guild_now(call, guild)?.rules.get(&id).cloned();
    rule.ok_or_else(|| ApiError::new(StatusCode::NOT_FOUND, 0, "Unknown auto moderation rule"))
}

fn get(call: &mut Call<'_>) -> Result<Reply, ApiError> {
    let guild = call.guild(0)?;
    Reply::ok(find(call, guild, call.id(1)?)?)
}

/// Merges a body's fields into a rule, and validates the result.
fn lay_over(
    call: &Call<'_>,
    guild: Id<marker::Guild>,
    rule: &mut Value,
    fields: Map<String, Value>,
) -> Result<(), ApiError> {
    for (name, value) in fields {
        rule[name.as_str()] = match (name.as_str(), value.is_null()) {
            ("enabled", true) => json!(false),
            ("exempt_roles" | "exempt_channels", true) => json!([]),
            _ => value,
        };
    }
    // Docs, Event Types: profiles are checked when a member is updated, everything else when a message is sent.
    let of_profiles = rule["trigger_type"] == MEMBER_PROFILE;
    if rule["event_type"] != if of_profiles { 2 } else { 1 } {
        let message = "The event type does not fit the trigger type.";
        return Err(ApiError::field("event_type", "BASE_TYPE_CHOICES", message));
    }
    rule["trigger_metadata"] = read_metadata(rule)?;
    rule["actions"] = check_actions(call, guild, rule)?;
    Ok(())
}

fn create(call: &mut Call<'_>) -> Result<Reply, ApiError> {
    let guild = call.guild(0)?;
    call.need(guild, Permissions::MANAGE_GUILD)?;
    let required = [
        Field::required("name", NAME),
        Field::required("event_type", EVENT_TYPE),
        Field::required("trigger_type", Kind::OneOf(&[1, 3, 4, 5, 6])),
        Field::required("actions", Kind::ListOf(5)),
    ];
    let fields = read(&[&required, FIELDS].concat(), &call.json()?)?;
    let unix_ms = call.core.unix_ms();
    let id = call.core.world_mut().next_id(unix_ms);
    let mut rule = json!({
        "id": id.to_string(),
        "guild_id": guild.to_string(),
        "creator_id": call.core.world().bot_id().to_string(),
        "enabled": false,
        "exempt_roles": [],
        "exempt_channels": [],
        "trigger_metadata": {},
    });
    lay_over(call, guild, &mut rule, fields)?;
    // Docs, Trigger Types: "Max per Guild".
    let most = if rule["trigger_type"] == KEYWORD { 6 } else { 1 };
    let held = guild_now(call, guild)?;
    let alike = held.rules.values().filter(|one| one["trigger_type"] == rule["trigger_type"]);
    if alike.count() >= most {
        let code = "AUTO_MODERATION_MAX_RULES_OF_TYPE_EXCEEDED";
        let message = format!("Maximum number of rules of this type reached ({most})");
        return Err(ApiError::field("trigger_type", code, &message));
    }
    drop(held);
    keep(call, guild, id, &rule, "AUTO_MODERATION_RULE_CREATE");
    Reply::ok(rule)
}

fn keep(call: &mut Call<'_>, guild: Id<marker::Guild>, id: u64, rule: &Value, told: &str) {
    if let Some(held) = call.core.world_mut().guild_mut(guild) {
        held.rules.insert(id, rule.clone());
    }
    call.dispatch(told, Some(guild), rule);
}

fn edit(call: &mut Call<'_>) -> Result<Reply, ApiError> {
    let guild = call.guild(0)?;
    let id = call.id(1)?;
    let before = find(call, guild, id)?;
    let optional = [
        Field::new("name", NAME),
        Field::new("event_type", EVENT_TYPE),
        Field::new("actions", Kind::ListOf(5)),
    ];
    let fields = read(&[&optional, FIELDS].concat(), &call.json()?)?;
    let mut rule = before.clone();
    lay_over(call, guild, &mut rule, fields)?;
    if rule != before {
        keep(call, guild, id, &rule, "AUTO_MODERATION_RULE_UPDATE");
    }
    Reply::ok(rule)
}

fn delete(call: &mut Call<'_>) -> Result<Reply, ApiError> {
    let guild = call.guild(0)?;
    let id = call.id(1)?;
    let rule = find(call, guild, id)?;
    if let Some(held) = call.core.world_mut().guild_mut(guild) {
        held.rules.remove(&id);
    }
    call.dispatch("AUTO_MODERATION_RULE_DELETE", Some(guild), &rule);
    Reply::no_content()
}
