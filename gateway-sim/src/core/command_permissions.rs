//! Setting the permissions of application commands: with an event, and an entry in the audit log.

use std::time::Instant;

use gateway_model::Id;
use gateway_model::id::marker;
use serde_json::Value;

use super::dispatch::Route;
use super::state::Core;

impl Core {
    /// Sets the permissions of a command in a guild; the application's id stands for all commands. Returns the
    /// permissions object, and the number of sessions that received the event.
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
