//! Operations: guild application command.
// Written by `cargo run -p xtask -- generate`: change xtask, not this file.

use gateway_model::application::InstallationContext;
use gateway_model::command::{
    Command, CommandCreate, CommandHandler, CommandOption, CommandPermission,
    GuildCommandPermissions, Localizations,
};
use gateway_model::id::marker;
use gateway_model::interaction::InteractionContext;
use gateway_model::{Id, Permissions};

use crate::answer::{Empty, Json, List};
use crate::client::Client;
use crate::request::Request;

operation! {
    /// Lists the application's commands of one guild.
    ///
    /// Requests of [`Client::guild_application_commands`](crate::Client::guild_application_commands): `GET /applications/{application_id}/guilds/{guild_id}/commands`.
    ///
    /// Docs: [Get Guild Application Commands](https://docs.discord.com/developers/interactions/application-commands#get-guild-application-commands).
    ///
    /// # Example
    ///
    /// `client.guild_application_commands(application_id, guild_id).with_localizations(with_localizations).await?`
    ///
    /// # Setters
    ///
    /// Methods of [`Request<ListGuildApplicationCommands>`](crate::Request#impl-Request%3CListGuildApplicationCommands%3E), beside those of every request.
    ///
    /// - `with_localizations`: whether the answer holds all localizations.
    ListGuildApplicationCommands {
        name: "list_guild_application_commands",
        route: GET "/applications/{application_id}/guilds/{guild_id}/commands",
        major_parameters: 0,
        authorization: Token,
        traits: [],
        needs_one_of: [],
        answer: List<Command>,
    }
}

operation! {
    /// Creates a command of one guild; one of the same name and kind is replaced.
    ///
    /// Requests of [`Client::create_guild_application_command`](crate::Client::create_guild_application_command): `POST /applications/{application_id}/guilds/{guild_id}/commands`.
    ///
    /// Docs: [Create Guild Application Command](https://docs.discord.com/developers/interactions/application-commands#create-guild-application-command).
    ///
    /// # Example
    ///
    /// `client.create_guild_application_command(application_id, guild_id, command).await?`
    ///
    /// # Arguments
    ///
    /// Arguments of the method, in this order:
    ///
    /// - `command`: the command.
    CreateGuildApplicationCommand {
        name: "create_guild_application_command",
        route: POST "/applications/{application_id}/guilds/{guild_id}/commands",
        major_parameters: 0,
        authorization: Token,
        traits: [],
        needs_one_of: [],
        answer: Json<Command>,
    }
}

operation! {
    /// Replaces all commands of one guild with these.
    ///
    /// Requests of [`Client::bulk_overwrite_guild_application_commands`](crate::Client::bulk_overwrite_guild_application_commands): `PUT /applications/{application_id}/guilds/{guild_id}/commands`.
    ///
    /// Docs: [Bulk Overwrite Guild Application Commands](https://docs.discord.com/developers/interactions/application-commands#bulk-overwrite-guild-application-commands).
    ///
    /// # Example
    ///
    /// `client.bulk_overwrite_guild_application_commands(application_id, guild_id, commands).await?`
    ///
    /// # Arguments
    ///
    /// Arguments of the method, in this order:
    ///
    /// - `commands`: the commands.
    BulkSetGuildApplicationCommands {
        name: "bulk_set_guild_application_commands",
        route: PUT "/applications/{application_id}/guilds/{guild_id}/commands",
        major_parameters: 0,
        authorization: Token,
        traits: [],
        needs_one_of: [],
        answer: List<Command>,
    }
}

operation! {
    /// Lists who may use the application's commands in a guild.
    ///
    /// Requests of [`Client::guild_application_command_permissions`](crate::Client::guild_application_command_permissions): `GET /applications/{application_id}/guilds/{guild_id}/commands/permissions`.
    ///
    /// Docs: [Get Guild Application Command Permissions](https://docs.discord.com/developers/interactions/application-commands#get-guild-application-command-permissions).
    ///
    /// # Example
    ///
    /// `client.guild_application_command_permissions(application_id, guild_id).await?`
    ListGuildApplicationCommandPermissions {
        name: "list_guild_application_command_permissions",
        route: GET "/applications/{application_id}/guilds/{guild_id}/commands/permissions",
        major_parameters: 0,
        authorization: Token,
        traits: [],
        needs_one_of: [],
        answer: List<GuildCommandPermissions>,
    }
}

operation! {
    /// Deletes a command of one guild.
    ///
    /// Requests of [`Client::delete_guild_application_command`](crate::Client::delete_guild_application_command): `DELETE /applications/{application_id}/guilds/{guild_id}/commands/{command_id}`.
    ///
    /// Docs: [Delete Guild Application Command](https://docs.discord.com/developers/interactions/application-commands#delete-guild-application-command).
    ///
    /// # Example
    ///
    /// `client.delete_guild_application_command(application_id, guild_id, command_id).await?`
    DeleteGuildApplicationCommand {
        name: "delete_guild_application_command",
        route: DELETE "/applications/{application_id}/guilds/{guild_id}/commands/{command_id}",
        major_parameters: 0,
        authorization: Token,
        traits: [],
        needs_one_of: [],
        answer: Empty,
    }
}

operation! {
    /// Gets a command of one guild.
    ///
    /// Requests of [`Client::guild_application_command`](crate::Client::guild_application_command): `GET /applications/{application_id}/guilds/{guild_id}/commands/{command_id}`.
    ///
    /// Docs: [Get Guild Application Command](https://docs.discord.com/developers/interactions/application-commands#get-guild-application-command).
    ///
    /// # Example
    ///
    /// `client.guild_application_command(application_id, guild_id, command_id).await?`
    GetGuildApplicationCommand {
        name: "get_guild_application_command",
        route: GET "/applications/{application_id}/guilds/{guild_id}/commands/{command_id}",
        major_parameters: 0,
        authorization: Token,
        traits: [],
        needs_one_of: [],
        answer: Json<Command>,
    }
}

operation! {
    /// Edits a command of one guild.
    ///
    /// Requests of [`Client::edit_guild_application_command`](crate::Client::edit_guild_application_command): `PATCH /applications/{application_id}/guilds/{guild_id}/commands/{command_id}`.
    ///
    /// Docs: [Edit Guild Application Command](https://docs.discord.com/developers/interactions/application-commands#edit-guild-application-command).
    ///
    /// # Example
    ///
    /// `client.edit_guild_application_command(application_id, guild_id, command_id).contexts(contexts).await?`
    ///
    /// # Setters
    ///
    /// Methods of [`Request<UpdateGuildApplicationCommand>`](crate::Request#impl-Request%3CUpdateGuildApplicationCommand%3E), beside those of every request.
    ///
    /// - `contexts`: where it can be used.
    /// - `default_member_permissions`: permissions a member needs to use it; none at all leaves it to administrators. `None` takes it away.
    /// - `description`: description: at most 100 characters. `None` takes it away.
    /// - `description_localizations`: description by locale. `None` takes it away.
    /// - `dm_permission`: whether it can be used in direct messages; deprecated for `contexts`.
    /// - `handler`: who handles the command that starts an Activity. `None` takes it away.
    /// - `integration_types`: how the application must be installed for it.
    /// - `name`: name: 1 to 32 characters.
    /// - `name_localizations`: name by locale. `None` takes it away.
    /// - `options`: options: at most 25 of them.
    UpdateGuildApplicationCommand {
        name: "update_guild_application_command",
        route: PATCH "/applications/{application_id}/guilds/{guild_id}/commands/{command_id}",
        major_parameters: 0,
        authorization: Token,
        traits: [],
        needs_one_of: [],
        answer: Json<Command>,
    }
}

operation! {
    /// Gets who may use one command in a guild.
    ///
    /// Requests of [`Client::application_command_permissions`](crate::Client::application_command_permissions): `GET /applications/{application_id}/guilds/{guild_id}/commands/{command_id}/permissions`.
    ///
    /// Docs: [Get Application Command Permissions](https://docs.discord.com/developers/interactions/application-commands#get-application-command-permissions).
    ///
    /// # Example
    ///
    /// `client.application_command_permissions(application_id, guild_id, command_id).await?`
    GetGuildApplicationCommandPermissions {
        name: "get_guild_application_command_permissions",
        route: GET "/applications/{application_id}/guilds/{guild_id}/commands/{command_id}/permissions",
        major_parameters: 0,
        authorization: Token,
        traits: [],
        needs_one_of: [],
        answer: Json<GuildCommandPermissions>,
    }
}

operation! {
    /// Replaces who may use one command in a guild. Needs a bearer token of a user who may.
    ///
    /// Requests of [`Client::edit_application_command_permissions`](crate::Client::edit_application_command_permissions): `PUT /applications/{application_id}/guilds/{guild_id}/commands/{command_id}/permissions`.
    ///
    /// Docs: [Edit Application Command Permissions](https://docs.discord.com/developers/interactions/application-commands#edit-application-command-permissions).
    ///
    /// # Example
    ///
    /// `client.edit_application_command_permissions(application_id, guild_id, command_id).permissions(permissions).await?`
    ///
    /// # Setters
    ///
    /// Methods of [`Request<SetGuildApplicationCommandPermissions>`](crate::Request#impl-Request%3CSetGuildApplicationCommandPermissions%3E), beside those of every request.
    ///
    /// - `permissions`: who may use it: at most 100 of them.
    SetGuildApplicationCommandPermissions {
        name: "set_guild_application_command_permissions",
        route: PUT "/applications/{application_id}/guilds/{guild_id}/commands/{command_id}/permissions",
        major_parameters: 0,
        authorization: Token,
        traits: [],
        needs_one_of: [],
        answer: Json<GuildCommandPermissions>,
    }
}

impl Client {
    /// Lists the application's commands of one guild.
    ///
    /// Docs: [Get Guild Application Commands](https://docs.discord.com/developers/interactions/application-commands#get-guild-application-commands).
    pub fn guild_application_commands(
        &self,
        application_id: Id<marker::Application>,
        guild_id: Id<marker::Guild>,
    ) -> Request<ListGuildApplicationCommands> {
        Request::new(self, &[application_id.into(), guild_id.into()])
    }

    /// Creates a command of one guild; one of the same name and kind is replaced.
    ///
    /// Docs: [Create Guild Application Command](https://docs.discord.com/developers/interactions/application-commands#create-guild-application-command).
    ///
    /// - `command`: the command.
    pub fn create_guild_application_command(
        &self,
        application_id: Id<marker::Application>,
        guild_id: Id<marker::Guild>,
        command: &CommandCreate,
    ) -> Request<CreateGuildApplicationCommand> {
        Request::new(self, &[application_id.into(), guild_id.into()]).with_json("command", command)
    }

    /// Replaces all commands of one guild with these.
    ///
    /// Docs: [Bulk Overwrite Guild Application Commands](https://docs.discord.com/developers/interactions/application-commands#bulk-overwrite-guild-application-commands).
    ///
    /// - `commands`: the commands.
    pub fn bulk_overwrite_guild_application_commands(
        &self,
        application_id: Id<marker::Application>,
        guild_id: Id<marker::Guild>,
        commands: &[CommandCreate],
    ) -> Request<BulkSetGuildApplicationCommands> {
        Request::new(self, &[application_id.into(), guild_id.into()])
            .with_json("commands", commands)
    }

    /// Lists who may use the application's commands in a guild.
    ///
    /// Docs: [Get Guild Application Command Permissions](https://docs.discord.com/developers/interactions/application-commands#get-guild-application-command-permissions).
    pub fn guild_application_command_permissions(
        &self,
        application_id: Id<marker::Application>,
        guild_id: Id<marker::Guild>,
    ) -> Request<ListGuildApplicationCommandPermissions> {
        Request::new(self, &[application_id.into(), guild_id.into()])
    }

    /// Deletes a command of one guild.
    ///
    /// Docs: [Delete Guild Application Command](https://docs.discord.com/developers/interactions/application-commands#delete-guild-application-command).
    pub fn delete_guild_application_command(
        &self,
        application_id: Id<marker::Application>,
        guild_id: Id<marker::Guild>,
        command_id: Id<marker::Command>,
    ) -> Request<DeleteGuildApplicationCommand> {
        Request::new(self, &[application_id.into(), guild_id.into(), command_id.into()])
    }

    /// Gets a command of one guild.
    ///
    /// Docs: [Get Guild Application Command](https://docs.discord.com/developers/interactions/application-commands#get-guild-application-command).
    pub fn guild_application_command(
        &self,
        application_id: Id<marker::Application>,
        guild_id: Id<marker::Guild>,
        command_id: Id<marker::Command>,
    ) -> Request<GetGuildApplicationCommand> {
        Request::new(self, &[application_id.into(), guild_id.into(), command_id.into()])
    }

    /// Edits a command of one guild.
    ///
    /// Docs: [Edit Guild Application Command](https://docs.discord.com/developers/interactions/application-commands#edit-guild-application-command).
    pub fn edit_guild_application_command(
        &self,
        application_id: Id<marker::Application>,
        guild_id: Id<marker::Guild>,
        command_id: Id<marker::Command>,
    ) -> Request<UpdateGuildApplicationCommand> {
        Request::new(self, &[application_id.into(), guild_id.into(), command_id.into()])
            .with_fields()
    }

    /// Gets who may use one command in a guild.
    ///
    /// Docs: [Get Application Command Permissions](https://docs.discord.com/developers/interactions/application-commands#get-application-command-permissions).
    pub fn application_command_permissions(
        &self,
        application_id: Id<marker::Application>,
        guild_id: Id<marker::Guild>,
        command_id: Id<marker::Command>,
    ) -> Request<GetGuildApplicationCommandPermissions> {
        Request::new(self, &[application_id.into(), guild_id.into(), command_id.into()])
    }

    /// Replaces who may use one command in a guild. Needs a bearer token of a user who may.
    ///
    /// Docs: [Edit Application Command Permissions](https://docs.discord.com/developers/interactions/application-commands#edit-application-command-permissions).
    pub fn edit_application_command_permissions(
        &self,
        application_id: Id<marker::Application>,
        guild_id: Id<marker::Guild>,
        command_id: Id<marker::Command>,
    ) -> Request<SetGuildApplicationCommandPermissions> {
        Request::new(self, &[application_id.into(), guild_id.into(), command_id.into()])
            .with_fields()
    }
}

impl Request<ListGuildApplicationCommands> {
    /// Whether the answer holds all localizations.
    pub fn with_localizations(self, with_localizations: bool) -> Self {
        self.param("with_localizations", &with_localizations)
    }
}

impl Request<UpdateGuildApplicationCommand> {
    /// Where it can be used.
    pub fn contexts(self, contexts: &[InteractionContext]) -> Self {
        self.set("contexts", contexts)
    }

    /// Permissions a member needs to use it; none at all leaves it to administrators.
    ///
    /// `None` takes it away.
    pub fn default_member_permissions(
        self,
        default_member_permissions: impl Into<Option<Permissions>>,
    ) -> Self {
        self.set("default_member_permissions", &default_member_permissions.into())
    }

    /// Description: at most 100 characters.
    ///
    /// `None` takes it away.
    pub fn description<'a>(self, description: impl Into<Option<&'a str>>) -> Self {
        self.set("description", &description.into())
    }

    /// Description by locale.
    ///
    /// `None` takes it away.
    pub fn description_localizations<'a>(
        self,
        description_localizations: impl Into<Option<&'a Localizations>>,
    ) -> Self {
        self.set("description_localizations", &description_localizations.into())
    }

    /// Whether it can be used in direct messages; deprecated for `contexts`.
    pub fn dm_permission(self, dm_permission: bool) -> Self {
        self.set("dm_permission", &dm_permission)
    }

    /// Who handles the command that starts an Activity.
    ///
    /// `None` takes it away.
    pub fn handler(self, handler: impl Into<Option<CommandHandler>>) -> Self {
        self.set("handler", &handler.into())
    }

    /// How the application must be installed for it.
    pub fn integration_types(self, integration_types: &[InstallationContext]) -> Self {
        self.set("integration_types", integration_types)
    }

    /// Name: 1 to 32 characters.
    pub fn name(self, name: impl AsRef<str>) -> Self {
        self.set("name", name.as_ref())
    }

    /// Name by locale.
    ///
    /// `None` takes it away.
    pub fn name_localizations<'a>(
        self,
        name_localizations: impl Into<Option<&'a Localizations>>,
    ) -> Self {
        self.set("name_localizations", &name_localizations.into())
    }

    /// Options: at most 25 of them.
    pub fn options(self, options: &[CommandOption]) -> Self {
        self.set("options", options)
    }
}

impl Request<SetGuildApplicationCommandPermissions> {
    /// Who may use it: at most 100 of them.
    pub fn permissions(self, permissions: &[CommandPermission]) -> Self {
        self.set("permissions", permissions)
    }
}
