//! Emojis of the application, which the bot may use in every guild.
//!
//! Docs: [Emoji, List Application Emojis](https://docs.discord.com/developers/resources/emoji#list-application-emojis) and
//! following.

use http::StatusCode;
use serde_json::{Value, json};

use super::call::{Call, Reply};
use super::error::ApiError;
use super::expressions::data_bytes;
use super::form::{Field, Kind, read};
use super::permit::own_application;
use super::route::Route;

const ALL: &str = "/applications/{application}/emojis";
const ONE: &str = "/applications/{application}/emojis/{emoji}";

pub(super) const ROUTES: &[Route] = &[
    Route::bot("GET", ALL, list),
    Route::bot("POST", ALL, create),
    Route::bot("GET", ONE, get),
    Route::bot("PATCH", ONE, edit),
    Route::bot("DELETE", ONE, delete),
];

/// The most emojis: "An application can own up to 2000 emojis".
const MOST_EMOJIS: usize = 2_000;

/// The largest file: "a maximum file size of 256 KiB".
const MAX_IMAGE: usize = 256 << 10;

const NAME: Kind = Kind::Text(2, 32);

fn list(call: &mut Call<'_>) -> Result<Reply, ApiError> {
    own_application(call)?;
    let emojis: Vec<&Value> = call.core.world().application_emojis.values().collect();
    Reply::ok(json!({ "items": emojis }))
}

fn find(call: &Call<'_>) -> Result<(u64, Value), ApiError> {
    own_application(call)?;
    let id = call.id(1)?;
    let emoji = call.core.world().application_emojis.get(&id).cloned();
    Ok((id, emoji.ok_or_else(|| ApiError::unknown(10_014, "Emoji"))?))
}

fn get(call: &mut Call<'_>) -> Result<Reply, ApiError> {
    Reply::ok(find(call)?.1)
}

fn create(call: &mut Call<'_>) -> Result<Reply, ApiError> {
    own_application(call)?;
    let body = call.json()?;
    let wanted = [Field::required("name", NAME), Field::required("image", Kind::Image)];
    let fields = read(&wanted, &body)?;
    let image = body["image"].as_str().unwrap_or_default();
    if data_bytes(image) > MAX_IMAGE {
        let message = "File cannot be larger than 256 kb.";
        return Err(ApiError::field("image", "BINARY_TYPE_MAX_SIZE", message));
    }
    if call.core.world().application_emojis.len() >= MOST_EMOJIS {
        let message = "Maximum number of emojis reached (2000)";
        return Err(ApiError::new(StatusCode::BAD_REQUEST, 30_008, message));
    }
    let unix_ms = call.core.unix_ms();
    let id = call.core.world_mut().next_id(unix_ms);
    let emoji = json!({
        "id": id.to_string(),
        "name": fields["name"],
        "roles": [],
        "user": call.core.world().bot_user(),
        "require_colons": true,
        "managed": false,
        "animated": image.starts_with("data:image/gif"),
        "available": true,
    });
    call.core.world_mut().application_emojis.insert(id, emoji.clone());
    Reply::created(emoji)
}

fn edit(call: &mut Call<'_>) -> Result<Reply, ApiError> {
    let (id, mut emoji) = find(call)?;
    if let Some(name) = read(&[Field::new("name", NAME)], &call.json()?)?.remove("name") {
        emoji["name"] = name;
    }
    call.core.world_mut().application_emojis.insert(id, emoji.clone());
    Reply::ok(emoji)
}

fn delete(call: &mut Call<'_>) -> Result<Reply, ApiError> {
    let (id, _) = find(call)?;
    call.core.world_mut().application_emojis.remove(&id);
    Reply::no_content()
}
