//! Users, and the bot's guilds.
//!
//! Docs: [User Resource](https://docs.discord.com/developers/resources/user).

use gateway_model::id::{Id, marker};
use serde_json::{Value, json};

use super::call::{Call, Reply};
use super::error::ApiError;
use super::form::id_of;
use super::route::Route;
use crate::world::Guild;

pub(super) const ROUTES: &[Route] = &[
    Route::bot("GET", "/users/@me/guilds", my_guilds),
    Route::bot("DELETE", "/users/@me/guilds/{guild}", leave_guild),
    Route::bot("POST", "/users/@me/channels", create_dm),
    Route::bot("GET", "/users/{user}", user),
];

fn user(call: &mut Call<'_>) -> Result<Reply, ApiError> {
    let user = call.core.world().user(call.id(0)?);
    Reply::ok(user.ok_or_else(|| ApiError::unknown(10_013, "User"))?)
}

/// Docs: [User, Get Current User Guilds](https://docs.discord.com/developers/resources/user#get-current-user-guilds).
fn my_guilds(call: &mut Call<'_>) -> Result<Reply, ApiError> {
    let limit = call.limit(200, 200)?;
    let with_counts = call.flag("with_counts")?;
    let bound = |name| call.query(name).and_then(|id| id.parse::<u64>().ok());
    let (after, before) = (bound("after").unwrap_or(0), bound("before"));
    let world = call.core.world();
    let within = |guild: &Id<marker::Guild>| {
        guild.get() > after && before.is_none_or(|before| guild.get() < before)
    };
    let mut ids: Vec<_> = match before {
        // With `before`, the page has the last guilds before that id.
        Some(_) => world.guilds().filter(within).collect(),
        None => world.guilds().filter(within).take(limit).collect(),
    };
    ids.drain(..ids.len().saturating_sub(limit));
    let list = ids.into_iter().filter_map(|id| Some(my_guild(&*world.guild(id)?, with_counts)));
    Reply::ok(list.collect())
}

fn my_guild(guild: &Guild, with_counts: bool) -> Value {
    let field = |name: &str| guild.object[name].clone();
    let mut shown = json!({
        "id": guild.id.to_string(),
        "name": field("name"),
        "icon": field("icon"),
        "banner": field("banner"),
        "owner": false,
        "permissions": "2248473465835073",
        "features": field("features"),
    });
    if with_counts {
        guild.show_counts(&mut shown);
    }
    shown
}

/// Docs: [User, Leave Guild](https://docs.discord.com/developers/resources/user#leave-guild).
fn leave_guild(call: &mut Call<'_>) -> Result<Reply, ApiError> {
    let guild = call.guild(0)?;
    call.core.leave_own_guild(guild, call.now);
    Reply::no_content()
}

fn create_dm(call: &mut Call<'_>) -> Result<Reply, ApiError> {
    let body = call.json()?;
    let recipient = id_of(&body["recipient_id"]);
    let Some(recipient) = recipient else {
        return Err(ApiError::field(
            "recipient_id",
            "BASE_TYPE_REQUIRED",
            "This field is required",
        ));
    };
    let user = call.core.world().user(recipient);
    let user = user.ok_or_else(|| ApiError::unknown(10_013, "User"))?;
    let unix_ms = call.core.unix_ms();
    Reply::ok(call.core.world_mut().dm_with(&user, unix_ms))
}
