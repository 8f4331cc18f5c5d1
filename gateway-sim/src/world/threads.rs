//! Threads of a guild, and their members.
//!
//! Docs: [Threads](https://docs.discord.com/developers/topics/threads).

use gateway_model::Id;
use gateway_model::id::marker;
use serde_json::{Value, json};

use super::guild::Guild;
use super::state::World;
use super::thread_kind::{is_active_thread, is_thread};

/// The largest member count of a thread.
const MOST_COUNTED: usize = 50;

/// How many archived threads of a guild are kept. Discord keeps all.
const MOST_ARCHIVED: usize = 1_000;

impl World {
    /// Removes the oldest archived thread of a guild, if it has too many.
    pub(crate) fn forget_archived_thread(&mut self, guild: Id<marker::Guild>) {
        let Some(held) = self.guild_mut(guild) else { return };
        let archived = |channel: &Value| is_thread(channel) && !is_active_thread(channel);
        let mut archived = held.channels.iter().filter(|(_, channel)| archived(channel));
        let oldest = archived.next().map(|(id, _)| *id);
        let Some(oldest) = oldest.filter(|_| archived.count() + 1 >= MOST_ARCHIVED) else { return };
        held.forget_thread(oldest);
        self.forget_channel(oldest);
    }
}

impl Guild {
    fn forget_thread(&mut self, thread: u64) {
        self.channels.forget(&thread);
        self.thread_members.remove(&thread);
    }

    /// Returns a thread as a user sees it: with the guild's id, the number of its members, and the user's own
    /// membership.
    ///
    /// Docs: [Threads, Thread Fields](https://docs.discord.com/developers/topics/threads#thread-fields).
    pub(crate) fn thread(&self, thread: u64, user: u64) -> Option<Value> {
        let mut object = self.channels.get(&thread).filter(|channel| is_thread(channel))?.clone();
        object["guild_id"] = json!(self.id.to_string());
        object["member_count"] = json!(self.thread_member_count(thread));
        if let Some(member) = self.thread_member(thread, user) {
            object["member"] = member.clone();
        }
        Some(object)
    }

    /// Returns the member count that a thread shows.
    pub(crate) fn thread_member_count(&self, thread: u64) -> usize {
        self.thread_members.get(&thread).map_or(0, |members| members.len().min(MOST_COUNTED))
    }

    /// Returns the thread member object of a user.
    ///
    /// Docs: [Channel, Thread Member Object](https://docs.discord.com/developers/resources/channel#thread-member-object).
    pub(crate) fn thread_member(&self, thread: u64, user: u64) -> Option<&Value> {
        self.thread_members.get(&thread)?.get(&user)
    }

    /// Adds a user to a thread; returns false if they were already in it.
    pub(crate) fn join_thread(&mut self, thread: u64, user: u64, since: &str) -> bool {
        let members = self.thread_members.entry(thread).or_default();
        let new = !members.contains_key(&user);
        if new {
            let member = json!({
                "id": thread.to_string(),
                "user_id": user.to_string(),
                "join_timestamp": since,
                "flags": 0,
            });
            members.insert(user, member);
        }
        new
    }

    /// Removes a user from a thread; returns false if they were not in it.
    pub(crate) fn leave_thread(&mut self, thread: u64, user: u64) -> bool {
        self.thread_members.get_mut(&thread).is_some_and(|members| members.remove(&user).is_some())
    }
}
