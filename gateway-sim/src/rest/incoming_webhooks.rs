//! Incoming webhooks: managing them, and executing them with their token.
//!
//! Docs: [Webhook Resource](https://docs.discord.com/developers/resources/webhook).

use gateway_model::Permissions;
use http::StatusCode;
use serde_json::{Map, Value, json};

use super::call::{Call, Channel, Reply};
use super::error::ApiError;
use super::form::{Field, Kind, read};
use super::messages::{change, draft, find, keep_and_dispatch, remove};
use super::route::Route;
use crate::rng::mix;
use crate::world::webhook_author;

pub(super) const ROUTES: &[Route] = &[
    Route::bot("POST", "/channels/{channel}/webhooks", create),
    Route::bot("GET", "/channels/{channel}/webhooks", of_channel),
    Route::bot("GET", "/guilds/{guild}/webhooks", of_guild),
    Route::bot("GET", "/webhooks/{webhook}", get),
    Route::bot("PATCH", "/webhooks/{webhook}", edit),
    Route::bot("DELETE", "/webhooks/{webhook}", delete),
    Route::open("GET", "/webhooks/{webhook}/{token}", get_with_token),
    Route::open("PATCH", "/webhooks/{webhook}/{token}", edit_with_token),
    Route::open("DELETE", "/webhooks/{webhook}/{token}", delete_with_token),
];

/// The most webhooks of a channel; one more is JSON error 30007.
const MOST_WEBHOOKS: usize = 15;

pub(super) const NAME: Kind = Kind::Text(1, 80);

/// Docs: [Webhook, Create Webhook](https://docs.discord.com/developers/resources/webhook#create-webhook): a name does not
/// contain `clyde` or `discord`.
fn check_name(fields: &Map<String, Value>) -> Result<(), ApiError> {
    let name = fields.get("name").and_then(Value::as_str).unwrap_or_default().to_lowercase();
    match ["clyde", "discord"].into_iter().find(|word| name.contains(word)) {
        Some(word) => {
            let message = format!("Username cannot contain \"{word}\"");
            Err(ApiError::field("name", "USERNAME_INVALID_CONTAINS", &message))
        }
        None => Ok(()),
    }
}

fn create(call: &mut Call<'_>) -> Result<Reply, ApiError> {
    let channel = call.channel(0)?;
    let Some(guild) = channel.guild else {
        return Err(ApiError::new(
            StatusCode::BAD_REQUEST,
            50_024,
            "Cannot execute action on this channel type",
        ));
    };
    call.need_in(&channel, Permissions::MANAGE_WEBHOOKS)?;
    let wanted = [Field::required("name", NAME), Field::or_null("avatar", Kind::Image)];
    let fields = read(&wanted, &call.json()?)?;
    check_name(&fields)?;
    need_room(call, &channel)?;
    let unix_ms = call.core.unix_ms();
    let id = call.core.world_mut().next_id(unix_ms);
    let bot = call.core.world().bot_user();
    let webhook = json!({
        "id": id.to_string(),
        "type": 1,
        "guild_id": guild.to_string(),
        "channel_id": channel.id.to_string(),
        "user": bot,
        "name": fields["name"],
        "avatar": fields.get("avatar"),
        "token": format!("{:016x}{:016x}", mix(id), mix(mix(id))),
        "application_id": bot["id"],
    });
    call.core.world_mut().webhooks_mut().insert(id, webhook.clone());
    announce(call, &webhook);
    Reply::ok(webhook)
}

/// Requires that a channel may have another webhook.
pub(super) fn need_room(call: &Call<'_>, channel: &Channel) -> Result<(), ApiError> {
    let own = json!(channel.id.to_string());
    let hooks = call.core.world().webhooks().values();
    if hooks.filter(|hook| hook["channel_id"] == own).count() < MOST_WEBHOOKS {
        return Ok(());
    }
    let message = "Maximum number of webhooks reached (15)";
    Err(ApiError::new(StatusCode::BAD_REQUEST, 30_007, message))
}

/// Docs: [Gateway Events, Webhooks Update](https://docs.discord.com/developers/events/gateway-events#webhooks-update).
pub(super) fn announce(call: &mut Call<'_>, webhook: &Value) {
    let guild = webhook["guild_id"].as_str().and_then(|id| id.parse().ok());
    let data = json!({
        "guild_id": webhook["guild_id"],
        "channel_id": webhook["channel_id"],
    });
    call.dispatch("WEBHOOKS_UPDATE", guild, &data);
}

fn listed(call: &Call<'_>, field: &str, id: u64) -> Result<Reply, ApiError> {
    let id = json!(id.to_string());
    let webhooks = call.core.world().webhooks().values();
    Reply::ok(webhooks.filter(|webhook| webhook[field] == id).cloned().collect())
}

fn of_channel(call: &mut Call<'_>) -> Result<Reply, ApiError> {
    let channel = call.channel(0)?;
    call.need_in(&channel, Permissions::MANAGE_WEBHOOKS)?;
    listed(call, "channel_id", channel.id)
}

fn of_guild(call: &mut Call<'_>) -> Result<Reply, ApiError> {
    let guild = call.guild(0)?;
    call.need(guild, Permissions::MANAGE_WEBHOOKS)?;
    listed(call, "guild_id", guild.get())
}

fn known(call: &Call<'_>) -> Result<Value, ApiError> {
    let webhook = call.core.world().webhooks().get(&call.id(0)?).cloned();
    webhook.ok_or_else(|| ApiError::unknown(10_015, "Webhook"))
}

/// Returns the webhook of a path, if the path's token is its own.
pub(super) fn with_token(call: &Call<'_>) -> Result<Value, ApiError> {
    let webhook = known(call)?;
    if webhook["token"] == *call.text(1) {
        return Ok(webhook);
    }
    Err(ApiError::new(StatusCode::UNAUTHORIZED, 50_027, "Invalid Webhook Token"))
}

/// Removes the user of a webhook: "returns no user in the webhook object".
fn without_user(mut webhook: Value) -> Value {
    if let Some(fields) = webhook.as_object_mut() {
        fields.remove("user");
    }
    webhook
}

fn get(call: &mut Call<'_>) -> Result<Reply, ApiError> {
    Reply::ok(known(call)?)
}

fn get_with_token(call: &mut Call<'_>) -> Result<Reply, ApiError> {
    Reply::ok(without_user(with_token(call)?))
}

fn change_webhook(call: &mut Call<'_>, mut webhook: Value, fields: Map<String, Value>) -> Value {
    for (name, value) in fields {
        webhook[name.as_str()] = value;
    }
    let id = webhook["id"].as_str().and_then(|id| id.parse().ok()).unwrap_or_default();
    call.core.world_mut().webhooks_mut().insert(id, webhook.clone());
    announce(call, &webhook);
    webhook
}

fn edit(call: &mut Call<'_>) -> Result<Reply, ApiError> {
    let webhook = known(call)?;
    may_manage(call, &webhook)?;
    let wanted = [
        Field::new("name", NAME),
        Field::or_null("avatar", Kind::Image),
        Field::new("channel_id", Kind::Snowflake),
    ];
    let fields = read(&wanted, &call.json()?)?;
    check_name(&fields)?;
    if let Some(to) = fields.get("channel_id").and_then(Value::as_str) {
        let channel = call.channel_of_id(to.parse().unwrap_or_default())?;
        if channel.guild.map(|guild| json!(guild.to_string())).as_ref()
            != Some(&webhook["guild_id"])
        {
            return Err(ApiError::unknown(10_003, "Channel"));
        }
    }
    Reply::ok(change_webhook(call, webhook, fields))
}

fn edit_with_token(call: &mut Call<'_>) -> Result<Reply, ApiError> {
    let webhook = with_token(call)?;
    let wanted = [Field::new("name", NAME), Field::or_null("avatar", Kind::Image)];
    let fields = read(&wanted, &call.json()?)?;
    check_name(&fields)?;
    Reply::ok(without_user(change_webhook(call, webhook, fields)))
}

fn may_manage(call: &Call<'_>, webhook: &Value) -> Result<(), ApiError> {
    match webhook["guild_id"].as_str().and_then(|id| id.parse().ok()) {
        Some(guild) => call.need(guild, Permissions::MANAGE_WEBHOOKS),
        None => Ok(()),
    }
}

fn drop_webhook(call: &mut Call<'_>, webhook: &Value) -> Result<Reply, ApiError> {
    let id = webhook["id"].as_str().and_then(|id| id.parse().ok()).unwrap_or_default();
    call.core.world_mut().webhooks_mut().remove(&id);
    announce(call, webhook);
    Reply::no_content()
}

fn delete(call: &mut Call<'_>) -> Result<Reply, ApiError> {
    let webhook = known(call)?;
    may_manage(call, &webhook)?;
    drop_webhook(call, &webhook)
}

fn delete_with_token(call: &mut Call<'_>) -> Result<Reply, ApiError> {
    let webhook = with_token(call)?;
    drop_webhook(call, &webhook)
}

/// Returns the channel of a webhook: its own, or with `thread_id` a thread of it.
fn channel_of(call: &Call<'_>, webhook: &Value) -> Result<Channel, ApiError> {
    let own = webhook["channel_id"].as_str().and_then(|id| id.parse().ok()).unwrap_or_default();
    let Some(thread) = call.query("thread_id") else { return call.channel_of_id(own) };
    let unknown = || ApiError::unknown(10_003, "Channel");
    let channel = call.channel_of_id(thread.parse().map_err(|_| unknown())?)?;
    if channel.object["parent_id"] == webhook["channel_id"] { Ok(channel) } else { Err(unknown()) }
}

/// Docs: [Webhook, Execute Webhook](https://docs.discord.com/developers/resources/webhook#execute-webhook).
pub(super) fn execute(call: &mut Call<'_>) -> Result<Reply, ApiError> {
    let webhook = with_token(call)?;
    let wait = call.flag("wait")?;
    let body = call.json()?;
    let wanted =
        [Field::or_null("username", NAME), Field::or_null("avatar_url", Kind::Text(0, 2048))];
    let fields = read(&wanted, &body)?;
    let message = write(call, &webhook, fields.get("username"), &body)?;
    if wait { Reply::ok(message) } else { Reply::no_content() }
}

/// Writes a message through a webhook: under a name of its own, or the webhook's.
pub(super) fn write(
    call: &mut Call<'_>,
    webhook: &Value,
    name: Option<&Value>,
    body: &Value,
) -> Result<Value, ApiError> {
    let channel = channel_of(call, webhook)?;
    let name = name.filter(|name| !name.is_null()).unwrap_or(&webhook["name"]);
    let (id, mut message) = draft(call, &channel, body, webhook_author(webhook, name))?;
    message["webhook_id"] = webhook["id"].clone();
    message["application_id"] = webhook["application_id"].clone();
    keep_and_dispatch(call, &channel, id, &message, false);
    Ok(message)
}

/// Returns a message that the webhook of the path wrote.
fn own_message(call: &Call<'_>) -> Result<(Channel, u64, Value), ApiError> {
    let webhook = with_token(call)?;
    let channel = channel_of(call, &webhook)?;
    let id = call.id(2)?;
    let message = find(call, channel.id, id)?;
    if message["webhook_id"] == webhook["id"] {
        return Ok((channel, id, message));
    }
    Err(ApiError::unknown(10_008, "Message"))
}

pub(super) fn get_message(call: &mut Call<'_>) -> Result<Reply, ApiError> {
    Reply::ok(own_message(call)?.2)
}

pub(super) fn edit_message(call: &mut Call<'_>) -> Result<Reply, ApiError> {
    let (channel, id, _) = own_message(call)?;
    Reply::ok(change(call, &channel, id)?)
}

pub(super) fn delete_message(call: &mut Call<'_>) -> Result<Reply, ApiError> {
    let (channel, id, _) = own_message(call)?;
    remove(call, &channel, id)?;
    Reply::no_content()
}
