//! Guilds.
//!
//! Docs: [Guild Resource](https://docs.discord.com/developers/resources/guild).

use gateway_model::Id;
use gateway_model::id::marker;
use serde_json::{Value, json};

use super::error::ApiError;
use super::route::{Call, Reply, Route};
use crate::world::Guild;

pub(super) const ROUTES: &[Route] = &[
    Route::bot("GET", "/guilds/{guild}", get),
    Route::bot("GET", "/guilds/{guild}/channels", channels),
    Route::bot("GET", "/guilds/{guild}/roles", roles),
];

/// A guild the bot is in, as it is now.
pub(super) fn guild_now<'c>(
    call: &'c Call<'_>,
    guild: Id<marker::Guild>,
) -> Result<std::borrow::Cow<'c, Guild>, ApiError> {
    call.core.world().guild(guild).ok_or_else(|| ApiError::unknown(10_004, "Guild"))
}

fn get(call: &mut Call<'_>) -> Result<Reply, ApiError> {
    let guild = call.guild(0)?;
    let with_counts = call.query("with_counts").is_some_and(|value| value == "true");
    let guild = guild_now(call, guild)?;
    let mut object = guild.rest_object();
    if with_counts {
        object["approximate_member_count"] = json!(guild.members.count());
        let online = guild.members.ids().filter(|user| guild.members.presence(*user).is_some());
        object["approximate_presence_count"] = json!(online.count());
    }
    Reply::ok(object)
}

fn channels(call: &mut Call<'_>) -> Result<Reply, ApiError> {
    let id = call.guild(0)?;
    let guild = guild_now(call, id)?;
    // Get Guild Channels: threads are not in it.
    let plain = guild.channels.values().filter(|c| !matches!(c["type"].as_u64(), Some(10..=12)));
    let list = plain.cloned().map(|mut channel| {
        channel["guild_id"] = json!(id.to_string());
        channel
    });
    Reply::ok(list.collect())
}

fn roles(call: &mut Call<'_>) -> Result<Reply, ApiError> {
    let guild = call.guild(0)?;
    let roles: Vec<Value> = guild_now(call, guild)?.roles.values().cloned().collect();
    Reply::ok(Value::Array(roles))
}
