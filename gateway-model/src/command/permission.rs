//! Who may use commands.

use crate::id::{Id, marker};
use crate::macros::object::object;
use crate::macros::open_enum::open_enum;

object! {
    /// Who may use a command in a guild.
    ///
    /// Docs: [Application Commands, Guild Application Command Permissions Structure](https://docs.discord.com/developers/interactions/application-commands#application-command-permissions-object-guild-application-command-permissions-structure).
    #[derive(Eq, Hash)]
    pub struct GuildCommandPermissions {
        /// Id of the command; the application's id for all commands without permissions of their own.
        pub id: Id<marker::Generic>,
        /// Application it is of.
        pub application_id: Id<marker::Application>,
        /// Guild it is about.
        pub guild_id: Id<marker::Guild>,
        /// Who may and who may not, at most 100.
        pub permissions {whole}: Vec<CommandPermission>,
    }
}

object! {
    /// Whether a role, user or channel may have a command.
    ///
    /// Docs: [Application Commands, Application Command Permissions Structure](https://docs.discord.com/developers/interactions/application-commands#application-command-permissions-object-application-command-permissions-structure).
    #[derive(Copy, Eq, Hash)]
    pub struct CommandPermission {
        /// Id of it; the guild's id for everyone, one less for all channels.
        pub id: Id<marker::Generic>,
        /// What it is.
        pub kind as "type": CommandPermissionKind,
        /// Whether it may.
        pub permission: bool,
    }
}

impl CommandPermission {
    /// Whether members with a role may use it.
    #[must_use]
    pub const fn role(id: Id<marker::Role>, permission: bool) -> Self {
        Self { id: id.cast(), kind: CommandPermissionKind::Role, permission }
    }

    /// Whether a user may use it.
    #[must_use]
    pub const fn user(id: Id<marker::User>, permission: bool) -> Self {
        Self { id: id.cast(), kind: CommandPermissionKind::User, permission }
    }

    /// Whether it may be used in a channel.
    #[must_use]
    pub const fn channel(id: Id<marker::Channel>, permission: bool) -> Self {
        Self { id: id.cast(), kind: CommandPermissionKind::Channel, permission }
    }
}

open_enum! {
    /// What a permission of a command is for.
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
