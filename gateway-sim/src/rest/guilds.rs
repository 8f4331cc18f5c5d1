//! Guilds.
//!
//! Docs: [Guild Resource](https://docs.discord.com/developers/resources/guild).

use gateway_model::Permissions;
use serde_json::json;

use super::call::{Call, Reply, guild_now};
use super::error::ApiError;
use super::form::{Field, Kind, read};
use super::route::Route;
use crate::world::is_thread;

pub(super) const ROUTES: &[Route] = &[
    Route::bot("GET", "/guilds/{guild}", get),
    Route::bot("GET", "/guilds/{guild}/channels", channels),
    Route::bot("PATCH", "/guilds/{guild}", edit),
];

fn get(call: &mut Call<'_>) -> Result<Reply, ApiError> {
    let guild = call.guild(0)?;
    let with_counts = call.flag("with_counts")?;
    let guild = guild_now(call, guild)?;
    let mut object = guild.rest_object();
    if with_counts {
        guild.show_counts(&mut object);
    }
    Reply::ok(object)
}

fn channels(call: &mut Call<'_>) -> Result<Reply, ApiError> {
    let id = call.guild(0)?;
    let guild = guild_now(call, id)?;
    // Get Guild Channels: threads are not in it.
    let plain = guild.channels.values().filter(|channel| !is_thread(channel));
    let mut list: Vec<_> = plain.cloned().collect();
    for channel in &mut list {
        channel["guild_id"] = json!(id.to_string());
        call.core.world().fill_last_message(channel);
    }
    Reply::ok(list.into())
}

const FIELDS: &[Field] = &[
    Field::new("name", Kind::Text(2, 100)),
    Field::or_null("verification_level", Kind::Int(0, 4)),
    Field::or_null("default_message_notifications", Kind::OneOf(&[0, 1])),
    Field::or_null("explicit_content_filter", Kind::Int(0, 2)),
    Field::or_null("afk_channel_id", Kind::Snowflake),
    Field::new("afk_timeout", Kind::OneOf(&[60, 300, 900, 1800, 3600])),
    Field::or_null("icon", Kind::Image),
    Field::or_null("splash", Kind::Image),
    Field::or_null("discovery_splash", Kind::Image),
    Field::or_null("banner", Kind::Image),
    Field::or_null("system_channel_id", Kind::Snowflake),
    Field::new("system_channel_flags", Kind::Int(0, i64::MAX)),
    Field::or_null("rules_channel_id", Kind::Snowflake),
    Field::or_null("public_updates_channel_id", Kind::Snowflake),
    Field::or_null("preferred_locale", Kind::Text(2, 10)),
    Field::new("features", Kind::List),
    Field::or_null("description", Kind::Text(0, 300)),
    Field::new("premium_progress_bar_enabled", Kind::Flag),
    Field::or_null("safety_alerts_channel_id", Kind::Snowflake),
];

/// Docs: [Guild, Modify Guild](https://docs.discord.com/developers/resources/guild#modify-guild).
fn edit(call: &mut Call<'_>) -> Result<Reply, ApiError> {
    let id = call.guild(0)?;
    call.need(id, Permissions::MANAGE_GUILD)?;
    let fields = read(FIELDS, &call.json()?)?;
    let Some(guild) = call.core.world_mut().guild_mut(id) else {
        return Err(ApiError::unknown(10_004, "Guild"));
    };
    for (name, value) in fields {
        let value = match (name.as_str(), value.is_null()) {
            ("preferred_locale", true) => json!("en-US"),
            ("verification_level" | "default_message_notifications", true) => json!(0),
            ("explicit_content_filter", true) => json!(0),
            _ => value,
        };
        guild.object.insert(name, value);
    }
    let object = guild.rest_object();
    call.dispatch("GUILD_UPDATE", Some(id), &object);
    Reply::ok(object)
}
