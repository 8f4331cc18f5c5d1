//! The tags of a forum's posts.
//!
//! Docs: [Channel, Forum Tag Object](https://docs.discord.com/developers/resources/channel#forum-tag-object).

use serde_json::Value;

/// Docs: [Channel, Channel Flags](https://docs.discord.com/developers/resources/channel#channel-object-channel-flags).
const REQUIRE_TAG: u64 = 1 << 4;

/// Returns whether each post of a forum has a tag.
pub(crate) fn requires_tag(forum: &Value) -> bool {
    forum["flags"].as_u64().unwrap_or(0) & REQUIRE_TAG != 0
}

/// Returns a tag of a forum by its id.
pub(crate) fn tag_by_id<'f>(forum: &'f Value, id: &str) -> Option<&'f Value> {
    tag_by(forum, "id", id)
}

/// Returns a tag of a forum by its name.
pub(crate) fn tag_by_name<'f>(forum: &'f Value, name: &str) -> Option<&'f Value> {
    tag_by(forum, "name", name)
}

fn tag_by<'f>(forum: &'f Value, field: &str, wanted: &str) -> Option<&'f Value> {
    forum["available_tags"].as_array()?.iter().find(|tag| tag[field] == wanted)
}

/// Returns whether a tag "can only be added to or removed from threads by a member with the MANAGE_THREADS permission".
pub(crate) fn is_moderated(tag: &Value) -> bool {
    tag["moderated"] == true
}
