//! Messages that are written, erased and pinned.

use serde_json::{Value, json};

use super::change::Kind;
use super::state::World;
use super::thread_kind::is_thread;

impl World {
    /// Adds a message to a channel, and counts it in a thread.
    pub(crate) fn write(&mut self, channel: u64, id: u64, message: Value) {
        self.messages_mut(channel).add(id, message);
        if let Some(thread) = self.thread_mut(channel) {
            thread["last_message_id"] = json!(id.to_string());
            for count in ["message_count", "total_message_sent"] {
                thread[count] = json!(thread[count].as_u64().unwrap_or(0) + 1);
            }
        }
    }

    /// Takes a message out of a channel; what it was, if it was there.
    pub(crate) fn erase(&mut self, channel: u64, id: u64) -> Option<Value> {
        let erased = self.take(channel, id)?;
        self.note(channel, Kind::Message, id, erased.clone(), Value::Null);
        Some(erased)
    }

    /// Takes messages out of a channel at once; those that were there.
    pub(crate) fn erase_many(&mut self, channel: u64, ids: &[u64]) -> Vec<u64> {
        let there = ids.iter().copied();
        let erased: Vec<u64> = there.filter(|id| self.take(channel, *id).is_some()).collect();
        let count = json!(erased.len());
        self.note(channel, Kind::Messages, channel, count, Value::Null);
        erased
    }

    fn take(&mut self, channel: u64, id: u64) -> Option<Value> {
        let erased = self.messages_mut(channel).remove(id)?;
        if let Some(thread) = self.thread_mut(channel) {
            let count = thread["message_count"].as_u64().unwrap_or(0);
            thread["message_count"] = json!(count.saturating_sub(1));
        }
        Some(erased)
    }

    fn thread_mut(&mut self, channel: u64) -> Option<&mut Value> {
        // Threads are made; a generated channel's guild need not be held in full for this.
        if !self.made_channels.contains_key(&channel) {
            return None;
        }
        self.channel_mut(channel).filter(|object| is_thread(object))
    }

    /// Pins a message at a Unix time in ms.
    pub(crate) fn pin(&mut self, channel: u64, message: &Value, unix_ms: u64) {
        let id = id_of(message);
        self.messages_mut(channel).pin(id, unix_ms);
        self.note(channel, Kind::Pin, id, Value::Null, pinned(channel, message));
    }

    /// Takes a pin away; false if there was none.
    pub(crate) fn unpin(&mut self, channel: u64, message: &Value) -> bool {
        let id = id_of(message);
        let was = self.messages_mut(channel).unpin(id);
        if was {
            self.note(channel, Kind::Pin, id, pinned(channel, message), Value::Null);
        }
        was
    }
}

fn id_of(message: &Value) -> u64 {
    message["id"].as_str().and_then(|id| id.parse().ok()).unwrap_or_default()
}

/// A pin: which message of whom is pinned where.
fn pinned(channel: u64, message: &Value) -> Value {
    json!({
        "author_id": message["author"]["id"],
        "channel_id": channel.to_string(),
        "message_id": message["id"],
    })
}
