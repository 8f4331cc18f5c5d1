//! The message object.

use serde_json::{Value, json};

use crate::clock::timestamp;

/// Returns a message object with all required fields.
pub(crate) fn new_message(id: u64, channel: u64, author: Value, unix_ms: u64) -> Value {
    json!({
        "id": id.to_string(),
        "channel_id": channel.to_string(),
        "author": author,
        "content": "",
        "timestamp": timestamp(unix_ms),
        "edited_timestamp": null,
        "tts": false,
        "mention_everyone": false,
        "mentions": [],
        "mention_roles": [],
        "attachments": [],
        "embeds": [],
        "components": [],
        "pinned": false,
        "type": 0,
        "flags": 0,
    })
}

/// Returns the author of a message that a webhook writes under this name.
pub(crate) fn webhook_author(webhook: &Value, name: &Value) -> Value {
    json!({
        "id": webhook["id"],
        "username": name,
        "avatar": webhook["avatar"],
        "discriminator": "0000",
        "global_name": null,
        "bot": true,
        "primary_guild": null,
        "public_flags": 0,
        "flags": 0,
    })
}
