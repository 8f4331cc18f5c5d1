//! Tags of forums, and of their posts.
//!
//! Docs: [Channel, Forum Tag Object](https://docs.discord.com/developers/resources/channel#forum-tag-object).

use gateway_model::Permissions;
use http::StatusCode;
use serde_json::{Map, Value, json};

use super::call::{Call, Channel};
use super::error::ApiError;
use super::form::{Field, Kind, read};
use crate::world::{is_moderated, requires_tag, tag_by_id};

/// The most tags of a channel.
const MOST: usize = 20;

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

/// Returns the ids in a list of tags, if there is one.
pub(super) fn ids_in(tags: Option<&Value>) -> &[Value] {
    tags.and_then(Value::as_array).map_or(&[][..], Vec::as_slice)
}

/// Validates the tags that a post gets. `before` has the tags of a post that is edited; a new post has none. Moderated
/// tags can be added and removed only by moderators.
pub(super) fn check_tags(
    call: &Call<'_>,
    parent: &Channel,
    wanted: &[Value],
    before: Option<&[Value]>,
) -> Result<(), ApiError> {
    // An edit that leaves a post without tags as it is removes none.
    let needs_one = before.is_none_or(|before| !before.is_empty());
    if requires_tag(&parent.object) && wanted.is_empty() && needs_one {
        let message = "A tag is required to create a forum post in this channel";
        return Err(ApiError::new(StatusCode::BAD_REQUEST, 40_067, message));
    }
    let tag = |id: &Value| tag_by_id(&parent.object, id.as_str()?);
    if let Some(at) = wanted.iter().position(|id| tag(id).is_none()) {
        let path = format!("applied_tags.{at}");
        return Err(ApiError::field(&path, "TAG_INVALID", "The tag is not one of the channel"));
    }
    let before = before.unwrap_or_default();
    let added = wanted.iter().filter(|id| !before.contains(id));
    let removed = before.iter().filter(|id| !wanted.contains(id));
    if added.chain(removed).filter_map(tag).any(is_moderated) {
        call.need_in(parent, Permissions::MANAGE_THREADS)?;
    }
    Ok(())
}
