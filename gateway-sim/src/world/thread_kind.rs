//! Tells threads from other channels.
//!
//! Docs: [Channel, Channel Types](https://docs.discord.com/developers/resources/channel#channel-object-channel-types).

use serde_json::Value;

/// Returns whether a channel is a thread: of announcements, public, or private.
pub(crate) fn is_thread(channel: &Value) -> bool {
    matches!(channel["type"].as_u64(), Some(10..=12))
}

/// Returns whether a channel is a thread that is not archived.
pub(crate) fn is_active_thread(channel: &Value) -> bool {
    is_thread(channel) && channel["thread_metadata"]["archived"] != true
}
