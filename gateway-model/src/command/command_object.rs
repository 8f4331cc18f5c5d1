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
        /// The application.
        pub application_id: Id<marker::Application>,
        /// Guild; missing if it is global.
        pub guild_id?: Id<marker::Guild>,
        /// Name, 1 to 32 characters.
        pub name: String,
        /// Name by language.
        pub name_localizations?: Localizations,
        /// Name in the requested language.
        pub name_localized?: String,
        /// Description, 1 to 100 characters; empty if it is not a slash command.
        pub description {default}: String,
        /// Description by language.
        pub description_localizations?: Localizations,
        /// Description in the requested language.
        pub description_localized?: String,
        /// Options of a slash command, at most 25.
        #[serde(skip_serializing_if = "Vec::is_empty")]
        pub options {default}: Vec<CommandOption>,
        /// Permissions that members need to use it; `None` if they need none.
        pub default_member_permissions: Option<Permissions>,
        /// Whether it can be used in direct messages; deprecated in favour of `contexts`.
        pub dm_permission?: bool,
        /// Whether it is enabled by default; deprecated.
        pub default_permission?: bool,
        /// Whether it is age-restricted.
        pub nsfw?: bool,
        /// Installation contexts.
        pub integration_types?: Vec<InstallationContext>,
        /// Where it can be used.
        pub contexts?: Vec<InteractionContext>,
        /// Version, which increases with each change.
        pub version: Id<marker::CommandVersion>,
        /// Who handles it; only for entry points.
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
        /// A command in the context menu of a user.
        User = 2,
        /// A command in the context menu of a message.
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
