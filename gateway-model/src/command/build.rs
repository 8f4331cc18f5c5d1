//! Commands to be registered.

use super::{CommandHandler, CommandKind, CommandOption, Localizations};
use crate::application::InstallationContext;
use crate::id::{Id, marker};
use crate::interaction::InteractionContext;
use crate::macros::object::object;
use crate::macros::setters::setters;
use crate::permissions::Permissions;

object! {
    /// A command to be registered.
    ///
    /// Docs: [Application Commands, Create Global Application Command](https://docs.discord.com/developers/interactions/application-commands#create-global-application-command)
    /// and [Bulk Overwrite Global Application Commands](https://docs.discord.com/developers/interactions/application-commands#bulk-overwrite-global-application-commands).
    pub struct CommandCreate {
        /// Id of the command where it exists already; only to overwrite all commands.
        pub id?: Id<marker::Command>,
        /// Name, 1 to 32 characters.
        pub name: String,
        /// Name by language.
        pub name_localizations?: Localizations,
        /// Description, 1 to 100 characters; of slash commands only.
        pub description?: String,
        /// Description by language.
        pub description_localizations?: Localizations,
        /// Options of a slash command, at most 25.
        #[serde(skip_serializing_if = "Vec::is_empty")]
        pub options {default}: Vec<CommandOption>,
        /// What members need to be allowed to see it.
        pub default_member_permissions?: Permissions,
        /// Whether it can be used in direct messages; deprecated for `contexts`.
        pub dm_permission?: bool,
        /// Whether it is on from the start; deprecated.
        pub default_permission?: bool,
        /// Installations it is for.
        pub integration_types?: Vec<InstallationContext>,
        /// Where it can be used.
        pub contexts?: Vec<InteractionContext>,
        /// Kind of command; a slash command if it is missing.
        pub kind as "type"?: CommandKind,
        /// Whether it is restricted by age.
        pub nsfw?: bool,
        /// Who handles it; of entry points only.
        pub handler?: CommandHandler,
    }
}

impl CommandCreate {
    /// A slash command.
    #[must_use]
    pub fn chat_input(name: impl Into<String>, description: impl Into<String>) -> Self {
        Self { description: Some(description.into()), ..Self::of(CommandKind::ChatInput, name) }
    }

    /// A command in the menu of a user.
    #[must_use]
    pub fn user(name: impl Into<String>) -> Self {
        Self::of(CommandKind::User, name)
    }

    /// A command in the menu of a message.
    #[must_use]
    pub fn message(name: impl Into<String>) -> Self {
        Self::of(CommandKind::Message, name)
    }

    /// The command that starts the app's Activity.
    #[must_use]
    pub fn primary_entry_point(name: impl Into<String>, handler: CommandHandler) -> Self {
        Self { handler: Some(handler), ..Self::of(CommandKind::PrimaryEntryPoint, name) }
    }

    /// The same command with one more option.
    #[must_use]
    pub fn option(mut self, option: CommandOption) -> Self {
        self.options.push(option);
        self
    }

    fn of(kind: CommandKind, name: impl Into<String>) -> Self {
        Self {
            id: None,
            name: name.into(),
            name_localizations: None,
            description: None,
            description_localizations: None,
            options: Vec::new(),
            default_member_permissions: None,
            dm_permission: None,
            default_permission: None,
            integration_types: None,
            contexts: None,
            kind: Some(kind),
            nsfw: None,
            handler: None,
        }
    }
}

setters! {
    CommandCreate {
        /// The same command in place of the one there is with this id; only to overwrite all commands.
        value id: Id<marker::Command>,
        /// The same command with its name by language.
        into name_localizations: Localizations,
        /// The same command with its description by language.
        into description_localizations: Localizations,
        /// The same command with these options in place of others, at most 25.
        list options: CommandOption,
        /// The same command, for members who may do this; for administrators only if it is empty.
        value default_member_permissions: Permissions,
        /// The same command, to be used in direct messages or not; deprecated for `contexts`.
        value dm_permission: bool,
        /// The same command, on from the start or not; deprecated.
        value default_permission: bool,
        /// The same command, for these installations.
        some_list integration_types: InstallationContext,
        /// The same command, to be used in these places.
        some_list contexts: InteractionContext,
        /// The same command, restricted by age.
        flag nsfw,
    }
    by_hand { name, description, kind, handler }
    received {}
}
