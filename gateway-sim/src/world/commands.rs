//! The bot's application commands.

use std::collections::BTreeMap;

use gateway_model::Id;
use gateway_model::id::marker;
use serde_json::Value;

use super::World;

/// Where commands are registered: in a guild, or globally.
pub(crate) type Scope = Option<Id<marker::Guild>>;

/// Commands by scope and id.
#[derive(Clone, Debug, Default)]
pub(crate) struct Commands(BTreeMap<(Scope, u64), Value>);

impl Commands {
    /// The commands of a scope, oldest first.
    pub(crate) fn list(&self, scope: Scope) -> impl Iterator<Item = (u64, &Value)> {
        self.0.range((scope, 0)..=(scope, u64::MAX)).map(|((_, id), command)| (*id, command))
    }

    /// A command of a scope.
    pub(crate) fn get(&self, scope: Scope, id: u64) -> Option<&Value> {
        self.0.get(&(scope, id))
    }

    /// A command of a scope by what is unique in it: name and type.
    pub(crate) fn named(&self, scope: Scope, name: &str, kind: u64) -> Option<(u64, &Value)> {
        self.list(scope).find(|(_, command)| command["name"] == name && command["type"] == kind)
    }

    /// The command a user in a guild finds under a name and type; the guild's own comes first.
    pub(crate) fn visible(&self, guild: Scope, name: &str, kind: u64) -> Option<&Value> {
        let of = |scope| self.named(scope, name, kind).map(|(_, command)| command);
        guild.and_then(|guild| of(Some(guild))).or_else(|| of(None))
    }

    /// Puts a command in place of what was there, or adds it.
    pub(crate) fn set(&mut self, scope: Scope, id: u64, command: Value) {
        self.0.insert((scope, id), command);
    }

    /// Takes a command out; false where there was none.
    pub(crate) fn remove(&mut self, scope: Scope, id: u64) -> bool {
        self.0.remove(&(scope, id)).is_some()
    }
}

impl World {
    /// The bot's application commands.
    pub(crate) const fn commands(&self) -> &Commands {
        &self.commands
    }

    /// The bot's application commands, to change.
    pub(crate) const fn commands_mut(&mut self) -> &mut Commands {
        &mut self.commands
    }
}
