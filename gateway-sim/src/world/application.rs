//! The bot's application: its changed fields, and the role connections of its users.

use std::collections::BTreeMap;

use serde_json::{Map, Value};

/// How many role connections are kept: those of the users with the highest ids.
const MOST_CONNECTIONS: usize = 10_000;

/// The state of the application, except its commands and emojis.
#[derive(Debug, Default)]
pub(crate) struct Application {
    /// Fields that were changed.
    pub(crate) changes: Map<String, Value>,
    /// The metadata records of its role connections.
    ///
    /// Docs: [Application Role Connection Metadata](https://docs.discord.com/developers/resources/application-role-connection-metadata).
    pub(crate) connection_metadata: Vec<Value>,
    /// Role connections by user.
    connections: BTreeMap<u64, Value>,
}

impl Application {
    /// Returns the role connection of a user, if one was set.
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

    /// Removes the role connection of a user.
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
