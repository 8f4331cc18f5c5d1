//! Records the changes of a request: the world remembers its earlier state.

use gateway_model::Id;
use gateway_model::id::marker;
use serde_json::{Value, json};

use super::change::{Change, Kind};
use super::journal::Journal;
use super::state::World;

impl World {
    /// Remembers changes from now on, until [`Self::changes`].
    pub(crate) fn watch(&mut self) {
        self.journal = Some(Journal::default());
        self.invites.watch();
        self.webhooks.watch();
    }

    /// Returns the changes since [`Self::watch`] in guilds that the bot is still in.
    pub(crate) fn changes(&mut self) -> Vec<Change> {
        let Some(journal) = self.journal.take() else { return Vec::new() };
        let mut changes = journal.notes;
        for guild in journal.guilds {
            changes.extend(self.guild_mut(guild).map(|held| held.changes()).unwrap_or_default());
        }
        let invites = self.invites.changes().into_iter();
        changes.extend(invites.filter_map(|(id, b, a)| of_guild(Kind::Invite, id, b, a)));
        let hooks = self.webhooks.changes().into_iter();
        changes
            .extend(hooks.filter_map(|(id, b, a)| of_guild(Kind::Webhook, id.to_string(), b, a)));
        changes
    }

    /// Records a change of something in a channel of a guild that is in no list of the guild.
    pub(super) fn note(&mut self, channel: u64, kind: Kind, id: u64, before: Value, after: Value) {
        if self.journal.is_none() {
            return;
        }
        if let Some(guild) = self.guild_of_channel(channel) {
            self.note_in(guild, kind, id, before, after);
        }
    }

    /// Records that members were pruned who were inactive for this many days.
    pub(crate) fn note_prune(&mut self, guild: Id<marker::Guild>, days: u64, removed: usize) {
        let after = json!({
            "delete_member_days": days.to_string(),
            "members_removed": removed.to_string(),
        });
        self.note_in(guild, Kind::Prune, guild.get(), Value::Null, after);
    }

    /// Records that an exception of a scheduled event was created, changed or deleted.
    pub(crate) fn note_exception(&mut self, guild: Id<marker::Guild>, before: Value, after: Value) {
        self.note_in(guild, Kind::EventException, guild.get(), before, after);
    }

    pub(super) fn note_in(
        &mut self,
        guild: Id<marker::Guild>,
        kind: Kind,
        id: u64,
        before: Value,
        after: Value,
    ) {
        if let Some(journal) = &mut self.journal {
            journal.notes.push(Change { kind, guild, id: id.to_string(), before, after });
        }
    }
}

/// Returns a change of an object that contains its guild.
fn of_guild(kind: Kind, id: String, before: Value, after: Value) -> Option<Change> {
    let named = if after.is_null() { &before } else { &after };
    let guild = named["guild_id"].as_str()?.parse().ok()?;
    Some(Change { kind, guild, id, before, after })
}
