//! The preview of a guild, and its vanity URL.
//!
//! Docs: [Guild, Get Guild Preview](https://docs.discord.com/developers/resources/guild#get-guild-preview) and
//! [Get Guild Vanity URL](https://docs.discord.com/developers/resources/guild#get-guild-vanity-url).

use gateway_model::Permissions;
use serde_json::{Value, json};

use super::call::{Call, Reply, guild_now};
use super::error::ApiError;
use super::route::Route;

pub(super) const ROUTES: &[Route] = &[
    Route::bot("GET", "/guilds/{guild}/preview", preview),
    Route::bot("GET", "/guilds/{guild}/vanity-url", vanity),
];

fn preview(call: &mut Call<'_>) -> Result<Reply, ApiError> {
    let guild = call.guild(0)?;
    let held = guild_now(call, guild)?;
    let online = held.members.ids().filter(|user| held.members.presence(*user).is_some()).count();
    let shown = [
        "id",
        "name",
        "icon",
        "description",
        "home_header",
        "splash",
        "discovery_splash",
        "features",
    ];
    let shown = shown.into_iter().map(|name| (name, held.object.get(name).cloned()));
    let mut preview: Value = shown.map(|(name, value)| (name, value.unwrap_or_default())).collect();
    preview["approximate_member_count"] = json!(held.members.count());
    preview["approximate_presence_count"] = json!(online);
    preview["emojis"] = held.emojis.values().cloned().collect();
    preview["stickers"] = held.stickers.values().cloned().collect();
    Reply::ok(preview)
}

/// Returns the vanity URL. "`code` will be null if a vanity url for the guild is not set." The action `guild_fields`
/// sets one. Its `uses` are always 0.
fn vanity(call: &mut Call<'_>) -> Result<Reply, ApiError> {
    let guild = call.guild(0)?;
    call.need(guild, Permissions::MANAGE_GUILD)?;
    let held = guild_now(call, guild)?;
    Reply::ok(json!({ "code": held.object.get("vanity_url_code"), "uses": 0 }))
}
