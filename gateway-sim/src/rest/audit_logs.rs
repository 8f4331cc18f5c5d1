//! The audit log of a guild.
//!
//! Docs: [Audit Log, Get Guild Audit Log](https://docs.discord.com/developers/resources/audit-log#get-guild-audit-log).

use std::collections::BTreeSet;

use gateway_model::Permissions;
use serde_json::{Value, json};

use super::call::{Call, Reply, guild_now};
use super::error::ApiError;
use super::route::Route;
use crate::world::{Guild, is_thread};

pub(super) const ROUTES: &[Route] = &[Route::bot("GET", "/guilds/{guild}/audit-logs", get)];

/// The filter of a request. `target_id` is in OpenAPI and not in the docs.
struct Filter {
    user: Option<Value>,
    target: Option<Value>,
    action: Option<u64>,
    before: Option<u64>,
    after: Option<u64>,
}

impl Filter {
    fn of(call: &Call<'_>) -> Result<Self, ApiError> {
        let number = |name: &str, what: &str| match call.query(name) {
            None => Ok(None),
            Some(text) => text.parse::<u64>().map(Some).map_err(|_| {
                let message = format!("Value \"{text}\" is not {what}.");
                ApiError::field(name, "NUMBER_TYPE_COERCE", &message)
            }),
        };
        let id = |name| Ok(number(name, "snowflake")?.map(|id| json!(id.to_string())));
        Ok(Self {
            user: id("user_id")?,
            target: id("target_id")?,
            action: number("action_type", "int")?,
            before: number("before", "snowflake")?,
            after: number("after", "snowflake")?,
        })
    }

    fn admits(&self, id: u64, entry: &Value) -> bool {
        self.user.as_ref().is_none_or(|user| entry["user_id"] == *user)
            && self.target.as_ref().is_none_or(|target| entry["target_id"] == *target)
            && self.action.is_none_or(|action| entry["action_type"] == action)
            && self.before.is_none_or(|before| id < before)
            && self.after.is_none_or(|after| id > after)
    }
}

fn get(call: &mut Call<'_>) -> Result<Reply, ApiError> {
    let guild = call.guild(0)?;
    call.need(guild, Permissions::VIEW_AUDIT_LOG)?;
    let limit = call.limit(50, 100)?;
    let filter = Filter::of(call)?;
    let held = guild_now(call, guild)?;
    let fitting =
        held.audit_log.at(call.core.unix_ms()).filter(|(id, one)| filter.admits(*id, one));
    // "If `after` is used, the list is reversed and appears in ascending order (older entries first)."
    let entries: Vec<&Value> = match (filter.before, filter.after) {
        (None, Some(_)) => fitting.take(limit).map(|(_, entry)| entry).collect(),
        _ => fitting.rev().take(limit).map(|(_, entry)| entry).collect(),
    };
    Reply::ok(with_references(call, &held, &entries))
}

/// Returns entries with the objects that they name and that still exist.
fn with_references(call: &Call<'_>, held: &Guild, entries: &[&Value]) -> Value {
    let id = |value: &Value| value.as_str().and_then(|id| id.parse::<u64>().ok());
    let world = call.core.world();
    let targets: BTreeSet<u64> =
        entries.iter().filter_map(|entry| id(&entry["target_id"])).collect();
    let authors = entries.iter().filter_map(|entry| id(&entry["user_id"]));
    let users: BTreeSet<u64> = authors.chain(targets.iter().copied()).collect();
    let bot = world.bot_id().get();
    let threads = targets.iter().filter(|id| held.channels.get(id).is_some_and(is_thread));
    let hooks = targets.iter().filter_map(|id| world.webhooks().get(id));
    let events = targets.iter().filter_map(|id| held.events.get(id));
    let rules = targets.iter().filter_map(|id| held.rules.get(id));
    json!({
        "audit_log_entries": entries,
        "users": users.into_iter().filter_map(|user| world.user(user)).collect::<Vec<_>>(),
        "threads": threads.filter_map(|id| held.thread(*id, bot)).collect::<Vec<_>>(),
        "webhooks": hooks.collect::<Vec<_>>(),
        "integrations": [],
        "guild_scheduled_events": events.collect::<Vec<_>>(),
        "application_commands": [],
        "auto_moderation_rules": rules.collect::<Vec<_>>(),
    })
}
