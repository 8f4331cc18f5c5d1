//! Voice states: users in voice, and speakers in a stage channel.
//!
//! Docs: [Voice, Get Current User Voice State](https://docs.discord.com/developers/resources/voice#get-current-user-voice-state) and
//! following.

use gateway_model::Id;
use gateway_model::Permissions;
use gateway_model::id::marker;
use http::StatusCode;
use serde_json::{Map, Value, json};

use super::call::{Call, Reply, guild_now};
use super::error::ApiError;
use super::form::{Field, Kind, id_of, read};
use super::route::Route;
use crate::clock::timestamp;
use crate::world::STAGE_CHANNEL;

pub(super) const ROUTES: &[Route] = &[
    Route::bot("GET", "/guilds/{guild}/voice-states/@me", get_own),
    Route::bot("PATCH", "/guilds/{guild}/voice-states/@me", edit_own),
    Route::bot("GET", "/guilds/{guild}/voice-states/{user}", get),
    Route::bot("PATCH", "/guilds/{guild}/voice-states/{user}", edit),
];

fn find(call: &Call<'_>, guild: Id<marker::Guild>, user: u64) -> Result<Value, ApiError> {
    let held = guild_now(call, guild)?;
    let state = held.voice_states.get(&user).cloned();
    let mut state = state.ok_or_else(|| ApiError::unknown(10_065, "Voice State"))?;
    state["guild_id"] = json!(guild.to_string());
    state["member"] = held.members.get(user).unwrap_or_default();
    state["self_stream"] = json!(false);
    Ok(state)
}

fn get_own(call: &mut Call<'_>) -> Result<Reply, ApiError> {
    let guild = call.guild(0)?;
    Reply::ok(find(call, guild, call.core.world().bot_id().get())?)
}

fn get(call: &mut Call<'_>) -> Result<Reply, ApiError> {
    let guild = call.guild(0)?;
    Reply::ok(find(call, guild, call.id(1)?)?)
}

/// Returns the fields of a request about a user in a stage channel, and the permissions that it needs.
fn asked(
    call: &Call<'_>,
    guild: Id<marker::Guild>,
    user: u64,
    more: &[Field],
    needed: impl Fn(&Map<String, Value>) -> Permissions,
) -> Result<Map<String, Value>, ApiError> {
    let common =
        [Field::or_null("channel_id", Kind::Snowflake), Field::or_null("suppress", Kind::Flag)];
    let fields = read(&[&common, more].concat(), &call.json()?)?;
    let state = find(call, guild, user)?;
    let channel = call.channel_of_id(id_of(&state["channel_id"]).unwrap_or_default())?;
    let named = fields.get("channel_id").filter(|id| !id.is_null());
    if channel.object["type"] != STAGE_CHANNEL || named.is_some_and(|id| *id != state["channel_id"])
    {
        let message = "Cannot execute action on this channel type";
        return Err(ApiError::new(StatusCode::BAD_REQUEST, 50_024, message));
    }
    call.need_in(&channel, needed(&fields))?;
    Ok(fields)
}

/// Changes the bot's voice state. "You must have the `MUTE_MEMBERS` permission to unsuppress yourself. You can always
/// suppress yourself. You must have the `REQUEST_TO_SPEAK` permission to request to speak. You can always clear your
/// own request to speak."
fn edit_own(call: &mut Call<'_>) -> Result<Reply, ApiError> {
    let guild = call.guild(0)?;
    let bot = call.core.world().bot_id().get();
    let more = [Field::or_null("request_to_speak_timestamp", Kind::Time)];
    let fields = asked(call, guild, bot, &more, |fields| {
        let unsuppresses = fields.get("suppress").is_some_and(|value| value == false);
        let asks = fields.get("request_to_speak_timestamp").is_some_and(Value::is_string);
        let mut needed = Permissions::VIEW_CHANNEL;
        needed.set(Permissions::MUTE_MEMBERS, unsuppresses);
        needed.set(Permissions::REQUEST_TO_SPEAK, asks);
        needed
    })?;
    call.core.change_voice(guild, bot, |state| {
        for (name, value) in fields {
            if name != "channel_id" && !(name == "suppress" && value.is_null()) {
                state[name.as_str()] = value;
            }
        }
    });
    Reply::no_content()
}

/// Changes another user's voice state. "When unsuppressed, non-bot users will have their `request_to_speak_timestamp`
/// set to the current time. Bot users will not. When suppressed, the user will have their `request_to_speak_timestamp`
/// removed."
fn edit(call: &mut Call<'_>) -> Result<Reply, ApiError> {
    let guild = call.guild(0)?;
    let user = call.id(1)?;
    let fields = asked(call, guild, user, &[], |_| Permissions::MUTE_MEMBERS)?;
    let Some(suppress) = fields.get("suppress").and_then(Value::as_bool) else {
        return Reply::no_content();
    };
    let now = timestamp(call.core.unix_ms());
    let is_bot = user == call.core.world().bot_id().get();
    call.core.change_voice(guild, user, |state| {
        state["suppress"] = json!(suppress);
        let asks = !suppress && !is_bot;
        state["request_to_speak_timestamp"] = if asks { json!(now) } else { Value::Null };
    });
    Reply::no_content()
}
