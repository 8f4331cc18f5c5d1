//! Soundboard sounds: those of guilds, and playing one.
//!
//! Docs: [Soundboard Resource](https://docs.discord.com/developers/resources/soundboard).

use gateway_model::Id;
use gateway_model::Permissions;
use gateway_model::id::marker;
use http::StatusCode;
use serde_json::{Map, Value, json};

use super::call::{Call, Reply, guild_now};
use super::error::ApiError;
use super::expressions::{data_bytes, need_to_manage, seen, too_large};
use super::form::{Field, Kind, id_of, read};
use super::route::Route;
use super::soundboard::default_sound;

const ALL: &str = "/guilds/{guild}/soundboard-sounds";
const ONE: &str = "/guilds/{guild}/soundboard-sounds/{sound}";

pub(super) const ROUTES: &[Route] = &[
    Route::bot("GET", ALL, list),
    Route::bot("POST", ALL, create),
    Route::bot("GET", ONE, get),
    Route::bot("PATCH", ONE, edit),
    Route::bot("DELETE", ONE, delete),
    Route::bot("POST", "/channels/{channel}/send-soundboard-sound", play),
];

/// The number of sounds of a guild without boosts; JSON error 30045. The docs do not give the number.
const MOST_SOUNDS: usize = 8;

/// The largest file: "a max file size of 512kb". The limit of 5.2 seconds is not checked, because that needs a decoder.
const MAX_FILE: usize = 512 << 10;

const NAME: Kind = Kind::Text(2, 32);

const FIELDS: &[Field] = &[
    Field::or_null("volume", Kind::Fraction),
    Field::or_null("emoji_id", Kind::Snowflake),
    Field::or_null("emoji_name", Kind::Text(1, 100)),
];

fn list(call: &mut Call<'_>) -> Result<Reply, ApiError> {
    let guild = call.guild(0)?;
    let sounds: Vec<Value> = guild_now(call, guild)?.sounds.values().cloned().collect();
    let items: Vec<Value> = sounds.into_iter().map(|sound| seen(call, guild, sound)).collect();
    Reply::ok(json!({ "items": items }))
}

fn unknown() -> ApiError {
    ApiError::unknown(10_097, "sound")
}

fn find(call: &Call<'_>, guild: Id<marker::Guild>, id: u64) -> Result<Value, ApiError> {
    guild_now(call, guild)?.sounds.get(&id).cloned().ok_or_else(unknown)
}

fn get(call: &mut Call<'_>) -> Result<Reply, ApiError> {
    let guild = call.guild(0)?;
    let sound = find(call, guild, call.id(1)?)?;
    Reply::ok(seen(call, guild, sound))
}

/// Checks that the sound of a data URI is MP3 or Ogg.
fn check_file(body: &Value) -> Result<(), ApiError> {
    let Some(uri) = body["sound"].as_str() else {
        return Err(ApiError::field("sound", "BASE_TYPE_REQUIRED", "This field is required"));
    };
    let kinds = ["data:audio/mpeg;base64,", "data:audio/mp3;base64,", "data:audio/ogg;base64,"];
    if !kinds.into_iter().any(|kind| uri.starts_with(kind) && uri.len() > kind.len()) {
        let message = "The provided file type is invalid.";
        return Err(ApiError::new(StatusCode::BAD_REQUEST, 50_123, message));
    }
    if data_bytes(uri) > MAX_FILE { Err(too_large()) } else { Ok(()) }
}

/// Merges fields into a sound. Its custom emoji has to be one of the guild.
fn lay_over(
    call: &Call<'_>,
    guild: Id<marker::Guild>,
    sound: &mut Value,
    fields: Map<String, Value>,
) -> Result<(), ApiError> {
    if let Some(emoji) = fields.get("emoji_id").and_then(id_of) {
        let held = guild_now(call, guild)?;
        held.emojis.get(&emoji).ok_or_else(|| ApiError::unknown(10_014, "Emoji"))?;
    }
    for (name, value) in fields {
        let default = name == "volume" && value.is_null();
        sound[name.as_str()] = if default { json!(1.0) } else { value };
    }
    Ok(())
}

fn create(call: &mut Call<'_>) -> Result<Reply, ApiError> {
    let guild = call.guild(0)?;
    call.need(guild, Permissions::CREATE_GUILD_EXPRESSIONS)?;
    let body = call.json()?;
    let fields = read(&[&[Field::required("name", NAME)], FIELDS].concat(), &body)?;
    check_file(&body)?;
    if guild_now(call, guild)?.sounds.len() >= MOST_SOUNDS {
        let message = "Maximum number of soundboard sounds reached (8)";
        return Err(ApiError::new(StatusCode::BAD_REQUEST, 30_045, message));
    }
    let unix_ms = call.core.unix_ms();
    let id = call.core.world_mut().next_id(unix_ms);
    let mut sound = json!({
        "sound_id": id.to_string(),
        "guild_id": guild.to_string(),
        "volume": 1.0,
        "emoji_id": null,
        "emoji_name": null,
        "available": true,
        "user": call.core.world().bot_user(),
    });
    lay_over(call, guild, &mut sound, fields)?;
    keep(call, guild, id, &sound, "GUILD_SOUNDBOARD_SOUND_CREATE");
    Reply::created(sound)
}

fn keep(call: &mut Call<'_>, guild: Id<marker::Guild>, id: u64, sound: &Value, told: &str) {
    if let Some(held) = call.core.world_mut().guild_mut(guild) {
        held.sounds.insert(id, sound.clone());
    }
    call.dispatch(told, Some(guild), sound);
}

fn edit(call: &mut Call<'_>) -> Result<Reply, ApiError> {
    let guild = call.guild(0)?;
    let id = call.id(1)?;
    let mut sound = find(call, guild, id)?;
    need_to_manage(call, guild, &sound)?;
    let fields = read(&[&[Field::new("name", NAME)], FIELDS].concat(), &call.json()?)?;
    lay_over(call, guild, &mut sound, fields)?;
    keep(call, guild, id, &sound, "GUILD_SOUNDBOARD_SOUND_UPDATE");
    Reply::ok(sound)
}

fn delete(call: &mut Call<'_>) -> Result<Reply, ApiError> {
    let guild = call.guild(0)?;
    let id = call.id(1)?;
    let sound = find(call, guild, id)?;
    need_to_manage(call, guild, &sound)?;
    if let Some(held) = call.core.world_mut().guild_mut(guild) {
        held.sounds.remove(&id);
    }
    let data = json!({ "guild_id": guild.to_string(), "sound_id": id.to_string() });
    call.dispatch("GUILD_SOUNDBOARD_SOUND_DELETE", Some(guild), &data);
    Reply::no_content()
}

/// Docs: [Soundboard, Send Soundboard Sound](https://docs.discord.com/developers/resources/soundboard#send-soundboard-sound).
fn play(call: &mut Call<'_>) -> Result<Reply, ApiError> {
    let channel = call.channel(0)?;
    let Some(guild) = channel.guild else { return Err(ApiError::unknown(10_003, "Channel")) };
    let wanted = [
        Field::required("sound_id", Kind::Snowflake),
        Field::or_null("source_guild_id", Kind::Snowflake),
    ];
    let fields = read(&wanted, &call.json()?)?;
    let id = id_of(&fields["sound_id"]).unwrap_or_default();
    let source = fields.get("source_guild_id").and_then(id_of).and_then(Id::new).unwrap_or(guild);
    let mut needed = Permissions::SPEAK | Permissions::USE_SOUNDBOARD;
    needed.set(Permissions::USE_EXTERNAL_SOUNDS, source != guild);
    call.need_in(&channel, needed)?;
    let bot = call.core.world().bot_id().get();
    let held = guild_now(call, guild)?;
    let own = json!(channel.id.to_string());
    let Some(state) = held.voice_states.get(&bot).filter(|state| state["channel_id"] == own) else {
        let message = "Target user is not connected to voice";
        return Err(ApiError::new(StatusCode::BAD_REQUEST, 40_032, message));
    };
    if ["deaf", "self_deaf", "mute", "suppress"].into_iter().any(|flag| state[flag] == true) {
        let message = "Cannot send voice effect when user is server muted, deafened, or suppressed";
        return Err(ApiError::new(StatusCode::BAD_REQUEST, 50_167, message));
    }
    drop(held);
    let (sound, shown_id) = match default_sound(id) {
        Some(sound) => (sound, json!(id)),
        None => (find(call, source, id)?, json!(id.to_string())),
    };
    let emoji = json!({ "id": sound["emoji_id"], "name": sound["emoji_name"] });
    let data = json!({
        "channel_id": own,
        "guild_id": guild.to_string(),
        "user_id": bot.to_string(),
        "emoji": emoji,
        "animation_type": 1,
        "animation_id": 0,
        "sound_id": shown_id,
        "sound_volume": sound["volume"],
    });
    call.dispatch("VOICE_CHANNEL_EFFECT_SEND", Some(guild), &data);
    Reply::no_content()
}
