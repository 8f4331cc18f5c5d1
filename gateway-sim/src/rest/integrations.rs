//! Integrations of a guild: only the bot's own.
//!
//! Docs: [Guild, Get Guild Integrations](https://docs.discord.com/developers/resources/guild#get-guild-integrations).

use gateway_model::Permissions;
use serde_json::{Value, json};

use super::call::{Call, Reply};
use super::error::ApiError;
use super::route::Route;

pub(super) const ROUTES: &[Route] = &[
    Route::bot("GET", "/guilds/{guild}/integrations", list),
    Route::bot("DELETE", "/guilds/{guild}/integrations/{integration}", delete),
];

/// Returns the integration through which the bot is in every guild; its id is the application's.
fn own(call: &Call<'_>) -> Value {
    let bot = call.core.world().bot_user();
    json!({
        "id": bot["id"],
        "name": bot["username"],
        "type": "discord",
        "enabled": true,
        "account": { "id": bot["id"], "name": bot["username"] },
        "scopes": ["bot", "applications.commands"],
        "application": {
            "id": bot["id"],
            "name": bot["username"],
            "icon": null,
            "description": "",
            "type": null,
            "bot": bot,
        },
    })
}

fn list(call: &mut Call<'_>) -> Result<Reply, ApiError> {
    let guild = call.guild(0)?;
    call.need(guild, Permissions::MANAGE_GUILD)?;
    Reply::ok(json!([own(call)]))
}

/// Deletes the integration. "Deletes any associated webhooks and kicks the associated bot if there is one."
fn delete(call: &mut Call<'_>) -> Result<Reply, ApiError> {
    let guild = call.guild(0)?;
    call.need(guild, Permissions::MANAGE_GUILD)?;
    if call.id(1)? != call.core.world().bot_id().get() {
        return Err(ApiError::unknown(10_005, "Integration"));
    }
    let (id, of) = (call.text(1).to_owned(), guild.to_string());
    let hooks: Vec<u64> = call
        .core
        .world()
        .webhooks()
        .iter()
        .filter(|(_, hook)| hook["guild_id"] == *of && hook["application_id"] == *id)
        .map(|(id, _)| *id)
        .collect();
    for hook in hooks {
        call.core.world_mut().webhooks_mut().remove(&hook);
    }
    let data = json!({ "id": id, "guild_id": of, "application_id": id });
    call.dispatch("INTEGRATION_DELETE", Some(guild), &data);
    call.dispatch("GUILD_INTEGRATIONS_UPDATE", Some(guild), &json!({ "guild_id": of }));
    call.core.leave_own_guild(guild, call.now);
    Reply::no_content()
}
