//! The audit log: what a request changed is written and told.

use std::time::Instant;

use gateway_model::id::marker;
use gateway_model::{Id, Permissions};
use serde_json::json;

use super::dispatch::Route;
use super::state::Core;

impl Core {
    /// Writes what was changed since [`World::watch`](crate::world::World::watch) into the audit logs, with a Guild
    /// Audit Log Entry Create for each entry.
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
        let by = by.map(|by| by.to_string());
        let unix_ms = self.unix_ms_at(now);
        let bot = self.world.bot_id().get();
        for (guild, mut entry) in self.world.log(&changes, by.as_deref(), reason, unix_ms) {
            let may = self.world.guild(guild).map(|held| held.permissions(bot));
            if may.is_some_and(|may| may.contains(Permissions::VIEW_AUDIT_LOG)) {
                entry["guild_id"] = json!(guild.to_string());
                self.inject("GUILD_AUDIT_LOG_ENTRY_CREATE", Route::Guild(guild), &entry, now);
            }
        }
    }
}
