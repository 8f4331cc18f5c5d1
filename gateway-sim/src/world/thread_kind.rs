//! Which channels are threads, and which have threads.
//!
//! Docs: [Channel, Channel Types](https://docs.discord.com/developers/resources/channel#channel-object-channel-types).

use gateway_model::Permissions;
use serde_json::Value;

const TEXT: u64 = 0;
const ANNOUNCEMENT: u64 = 5;
const ANNOUNCEMENT_THREAD: u64 = 10;
pub(crate) const PUBLIC_THREAD: u64 = 11;
pub(crate) const PRIVATE_THREAD: u64 = 12;
const FORUM: u64 = 15;
const MEDIA: u64 = 16;

/// Returns whether a channel is a thread: of announcements, public, or private.
pub(crate) fn is_thread(channel: &Value) -> bool {
    matches!(channel["type"].as_u64(), Some(10..=12))
}

/// Returns whether a channel is a thread that is not archived.
pub(crate) fn is_active_thread(channel: &Value) -> bool {
    is_thread(channel) && channel["thread_metadata"]["archived"] != true
}

/// Returns whether a channel has posts: a forum, or a media channel.
pub(crate) fn is_forum(channel: &Value) -> bool {
    matches!(channel["type"].as_u64(), Some(FORUM | MEDIA))
}

/// Returns the type of a thread that everybody sees in a channel; `None` if messages of the channel have no threads.
pub(crate) fn open_thread_of(parent: &Value) -> Option<u64> {
    match parent["type"].as_u64() {
        Some(TEXT) => Some(PUBLIC_THREAD),
        Some(ANNOUNCEMENT) => Some(ANNOUNCEMENT_THREAD),
        _ => None,
    }
}

/// Returns whether a thread of a type can be started in a channel, other than a post.
pub(crate) fn may_have_thread(parent: &Value, kind: u64) -> bool {
    let private = parent["type"] == TEXT && kind == PRIVATE_THREAD;
    private || open_thread_of(parent) == Some(kind)
}

/// Returns the permissions in a channel for starting a thread of a type in it, from a message or without one.
///
/// Docs: [Threads, Permissions](https://docs.discord.com/developers/topics/threads#permissions).
pub(crate) const fn needed_for_thread(kind: u64, from_message: bool) -> Permissions {
    match (kind, from_message) {
        (PRIVATE_THREAD, _) => Permissions::CREATE_PRIVATE_THREADS,
        (_, false) => Permissions::CREATE_PUBLIC_THREADS,
        (_, true) => Permissions::CREATE_PUBLIC_THREADS.union(Permissions::READ_MESSAGE_HISTORY),
    }
}
