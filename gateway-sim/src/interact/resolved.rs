//! The objects of ids that a user chose.
//!
//! Docs: [Resolved Data Structure](https://docs.discord.com/developers/interactions/receiving-and-responding#interaction-object-resolved-data-structure).

use serde_json::{Map, Value, json};

use crate::core::Core;
use crate::people::Somebody;
use crate::world::{Guild, GuildRef};

/// Attachment size limit without boosts, in bytes.
///
/// Docs: [Reference, Uploading Files](https://docs.discord.com/developers/reference#uploading-files).
pub(crate) const ATTACHMENT_LIMIT: u64 = 10 << 20;

/// Returns a member's permissions in a channel, as in the payload.
pub(super) fn permissions(guild: &Guild, user: u64, channel: &Value) -> String {
    guild.permissions_in(user, channel).bits().to_string()
}

/// Collects the chosen objects. They are looked up in the user's guild, or in their DM.
pub(super) struct Resolved<'c> {
    core: &'c Core,
    guild: Option<GuildRef<'c>>,
    channel: u64,
    /// The user.
    user: u64,
    /// Ids for attachments, in order.
    next_attachment: u64,
    found: Map<String, Value>,
}

impl<'c> Resolved<'c> {
    /// `next_id` is the snowflake from which attachments are numbered.
    pub(super) fn new(core: &'c Core, who: &Somebody, next_id: u64) -> Self {
        let guild = who.guild.and_then(|guild| core.world().guild(guild));
        let found = Map::new();
        Self { core, guild, channel: who.channel, user: who.id(), next_attachment: next_id, found }
    }

    fn add(&mut self, list: &str, id: &str, object: Value) {
        let list = self.found.entry(list).or_insert_with(|| json!({}));
        list[id] = object;
    }

    /// Adds a user, with their member in a guild; returns false if there is none.
    pub(super) fn user(&mut self, id: u64) -> bool {
        let key = id.to_string();
        let Some(user) = self.core.world().user(id) else { return false };
        let place = self.core.world().channel(self.channel).unwrap_or_default();
        let member = self.guild.as_ref().and_then(|guild| {
            let mut member = guild.members.get(id)?;
            let fields = member.as_object_mut()?;
            for left_out in ["user", "deaf", "mute"] {
                fields.remove(left_out);
            }
            fields.insert("permissions".to_owned(), json!(permissions(guild, id, &place)));
            Some(member)
        });
        self.add("users", &key, user);
        if let Some(member) = member {
            self.add("members", &key, member);
        }
        true
    }

    /// Adds a role of the guild; returns false if there is none.
    pub(super) fn role(&mut self, id: u64) -> bool {
        let role = self.guild.as_ref().and_then(|guild| guild.roles.get(&id).cloned());
        let Some(role) = role else { return false };
        self.add("roles", &id.to_string(), role);
        true
    }

    /// Adds a channel of the guild; returns its type.
    pub(super) fn channel(&mut self, id: u64) -> Option<u64> {
        let guild = self.guild.as_ref()?;
        let mut channel = guild.channels.get(&id)?.clone();
        let kind = channel["type"].as_u64();
        channel["guild_id"] = json!(guild.id.to_string());
        channel["permissions"] = json!(permissions(guild, self.user, &channel));
        let shown = [
            "id",
            "name",
            "type",
            "permissions",
            "app_permissions",
            "last_message_id",
            "last_pin_timestamp",
            "nsfw",
            "parent_id",
            "guild_id",
            "flags",
            "rate_limit_per_user",
            "topic",
            "position",
            "thread_metadata",
        ];
        if let Some(fields) = channel.as_object_mut() {
            fields.retain(|key, _| shown.contains(&key.as_str()));
        }
        self.add("channels", &id.to_string(), channel);
        kind
    }

    /// Adds a message of the channel; returns false if there is none.
    pub(super) fn message(&mut self, id: u64) -> bool {
        let own = self.core.world().bot_id().get();
        let message = self.core.world().messages(self.channel).get(id, own);
        let Some(message) = message else { return false };
        self.add("messages", &id.to_string(), message);
        true
    }

    /// Adds a file that the user uploads, from its name and size; returns its id.
    pub(super) fn attachment(&mut self, name: &str, size: u64) -> Option<String> {
        if name.is_empty() || size > ATTACHMENT_LIMIT {
            return None;
        }
        let id = self.next_attachment.to_string();
        self.next_attachment += 1;
        let attachment = json!({
            "id": id,
            "filename": name,
            "size": size,
            "url": format!("https://cdn.sim.invalid/ephemeral-attachments/{id}/{name}"),
            "proxy_url": format!("https://media.sim.invalid/ephemeral-attachments/{id}/{name}"),
            "ephemeral": true,
        });
        self.add("attachments", &id, attachment);
        Some(id)
    }

    /// Moves the objects into an interaction's data.
    pub(super) fn put_into(self, data: &mut Value) {
        if !self.found.is_empty() {
            data["resolved"] = Value::Object(self.found);
        }
    }
}
