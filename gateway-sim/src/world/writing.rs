//! Messages: writing, deleting and pinning.

use serde_json::{Value, json};

use super::alarms::Alarm;
use super::change::Kind;
use super::messages::ChannelMessages;
use super::scheduled_event::time_ms;
use super::state::World;
use super::thread_kind::is_thread;

/// How many messages of all channels are kept, and of how many bytes.
const MOST_MESSAGES: usize = 100_000;
const MOST_BYTES: usize = 128 << 20;

impl World {
    /// Returns the approximate memory of the messages of all channels in bytes, with their reactions and votes; at most
    /// 128 MiB.
    #[must_use]
    pub const fn message_bytes(&self) -> usize {
        self.message_bytes
    }

    /// Adds a message to a channel, and counts it in a thread.
    pub(crate) fn write(&mut self, channel: u64, id: u64, message: Value) {
        if let Some(expiry) = time_ms(&message["poll"]["expiry"]) {
            self.alarms.set(expiry, Alarm::Poll { channel, message: id });
        }
        self.rewrite(channel, id, message);
        self.written.push_back((channel, id));
        self.last_messages.insert(channel, id);
        self.forget_oldest();
        if let Some(thread) = self.thread_mut(channel) {
            thread["last_message_id"] = json!(id.to_string());
            for count in ["message_count", "total_message_sent"] {
                thread[count] = json!(thread[count].as_u64().unwrap_or(0) + 1);
            }
        }
    }

    /// Adds or replaces a message in a channel.
    pub(crate) fn rewrite(&mut self, channel: u64, id: u64, message: Value) {
        let messages = self.messages.entry(channel).or_default();
        let before = messages.bytes();
        messages.set(id, message);
        self.message_bytes = self.message_bytes - before + messages.bytes();
    }

    /// Changes an existing message. Its reactions are stored separately, and merged into it when it is read.
    pub(crate) fn edit(&mut self, channel: u64, id: u64, message: &Value) {
        if self.messages(channel).contains(id) {
            let mut kept = message.clone();
            if let Some(fields) = kept.as_object_mut() {
                fields.remove("reactions");
            }
            self.rewrite(channel, id, kept);
            self.forget_oldest();
        }
    }

    /// Changes the data beside the messages of a channel: reactions, votes, pins. It counts as the messages do.
    pub(crate) fn change_messages<T>(
        &mut self,
        channel: u64,
        change: impl FnOnce(&mut ChannelMessages) -> T,
    ) -> T {
        let Some(messages) = self.messages.get_mut(&channel) else {
            return change(&mut ChannelMessages::default());
        };
        let before = messages.bytes();
        let done = change(messages);
        self.message_bytes = self.message_bytes - before + messages.bytes();
        self.forget_oldest();
        done
    }

    /// Removes the oldest messages of all channels if there are too many, or if they are too large.
    fn forget_oldest(&mut self) {
        while self.written.len() > MOST_MESSAGES || self.message_bytes > MOST_BYTES {
            let Some((channel, id)) = self.written.pop_front() else { return };
            let Some(messages) = self.messages.get_mut(&channel) else { continue };
            let before = messages.bytes();
            messages.remove(id);
            self.message_bytes = self.message_bytes - before + messages.bytes();
            if messages.ids().next().is_none() {
                self.messages.remove(&channel);
            }
        }
    }

    /// Removes a message from a channel; returns the previous object, if there was one.
    pub(crate) fn erase(&mut self, channel: u64, id: u64) -> Option<Value> {
        let erased = self.take(channel, id)?;
        self.note(channel, Kind::Message, id, erased.clone(), Value::Null);
        Some(erased)
    }

    /// Removes several messages from a channel; returns those that existed.
    pub(crate) fn erase_many(&mut self, channel: u64, ids: &[u64]) -> Vec<u64> {
        let there = ids.iter().copied();
        let erased: Vec<u64> = there.filter(|id| self.take(channel, *id).is_some()).collect();
        let count = json!(erased.len());
        self.note(channel, Kind::Messages, channel, count, Value::Null);
        erased
    }

    fn take(&mut self, channel: u64, id: u64) -> Option<Value> {
        let messages = self.messages.get_mut(&channel)?;
        let before = messages.bytes();
        let erased = messages.remove(id)?;
        self.message_bytes = self.message_bytes - before + messages.bytes();
        if let Some(thread) = self.thread_mut(channel) {
            let count = thread["message_count"].as_u64().unwrap_or(0);
            thread["message_count"] = json!(count.saturating_sub(1));
        }
        Some(erased)
    }

    fn thread_mut(&mut self, channel: u64) -> Option<&mut Value> {
        // Threads are created; a generated channel's guild need not be stored for this.
        if !self.made_channels.contains_key(&channel) {
            return None;
        }
        self.channel_mut(channel).filter(|object| is_thread(object))
    }

    /// Pins a message at a Unix time in ms.
    pub(crate) fn pin(&mut self, channel: u64, message: &Value, unix_ms: u64) {
        let id = id_of(message);
        self.change_messages(channel, |all| all.pin(id, unix_ms));
        self.note(channel, Kind::Pin, id, Value::Null, pinned(channel, message));
    }

    /// Removes a pin; returns false if there was none.
    pub(crate) fn unpin(&mut self, channel: u64, message: &Value) -> bool {
        let id = id_of(message);
        let was = self.change_messages(channel, |all| all.unpin(id));
        if was {
            self.note(channel, Kind::Pin, id, pinned(channel, message), Value::Null);
        }
        was
    }
}

fn id_of(message: &Value) -> u64 {
    message["id"].as_str().and_then(|id| id.parse().ok()).unwrap_or_default()
}

/// Returns a pin: the message, its author and its channel.
fn pinned(channel: u64, message: &Value) -> Value {
    json!({
        "author_id": message["author"]["id"],
        "channel_id": channel.to_string(),
        "message_id": message["id"],
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_oldest_messages_of_all_channels_go_by_number_and_by_size() {
        let mut world = World::new(1, 2, 1);
        for id in 1..=MOST_MESSAGES as u64 + 500 {
            world.write(id % 200, id, Value::Null);
        }
        let kept: usize = (0..200).map(|channel| world.messages(channel).ids().count()).sum();
        assert_eq!(kept, MOST_MESSAGES);
        assert!(!world.messages(100).contains(500) && world.messages(101).contains(501));
        assert_eq!(world.message_bytes, MOST_MESSAGES * size_of::<Value>());

        let mut world = World::new(1, 2, 1);
        let large = json!("x".repeat(MOST_BYTES / 10));
        for id in 1..=12 {
            world.write(id, id, large.clone());
        }
        let left: Vec<u64> = (1..=12).filter(|id| world.messages(*id).contains(*id)).collect();
        assert_eq!(left, [4, 5, 6, 7, 8, 9, 10, 11, 12]);
        world.edit(12, 12, &json!("x".repeat(MOST_BYTES / 5)));
        assert!(!world.messages(4).contains(4), "an edit pushes the oldest out");
        world.edit(12, 12, &Value::Null);
        assert!(world.message_bytes < MOST_BYTES / 10 * 7 + 1000, "an edit counts");
        assert!(world.erase(11, 11).is_some());
        world.forget_channel(10);
        assert!(world.message_bytes < MOST_BYTES / 10 * 5 + 1000, "so does what is erased");
    }
}
