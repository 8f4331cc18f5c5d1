//! The audit log: records and dispatches what a request changed.

use std::time::Instant;

use gateway_model::id::marker;
use gateway_model::{Id, Permissions};
use serde_json::{Value, json};

use super::dispatch::Route;
use super::state::Core;

impl Core {
    /// Writes the changes since [`World::watch`](crate::world::World::watch) to the audit logs, with a Guild Audit Log
    /// Entry Create for each entry.
    ///
    /// Docs: [Gateway Events, Guild Audit Log Entry Create](https://docs.discord.com/developers/events/gateway-events#guild-audit-log-entry-create):
    /// "only sent to bots with the `VIEW_AUDIT_LOG` permission".
    pub(crate) fn log_changes(
        &mut self,
        by: Option<Id<marker::User>>,
        reason: Option<&str>,
        now: Instant,
    ) {
        let changes = self.world.changes();
        self.tell_of_seen(&changes, now);
        let by = by.map(|by| by.to_string());
        let unix_ms = self.unix_ms_at(now);
        for (guild, entry) in self.world.log(&changes, by.as_deref(), reason, unix_ms) {
            self.tell_entry(guild, entry, now);
        }
    }

    /// Writes an action of auto moderation against a user, and dispatches it.
    pub(super) fn log_moderation(
        &mut self,
        guild: Id<marker::Guild>,
        action: u64,
        user: u64,
        options: &Value,
    ) {
        let (now, unix_ms) = (self.now, self.unix_ms());
        let entry = self.world.log_moderation(guild, action, &user.to_string(), options, unix_ms);
        self.tell_entry(guild, entry, now);
    }

    fn tell_entry(&mut self, guild: Id<marker::Guild>, mut entry: Value, now: Instant) {
        if self.bot_may(guild, Permissions::VIEW_AUDIT_LOG) {
            entry["guild_id"] = json!(guild.to_string());
            self.inject("GUILD_AUDIT_LOG_ENTRY_CREATE", Route::Guild(guild), &entry, now);
        }
    }

    /// Returns whether the bot has a permission in a guild.
    pub(super) fn bot_may(&self, guild: Id<marker::Guild>, permission: Permissions) -> bool {
        let bot = self.world.bot_id().get();
        self.world.guild(guild).is_some_and(|held| held.permissions(bot).contains(permission))
    }
}
