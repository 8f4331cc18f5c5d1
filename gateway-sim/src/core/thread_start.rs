//! Threads that somebody starts.
//!
//! Docs: [Threads](https://docs.discord.com/developers/topics/threads).

use std::time::Instant;

use gateway_model::Id;
use gateway_model::id::marker;
use serde_json::{Map, Value, json};

use super::dispatch::Route;
use super::state::Core;
use crate::clock::timestamp;
use crate::world::{PRIVATE_THREAD, is_active_thread, new_message};

/// The most active threads of a guild; one more is JSON error 160006. The docs do not give the number.
const MOST_ACTIVE: usize = 1000;

/// Docs: [Message, Message Flags](https://docs.discord.com/developers/resources/message#message-object-message-flags).
const HAS_THREAD: u64 = 1 << 5;
/// The type of the message that refers to the message from which a thread was started.
const THREAD_STARTER_MESSAGE: u64 = 21;

/// A thread to start.
#[derive(Debug)]
pub(crate) struct NewThread<'a> {
    pub(crate) id: u64,
    /// Its channel type.
    pub(crate) kind: u64,
    pub(crate) guild: Id<marker::Guild>,
    /// The channel that it is in.
    pub(crate) parent: u64,
    /// The user who starts it, and is its first member.
    pub(crate) owner: u64,
    /// The fields of a request: `name`, and others that are set.
    pub(crate) fields: &'a Map<String, Value>,
}

impl NewThread<'_> {
    fn object(&self, now: &str) -> Value {
        let given = |name: &str| self.fields.get(name).filter(|value| !value.is_null()).cloned();
        let mut thread = json!({
            "id": self.id.to_string(),
            "type": self.kind,
            "parent_id": self.parent.to_string(),
            "owner_id": self.owner.to_string(),
            "name": self.fields.get("name"),
            "last_message_id": null,
            "rate_limit_per_user": given("rate_limit_per_user").unwrap_or_else(|| json!(0)),
            "message_count": 0,
            "total_message_sent": 0,
            "flags": 0,
            "thread_metadata": {
                "archived": false,
                "archive_timestamp": now,
                "auto_archive_duration":
                    given("auto_archive_duration").unwrap_or_else(|| json!(4320)),
                "locked": false,
                "create_timestamp": now,
            },
        });
        if self.kind == PRIVATE_THREAD {
            let invitable = given("invitable").unwrap_or(Value::Bool(true));
            thread["thread_metadata"]["invitable"] = invitable;
        }
        if let Some(tags) = given("applied_tags") {
            thread["applied_tags"] = tags;
        }
        thread
    }
}

impl Core {
    /// Returns whether a guild may have another active thread.
    pub(crate) fn has_room_for_thread(&self, guild: Id<marker::Guild>) -> bool {
        self.world.guild(guild).is_some_and(|held| {
            held.channels.values().filter(|one| is_active_thread(one)).count() < MOST_ACTIVE
        })
    }

    /// Starts a thread. Returns it as the bot sees it, and the number of sessions that were told.
    pub(crate) fn start_thread(
        &mut self,
        new: &NewThread<'_>,
        now: Instant,
    ) -> Option<(Value, usize)> {
        self.world.forget_archived_thread(new.guild);
        let since = timestamp(self.unix_ms_at(now));
        self.world.note_channel(new.id, new.guild);
        let held = self.world.guild_mut(new.guild)?;
        held.channels.insert(new.id, new.object(&since));
        held.join_thread(new.id, new.owner, &since);
        self.watch_thread(new.guild, new.id);
        let shown = self.world.guild(new.guild)?.thread(new.id, self.world.bot_id().get())?;
        let mut event = shown.clone();
        event["newly_created"] = json!(true);
        let sessions = self.tell_in((new.id, Some(new.guild)), "THREAD_CREATE", &event, now);
        if self.bot_sees(new.guild, new.id) {
            self.tell_of_thread_members(new.guild, new.id, Some(new.owner), None, now);
        }
        Some((shown, sessions))
    }

    /// Marks the message from which a thread was started, which has its id, and adds the thread's first message, which
    /// refers to it.
    ///
    /// Docs: [Threads, New Message Types](https://docs.discord.com/developers/topics/threads#new-message-types).
    pub(crate) fn mark_thread_start(
        &mut self,
        new: &NewThread<'_>,
        thread: &Value,
        author: Value,
        now: Instant,
    ) {
        let bot = self.world.bot_id().get();
        let Some(mut start) = self.world.messages(new.parent).get(new.id, bot) else { return };
        let flags = start["flags"].as_u64().unwrap_or(0);
        start["flags"] = json!(flags | HAS_THREAD);
        start["thread"] = thread.clone();
        self.change_message((new.parent, Some(new.guild)), new.id, &start, now);
        let unix_ms = self.unix_ms_at(now);
        let id = self.world.next_id(unix_ms);
        let mut message = new_message(id, new.id, author, unix_ms);
        message["type"] = json!(THREAD_STARTER_MESSAGE);
        message["message_reference"] = json!({
            "type": 0,
            "message_id": start["id"],
            "channel_id": new.parent.to_string(),
            "guild_id": new.guild.to_string(),
        });
        if let Some(fields) = start.as_object_mut() {
            fields.remove("thread");
        }
        message["referenced_message"] = start;
        self.post_message((new.id, Some(new.guild)), id, &message, true, now);
    }

    /// Sends Thread Members Update, for a user who was added or removed.
    ///
    /// Docs: [Gateway Events, Thread Members Update](https://docs.discord.com/developers/events/gateway-events#thread-members-update).
    pub(crate) fn tell_of_thread_members(
        &mut self,
        guild: Id<marker::Guild>,
        thread: u64,
        added: Option<u64>,
        removed: Option<u64>,
        now: Instant,
    ) {
        let Some(held) = self.world.guild(guild) else { return };
        let mut event = json!({
            "id": thread.to_string(),
            "guild_id": guild.to_string(),
            "member_count": held.thread_member_count(thread),
        });
        if let Some(user) = added {
            let mut member = held.thread_member(thread, user).cloned().unwrap_or_default();
            member["member"] = held.members.get(user).unwrap_or_default();
            member["presence"] = held.members.presence(user).unwrap_or_default();
            event["added_members"] = json!([member]);
        }
        if let Some(user) = removed {
            event["removed_member_ids"] = json!([user.to_string()]);
        }
        drop(held);
        let name = "THREAD_MEMBERS_UPDATE";
        if self.is_own(name, &event) {
            // A bot that was removed from a private thread no longer sees it.
            self.inject(name, Route::Guild(guild), &event, now);
        } else {
            self.tell_in((thread, Some(guild)), name, &event, now);
        }
    }
}
