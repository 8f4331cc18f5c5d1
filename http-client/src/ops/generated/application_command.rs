//! Operations: application command.
// Written by `cargo run -p xtask -- generate`: change xtask, not this file.

use gateway_model::application::InstallationContext;
use gateway_model::command::{
    Command, CommandCreate, CommandHandler, CommandOption, Localizations,
};
use gateway_model::id::marker;
use gateway_model::interaction::InteractionContext;
use gateway_model::{Id, Permissions};

use crate::answer::{Empty, Json, List};
use crate::client::Client;
use crate::request::Request;

operation! {
    /// Lists the application's global commands.
    ///
    /// Requests of [`Client::global_application_commands`](crate::Client::global_application_commands): `GET /applications/{application_id}/commands`.
    ///
    /// Docs: [Get Global Application Commands](https://docs.discord.com/developers/interactions/application-commands#get-global-application-commands).
    ///
    /// # Example
    ///
    /// `client.global_application_commands(application_id).with_localizations(with_localizations).await?`
    ///
    /// # Setters
    ///
    /// Methods of [`Request<ListApplicationCommands>`](crate::Request#impl-Request%3CListApplicationCommands%3E), beside those of every request.
    ///
    /// - `with_localizations`: whether the answer holds all localizations.
    ListApplicationCommands {
        name: "list_application_commands",
        route: GET "/applications/{application_id}/commands",
        major_parameters: 0,
        authorization: Token,
        traits: [],
        needs_one_of: [],
        answer: List<Command>,
    }
}

operation! {
    /// Creates a global command; one of the same name and kind is replaced.
    ///
    /// Requests of [`Client::create_global_application_command`](crate::Client::create_global_application_command): `POST /applications/{application_id}/commands`.
    ///
    /// Docs: [Create Global Application Command](https://docs.discord.com/developers/interactions/application-commands#create-global-application-command).
    ///
    /// # Example
    ///
    /// `client.create_global_application_command(application_id, command).await?`
    ///
    /// # Arguments
    ///
    /// Arguments of the method, in this order:
    ///
    /// - `command`: the command.
    CreateApplicationCommand {
        name: "create_application_command",
        route: POST "/applications/{application_id}/commands",
        major_parameters: 0,
        authorization: Token,
        traits: [],
        needs_one_of: [],
        answer: Json<Command>,
    }
}

operation! {
    /// Replaces all global commands with these.
    ///
    /// Requests of [`Client::bulk_overwrite_global_application_commands`](crate::Client::bulk_overwrite_global_application_commands): `PUT /applications/{application_id}/commands`.
    ///
    /// Docs: [Bulk Overwrite Global Application Commands](https://docs.discord.com/developers/interactions/application-commands#bulk-overwrite-global-application-commands).
    ///
    /// # Example
    ///
    /// `client.bulk_overwrite_global_application_commands(application_id, commands).await?`
    ///
    /// # Arguments
    ///
    /// Arguments of the method, in this order:
    ///
    /// - `commands`: the commands.
    BulkSetApplicationCommands {
        name: "bulk_set_application_commands",
        route: PUT "/applications/{application_id}/commands",
        major_parameters: 0,
        authorization: Token,
        traits: [],
        needs_one_of: [],
        answer: List<Command>,
    }
}

operation! {
    /// Deletes a global command.
    ///
    /// Requests of [`Client::delete_global_application_command`](crate::Client::delete_global_application_command): `DELETE /applications/{application_id}/commands/{command_id}`.
    ///
    /// Docs: [Delete Global Application Command](https://docs.discord.com/developers/interactions/application-commands#delete-global-application-command).
    ///
    /// # Example
    ///
    /// `client.delete_global_application_command(application_id, command_id).await?`
    DeleteApplicationCommand {
        name: "delete_application_command",
        route: DELETE "/applications/{application_id}/commands/{command_id}",
        major_parameters: 0,
        authorization: Token,
        traits: [],
        needs_one_of: [],
        answer: Empty,
    }
}

operation! {
    /// Gets a global command.
    ///
    /// Requests of [`Client::global_application_command`](crate::Client::global_application_command): `GET /applications/{application_id}/commands/{command_id}`.
    ///
    /// Docs: [Get Global Application Command](https://docs.discord.com/developers/interactions/application-commands#get-global-application-command).
    ///
    /// # Example
    ///
    /// `client.global_application_command(application_id, command_id).await?`
    GetApplicationCommand {
        name: "get_application_command",
        route: GET "/applications/{application_id}/commands/{command_id}",
        major_parameters: 0,
        authorization: Token,
        traits: [],
        needs_one_of: [],
        answer: Json<Command>,
    }
}

operation! {
    /// Edits a global command.
    ///
    /// Requests of [`Client::edit_global_application_command`](crate::Client::edit_global_application_command): `PATCH /applications/{application_id}/commands/{command_id}`.
    ///
    /// Docs: [Edit Global Application Command](https://docs.discord.com/developers/interactions/application-commands#edit-global-application-command).
    ///
    /// # Example
    ///
    /// `client.edit_global_application_command(application_id, command_id).contexts(contexts).await?`
    ///
    /// # Setters
    ///
    /// Methods of [`Request<UpdateApplicationCommand>`](crate::Request#impl-Request%3CUpdateApplicationCommand%3E), beside those of every request.
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
    UpdateApplicationCommand {
        name: "update_application_command",
        route: PATCH "/applications/{application_id}/commands/{command_id}",
        major_parameters: 0,
        authorization: Token,
        traits: [],
        needs_one_of: [],
        answer: Json<Command>,
    }
}

impl Client {
    /// Lists the application's global commands.
    ///
    /// Docs: [Get Global Application Commands](https://docs.discord.com/developers/interactions/application-commands#get-global-application-commands).
    pub fn global_application_commands(
        &self,
        application_id: Id<marker::Application>,
    ) -> Request<ListApplicationCommands> {
        Request::new(self, &[application_id.into()])
    }

    /// Creates a global command; one of the same name and kind is replaced.
    ///
    /// Docs: [Create Global Application Command](https://docs.discord.com/developers/interactions/application-commands#create-global-application-command).
    ///
    /// - `command`: the command.
    pub fn create_global_application_command(
        &self,
        application_id: Id<marker::Application>,
        command: &CommandCreate,
    ) -> Request<CreateApplicationCommand> {
        Request::new(self, &[application_id.into()]).with_json("command", command)
    }

    /// Replaces all global commands with these.
    ///
    /// Docs: [Bulk Overwrite Global Application Commands](https://docs.discord.com/developers/interactions/application-commands#bulk-overwrite-global-application-commands).
    ///
    /// - `commands`: the commands.
    pub fn bulk_overwrite_global_application_commands(
        &self,
        application_id: Id<marker::Application>,
        commands: &[CommandCreate],
    ) -> Request<BulkSetApplicationCommands> {
        Request::new(self, &[application_id.into()]).with_json("commands", commands)
    }

    /// Deletes a global command.
    ///
    /// Docs: [Delete Global Application Command](https://docs.discord.com/developers/interactions/application-commands#delete-global-application-command).
    pub fn delete_global_application_command(
        &self,
        application_id: Id<marker::Application>,
        command_id: Id<marker::Command>,
    ) -> Request<DeleteApplicationCommand> {
        Request::new(self, &[application_id.into(), command_id.into()])
    }

    /// Gets a global command.
    ///
    /// Docs: [Get Global Application Command](https://docs.discord.com/developers/interactions/application-commands#get-global-application-command).
    pub fn global_application_command(
        &self,
        application_id: Id<marker::Application>,
        command_id: Id<marker::Command>,
    ) -> Request<GetApplicationCommand> {
        Request::new(self, &[application_id.into(), command_id.into()])
    }

    /// Edits a global command.
    ///
    /// Docs: [Edit Global Application Command](https://docs.discord.com/developers/interactions/application-commands#edit-global-application-command).
    pub fn edit_global_application_command(
        &self,
        application_id: Id<marker::Application>,
        command_id: Id<marker::Command>,
    ) -> Request<UpdateApplicationCommand> {
        Request::new(self, &[application_id.into(), command_id.into()]).with_fields()
    }
}

impl Request<ListApplicationCommands> {
    /// Whether the answer holds all localizations.
    pub fn with_localizations(self, with_localizations: bool) -> Self {
        self.param("with_localizations", &with_localizations)
    }
}

impl Request<UpdateApplicationCommand> {
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
