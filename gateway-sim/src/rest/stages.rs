//! Stage instances.
//!
//! Docs: [Stage Instance Resource](https://docs.discord.com/developers/resources/stage-instance).

use gateway_model::Id;
use gateway_model::Permissions;
use gateway_model::id::marker;
use http::StatusCode;
use serde_json::{Value, json};

use super::call::{Call, Channel, Reply, guild_now};
use super::error::ApiError;
use super::form::{Field, Kind, id_of, read};
use super::route::Route;
use crate::world::{STAGE_CHANNEL, STAGE_MODERATOR};

pub(super) const ROUTES: &[Route] = &[
    Route::bot("POST", "/stage-instances", create),
    Route::bot("GET", "/stage-instances/{channel}", get),
    Route::bot("PATCH", "/stage-instances/{channel}", edit),
    Route::bot("DELETE", "/stage-instances/{channel}", delete),
];

const TOPIC: Kind = Kind::Text(1, 120);

/// The privacy levels: public, which is deprecated, and guild only.
const PRIVACY: Kind = Kind::OneOf(&[1, 2]);

/// Returns the guild of a stage channel.
fn stage_guild(channel: &Channel) -> Result<Id<marker::Guild>, ApiError> {
    channel.guild.filter(|_| channel.object["type"] == STAGE_CHANNEL).ok_or_else(|| {
        let message = "Cannot execute action on this channel type";
        ApiError::new(StatusCode::BAD_REQUEST, 50_024, message)
    })
}

/// Returns the stage instance of the path's channel; requires a moderator if it is to be changed.
fn find(call: &Call<'_>, moderates: bool) -> Result<(Channel, Id<marker::Guild>, Value), ApiError> {
    let channel = call.channel(0)?;
    let guild = stage_guild(&channel)?;
    call.need_in(&channel, if moderates { STAGE_MODERATOR } else { Permissions::VIEW_CHANNEL })?;
    let stage = guild_now(call, guild)?.stages.get(&channel.id).cloned();
    let stage = stage.ok_or_else(|| ApiError::unknown(10_067, "Stage Instance"))?;
    Ok((channel, guild, stage))
}

fn get(call: &mut Call<'_>) -> Result<Reply, ApiError> {
    Reply::ok(find(call, false)?.2)
}

fn create(call: &mut Call<'_>) -> Result<Reply, ApiError> {
    let wanted = [
        Field::required("channel_id", Kind::Snowflake),
        Field::required("topic", TOPIC),
        Field::or_null("privacy_level", PRIVACY),
        Field::or_null("send_start_notification", Kind::Flag),
        Field::or_null("guild_scheduled_event_id", Kind::Snowflake),
    ];
    let fields = read(&wanted, &call.json()?)?;
    let channel = call.channel_of_id(id_of(&fields["channel_id"]).unwrap_or_default())?;
    let guild = stage_guild(&channel)?;
    let notifies = fields.get("send_start_notification").is_some_and(|value| value == true);
    let everyone = if notifies { Permissions::MENTION_EVERYONE } else { Permissions::empty() };
    call.need_in(&channel, STAGE_MODERATOR | everyone)?;
    let held = guild_now(call, guild)?;
    if held.stages.contains_key(&channel.id) {
        let message = "The Stage is already open";
        return Err(ApiError::new(StatusCode::BAD_REQUEST, 150_006, message));
    }
    let event = fields.get("guild_scheduled_event_id").and_then(id_of);
    let known = event.and_then(|event| held.events.get(&event));
    if event.is_some() && known.is_none_or(|event| event["channel_id"] != fields["channel_id"]) {
        return Err(ApiError::unknown(10_070, "Guild Scheduled Event"));
    }
    drop(held);
    let unix_ms = call.core.unix_ms();
    let id = call.core.world_mut().next_id(unix_ms);
    let privacy = fields.get("privacy_level").filter(|level| !level.is_null());
    let stage = json!({
        "id": id.to_string(),
        "guild_id": guild.to_string(),
        "channel_id": fields["channel_id"],
        "topic": fields["topic"],
        "privacy_level": privacy.cloned().unwrap_or_else(|| json!(2)),
        "discoverable_disabled": true,
        "guild_scheduled_event_id": fields.get("guild_scheduled_event_id"),
    });
    keep(call, guild, channel.id, &stage, "STAGE_INSTANCE_CREATE");
    call.core.watch_empty(guild, channel.id);
    Reply::ok(stage)
}

fn keep(call: &mut Call<'_>, guild: Id<marker::Guild>, channel: u64, stage: &Value, told: &str) {
    if let Some(held) = call.core.world_mut().guild_mut(guild) {
        held.stages.insert(channel, stage.clone());
    }
    call.dispatch(told, Some(guild), stage);
}

/// Changes a stage instance. Discord's OpenAPI description has the topic, the docs do not.
fn edit(call: &mut Call<'_>) -> Result<Reply, ApiError> {
    let (channel, guild, before) = find(call, true)?;
    let wanted = [Field::new("topic", TOPIC), Field::new("privacy_level", PRIVACY)];
    let mut stage = before.clone();
    for (name, value) in read(&wanted, &call.json()?)? {
        stage[name.as_str()] = value;
    }
    if stage != before {
        keep(call, guild, channel.id, &stage, "STAGE_INSTANCE_UPDATE");
    }
    Reply::ok(stage)
}

fn delete(call: &mut Call<'_>) -> Result<Reply, ApiError> {
    let (channel, guild, _) = find(call, true)?;
    call.core.close_stage(guild, channel.id);
    Reply::no_content()
}
