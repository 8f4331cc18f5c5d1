//! Events of interactions and commands.

use super::payload::payload_event;
use crate::command::GuildCommandPermissions;
use crate::interaction::Interaction;

payload_event! {
    /// A user used a command, a component or a modal of the app.
    ///
    /// Docs: [Gateway Events, Interaction Create](https://docs.discord.com/developers/events/gateway-events#interaction-create).
    pub struct InteractionCreate(Interaction);
}

payload_event! {
    /// The permissions of a command were changed.
    ///
    /// Docs: [Gateway Events, Application Command Permissions Update](https://docs.discord.com/developers/events/gateway-events#application-command-permissions-update).
    pub struct ApplicationCommandPermissionsUpdate(GuildCommandPermissions);
}
