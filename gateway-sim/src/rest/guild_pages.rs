//! The public pages of a guild: its welcome screen and its widget.
//!
//! Docs: [Guild, Get Guild Welcome Screen](https://docs.discord.com/developers/resources/guild#get-guild-welcome-screen) and
//! [Get Guild Widget Settings](https://docs.discord.com/developers/resources/guild#get-guild-widget-settings). The image of a
//! widget is in `widget_image`.

use gateway_model::Id;
use gateway_model::Permissions;
use gateway_model::id::marker;
use http::StatusCode;
use serde_json::{Value, json};

use super::call::{Call, Reply, guild_now};
use super::error::ApiError;
use super::form::{Field, Kind, id_of, read};
use super::invites;
use super::route::Route;
use crate::world::{Guild, STAGE_CHANNEL};

const WELCOME: &str = "/guilds/{guild}/welcome-screen";
const WIDGET: &str = "/guilds/{guild}/widget";

pub(super) const ROUTES: &[Route] = &[
    Route::bot("GET", WELCOME, welcome),
    Route::bot("PATCH", WELCOME, edit_welcome),
    Route::bot("GET", WIDGET, settings),
    Route::bot("PATCH", WIDGET, edit_settings),
    Route::open("GET", "/guilds/{guild}/widget.json", widget),
];

/// The feature of a guild whose welcome screen is enabled.
///
/// Docs: [Guild Features](https://docs.discord.com/developers/resources/guild#guild-object-guild-features).
const ENABLED: &str = "WELCOME_SCREEN_ENABLED";

/// The most channels of a welcome screen: "up to 5".
const MOST_CHANNELS: usize = 5;

/// The most members in a widget: "Limit 100".
const MOST_SHOWN: usize = 100;

fn has_feature(guild: &Guild, feature: &str) -> bool {
    let features = guild.object.get("features").and_then(Value::as_array);
    features.is_some_and(|features| features.iter().any(|one| one == feature))
}

fn welcome(call: &mut Call<'_>) -> Result<Reply, ApiError> {
    let guild = call.guild(0)?;
    let held = guild_now(call, guild)?;
    if !has_feature(&held, ENABLED) {
        call.need(guild, Permissions::MANAGE_GUILD)?;
    }
    let screen = held.welcome_screen.clone();
    Reply::ok(screen.ok_or_else(|| ApiError::unknown(10_069, "Guild Welcome Screen"))?)
}

/// Validates a channel of a welcome screen, which has to be one of the guild.
fn welcome_channel(held: &Guild, channel: &Value) -> Result<Value, ApiError> {
    let wanted = [
        Field::required("channel_id", Kind::Snowflake),
        Field::required("description", Kind::Text(1, 50)),
        Field::or_null("emoji_id", Kind::Snowflake),
        Field::or_null("emoji_name", Kind::Text(0, 100)),
    ];
    let fields = read(&wanted, channel)?;
    let id = id_of(&fields["channel_id"]).unwrap_or_default();
    if !held.channels.contains_key(&id) {
        return Err(ApiError::unknown(10_003, "Channel"));
    }
    Ok(json!({
        "channel_id": fields["channel_id"],
        "description": fields["description"],
        "emoji_id": fields.get("emoji_id"),
        "emoji_name": fields.get("emoji_name"),
    }))
}

fn edit_welcome(call: &mut Call<'_>) -> Result<Reply, ApiError> {
    let guild = call.guild(0)?;
    call.need(guild, Permissions::MANAGE_GUILD)?;
    let wanted = [
        Field::or_null("enabled", Kind::Flag),
        Field::or_null("welcome_channels", Kind::ListOf(MOST_CHANNELS)),
        Field::or_null("description", Kind::Text(0, 140)),
    ];
    let fields = read(&wanted, &call.json()?)?;
    let held = guild_now(call, guild)?;
    let mut screen = held.welcome_screen.clone();
    let screen =
        screen.get_or_insert_with(|| json!({ "description": null, "welcome_channels": [] }));
    if let Some(description) = fields.get("description") {
        screen["description"] = description.clone();
    }
    if let Some(channels) = fields.get("welcome_channels") {
        let channels =
            channels.as_array().into_iter().flatten().enumerate().map(|(at, channel)| {
                let place = format!("welcome_channels.{at}");
                welcome_channel(&held, channel).map_err(|error| error.under(&place))
            });
        screen["welcome_channels"] = Value::Array(channels.collect::<Result<_, _>>()?);
    }
    let was = has_feature(&held, ENABLED);
    let enabled = fields.get("enabled").and_then(Value::as_bool).unwrap_or(was);
    let screen = screen.clone();
    drop(held);
    change(call, guild, was != enabled, |held| {
        held.welcome_screen = Some(screen.clone());
        if let Some(features) = held.object.get_mut("features").and_then(Value::as_array_mut) {
            features.retain(|one| one != ENABLED);
            if enabled {
                features.push(json!(ENABLED));
            }
        }
    })?;
    Reply::ok(screen)
}

/// Changes a guild, with a Guild Update if its own fields change.
fn change(
    call: &mut Call<'_>,
    guild: Id<marker::Guild>,
    tell: bool,
    change: impl FnOnce(&mut Guild),
) -> Result<(), ApiError> {
    let held = call.core.world_mut().guild_mut(guild);
    let held = held.ok_or_else(|| ApiError::unknown(10_004, "Guild"))?;
    change(held);
    let object = held.rest_object();
    if tell {
        call.dispatch("GUILD_UPDATE", Some(guild), &object);
    }
    Ok(())
}

fn shown_settings(held: &Guild) -> Value {
    json!({
        "enabled": held.object.get("widget_enabled"),
        "channel_id": held.object.get("widget_channel_id"),
    })
}

fn settings(call: &mut Call<'_>) -> Result<Reply, ApiError> {
    let guild = call.guild(0)?;
    call.need(guild, Permissions::MANAGE_GUILD)?;
    Reply::ok(shown_settings(&*guild_now(call, guild)?))
}

fn edit_settings(call: &mut Call<'_>) -> Result<Reply, ApiError> {
    let guild = call.guild(0)?;
    call.need(guild, Permissions::MANAGE_GUILD)?;
    let wanted =
        [Field::or_null("enabled", Kind::Flag), Field::or_null("channel_id", Kind::Snowflake)];
    let fields = read(&wanted, &call.json()?)?;
    if let Some(channel) = fields.get("channel_id").and_then(id_of)
        && !guild_now(call, guild)?.channels.contains_key(&channel)
    {
        return Err(ApiError::unknown(10_003, "Channel"));
    }
    change(call, guild, true, |held| {
        if let Some(enabled) = fields.get("enabled").filter(|enabled| !enabled.is_null()) {
            held.object.insert("widget_enabled".to_owned(), enabled.clone());
        }
        if let Some(channel) = fields.get("channel_id") {
            held.object.insert("widget_channel_id".to_owned(), channel.clone());
        }
    })?;
    Reply::ok(shown_settings(&*guild_now(call, guild)?))
}

fn widget(call: &mut Call<'_>) -> Result<Reply, ApiError> {
    let guild = call.guild(0)?;
    let held = guild_now(call, guild)?;
    if held.object.get("widget_enabled") != Some(&json!(true)) {
        return Err(ApiError::new(StatusCode::FORBIDDEN, 50_004, "Guild widget disabled"));
    }
    let channel = held.object.get("widget_channel_id").and_then(id_of);
    let voices = held.channels.values().filter(|channel| {
        (channel["type"] == 2 || channel["type"] == STAGE_CHANNEL)
            && held.everyone_may(channel, Permissions::VIEW_CHANNEL)
    });
    let channels: Vec<Value> = voices
        .map(|one| json!({ "id": one["id"], "name": one["name"], "position": one["position"] }))
        .collect();
    let online: Vec<u64> =
        held.members.ids().filter(|user| held.members.presence(*user).is_some()).collect();
    // "The fields id, discriminator and avatar are anonymized to prevent abuse."
    let members: Vec<Value> = (0..)
        .zip(online.iter().take(MOST_SHOWN))
        .filter_map(|(number, user)| {
            Some(json!({
                "id": number.to_string(),
                "username": held.members.username(*user)?,
                "discriminator": "0000",
                "avatar": null,
                "status": held.members.presence(*user)?["status"],
                "avatar_url": format!("https://cdn.sim.invalid/widget-avatars/{number}"),
            }))
        })
        .collect();
    let (name, count) = (held.object.get("name").cloned(), online.len());
    drop(held);
    let invite = match channel {
        Some(channel) => Some(invites::of_widget(call, channel)?),
        None => None,
    };
    Reply::ok(json!({
        "id": guild.to_string(),
        "name": name,
        "instant_invite": invite.map(|code| format!("https://discord.sim.invalid/invite/{code}")),
        "channels": channels,
        "members": members,
        "presence_count": count,
    }))
}
