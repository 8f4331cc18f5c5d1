//! Following an announcement channel.
//!
//! Docs: [Channel, Follow Announcement Channel](https://docs.discord.com/developers/resources/channel#follow-announcement-channel).

use gateway_model::Permissions;
use serde_json::{Value, json};

use super::call::{Call, Channel, Reply, guild_now};
use super::crosspost::need_announcements;
use super::error::ApiError;
use super::form::{Field, Kind, id_of, read};
use super::incoming_webhooks::{announce, need_room};
use super::messages::keep_and_dispatch;
use super::route::Route;
use crate::world::new_message;

pub(super) const ROUTES: &[Route] = &[Route::bot("POST", "/channels/{channel}/followers", follow)];

/// Docs: [Message, Message Types](https://docs.discord.com/developers/resources/message#message-object-message-types).
const CHANNEL_FOLLOW_ADD: u64 = 12;

fn follow(call: &mut Call<'_>) -> Result<Reply, ApiError> {
    let source = call.channel(0)?;
    call.need_in(&source, Permissions::VIEW_CHANNEL)?;
    need_announcements(&source)?;
    let wanted = [Field::required("webhook_channel_id", Kind::Snowflake)];
    let fields = read(&wanted, &call.json()?)?;
    let target = call.channel_of_id(id_of(&fields["webhook_channel_id"]).unwrap_or_default())?;
    let unknown = || ApiError::unknown(10_003, "Channel");
    let (from, to) = (source.guild.ok_or_else(unknown)?, target.guild.ok_or_else(unknown)?);
    call.need_in(&target, Permissions::MANAGE_WEBHOOKS)?;
    need_room(call, &target)?;
    let held = guild_now(call, from)?;
    let guild_name = held.object.get("name").cloned().unwrap_or_default();
    let icon = held.object.get("icon").cloned();
    drop(held);
    let [guild_text, channel_text] =
        [&guild_name, &source.object["name"]].map(|name| name.as_str().unwrap_or_default());
    let unix_ms = call.core.unix_ms();
    let world = call.core.world_mut();
    let id = world.next_id(unix_ms);
    let webhook = json!({
        "id": id.to_string(),
        "type": 2,
        "guild_id": to.to_string(),
        "channel_id": target.id.to_string(),
        "user": world.bot_user(),
        "name": format!("{guild_text} #{channel_text}"),
        "avatar": icon,
        "application_id": null,
        "source_guild": { "id": from.to_string(), "name": guild_name, "icon": icon },
        "source_channel": { "id": source.id.to_string(), "name": source.object["name"] },
    });
    world.webhooks_mut().insert(id, webhook.clone());
    announce(call, &webhook);
    tell(call, &source, &target, &webhook);
    Reply::ok(json!({ "channel_id": source.id.to_string(), "webhook_id": id.to_string() }))
}

/// Writes the message in the target channel which says that it now follows the source channel.
///
/// Docs: [Channel Follow Add messages](https://docs.discord.com/developers/resources/message#message-reference-content-attribution-channel-follow-add-messages).
fn tell(call: &mut Call<'_>, source: &Channel, target: &Channel, webhook: &Value) {
    let unix_ms = call.core.unix_ms();
    let world = call.core.world_mut();
    let id = world.next_id(unix_ms);
    let mut message = new_message(id, target.id, world.bot_user(), unix_ms);
    message["type"] = json!(CHANNEL_FOLLOW_ADD);
    message["content"] = webhook["name"].clone();
    message["message_reference"] = json!({
        "type": 0,
        "channel_id": source.id.to_string(),
        "guild_id": webhook["source_guild"]["id"],
    });
    keep_and_dispatch(call, target, id, &message, true);
}
