//! Permissions of application commands are set, which is told and written into the audit log.

use std::time::Instant;

use gateway_model::Id;
use gateway_model::id::marker;
use serde_json::Value;

use super::dispatch::Route;
use super::state::Core;

impl Core {
    /// Sets the permissions of a command, or under the application's id those of all, in a guild. Returns what Get
    /// Application Command Permissions shows, and to how many sessions it was told.
    ///
    /// Docs: [Gateway Events, Application Command Permissions Update](https://docs.discord.com/developers/events/gateway-events#application-command-permissions-update).
    pub(crate) fn set_command_permissions(
        &mut self,
        guild: Id<marker::Guild>,
        id: u64,
        permissions: Vec<Value>,
        now: Instant,
    ) -> (Value, usize) {
        self.world.set_command_permissions(guild, id, permissions);
        let shown = self.world.command_permissions(guild, id);
        let sessions =
            self.inject("APPLICATION_COMMAND_PERMISSIONS_UPDATE", Route::Guild(guild), &shown, now);
        (shown, sessions)
    }
}
