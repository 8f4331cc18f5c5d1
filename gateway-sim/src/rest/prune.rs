//! Pruning members.
//!
//! Docs: [Guild, Get Guild Prune Count](https://docs.discord.com/developers/resources/guild#get-guild-prune-count) and
//! [Begin Guild Prune](https://docs.discord.com/developers/resources/guild#begin-guild-prune).

use std::collections::BTreeSet;

use gateway_model::Id;
use gateway_model::Permissions;
use gateway_model::id::marker;
use serde_json::{Value, json};

use super::call::{Call, Reply, guild_now};
use super::error::ApiError;
use super::form::{Field, Kind, id_of, read};
use super::route::Route;
use crate::world::time_ms;

pub(super) const ROUTES: &[Route] = &[
    Route::bot("GET", "/guilds/{guild}/prune", count),
    Route::bot("POST", "/guilds/{guild}/prune", begin),
];

const DAY_MS: u64 = 24 * 60 * 60 * 1_000;

/// The number of days if the request does not set it.
const DAYS: u64 = 7;

const NEEDED: Permissions = Permissions::MANAGE_GUILD.union(Permissions::KICK_MEMBERS);

/// Returns the members who would be pruned: inactive ones without roles, or with only the included roles.
///
/// The docs do not define inactive. Here, a member is inactive who is offline, in no voice channel, and joined more
/// than this number of days ago. The bot and the owner are never pruned.
fn inactive(
    call: &Call<'_>,
    guild: Id<marker::Guild>,
    days: u64,
    include: &BTreeSet<u64>,
) -> Result<Vec<u64>, ApiError> {
    let held = guild_now(call, guild)?;
    let latest = call.core.unix_ms().saturating_sub(days * DAY_MS);
    let bot = call.core.world().bot_id().get();
    let owner = held.object.get("owner_id").and_then(id_of);
    let is_inactive = |user: &u64| {
        let Some(member) = held.members.get(*user) else { return false };
        let mut roles = member["roles"].as_array().into_iter().flatten().filter_map(id_of);
        *user != bot
            && Some(*user) != owner
            && held.members.presence(*user).is_none()
            && !held.voice_states.contains_key(user)
            && time_ms(&member["joined_at"]).is_none_or(|joined| joined <= latest)
            && roles.all(|role| include.contains(&role))
    };
    Ok(held.members.ids().filter(is_inactive).collect())
}

fn count(call: &mut Call<'_>) -> Result<Reply, ApiError> {
    let guild = call.guild(0)?;
    call.need(guild, NEEDED)?;
    let days = match call.query("days").map(|days| days.parse::<u64>()) {
        None => DAYS,
        Some(Ok(days @ 1..=30)) => days,
        Some(_) => {
            let message = "int value should be from 1 to 30.";
            return Err(ApiError::field("days", "NUMBER_TYPE_MAX", message));
        }
    };
    let roles = call.query("include_roles").unwrap_or_default();
    let roles = roles.split(',').filter_map(|role| role.parse().ok()).collect();
    Reply::ok(json!({ "pruned": inactive(call, guild, days, &roles)?.len() }))
}

fn begin(call: &mut Call<'_>) -> Result<Reply, ApiError> {
    let guild = call.guild(0)?;
    call.need(guild, NEEDED)?;
    let wanted = [
        Field::new("days", Kind::Int(1, 30)),
        Field::or_null("compute_prune_count", Kind::Flag),
        Field::or_null("include_roles", Kind::Snowflakes(100)),
    ];
    let fields = read(&wanted, &call.json()?)?;
    let days = fields.get("days").and_then(Value::as_u64).unwrap_or(DAYS);
    let roles = fields.get("include_roles").and_then(Value::as_array);
    let roles = roles.into_iter().flatten().filter_map(id_of).collect();
    let users = inactive(call, guild, days, &roles)?;
    for user in &users {
        call.core.leave_guild(guild, *user, call.now);
    }
    call.core.world_mut().note_prune(guild, days, users.len());
    let counts = fields.get("compute_prune_count").is_none_or(|value| value != false);
    Reply::ok(json!({ "pruned": counts.then_some(users.len()) }))
}
