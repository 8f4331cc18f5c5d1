//! Application commands.
//!
//! Docs: [Application Commands](https://docs.discord.com/developers/interactions/application-commands).

mod build;
mod check;
mod command_object;
mod option;
mod permission;

pub use build::CommandCreate;
pub use check::CommandParts;
pub use command_object::{Command, CommandHandler, CommandKind, Localizations};
pub use option::{ChoiceValue, CommandOption, CommandOptionChoice, CommandOptionKind};
pub use permission::{CommandPermission, CommandPermissionKind, GuildCommandPermissions};
