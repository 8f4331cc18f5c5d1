//! Channels that follow an announcement channel: copies of what is published in it.
//!
//! Docs: [Message, Crosspost Message](https://docs.discord.com/developers/resources/message#crosspost-message) and
//! [Crosspost messages](https://docs.discord.com/developers/resources/message#message-reference-content-attribution-crosspost-messages).

use serde_json::{Value, json};

use super::state::Core;
use crate::clock::timestamp;
use crate::world::{new_message, webhook_author};

/// Docs: [Message, Message Flags](https://docs.discord.com/developers/resources/message#message-object-message-flags).
const CROSSPOSTED: u64 = 1;
const IS_CROSSPOST: u64 = 1 << 1;
const SOURCE_MESSAGE_DELETED: u64 = 1 << 3;

/// The type of the webhooks through which a channel follows another one.
///
/// Docs: [Webhook, Webhook Types](https://docs.discord.com/developers/resources/webhook#webhook-object-webhook-types).
const CHANNEL_FOLLOWER: u64 = 2;

/// The fields that are copied from a message.
const COPIED: [&str; 4] = ["content", "embeds", "attachments", "components"];

/// Returns whether a message was published.
pub(crate) fn is_published(message: &Value) -> bool {
    message["flags"].as_u64().unwrap_or(0) & CROSSPOSTED != 0
}

/// Marks a message as published.
pub(crate) fn mark_published(message: &mut Value) {
    message["flags"] = json!(message["flags"].as_u64().unwrap_or(0) | CROSSPOSTED);
}

impl Core {
    /// Writes a copy of a published message into each channel that follows its channel.
    pub(crate) fn copy_to_followers(&mut self, channel: u64, message: &Value) {
        for hook in self.followers(channel) {
            let Some(target) = id_of(&hook["channel_id"]) else { continue };
            let unix_ms = self.unix_ms();
            let id = self.world.next_id(unix_ms);
            let author = webhook_author(&hook, &hook["name"]);
            let mut copy = new_message(id, target, author, unix_ms);
            for field in COPIED {
                copy[field] = message[field].clone();
            }
            let flags = message["flags"].as_u64().unwrap_or(0) & !CROSSPOSTED;
            copy["flags"] = json!(flags | IS_CROSSPOST);
            copy["webhook_id"] = hook["id"].clone();
            copy["message_reference"] = json!({
                "type": 0,
                "channel_id": channel.to_string(),
                "guild_id": hook["source_guild"]["id"],
                "message_id": message["id"],
            });
            self.world.write(target, id, copy.clone());
            self.tell_of_copy("MESSAGE_CREATE", target, copy);
        }
    }

    /// Applies an edit of a published message to its copies.
    pub(crate) fn edit_copies(&mut self, channel: u64, message: &Value) {
        if !is_published(message) {
            return;
        }
        let edited = timestamp(self.unix_ms());
        self.change_copies(channel, message, |copy| {
            for field in COPIED {
                copy[field] = message[field].clone();
            }
            copy["edited_timestamp"] = json!(edited);
        });
    }

    /// Marks the copies of a published message as copies of a deleted one.
    pub(crate) fn orphan_copies(&mut self, channel: u64, message: &Value) {
        if is_published(message) {
            self.change_copies(channel, message, |copy| {
                let flags = copy["flags"].as_u64().unwrap_or(0);
                copy["flags"] = json!(flags | SOURCE_MESSAGE_DELETED);
            });
        }
    }

    fn change_copies(&mut self, channel: u64, message: &Value, change: impl Fn(&mut Value)) {
        let own = self.world.bot_id().get();
        for hook in self.followers(channel) {
            let Some(target) = id_of(&hook["channel_id"]) else { continue };
            let messages = self.world.messages(target);
            let mut all = messages.ids().rev().filter_map(|id| messages.get(id, own));
            let is_copy = |one: &Value| {
                one["webhook_id"] == hook["id"]
                    && one["message_reference"]["message_id"] == message["id"]
            };
            let Some(mut copy) = all.find(is_copy) else { continue };
            drop(all);
            drop(messages);
            change(&mut copy);
            let Some(id) = id_of(&copy["id"]) else { continue };
            self.world.edit(target, id, &copy);
            self.tell_of_copy("MESSAGE_UPDATE", target, copy);
        }
    }

    /// Returns the webhooks through which other channels follow a channel.
    fn followers(&self, channel: u64) -> Vec<Value> {
        let source = json!(channel.to_string());
        let hooks = self.world.webhooks().values();
        let following = hooks.filter(|hook| {
            hook["type"] == CHANNEL_FOLLOWER && hook["source_channel"]["id"] == source
        });
        following.cloned().collect()
    }

    fn tell_of_copy(&mut self, event: &str, channel: u64, mut copy: Value) {
        let Some(guild) = self.world.guild_of_channel(channel) else { return };
        copy["guild_id"] = json!(guild.to_string());
        let now = self.now;
        self.tell_in((channel, Some(guild)), event, &copy, now);
    }
}

fn id_of(value: &Value) -> Option<u64> {
    value.as_str()?.parse().ok()
}
