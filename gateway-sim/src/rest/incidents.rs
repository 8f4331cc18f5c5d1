//! Incident actions: a guild disables invites and direct messages for a while, against raids.
//!
//! Docs: [Guild, Modify Guild Incident Actions](https://docs.discord.com/developers/resources/guild#modify-guild-incident-actions).

use gateway_model::Permissions;
use serde_json::{Value, json};

use super::call::{Call, Reply};
use super::error::ApiError;
use super::form::{Field, Kind, read};
use super::route::Route;
use crate::clock::timestamp;
use crate::world::time_ms;

pub(super) const ROUTES: &[Route] = &[Route::bot("PUT", "/guilds/{guild}/incident-actions", edit)];

/// How far in the future the end may be: "a maximal timespan of 24 hours in the future".
const LONGEST_MS: u64 = 24 * 60 * 60 * 1_000;

const UNTIL: [&str; 2] = ["invites_disabled_until", "dms_disabled_until"];

fn edit(call: &mut Call<'_>) -> Result<Reply, ApiError> {
    let guild = call.guild(0)?;
    call.need(guild, Permissions::MANAGE_GUILD)?;
    let fields = read(&UNTIL.map(|name| Field::or_null(name, Kind::Time)), &call.json()?)?;
    let latest = call.core.unix_ms() + LONGEST_MS;
    let mut times = Vec::new();
    for name in UNTIL {
        let Some(until) = fields.get(name) else { continue };
        let time = match time_ms(until) {
            Some(ms) if ms > latest => {
                let message = "Must be at most 24 hours in the future.";
                return Err(ApiError::field(name, "DATE_TIME_TYPE_MAX", message));
            }
            Some(ms) => json!(timestamp(ms)),
            None => Value::Null,
        };
        times.push((name, time));
    }
    let held = call.core.world_mut().guild_mut(guild);
    let held = held.ok_or_else(|| ApiError::unknown(10_004, "Guild"))?;
    let before = held.object.get("incidents_data").cloned().unwrap_or_default();
    let kept = UNTIL.into_iter().map(|name| (name, before[name].clone()));
    let incidents: Value = kept.chain(times).collect();
    held.object.insert("incidents_data".to_owned(), incidents.clone());
    let object = held.rest_object();
    call.dispatch("GUILD_UPDATE", Some(guild), &object);
    Reply::ok(incidents)
}
