//! Lobbies of the application.
//!
//! Docs: [Lobby Resource](https://docs.discord.com/developers/resources/lobby).

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};

use crate::newest::{Newest, size_of};

/// How many lobbies are kept, newest first. Discord deletes idle lobbies; simulated lobbies are never idle.
const MOST: usize = 1_000;

/// How many messages of a lobby are kept, which is the most that one request may ask for, and of how many bytes.
const MOST_MESSAGES: usize = 200;
const MOST_BYTES: usize = 1 << 20;

/// One lobby.
#[derive(Clone, Debug)]
pub(crate) struct Lobby {
    /// Texts by key.
    pub(crate) metadata: Map<String, Value>,
    pub(crate) flags: Value,
    pub(crate) webhooks_url: Value,
    /// The secret by which users find it, if a user created it.
    pub(crate) secret: Option<String>,
    /// Lobby member objects by user.
    pub(crate) members: BTreeMap<u64, Value>,
    /// The linked channel.
    pub(crate) channel: Option<u64>,
    messages: Newest<(u64, Value)>,
}

impl Default for Lobby {
    fn default() -> Self {
        Self {
            metadata: Map::new(),
            flags: json!(0),
            webhooks_url: Value::Null,
            secret: None,
            members: BTreeMap::new(),
            channel: None,
            messages: Newest::new(MOST_MESSAGES, MOST_BYTES),
        }
    }
}

impl Lobby {
    /// Creates a lobby that users find by a secret.
    pub(crate) fn of_secret(secret: String) -> Self {
        Self { secret: Some(secret), ..Self::default() }
    }

    /// Adds a message under its id.
    pub(crate) fn add_message(&mut self, id: u64, message: Value) {
        let bytes = size_of(&message);
        self.messages.push((id, message), bytes);
    }

    /// Returns the messages, newest first.
    pub(crate) fn messages(&self) -> impl Iterator<Item = &Value> {
        self.messages.iter().rev().map(|(_, message)| message)
    }

    /// Returns a message, to change it.
    pub(crate) fn message_mut(&mut self, id: u64) -> Option<&mut Value> {
        self.messages.iter_mut().find(|(of, _)| *of == id).map(|(_, message)| message)
    }
}

/// Lobbies by id.
#[derive(Clone, Debug, Default)]
pub(crate) struct Lobbies(BTreeMap<u64, Lobby>);

impl Lobbies {
    /// Adds a lobby under its id.
    pub(crate) fn add(&mut self, id: u64, lobby: Lobby) {
        self.0.insert(id, lobby);
        if self.0.len() > MOST {
            self.0.pop_first();
        }
    }

    pub(crate) fn get(&self, id: u64) -> Option<&Lobby> {
        self.0.get(&id)
    }

    pub(crate) fn get_mut(&mut self, id: u64) -> Option<&mut Lobby> {
        self.0.get_mut(&id)
    }

    pub(crate) fn remove(&mut self, id: u64) {
        self.0.remove(&id);
    }

    /// Puts one user in the place of another in every lobby.
    pub(crate) fn move_member(&mut self, from: u64, to: u64) {
        for lobby in self.0.values_mut() {
            if let Some(mut member) = lobby.members.remove(&from) {
                member["id"] = json!(to.to_string());
                lobby.members.insert(to, member);
            }
        }
    }

    /// Returns the id of the lobby with a secret.
    pub(crate) fn of_secret(&self, secret: &str) -> Option<u64> {
        let mut all = self.0.iter();
        all.find(|(_, lobby)| lobby.secret.as_deref() == Some(secret)).map(|(id, _)| *id)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_newest_lobbies_and_messages_are_kept() {
        let mut lobbies = Lobbies::default();
        for id in 1..=MOST as u64 + 1 {
            lobbies.add(id, Lobby::default());
        }
        assert!(lobbies.get(1).is_none() && lobbies.get(2).is_some());
        let lobby = lobbies.get_mut(2).unwrap();
        for id in 0..=MOST_MESSAGES as u64 {
            lobby.add_message(id, json!({ "id": id }));
        }
        assert_eq!((lobby.messages().count(), lobby.message_mut(0)), (MOST_MESSAGES, None));
        lobby.add_message(500, json!("x".repeat(MOST_BYTES)));
        assert_eq!(lobby.messages().count(), 1);
    }
}
