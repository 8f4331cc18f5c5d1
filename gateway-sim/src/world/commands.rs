//! The bot's application commands.

use std::collections::{BTreeMap, VecDeque};

use gateway_model::Id;
use gateway_model::id::marker;
use serde_json::Value;

/// The scope of commands: a guild, or all guilds.
pub(crate) type Scope = Option<Id<marker::Guild>>;

/// How many commands may be created in a scope in 24 hours.
///
/// Docs: [Application Commands, Registering a Command](https://docs.discord.com/developers/interactions/application-commands#registering-a-command).
const DAILY_CREATES: usize = 200;

const DAY_MS: u64 = 24 * 60 * 60 * 1_000;

/// Commands by scope and id.
#[derive(Clone, Debug, Default)]
pub(crate) struct Commands {
    held: BTreeMap<(Scope, u64), Value>,
    /// Unix times, in ms, at which commands were created in the last 24 hours, oldest first.
    created: BTreeMap<Scope, VecDeque<u64>>,
    /// Permissions that were set, by guild and command. The application's id stands for all commands.
    permissions: BTreeMap<(Id<marker::Guild>, u64), Vec<Value>>,
    /// The number of changes so far.
    version: u64,
}

impl Commands {
    /// Returns the commands of a scope, oldest first.
    pub(crate) fn list(&self, scope: Scope) -> impl Iterator<Item = (u64, &Value)> {
        self.held.range((scope, 0)..=(scope, u64::MAX)).map(|((_, id), command)| (*id, command))
    }

    /// Returns a command of a scope.
    pub(crate) fn get(&self, scope: Scope, id: u64) -> Option<&Value> {
        self.held.get(&(scope, id))
    }

    /// Returns a command of a scope by its name, whatever its type.
    pub(crate) fn by_name(&self, scope: Scope, name: &str) -> Option<&Value> {
        self.list(scope).map(|(_, command)| command).find(|command| command["name"] == name)
    }

    /// Returns whether a command with this name is registered in any scope.
    pub(crate) fn is_registered(&self, name: &str) -> bool {
        self.held.values().any(|command| command["name"] == name)
    }

    /// Returns a number that grows with every change.
    pub(crate) const fn version(&self) -> u64 {
        self.version
    }

    /// Returns a command of a scope by its name and type, which identify it.
    pub(crate) fn named(&self, scope: Scope, name: &str, kind: u64) -> Option<(u64, &Value)> {
        self.list(scope).find(|(_, command)| command["name"] == name && command["type"] == kind)
    }

    /// Returns the command that a user in a guild finds under a name and type; the guild's own takes precedence.
    pub(crate) fn visible(&self, guild: Scope, name: &str, kind: u64) -> Option<&Value> {
        let of = |scope| self.named(scope, name, kind).map(|(_, command)| command);
        guild.and_then(|guild| of(Some(guild))).or_else(|| of(None))
    }

    /// Adds or replaces a command. "Deleting or renaming a command will permanently delete all permissions for the
    /// command".
    pub(crate) fn set(&mut self, scope: Scope, id: u64, command: Value) {
        let name = command["name"].clone();
        let before = self.held.insert((scope, id), command);
        if before.is_some_and(|before| before["name"] != name) {
            self.forget_permissions(id);
        }
        self.version += 1;
    }

    fn forget_permissions(&mut self, id: u64) {
        self.permissions.retain(|(_, of), _| *of != id);
    }

    /// Returns the permissions of a command in a guild, if some were set.
    pub(crate) fn permissions(&self, guild: Id<marker::Guild>, id: u64) -> Option<&Vec<Value>> {
        self.permissions.get(&(guild, id))
    }

    /// Returns the ids that have permissions in a guild: those of commands, and possibly the application's.
    pub(crate) fn with_permissions(&self, guild: Id<marker::Guild>) -> Vec<u64> {
        self.permissions.range((guild, 0)..=(guild, u64::MAX)).map(|((_, id), _)| *id).collect()
    }

    /// Sets the permissions of a command in a guild; returns the previous ones.
    pub(crate) fn set_permissions(
        &mut self,
        guild: Id<marker::Guild>,
        id: u64,
        permissions: Vec<Value>,
    ) -> Vec<Value> {
        let before = match permissions.is_empty() {
            true => self.permissions.remove(&(guild, id)),
            false => self.permissions.insert((guild, id), permissions),
        };
        before.unwrap_or_default()
    }

    /// Returns whether this many more commands may be created in a scope today.
    pub(crate) fn may_create(&mut self, scope: Scope, more: usize, unix_ms: u64) -> bool {
        let created = self.created.entry(scope).or_default();
        while created.front().is_some_and(|at| unix_ms.saturating_sub(*at) >= DAY_MS) {
            created.pop_front();
        }
        created.len() + more <= DAILY_CREATES
    }

    /// Counts a created command.
    pub(crate) fn note_created(&mut self, scope: Scope, unix_ms: u64) {
        self.created.entry(scope).or_default().push_back(unix_ms);
    }

    /// Removes a command; returns false if it does not exist.
    pub(crate) fn remove(&mut self, scope: Scope, id: u64) -> bool {
        self.version += 1;
        self.forget_permissions(id);
        self.held.remove(&(scope, id)).is_some()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_hundred_creates_a_day_and_scope() {
        let mut commands = Commands::default();
        for at in 0..200 {
            assert!(commands.may_create(None, 1, at));
            commands.note_created(None, at);
        }
        assert!(!commands.may_create(None, 1, DAY_MS - 1));
        assert!(commands.may_create(Id::new(5), 200, 0));
        assert!(!commands.may_create(Id::new(5), 201, 0));
        assert!(commands.may_create(None, 1, DAY_MS));
        assert!(!commands.may_create(None, 2, DAY_MS));
    }
}
