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

/// Returns a tag of a forum by its id, or otherwise by its name.
pub(crate) fn tag_of<'f>(forum: &'f Value, wanted: &str) -> Option<&'f Value> {
    let tags = forum["available_tags"].as_array()?;
    let by = |field: &str| tags.iter().find(|tag| tag[field] == wanted);
    by("id").or_else(|| by("name"))
}

/// Returns whether only moderators give posts this tag: "a member with the MANAGE_THREADS permission".
pub(crate) fn is_moderated(tag: &Value) -> bool {
    tag["moderated"] == true
}
