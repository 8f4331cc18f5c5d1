//! Permissions of commands.

use crate::id::{Id, marker};
use crate::macros::object::object;
use crate::macros::open_enum::open_enum;

object! {
    /// The permissions of a command in a guild.
    ///
    /// Docs: [Application Commands, Guild Application Command Permissions Structure](https://docs.discord.com/developers/interactions/application-commands#application-command-permissions-object-guild-application-command-permissions-structure).
    #[derive(Eq, Hash)]
    pub struct GuildCommandPermissions {
        /// Id of the command, or the application's id for all commands without separate permissions.
        pub id: Id<marker::Generic>,
        /// The application.
        pub application_id: Id<marker::Application>,
        /// Guild.
        pub guild_id: Id<marker::Guild>,
        /// The permissions, at most 100.
        pub permissions {whole}: Vec<CommandPermission>,
    }
}

object! {
    /// Whether a role or user may use a command, or whether it can be used in a channel.
    ///
    /// Docs: [Application Commands, Application Command Permissions Structure](https://docs.discord.com/developers/interactions/application-commands#application-command-permissions-object-application-command-permissions-structure).
    #[derive(Copy, Eq, Hash)]
    pub struct CommandPermission {
        /// Id of the role, user or channel; the guild's id for everyone, and the guild's id minus one for all channels.
        pub id: Id<marker::Generic>,
        /// Its kind.
        pub kind as "type": CommandPermissionKind,
        /// Whether it is allowed.
        pub permission: bool,
    }
}

impl CommandPermission {
    /// Creates a permission for the members with a role: whether they may use the command.
    #[must_use]
    pub const fn role(id: Id<marker::Role>, permission: bool) -> Self {
        Self { id: id.cast(), kind: CommandPermissionKind::Role, permission }
    }

    /// Creates a permission for a user: whether they may use the command.
    #[must_use]
    pub const fn user(id: Id<marker::User>, permission: bool) -> Self {
        Self { id: id.cast(), kind: CommandPermissionKind::User, permission }
    }

    /// Creates a permission for a channel: whether the command may be used there.
    #[must_use]
    pub const fn channel(id: Id<marker::Channel>, permission: bool) -> Self {
        Self { id: id.cast(), kind: CommandPermissionKind::Channel, permission }
    }
}

open_enum! {
    /// Kind of command permission.
    ///
    /// Docs: [Application Commands, Application Command Permission Type](https://docs.discord.com/developers/interactions/application-commands#application-command-permissions-object-application-command-permission-type).
    pub enum CommandPermissionKind: i32 {
        /// A role.
        Role = 1,
        /// A user.
        User = 2,
        /// A channel.
        Channel = 3,
    }
}
