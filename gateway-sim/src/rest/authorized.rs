//! Requests with the access token of a user who authorized the application.
//!
//! Docs: [OAuth2](https://docs.discord.com/developers/topics/oauth2#shared-resources-oauth2-scopes) and
//! [User Resource](https://docs.discord.com/developers/resources/user).

use serde_json::{Value, json};

use super::call::{Call, Reply, guild_now};
use super::error::ApiError;
use super::permit::own_application;
use super::route::Route;
use crate::clock::timestamp;

pub(super) const ROUTES: &[Route] = &[
    Route::user("GET", "/oauth2/@me", "", authorization),
    Route::user("GET", "/users/@me/connections", "connections", |_| Reply::ok(json!([]))),
    Route::user("GET", "/users/@me/guilds/{guild}/member", "guilds.members.read", member),
    Route::user(
        "GET",
        "/users/@me/applications/{application}/entitlements",
        "applications.entitlements",
        entitlements,
    ),
];

/// Docs: [Get Current Authorization Information](https://docs.discord.com/developers/topics/oauth2#get-current-authorization-information).
fn authorization(call: &mut Call<'_>) -> Result<Reply, ApiError> {
    let found = call.authorization().ok_or_else(ApiError::unauthorized)?;
    let world = call.core.world();
    let whole = world.application_object(call.core.application_flags());
    let shown = [
        "id",
        "name",
        "icon",
        "description",
        "type",
        "bot_public",
        "bot_require_code_grant",
        "verify_key",
        "flags",
        "flags_new",
    ];
    let application: Value = shown.into_iter().map(|name| (name, whole[name].clone())).collect();
    let mut answer = json!({
        "application": application,
        "scopes": found.scopes,
        "expires": timestamp(found.expires_ms),
    });
    // "the user who has authorized, if the user has authorized with the identify scope"
    if call.has_scope("identify") {
        answer["user"] = world.user(found.user).unwrap_or_default();
    }
    Reply::ok(answer)
}

/// Docs: [Get Current User Guild Member](https://docs.discord.com/developers/resources/user#get-current-user-guild-member).
fn member(call: &mut Call<'_>) -> Result<Reply, ApiError> {
    let guild = call.guild(0)?;
    let member = guild_now(call, guild)?.members.get(call.user());
    Reply::ok(member.ok_or_else(|| ApiError::unknown(10_004, "Guild"))?)
}

/// Lists the user's own entitlements. Discord's docs do not describe this request; its OpenAPI description does.
fn entitlements(call: &mut Call<'_>) -> Result<Reply, ApiError> {
    own_application(call)?;
    let skus = call.query("sku_ids");
    let skus: Option<Vec<&str>> = skus.as_deref().map(|skus| skus.split(',').collect());
    let without_consumed = call.flag("exclude_consumed")?;
    let user = json!(call.user().to_string());
    let fits = |one: &&Value| {
        one["user_id"] == user
            && one["deleted"] == false
            && !(without_consumed && one["consumed"] == true)
            && skus.as_ref().is_none_or(|skus| skus.iter().any(|sku| one["sku_id"] == **sku))
    };
    Reply::ok(call.core.world().entitlements.values().filter(fits).cloned().collect())
}
