//! Invites.
//!
//! Docs: [Invite Resource](https://docs.discord.com/developers/resources/invite).

use gateway_model::Id;
use gateway_model::Permissions;
use gateway_model::id::marker;
use http::StatusCode;
use serde_json::{Map, Value, json};

use super::call::{Call, Channel, Reply, guild_now};
use super::error::ApiError;
use super::form::{Field, Kind, read};
use super::invite_file::{keep_users, read_users, target_file, wrong_file};
use super::invite_target::invite_target;
use super::route::Route;
use crate::clock::timestamp;
use crate::world::{Guild, time_ms};

/// The route that Discord's edge counts separately.
pub(super) const GET_INVITE: &str = "GET /invites/{code}";

pub(super) const ROUTES: &[Route] = &[
    Route::bot("POST", "/channels/{channel}/invites", create),
    Route::bot("GET", "/channels/{channel}/invites", of_channel),
    Route::bot("GET", "/guilds/{guild}/invites", of_guild),
    Route::open("GET", "/invites/{code}", get),
    Route::bot("DELETE", "/invites/{code}", delete),
];

/// The most invites of a guild; one more is JSON error 30016.
const MOST_INVITES: usize = 1_000;

/// Docs: [Channel, Create Channel Invite](https://docs.discord.com/developers/resources/channel#create-channel-invite).
fn create(call: &mut Call<'_>) -> Result<Reply, ApiError> {
    let channel = call.channel(0)?;
    let Some(guild) = channel.guild else { return Err(ApiError::unknown(10_003, "Channel")) };
    call.need_in(&channel, Permissions::CREATE_INSTANT_INVITE)?;
    let wanted = [
        Field::or_null("max_age", Kind::Int(0, 604_800)),
        Field::or_null("max_uses", Kind::Int(0, 100)),
        Field::or_null("temporary", Kind::Flag),
        Field::or_null("unique", Kind::Flag),
        Field::or_null("target_type", Kind::OneOf(&[1, 2])),
        Field::or_null("target_user_id", Kind::Snowflake),
        Field::or_null("target_application_id", Kind::Snowflake),
        Field::or_null("role_ids", Kind::Snowflakes(250)),
    ];
    let fields = read(&wanted, &call.json()?)?;
    let targets = match target_file(call) {
        Some(file) => {
            call.need(guild, Permissions::MANAGE_GUILD)?;
            match read_users(&file) {
                Ok(users) => Some(users),
                Err(wrong) => return wrong_file(wrong),
            }
        }
        None => None,
    };
    let invite = make(call, &channel, guild, &fields)?;
    if let (Some(users), Some(code)) = (targets, invite["code"].as_str()) {
        keep_users(call, code, users);
    }
    Reply::ok(invite)
}

/// Returns the code of the invite in a guild's widget: an invite to the widget's channel, which is created if there is
/// none.
pub(super) fn of_widget(call: &mut Call<'_>, channel: u64) -> Result<String, ApiError> {
    let own = json!(channel.to_string());
    let known = call.core.world().invites().values().find(|one| one["channel"]["id"] == own);
    let invite = match known.cloned() {
        Some(invite) => invite,
        None => {
            let channel = call.channel_of_id(channel)?;
            let guild = channel.guild.ok_or_else(|| ApiError::unknown(10_003, "Channel"))?;
            make(call, &channel, guild, &Map::new())?
        }
    };
    Ok(invite["code"].as_str().unwrap_or_default().to_owned())
}

pub(super) fn make(
    call: &mut Call<'_>,
    channel: &Channel,
    guild: Id<marker::Guild>,
    fields: &Map<String, Value>,
) -> Result<Value, ApiError> {
    let number = |name: &str, default| fields.get(name).and_then(Value::as_u64).unwrap_or(default);
    let (max_age, max_uses) = (number("max_age", 86_400), number("max_uses", 0));
    let own = json!(guild.to_string());
    let unix_ms = call.core.unix_ms();
    call.core.world_mut().forget_expired_invites(unix_ms);
    let invites = call.core.world().invites().values();
    if invites.filter(|invite| invite["guild_id"] == own).count() >= MOST_INVITES {
        let message = "Maximum number of invites reached (1000)";
        return Err(ApiError::new(StatusCode::BAD_REQUEST, 30_016, message));
    }
    let target = invite_target(call, channel, guild, fields)?;
    let shown = shown_guild(&*guild_now(call, guild)?);
    let world = call.core.world_mut();
    let code = format!("sim{:x}", world.next_id(unix_ms));
    let created = timestamp(unix_ms);
    let expires = (max_age > 0).then(|| timestamp(unix_ms + max_age * 1000));
    let bot = world.bot_user();
    let mut invite = json!({
        "type": 0,
        "code": code,
        "guild": shown,
        "guild_id": guild.to_string(),
        "channel": {
            "id": channel.id.to_string(),
            "name": channel.object["name"],
            "type": channel.object["type"],
        },
        "inviter": bot,
        "expires_at": expires,
        "uses": 0,
        "max_uses": max_uses,
        "max_age": max_age,
        "temporary": fields.get("temporary").is_some_and(|value| value == true),
        "created_at": created,
        "flags": 0,
    });
    for (name, value) in target {
        invite[name] = value;
    }
    world.invites_mut().insert(code, invite.clone());
    let event = created_event(&invite);
    call.dispatch("INVITE_CREATE", Some(guild), &event);
    Ok(invite)
}

/// Docs: [Gateway Events, Invite Create](https://docs.discord.com/developers/events/gateway-events#invite-create).
fn created_event(invite: &Value) -> Value {
    let fields = [
        "code",
        "created_at",
        "guild_id",
        "inviter",
        "max_age",
        "max_uses",
        "temporary",
        "uses",
        "expires_at",
        "target_type",
        "target_user",
        "target_application",
    ];
    let there = fields.into_iter().filter_map(|field| Some((field, invite.get(field)?.clone())));
    let mut event: Value = there.collect();
    event["channel_id"] = invite["channel"]["id"].clone();
    event
}

/// Returns the fields of a guild in an invite.
fn shown_guild(guild: &Guild) -> Value {
    let shown = [
        "id",
        "name",
        "splash",
        "banner",
        "description",
        "icon",
        "features",
        "verification_level",
        "vanity_url_code",
        "nsfw_level",
        "nsfw",
        "premium_tier",
        "premium_subscription_count",
    ];
    shown.into_iter().filter_map(|field| Some((field, guild.object.get(field)?.clone()))).collect()
}

fn listed(call: &Call<'_>, fits: impl Fn(&Value) -> bool) -> Result<Reply, ApiError> {
    let now = call.core.unix_ms();
    let lives = |invite: &&Value| time_ms(&invite["expires_at"]).is_none_or(|ends| ends > now);
    let invites = call.core.world().invites().values().filter(lives);
    Reply::ok(invites.filter(|invite| fits(invite)).cloned().collect())
}

fn of_channel(call: &mut Call<'_>) -> Result<Reply, ApiError> {
    let channel = call.channel(0)?;
    call.need_in(&channel, Permissions::MANAGE_CHANNELS)?;
    listed(call, |invite| invite["channel"]["id"] == channel.id.to_string().as_str())
}

fn of_guild(call: &mut Call<'_>) -> Result<Reply, ApiError> {
    let guild = call.guild(0)?;
    call.need(guild, Permissions::MANAGE_GUILD)?;
    guild_now(call, guild)?;
    listed(call, |invite| invite["guild_id"] == guild.to_string().as_str())
}

pub(super) fn find(call: &Call<'_>) -> Result<Value, ApiError> {
    let invite = call.core.world().invites().get(call.text(0)).cloned();
    let now = call.core.unix_ms();
    let lives = |invite: &Value| time_ms(&invite["expires_at"]).is_none_or(|ends| ends > now);
    let invite = invite.filter(lives);
    invite.ok_or_else(|| ApiError::unknown(10_006, "Invite"))
}

/// Docs: [Invite, Get Invite](https://docs.discord.com/developers/resources/invite#get-invite).
fn get(call: &mut Call<'_>) -> Result<Reply, ApiError> {
    let mut invite = find(call)?;
    let guild = invite["guild_id"].as_str().and_then(|id| id.parse().ok());
    let Some(guild) = guild else { return Reply::ok(invite) };
    let held = guild_now(call, guild)?;
    if call.flag("with_counts")? {
        held.show_counts(&mut invite);
    }
    let event = call.query("guild_scheduled_event_id").and_then(|id| id.parse::<u64>().ok());
    if let Some(event) = event.and_then(|event| held.events.get(&event)) {
        invite["guild_scheduled_event"] = event.clone();
    }
    Reply::ok(invite)
}

fn delete(call: &mut Call<'_>) -> Result<Reply, ApiError> {
    let invite = find(call)?;
    let text = |value: &Value| value.as_str().and_then(|id| id.parse().ok()).unwrap_or_default();
    let channel = call.channel_of_id(text(&invite["channel"]["id"]))?;
    call.need_in(&channel, Permissions::MANAGE_CHANNELS)?;
    let code = call.text(0).to_owned();
    let world = call.core.world_mut();
    world.invites_mut().remove(&code);
    world.invite_users.remove(&code);
    let event = json!({
        "channel_id": channel.id.to_string(),
        "guild_id": invite["guild_id"],
        "code": invite["code"],
    });
    call.dispatch("INVITE_DELETE", channel.guild, &event);
    Reply::ok(invite)
}
