//! Commands for registration.

use super::{CommandHandler, CommandKind, CommandOption, Localizations};
use crate::application::InstallationContext;
use crate::id::{Id, marker};
use crate::interaction::InteractionContext;
use crate::macros::object::object;
use crate::macros::setters::setters;
use crate::permissions::Permissions;

object! {
    /// A command for registration.
    ///
    /// Docs: [Application Commands, Create Global Application Command](https://docs.discord.com/developers/interactions/application-commands#create-global-application-command)
    /// and [Bulk Overwrite Global Application Commands](https://docs.discord.com/developers/interactions/application-commands#bulk-overwrite-global-application-commands).
    pub struct CommandCreate {
        /// Id of the command if it already exists; only for overwriting all commands.
        pub id?: Id<marker::Command>,
        /// Name, 1 to 32 characters.
        pub name: String,
        /// Name by language.
        pub name_localizations?: Localizations,
        /// Description, 1 to 100 characters; only for slash commands.
        pub description?: String,
        /// Description by language.
        pub description_localizations?: Localizations,
        /// Options of a slash command, at most 25.
        #[serde(skip_serializing_if = "Vec::is_empty")]
        pub options {default}: Vec<CommandOption>,
        /// Permissions that members need to use it.
        pub default_member_permissions?: Permissions,
        /// Whether it can be used in direct messages; deprecated in favour of `contexts`.
        pub dm_permission?: bool,
        /// Whether it is enabled by default; deprecated.
        pub default_permission?: bool,
        /// Installation contexts.
        pub integration_types?: Vec<InstallationContext>,
        /// Where it can be used.
        pub contexts?: Vec<InteractionContext>,
        /// Kind of command; a slash command if it is missing.
        pub kind as "type"?: CommandKind,
        /// Whether it is age-restricted.
        pub nsfw?: bool,
        /// Who handles it; only for entry points.
        pub handler?: CommandHandler,
    }
}

impl CommandCreate {
    /// Creates a slash command.
    #[must_use]
    pub fn chat_input(name: impl Into<String>, description: impl Into<String>) -> Self {
        Self { description: Some(description.into()), ..Self::of(CommandKind::ChatInput, name) }
    }

    /// Creates a command in the context menu of a user.
    #[must_use]
    pub fn user(name: impl Into<String>) -> Self {
        Self::of(CommandKind::User, name)
    }

    /// Creates a command in the context menu of a message.
    #[must_use]
    pub fn message(name: impl Into<String>) -> Self {
        Self::of(CommandKind::Message, name)
    }

    /// Creates the command that starts the app's Activity.
    #[must_use]
    pub fn primary_entry_point(name: impl Into<String>, handler: CommandHandler) -> Self {
        Self { handler: Some(handler), ..Self::of(CommandKind::PrimaryEntryPoint, name) }
    }

    /// Adds an option.
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
        /// Sets the id of the existing command that it replaces; only for overwriting all commands.
        value id: Id<marker::Command>,
        /// Sets the name by language.
        into name_localizations: Localizations,
        /// Sets the description by language.
        into description_localizations: Localizations,
        /// Sets the options, at most 25.
        list options: CommandOption,
        /// Sets the permissions that members need to use it; if empty, only administrators can use it.
        value default_member_permissions: Permissions,
        /// Sets whether it can be used in direct messages; deprecated in favour of `contexts`.
        value dm_permission: bool,
        /// Sets whether it is enabled by default; deprecated.
        value default_permission: bool,
        /// Sets the installation contexts.
        some_list integration_types: InstallationContext,
        /// Sets where it can be used.
        some_list contexts: InteractionContext,
        /// Marks the command as age-restricted.
        flag nsfw,
    }
    by_hand { name, description, kind, handler }
    received {}
}
