//! Stickers: those of guilds, and the pack of standard ones.
//!
//! Docs: [Sticker Resource](https://docs.discord.com/developers/resources/sticker).

use gateway_model::Id;
use gateway_model::Permissions;
use gateway_model::id::marker;
use http::StatusCode;
use serde_json::{Value, json};

use super::call::{Call, Reply, guild_now};
use super::error::ApiError;
use super::expressions::{need_to_manage, seen, too_large};
use super::form::{Field, Kind, read};
use super::message_body::files;
use super::route::Route;

pub(super) const ROUTES: &[Route] = &[
    Route::bot("GET", "/stickers/{sticker}", get_any),
    Route::open("GET", "/sticker-packs", packs),
    Route::bot("GET", "/sticker-packs/{pack}", get_pack),
    Route::bot("GET", "/guilds/{guild}/stickers", list),
    Route::bot("POST", "/guilds/{guild}/stickers", create),
    Route::bot("GET", "/guilds/{guild}/stickers/{sticker}", get),
    Route::bot("PATCH", "/guilds/{guild}/stickers/{sticker}", edit),
    Route::bot("DELETE", "/guilds/{guild}/stickers/{sticker}", delete),
];

/// The most stickers of a guild: "Every guild has five free sticker slots by default"; one more is JSON error 30039.
const MOST_STICKERS: usize = 5;

/// The largest file: "max 512 KiB".
const MAX_FILE: usize = 512 << 10;

/// The largest width and height: "320 x 320 pixels".
const MAX_SIDE: u32 = 320;

const NAME: Kind = Kind::Text(2, 30);
const TAGS: Kind = Kind::Text(1, 200);

/// The id of the sticker pack; its stickers have the next ids.
const PACK: u64 = 847_000_000_000_000_000;

/// The standard stickers: name and tags.
const STANDARD: [(&str, &str); 2] = [("Wave", "wave, hello"), ("Cheer", "cheer, hooray")];

fn standard() -> Vec<Value> {
    let stickers = STANDARD.into_iter().zip(1..).map(|((name, tags), number)| {
        json!({
            "id": (PACK + number).to_string(),
            "pack_id": PACK.to_string(),
            "name": name,
            "description": name,
            "tags": tags,
            "type": 1,
            "format_type": 1,
            "sort_value": number,
            "available": true,
        })
    });
    stickers.collect()
}

fn pack() -> Value {
    json!({
        "id": PACK.to_string(),
        "sku_id": (PACK + 100).to_string(),
        "name": "Sim",
        "description": "Stickers for tests",
        "cover_sticker_id": (PACK + 1).to_string(),
        "stickers": standard(),
    })
}

fn packs(_: &mut Call<'_>) -> Result<Reply, ApiError> {
    Reply::ok(json!({ "sticker_packs": [pack()] }))
}

fn get_pack(call: &mut Call<'_>) -> Result<Reply, ApiError> {
    match call.id(0)? {
        PACK => Reply::ok(pack()),
        _ => Err(ApiError::unknown(10_061, "Sticker Pack")),
    }
}

fn unknown() -> ApiError {
    ApiError::unknown(10_060, "Sticker")
}

/// Returns a sticker of any guild the bot is in, or a standard one.
fn any(call: &Call<'_>, id: u64) -> Option<Value> {
    let own = json!(id.to_string());
    let standard = standard().into_iter().find(|sticker| sticker["id"] == own);
    standard.or_else(|| call.core.world().sticker(id))
}

fn get_any(call: &mut Call<'_>) -> Result<Reply, ApiError> {
    let sticker = any(call, call.id(0)?).ok_or_else(unknown)?;
    let guild = sticker["guild_id"].as_str().and_then(|id| id.parse().ok());
    Reply::ok(match guild {
        Some(guild) => seen(call, guild, sticker),
        None => sticker,
    })
}

fn list(call: &mut Call<'_>) -> Result<Reply, ApiError> {
    let guild = call.guild(0)?;
    let stickers: Vec<Value> = guild_now(call, guild)?.stickers.values().cloned().collect();
    Reply::ok(stickers.into_iter().map(|sticker| seen(call, guild, sticker)).collect())
}

fn find(call: &Call<'_>, guild: Id<marker::Guild>, id: u64) -> Result<Value, ApiError> {
    guild_now(call, guild)?.stickers.get(&id).cloned().ok_or_else(unknown)
}

fn get(call: &mut Call<'_>) -> Result<Reply, ApiError> {
    let guild = call.guild(0)?;
    let sticker = find(call, guild, call.id(1)?)?;
    Reply::ok(seen(call, guild, sticker))
}

/// Returns the format of a sticker's file.
///
/// Docs: [Sticker Format Types](https://docs.discord.com/developers/resources/sticker#sticker-object-sticker-format-types).
fn format_of(file: &[u8], lottie: bool) -> Result<u64, ApiError> {
    let invalid = |why: &str| {
        ApiError::new(StatusCode::BAD_REQUEST, 50_046, "Invalid file uploaded").because(why)
    };
    if file.len() > MAX_FILE {
        return Err(too_large());
    }
    if file.starts_with(b"GIF8") {
        return Ok(4);
    }
    if file.starts_with(b"{") {
        let why = "Lottie is for guilds with the feature VERIFIED or PARTNERED";
        return if lottie { Ok(3) } else { Err(invalid(why)) };
    }
    if !file.starts_with(b"\x89PNG\r\n\x1a\n") {
        return Err(invalid("the file is neither PNG, APNG, GIF nor Lottie"));
    }
    // PNG, 11.2.2: width and height are the first fields of the first chunk.
    let side = |at: usize| Some(u32::from_be_bytes(file.get(at..at + 4)?.try_into().ok()?));
    if [side(16), side(20)].into_iter().flatten().any(|side| side > MAX_SIDE) {
        return Err(invalid("the sticker is larger than 320 x 320 pixels"));
    }
    let animated = file.windows(4).any(|chunk| chunk == b"acTL");
    Ok(if animated { 2 } else { 1 })
}

/// Checks a description: "empty or 2-100 characters".
fn check_description(description: Option<&Value>) -> Result<(), ApiError> {
    let text = description.and_then(Value::as_str).unwrap_or_default();
    if text.chars().count() == 1 {
        let message = "Must be between 2 and 100 in length.";
        return Err(ApiError::field("description", "BASE_TYPE_BAD_LENGTH", message));
    }
    Ok(())
}

fn create(call: &mut Call<'_>) -> Result<Reply, ApiError> {
    let guild = call.guild(0)?;
    call.need(guild, Permissions::CREATE_GUILD_EXPRESSIONS)?;
    let wanted = [
        Field::required("name", NAME),
        Field::required("tags", TAGS),
        Field::or_null("description", Kind::Text(0, 100)),
    ];
    let fields = read(&wanted, &call.json()?)?;
    check_description(fields.get("description"))?;
    let files = files(call.request);
    let Some(file) = files.iter().find(|file| file.name == "file") else {
        return Err(ApiError::field("file", "BASE_TYPE_REQUIRED", "This field is required"));
    };
    let held = guild_now(call, guild)?;
    let features = held.object.get("features").and_then(Value::as_array);
    let lottie = features.into_iter().flatten().any(|one| one == "VERIFIED" || one == "PARTNERED");
    let format = format_of(file.data, lottie)?;
    if held.stickers.len() >= MOST_STICKERS {
        let message = "Maximum number of stickers reached (5)";
        return Err(ApiError::new(StatusCode::BAD_REQUEST, 30_039, message));
    }
    drop(held);
    let unix_ms = call.core.unix_ms();
    let id = call.core.world_mut().next_id(unix_ms);
    let sticker = json!({
        "id": id.to_string(),
        "guild_id": guild.to_string(),
        "name": fields["name"],
        "tags": fields["tags"],
        "description": fields.get("description").filter(|text| *text != ""),
        "type": 2,
        "format_type": format,
        "available": true,
        "user": call.core.world().bot_user(),
    });
    change(call, guild, id, Some(sticker.clone()));
    Reply::created(sticker)
}

/// Adds, replaces or removes a sticker, and dispatches Guild Stickers Update.
fn change(call: &mut Call<'_>, guild: Id<marker::Guild>, id: u64, sticker: Option<Value>) {
    let Some(held) = call.core.world_mut().guild_mut(guild) else { return };
    match sticker {
        Some(sticker) => held.stickers.insert(id, sticker),
        None => held.stickers.remove(&id),
    };
    let all: Vec<&Value> = held.stickers.values().collect();
    let data = json!({ "guild_id": guild.to_string(), "stickers": all });
    call.dispatch("GUILD_STICKERS_UPDATE", Some(guild), &data);
}

fn edit(call: &mut Call<'_>) -> Result<Reply, ApiError> {
    let guild = call.guild(0)?;
    let id = call.id(1)?;
    let mut sticker = find(call, guild, id)?;
    need_to_manage(call, guild, &sticker)?;
    let wanted = [
        Field::new("name", NAME),
        Field::new("tags", TAGS),
        Field::or_null("description", Kind::Text(0, 100)),
    ];
    let fields = read(&wanted, &call.json()?)?;
    check_description(fields.get("description"))?;
    for (name, value) in fields {
        sticker[name.as_str()] = if value == "" { Value::Null } else { value };
    }
    change(call, guild, id, Some(sticker.clone()));
    Reply::ok(sticker)
}

fn delete(call: &mut Call<'_>) -> Result<Reply, ApiError> {
    let guild = call.guild(0)?;
    let id = call.id(1)?;
    let sticker = find(call, guild, id)?;
    need_to_manage(call, guild, &sticker)?;
    change(call, guild, id, None);
    Reply::no_content()
}

/// Returns the sticker items for a message's `sticker_ids`: of its own guild, standard ones, and those of other guilds
/// if the bot may use them.
///
/// Docs: [Sticker Item Object](https://docs.discord.com/developers/resources/sticker#sticker-item-object) and JSON error
/// 50081.
pub(super) fn items(
    call: &Call<'_>,
    guild: Option<Id<marker::Guild>>,
    ids: &[u64],
) -> Result<Value, ApiError> {
    let items = ids.iter().map(|id| {
        let invalid = || ApiError::new(StatusCode::BAD_REQUEST, 50_081, "Invalid sticker sent");
        let sticker = any(call, *id).ok_or_else(invalid)?;
        let of = sticker["guild_id"].as_str();
        if let (Some(of), Some(guild)) = (of, guild)
            && of != guild.to_string()
        {
            call.need(guild, Permissions::USE_EXTERNAL_STICKERS)?;
        }
        Ok(json!({
            "id": sticker["id"],
            "name": sticker["name"],
            "format_type": sticker["format_type"],
        }))
    });
    Ok(Value::Array(items.collect::<Result<_, ApiError>>()?))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn png(side: u32, more: &[u8]) -> Vec<u8> {
        let head: &[u8] = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR";
        [head, &side.to_be_bytes(), &side.to_be_bytes(), more].concat()
    }

    #[test]
    fn a_file_shows_its_format() {
        let good = [
            (png(320, b""), 1),
            (png(9, b"acTL"), 2),
            (b"{}".to_vec(), 3),
            (b"GIF89a".to_vec(), 4),
        ];
        for (file, format) in good {
            assert_eq!(format_of(&file, true).ok(), Some(format));
        }
        for bad in [png(321, b""), b"hello".to_vec(), vec![b'{'; MAX_FILE + 1]] {
            assert!(format_of(&bad, true).is_err());
        }
        assert!(format_of(b"{}", false).is_err(), "Lottie is for few");
    }
}
