//! Tags of forums, and of their posts.
//!
//! Docs: [Channel, Forum Tag Object](https://docs.discord.com/developers/resources/channel#forum-tag-object).

use http::StatusCode;
use serde_json::{Map, Value, json};

use super::call::{Call, Channel};
use super::error::ApiError;
use super::form::{Field, Kind, read};

/// The most tags of a channel.
const MOST: usize = 20;

/// Docs: [Channel, Channel Flags](https://docs.discord.com/developers/resources/channel#channel-object-channel-flags).
const REQUIRE_TAG: u64 = 1 << 4;

const TAG: &[Field] = &[
    Field::required("name", Kind::Text(1, 20)),
    Field::or_null("moderated", Kind::Flag),
    Field::or_null("emoji_id", Kind::Snowflake),
    Field::or_null("emoji_name", Kind::Text(1, 100)),
];

/// Completes the tags in a channel's fields. Tags that the channel had `before` keep their ids.
pub(super) fn fill_tags(
    call: &mut Call<'_>,
    fields: &mut Map<String, Value>,
    before: &Value,
) -> Result<(), ApiError> {
    let Some(Value::Array(tags)) = fields.get_mut("available_tags") else { return Ok(()) };
    if tags.len() > MOST {
        let message = format!("Must be {MOST} or fewer in length.");
        return Err(ApiError::field("available_tags", "BASE_TYPE_MAX_LENGTH", &message));
    }
    let unix_ms = call.core.unix_ms();
    for (at, tag) in tags.iter_mut().enumerate() {
        let path = format!("available_tags.{at}");
        let given = read(TAG, tag).map_err(|error| error.under(&path))?;
        let had = |one: &Value| !one["id"].is_null() && one["id"] == tag["id"];
        let known = before.as_array().is_some_and(|before| before.iter().any(had));
        let id = match known {
            true => tag["id"].clone(),
            false => json!(call.core.world_mut().next_id(unix_ms).to_string()),
        };
        *tag = json!({
            "id": id,
            "name": given["name"],
            "moderated": given.get("moderated").is_some_and(|moderated| *moderated == true),
            "emoji_id": given.get("emoji_id"),
            "emoji_name": given.get("emoji_name"),
        });
    }
    Ok(())
}

/// Validates the tags of a post.
pub(super) fn check_tags(parent: &Channel, fields: &Map<String, Value>) -> Result<(), ApiError> {
    let applied = fields.get("applied_tags").and_then(Value::as_array);
    let applied = applied.map_or(&[][..], Vec::as_slice);
    let flags = parent.object["flags"].as_u64().unwrap_or(0);
    if flags & REQUIRE_TAG != 0 && applied.is_empty() {
        let message = "A tag is required to create a forum post in this channel";
        return Err(ApiError::new(StatusCode::BAD_REQUEST, 40_067, message));
    }
    let tags = parent.object["available_tags"].as_array().map_or(&[][..], Vec::as_slice);
    let known = |id: &Value| tags.iter().any(|tag| tag["id"] == *id);
    match applied.iter().position(|id| !known(id)) {
        Some(at) => {
            let path = format!("applied_tags.{at}");
            Err(ApiError::field(&path, "TAG_INVALID", "The tag is not one of the channel"))
        }
        None => Ok(()),
    }
}
