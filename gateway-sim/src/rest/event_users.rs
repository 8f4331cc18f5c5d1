//! The users who are interested in scheduled events, and in single occurrences of them.
//!
//! Docs: [Get Guild Scheduled Event Users](https://docs.discord.com/developers/resources/guild-scheduled-event#get-guild-scheduled-event-users).
//! The counts, and the users of exceptions, are only in Discord's OpenAPI description.

use std::collections::BTreeSet;

use gateway_model::Id;
use gateway_model::id::marker;
use serde_json::{Map, Value, json};

use super::call::{Call, Reply, guild_now};
use super::error::ApiError;
use super::route::Route;
use super::scheduled_events::{find, sees};
use super::search_query::snowflakes;

pub(super) const ROUTES: &[Route] = &[
    Route::bot("GET", "/guilds/{guild}/scheduled-events/{event}/users", users),
    Route::bot("GET", "/guilds/{guild}/scheduled-events/{event}/users/counts", counts),
    Route::bot("GET", "/guilds/{guild}/scheduled-events/{event}/{exception}/users", of_exception),
];

/// The most exceptions whose users are counted in one request.
const MOST_COUNTED: usize = 10;

fn event(call: &Call<'_>) -> Result<(Id<marker::Guild>, u64, Value), ApiError> {
    let (guild, id) = (call.guild(0)?, call.id(1)?);
    let event = find(call, guild, id)?;
    sees(call, &event)?;
    Ok((guild, id, event))
}

fn users(call: &mut Call<'_>) -> Result<Reply, ApiError> {
    let (guild, id, _) = event(call)?;
    Reply::ok(page(call, guild, id, None)?)
}

fn of_exception(call: &mut Call<'_>) -> Result<Reply, ApiError> {
    let (guild, id, event) = event(call)?;
    let exception = call.id(2)?;
    find_exception(&event, exception)?;
    Reply::ok(page(call, guild, id, Some(exception))?)
}

/// Returns the index of an exception in its event.
pub(super) fn find_exception(event: &Value, exception: u64) -> Result<usize, ApiError> {
    let mut all = event["guild_scheduled_event_exceptions"].as_array().into_iter().flatten();
    let found = all.position(|one| one["event_exception_id"] == *exception.to_string());
    found.ok_or_else(|| ApiError::unknown(10_070, "Guild Scheduled Event"))
}

/// Returns a page of users. "Users will always be returned in ascending order by `user_id`. If both `before` and
/// `after` are provided, only `before` is respected."
fn page(
    call: &Call<'_>,
    guild: Id<marker::Guild>,
    id: u64,
    exception: Option<u64>,
) -> Result<Value, ApiError> {
    let limit = call.limit(100, 100)?;
    let with_member = call.flag("with_member")?;
    let bound = |name| call.query(name).and_then(|id| id.parse::<u64>().ok());
    let held = guild_now(call, guild)?;
    let none = BTreeSet::new();
    let all = held.interested(id, exception).unwrap_or(&none);
    let page: Vec<u64> = match (bound("before"), bound("after")) {
        (Some(before), _) => {
            let mut last: Vec<u64> = all.range(..before).rev().take(limit).copied().collect();
            last.reverse();
            last
        }
        (None, after) => {
            let from = after.map_or(0, |after| after.saturating_add(1));
            all.range(from..).take(limit).copied().collect()
        }
    };
    let users = page.into_iter().filter_map(|user| {
        let mut object = json!({
            "guild_scheduled_event_id": id.to_string(),
            "user_id": user.to_string(),
            "user": call.core.world().user(user)?,
            "response": 1,
        });
        if let Some(exception) = exception {
            object["guild_scheduled_event_exception_id"] = json!(exception.to_string());
        }
        if let Some(member) = held.members.get(user).filter(|_| with_member) {
            object["member"] = member;
        }
        Some(object)
    });
    Ok(users.collect())
}

fn counts(call: &mut Call<'_>) -> Result<Reply, ApiError> {
    let (guild, id, event) = event(call)?;
    let wanted = snowflakes(call, "guild_scheduled_event_exception_ids", MOST_COUNTED)?;
    let held = guild_now(call, guild)?;
    let count = |exception| held.interested(id, exception).map_or(0, BTreeSet::len);
    let known = wanted.into_iter().filter(|one| find_exception(&event, *one).is_ok());
    let of_exceptions: Map<String, Value> =
        known.map(|one| (one.to_string(), json!(count(Some(one))))).collect();
    Reply::ok(json!({
        "guild_scheduled_event_count": count(None),
        "guild_scheduled_event_exception_counts": of_exceptions,
    }))
}
