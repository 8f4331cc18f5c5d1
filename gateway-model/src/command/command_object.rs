//! The command itself.

use std::collections::BTreeMap;

use super::CommandOption;
use crate::application::InstallationContext;
use crate::id::{Id, marker};
use crate::interaction::InteractionContext;
use crate::macros::object::object;
use crate::macros::open_enum::open_enum;
use crate::permissions::Permissions;

/// Texts by language, for instance `de` or `en-US`.
///
/// Docs: [Reference, Locales](https://docs.discord.com/developers/reference#locales).
pub type Localizations = BTreeMap<String, String>;

object! {
    /// A command of an application.
    ///
    /// Docs: [Application Commands, Application Command Object](https://docs.discord.com/developers/interactions/application-commands#application-command-object).
    pub struct Command {
        /// Id of the command.
        pub id: Id<marker::Command>,
        /// Kind of command; a slash command if it is missing.
        pub kind as "type"?: CommandKind,
        /// Application it is of.
        pub application_id: Id<marker::Application>,
        /// Guild it is for; missing where it is global.
        pub guild_id?: Id<marker::Guild>,
        /// Name, 1 to 32 characters.
        pub name: String,
        /// Name by language.
        pub name_localizations?: Localizations,
        /// Name in the language asked for.
        pub name_localized?: String,
        /// Description, 1 to 100 characters; empty but for slash commands.
        pub description {default}: String,
        /// Description by language.
        pub description_localizations?: Localizations,
        /// Description in the language asked for.
        pub description_localized?: String,
        /// Options of a slash command, at most 25.
        #[serde(skip_serializing_if = "Vec::is_empty")]
        pub options {default}: Vec<CommandOption>,
        /// What members need to be allowed to see it; `None` for nothing.
        pub default_member_permissions: Option<Permissions>,
        /// Whether it can be used in direct messages; deprecated for `contexts`.
        pub dm_permission?: bool,
        /// Whether it is on from the start; deprecated.
        pub default_permission?: bool,
        /// Whether it is restricted by age.
        pub nsfw?: bool,
        /// Installations it is for.
        pub integration_types?: Vec<InstallationContext>,
        /// Where it can be used.
        pub contexts?: Vec<InteractionContext>,
        /// Number that grows with each change.
        pub version: Id<marker::CommandVersion>,
        /// Who handles it; of entry points only.
        pub handler?: CommandHandler,
    }
}

impl Command {
    /// Kind of command, with the default if it is missing.
    #[must_use]
    pub fn kind(&self) -> CommandKind {
        self.kind.unwrap_or(CommandKind::ChatInput)
    }
}

open_enum! {
    /// Kind of command.
    ///
    /// Docs: [Application Commands, Application Command Types](https://docs.discord.com/developers/interactions/application-commands#application-command-object-application-command-types).
    pub enum CommandKind: i32 {
        /// A slash command.
        ChatInput = 1,
        /// A command in the menu of a user.
        User = 2,
        /// A command in the menu of a message.
        Message = 3,
        /// The command that starts the app's Activity.
        PrimaryEntryPoint = 4,
    }
}

open_enum! {
    /// Who handles an entry point.
    ///
    /// Docs: [Application Commands, Entry Point Command Handler Types](https://docs.discord.com/developers/interactions/application-commands#application-command-object-entry-point-command-handler-types).
    pub enum CommandHandler: i32 {
        /// The app answers an interaction.
        AppHandler = 1,
        /// Discord starts the Activity.
        DiscordLaunchActivity = 2,
    }
}
