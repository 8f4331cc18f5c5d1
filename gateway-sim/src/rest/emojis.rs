//! Emojis of guilds.
//!
//! Docs: [Emoji Resource](https://docs.discord.com/developers/resources/emoji).

use gateway_model::Id;
use gateway_model::Permissions;
use gateway_model::id::marker;
use http::StatusCode;
use serde_json::{Value, json};

use super::call::{Call, Reply, guild_now};
use super::error::ApiError;
use super::expressions::{data_bytes, need_to_manage, seen};
use super::form::{Field, Kind, read};
use super::route::Route;

pub(super) const ROUTES: &[Route] = &[
    Route::bot("GET", "/guilds/{guild}/emojis", list),
    Route::bot("POST", "/guilds/{guild}/emojis", create),
    Route::bot("GET", "/guilds/{guild}/emojis/{emoji}", get),
    Route::bot("PATCH", "/guilds/{guild}/emojis/{emoji}", edit),
    Route::bot("DELETE", "/guilds/{guild}/emojis/{emoji}", delete),
];

/// Emojis of a guild without boosts; JSON error 30008.
const MOST_EMOJIS: usize = 50;

/// The largest file: "Emojis and animated emojis have a maximum file size of 256 KiB."
const MAX_IMAGE: usize = 256 << 10;

const NAME: Kind = Kind::Text(2, 32);

fn list(call: &mut Call<'_>) -> Result<Reply, ApiError> {
    let guild = call.guild(0)?;
    let emojis: Vec<Value> = guild_now(call, guild)?.emojis.values().cloned().collect();
    Reply::ok(emojis.into_iter().map(|emoji| seen(call, guild, emoji)).collect())
}

fn find(call: &Call<'_>, guild: Id<marker::Guild>, id: u64) -> Result<Value, ApiError> {
    let emoji = guild_now(call, guild)?.emojis.get(&id).cloned();
    emoji.ok_or_else(|| ApiError::unknown(10_014, "Emoji"))
}

fn get(call: &mut Call<'_>) -> Result<Reply, ApiError> {
    let guild = call.guild(0)?;
    let emoji = find(call, guild, call.id(1)?)?;
    Reply::ok(seen(call, guild, emoji))
}

fn create(call: &mut Call<'_>) -> Result<Reply, ApiError> {
    let guild = call.guild(0)?;
    call.need(guild, Permissions::CREATE_GUILD_EXPRESSIONS)?;
    let body = call.json()?;
    let wanted = [
        Field::required("name", NAME),
        Field::required("image", Kind::Image),
        Field::or_null("roles", Kind::Snowflakes(250)),
    ];
    let fields = read(&wanted, &body)?;
    let image = body["image"].as_str().unwrap_or_default();
    if data_bytes(image) > MAX_IMAGE {
        let message = "File cannot be larger than 256 kb.";
        return Err(ApiError::field("image", "BINARY_TYPE_MAX_SIZE", message));
    }
    if guild_now(call, guild)?.emojis.len() >= MOST_EMOJIS {
        let message = "Maximum number of emojis reached (50)";
        return Err(ApiError::new(StatusCode::BAD_REQUEST, 30_008, message));
    }
    let unix_ms = call.core.unix_ms();
    let id = call.core.world_mut().next_id(unix_ms);
    let emoji = json!({
        "id": id.to_string(),
        "name": fields["name"],
        "roles": fields.get("roles").filter(|roles| !roles.is_null()).cloned().unwrap_or(json!([])),
        "user": call.core.world().bot_user(),
        "require_colons": true,
        "managed": false,
        "animated": image.starts_with("data:image/gif"),
        "available": true,
    });
    change(call, guild, id, Some(emoji.clone()));
    Reply::created(emoji)
}

/// Adds, replaces or removes an emoji, and dispatches Guild Emojis Update.
fn change(call: &mut Call<'_>, guild: Id<marker::Guild>, id: u64, emoji: Option<Value>) {
    let Some(held) = call.core.world_mut().guild_mut(guild) else { return };
    match emoji {
        Some(emoji) => held.emojis.insert(id, emoji),
        None => held.emojis.remove(&id),
    };
    let all: Vec<Value> = held.emojis.values().cloned().collect();
    let data = json!({ "guild_id": guild.to_string(), "emojis": all });
    call.dispatch("GUILD_EMOJIS_UPDATE", Some(guild), &data);
}

fn edit(call: &mut Call<'_>) -> Result<Reply, ApiError> {
    let guild = call.guild(0)?;
    let id = call.id(1)?;
    let mut emoji = find(call, guild, id)?;
    need_to_manage(call, guild, &emoji)?;
    let wanted = [Field::new("name", NAME), Field::or_null("roles", Kind::Snowflakes(250))];
    for (name, value) in read(&wanted, &call.json()?)? {
        emoji[name.as_str()] = if value.is_null() { json!([]) } else { value };
    }
    change(call, guild, id, Some(emoji.clone()));
    Reply::ok(emoji)
}

fn delete(call: &mut Call<'_>) -> Result<Reply, ApiError> {
    let guild = call.guild(0)?;
    let id = call.id(1)?;
    let emoji = find(call, guild, id)?;
    need_to_manage(call, guild, &emoji)?;
    change(call, guild, id, None);
    Reply::no_content()
}
