//! The bot's application: what was changed of it, and what it knows of its users.

use std::collections::BTreeMap;

use serde_json::{Map, Value};

/// Role connections that are kept, those of the users with the highest ids.
const MOST_CONNECTIONS: usize = 10_000;

/// What an application holds beside its commands and emojis.
#[derive(Debug, Default)]
pub(crate) struct Application {
    /// Fields that were changed.
    pub(crate) changes: Map<String, Value>,
    /// Metadata that its role connections have.
    ///
    /// Docs: [Application Role Connection Metadata](https://docs.discord.com/developers/resources/application-role-connection-metadata).
    pub(crate) connection_metadata: Vec<Value>,
    /// Role connections by user.
    connections: BTreeMap<u64, Value>,
}

impl Application {
    /// The role connection of a user, if one was set.
    pub(crate) fn connection(&self, user: u64) -> Option<&Value> {
        self.connections.get(&user)
    }

    /// Sets the role connection of a user.
    pub(crate) fn set_connection(&mut self, user: u64, connection: Value) {
        self.connections.insert(user, connection);
        if self.connections.len() > MOST_CONNECTIONS {
            self.connections.pop_first();
        }
    }

    /// Takes the role connection of a user away.
    pub(crate) fn remove_connection(&mut self, user: u64) {
        self.connections.remove(&user);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn role_connections_are_bounded() {
        let mut application = Application::default();
        for user in 0..=MOST_CONNECTIONS as u64 {
            application.set_connection(user, Value::Null);
        }
        assert_eq!(application.connections.len(), MOST_CONNECTIONS);
        assert!(application.connection(0).is_none() && application.connection(1).is_some());
    }
}
