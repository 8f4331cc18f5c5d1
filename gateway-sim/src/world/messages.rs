//! Messages of one channel, the newest thousand of them, with their reactions, votes and pins.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use crate::newest::size_of;

/// Older messages of a channel are forgotten, so that a long run does not fill the memory.
const KEPT: usize = 1000;

/// The largest number of different reactions of a message.
const MOST_REACTIONS: usize = 20;

/// The approximate bytes of a list of users who reacted or voted: the list itself, and each user in it.
const LIST_BYTES: usize = 96;
const USER_BYTES: usize = std::mem::size_of::<u64>();

/// The messages of a channel.
#[derive(Clone, Debug, Default)]
pub struct ChannelMessages {
    by_id: BTreeMap<u64, Value>,
    /// Bytes that the messages, their reactions and votes take.
    bytes: usize,
    /// Users who reacted: message, emoji key, user.
    reactions: BTreeMap<(u64, String), Vec<u64>>,
    /// Users who voted in polls: message, answer, users.
    votes: BTreeMap<(u64, u64), Vec<u64>>,
    /// Pinned messages and the Unix times, in ms, at which they were pinned, oldest pin first.
    pins: Vec<(u64, u64)>,
}

/// Converts the emoji of a path (`🔥`, or `name:id`) to the object of an event.
#[must_use]
pub fn reaction_key(path: &str) -> Value {
    match path.rsplit_once(':') {
        Some((name, id)) if id.bytes().all(|byte| byte.is_ascii_digit()) && !id.is_empty() => {
            json!({ "id": id, "name": name, "animated": false })
        }
        _ => json!({ "id": null, "name": path }),
    }
}

/// Returns a user's reaction, as the data of the events that add and remove it, without channel and guild.
pub(crate) fn reaction(message: u64, emoji: &str, user: u64) -> Value {
    json!({
        "user_id": user.to_string(),
        "message_id": message.to_string(),
        "emoji": reaction_key(emoji),
        "burst": false,
        "type": 0,
    })
}

impl ChannelMessages {
    /// Adds or replaces a message under its id.
    pub(super) fn set(&mut self, id: u64, message: Value) {
        self.bytes += size_of(&message);
        if let Some(before) = self.by_id.insert(id, message) {
            self.bytes -= size_of(&before);
        }
        while self.by_id.len() > KEPT {
            let Some((oldest, _)) = self.by_id.first_key_value() else { break };
            self.remove(*oldest);
        }
    }

    /// Returns the approximate memory of the messages in bytes, with their reactions and votes.
    #[must_use]
    pub const fn bytes(&self) -> usize {
        self.bytes
    }

    /// Returns a message with its reactions, as a user sees it.
    #[must_use]
    pub fn get(&self, id: u64, own: u64) -> Option<Value> {
        let mut message = self.by_id.get(&id)?.clone();
        let reactions: Vec<Value> = self
            .reactions
            .range((id, String::new())..(id + 1, String::new()))
            .map(|((_, key), users)| {
                json!({
                    "emoji": reaction_key(key),
                    "count": users.len(),
                    "count_details": { "burst": 0, "normal": users.len() },
                    "me": users.contains(&own),
                    "me_burst": false,
                    "burst_colors": [],
                })
            })
            .collect();
        if !reactions.is_empty() {
            message["reactions"] = Value::Array(reactions);
        }
        if message["poll"].is_object() {
            let votes = self.votes.range((id, 0)..=(id, u64::MAX));
            let counts = votes.filter(|(_, users)| !users.is_empty()).map(|((_, answer), users)| {
                json!({ "id": answer, "count": users.len(), "me_voted": users.contains(&own) })
            });
            message["poll"]["results"]["answer_counts"] = counts.collect();
        }
        Some(message)
    }

    /// Returns whether there is such a message.
    #[must_use]
    pub fn contains(&self, id: u64) -> bool {
        self.by_id.contains_key(&id)
    }

    /// Removes a message.
    pub(super) fn remove(&mut self, id: u64) -> Option<Value> {
        self.forget(id);
        let removed = self.by_id.remove(&id)?;
        self.bytes -= size_of(&removed);
        Some(removed)
    }

    /// Removes the data that is stored with a message.
    fn forget(&mut self, id: u64) {
        self.clear_reactions(id, None);
        self.pins.retain(|(pinned, _)| *pinned != id);
        let bytes = &mut self.bytes;
        self.votes.retain(|(message, _), users| {
            let stays = *message != id;
            if !stays {
                *bytes -= bytes_of_list("", users);
            }
            stays
        });
    }

    /// Returns the users who voted for an answer of a poll, the first one first.
    #[must_use]
    pub fn voters(&self, message: u64, answer: u64) -> &[u64] {
        self.votes.get(&(message, answer)).map_or(&[], Vec::as_slice)
    }

    /// Sets whether a user votes for an answer of a poll; returns false if that changes nothing, or if there is no such
    /// message.
    pub fn vote(&mut self, message: u64, answer: u64, user: u64, votes: bool) -> bool {
        if self.voters(message, answer).contains(&user) == votes || !self.contains(message) {
            return false;
        }
        let key = (message, answer);
        let users = self.votes.entry(key).or_default();
        self.bytes -= bytes_of_list("", users);
        match votes {
            true => users.push(user),
            false => users.retain(|voter| *voter != user),
        }
        self.bytes += bytes_of_list("", users);
        if users.is_empty() {
            self.votes.remove(&key);
        }
        true
    }

    /// Returns the pinned messages and the Unix times, in ms, at which they were pinned, oldest pin first.
    #[must_use]
    pub fn pins(&self) -> &[(u64, u64)] {
        &self.pins
    }

    /// Pins a message at a Unix time in ms. Each pin is later than the one before it.
    pub fn pin(&mut self, id: u64, unix_ms: u64) {
        let after_last = self.pins.last().map_or(0, |(_, at)| at + 1);
        self.pins.push((id, unix_ms.max(after_last)));
    }

    /// Removes a pin; returns false if there was none.
    pub fn unpin(&mut self, id: u64) -> bool {
        let before = self.pins.len();
        self.pins.retain(|(pinned, _)| *pinned != id);
        self.pins.len() < before
    }

    /// Returns the ids, oldest first.
    pub fn ids(&self) -> impl DoubleEndedIterator<Item = u64> + '_ {
        self.by_id.keys().copied()
    }

    /// Returns whether a message has so many different reactions that no other may be added.
    ///
    /// Docs: [Opcodes and Status Codes, JSON](https://docs.discord.com/developers/topics/opcodes-and-status-codes#json), 30010.
    #[must_use]
    pub fn is_full_of_reactions(&self, message: u64) -> bool {
        let of_message = (message, String::new())..(message + 1, String::new());
        self.reactions.range(of_message).count() >= MOST_REACTIONS
    }

    /// Adds a reaction; returns false if the user had already reacted with this emoji, or if there is no such message.
    pub fn react(&mut self, message: u64, emoji: &str, user: u64) -> bool {
        if self.reacted(message, emoji).contains(&user) || !self.contains(message) {
            return false;
        }
        let users = self.reactions.entry((message, emoji.to_owned())).or_default();
        self.bytes -= bytes_of_list(emoji, users);
        users.push(user);
        self.bytes += bytes_of_list(emoji, users);
        true
    }

    /// Returns the users who reacted to a message with an emoji, the first one first.
    #[must_use]
    pub fn reacted(&self, message: u64, emoji: &str) -> &[u64] {
        self.reactions.get(&(message, emoji.to_owned())).map_or(&[], Vec::as_slice)
    }

    /// Removes one user's reaction; returns false if there was none.
    pub fn unreact(&mut self, message: u64, emoji: &str, user: u64) -> bool {
        let key = (message, emoji.to_owned());
        let Some(users) = self.reactions.get_mut(&key) else { return false };
        let before = users.len();
        self.bytes -= bytes_of_list(emoji, users);
        users.retain(|reacted| *reacted != user);
        self.bytes += bytes_of_list(emoji, users);
        let removed = users.len() < before;
        if users.is_empty() {
            self.reactions.remove(&key);
        }
        removed
    }

    /// Removes all reactions of a message, or those with one emoji; returns false if there were none.
    pub fn clear_reactions(&mut self, message: u64, emoji: Option<&str>) -> bool {
        let before = self.reactions.len();
        let bytes = &mut self.bytes;
        self.reactions.retain(|(id, key), users| {
            let stays = *id != message || emoji.is_some_and(|emoji| emoji != key);
            if !stays {
                *bytes -= bytes_of_list(key, users);
            }
            stays
        });
        self.reactions.len() < before
    }
}

/// Returns the approximate bytes of the users who reacted with an emoji, or voted; 0 if there are none.
const fn bytes_of_list(emoji: &str, users: &[u64]) -> usize {
    if users.is_empty() { 0 } else { LIST_BYTES + emoji.len() + users.len() * USER_BYTES }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_newest_thousand_of_a_channel_are_kept_with_what_is_beside_them() {
        let mut messages = ChannelMessages::default();
        messages.set(1, json!({ "poll": {} }));
        assert!(messages.react(1, "x", 5) && messages.vote(1, 1, 5, true));
        messages.pin(1, 0);
        for id in 2..=KEPT as u64 + 1 {
            messages.set(id, Value::Null);
        }
        assert_eq!((messages.by_id.len(), messages.ids().next()), (KEPT, Some(2)));
        assert!(messages.reactions.is_empty() && messages.votes.is_empty());
        assert_eq!(
            (messages.pins(), messages.bytes()),
            (&[][..], KEPT * size_of_val(&Value::Null))
        );
        for emoji in 0..MOST_REACTIONS {
            assert!(!messages.is_full_of_reactions(2));
            messages.react(2, &emoji.to_string(), 5);
        }
        assert!(messages.is_full_of_reactions(2));
    }
}
