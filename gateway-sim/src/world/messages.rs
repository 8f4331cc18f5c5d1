//! Messages of one channel, the newest thousand of them.

use std::collections::BTreeMap;

use serde_json::{Value, json};

/// Older messages of a channel are forgotten, so that a long run does not fill the memory.
const KEPT: usize = 1000;

/// What was written in a channel.
#[derive(Clone, Debug, Default)]
pub struct ChannelMessages {
    by_id: BTreeMap<u64, Value>,
    /// Who reacted: message, emoji key, user.
    reactions: BTreeMap<(u64, String), Vec<u64>>,
}

/// The emoji of a path (`🔥`, or `name:id`), as the object of an event.
#[must_use]
pub fn reaction_key(path: &str) -> Value {
    match path.rsplit_once(':') {
        Some((name, id)) if id.bytes().all(|byte| byte.is_ascii_digit()) && !id.is_empty() => {
            json!({ "id": id, "name": name, "animated": false })
        }
        _ => json!({ "id": null, "name": path }),
    }
}

impl ChannelMessages {
    /// Adds a message under its id.
    pub fn add(&mut self, id: u64, message: Value) {
        self.by_id.insert(id, message);
        while self.by_id.len() > KEPT {
            if let Some((oldest, _)) = self.by_id.pop_first() {
                self.reactions.retain(|(message, _), _| *message != oldest);
            }
        }
    }

    /// A message with its reactions.
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
        Some(message)
    }

    /// Whether there is such a message.
    #[must_use]
    pub fn contains(&self, id: u64) -> bool {
        self.by_id.contains_key(&id)
    }

    /// A message to change.
    pub fn get_mut(&mut self, id: u64) -> Option<&mut Value> {
        self.by_id.get_mut(&id)
    }

    /// Takes a message out.
    pub fn remove(&mut self, id: u64) -> Option<Value> {
        self.reactions.retain(|(message, _), _| *message != id);
        self.by_id.remove(&id)
    }

    /// Ids, oldest first.
    pub fn ids(&self) -> impl DoubleEndedIterator<Item = u64> + '_ {
        self.by_id.keys().copied()
    }

    /// Adds a reaction; false where the user had reacted so already.
    pub fn react(&mut self, message: u64, emoji: &str, user: u64) -> bool {
        let users = self.reactions.entry((message, emoji.to_owned())).or_default();
        let new = !users.contains(&user);
        if new {
            users.push(user);
        }
        new
    }

    /// Who reacted to a message with an emoji, first one first.
    #[must_use]
    pub fn reacted(&self, message: u64, emoji: &str) -> &[u64] {
        self.reactions.get(&(message, emoji.to_owned())).map_or(&[], Vec::as_slice)
    }

    /// Takes one user's reaction away; false where there was none.
    pub fn unreact(&mut self, message: u64, emoji: &str, user: u64) -> bool {
        let key = (message, emoji.to_owned());
        let Some(users) = self.reactions.get_mut(&key) else { return false };
        let before = users.len();
        users.retain(|reacted| *reacted != user);
        let removed = users.len() < before;
        if users.is_empty() {
            self.reactions.remove(&key);
        }
        removed
    }

    /// Takes all reactions of a message away, or those with one emoji; false where there were none.
    pub fn clear_reactions(&mut self, message: u64, emoji: Option<&str>) -> bool {
        let before = self.reactions.len();
        self.reactions
            .retain(|(id, key), _| *id != message || emoji.is_some_and(|emoji| emoji != key));
        self.reactions.len() < before
    }
}
