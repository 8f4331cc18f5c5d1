//! Operations: guild template.
// Written by `cargo run -p xtask -- generate`: change xtask, not this file.

use gateway_model::Id;
use gateway_model::guild::GuildTemplate;
use gateway_model::id::marker;

use crate::answer::{Json, List};
use crate::client::Client;
use crate::request::Request;

operation! {
    /// Gets a template by its code.
    ///
    /// Requests of [`Client::guild_template`](crate::Client::guild_template): `GET /guilds/templates/{code}`.
    ///
    /// Docs: [Get Guild Template](https://docs.discord.com/developers/resources/guild-template#get-guild-template).
    ///
    /// # Example
    ///
    /// `client.guild_template(code).await?`
    GetGuildTemplate {
        name: "get_guild_template",
        route: GET "/guilds/templates/{code}",
        major_parameters: 0,
        authorization: Optional,
        traits: [],
        needs_one_of: [],
        answer: Json<GuildTemplate>,
    }
}

operation! {
    /// Lists the templates made of a guild.
    ///
    /// Requests of [`Client::guild_templates`](crate::Client::guild_templates): `GET /guilds/{guild_id}/templates`.
    ///
    /// Docs: [Get Guild Templates](https://docs.discord.com/developers/resources/guild-template#get-guild-templates).
    ///
    /// # Example
    ///
    /// `client.guild_templates(guild_id).await?`
    ListGuildTemplates {
        name: "list_guild_templates",
        route: GET "/guilds/{guild_id}/templates",
        major_parameters: 1,
        authorization: Token,
        traits: [],
        needs_one_of: [],
        answer: List<GuildTemplate>,
    }
}

operation! {
    /// Makes a template of a guild.
    ///
    /// Requests of [`Client::create_guild_template`](crate::Client::create_guild_template): `POST /guilds/{guild_id}/templates`.
    ///
    /// Docs: [Create Guild Template](https://docs.discord.com/developers/resources/guild-template#create-guild-template).
    ///
    /// # Example
    ///
    /// `client.create_guild_template(guild_id, name).description(description).await?`
    ///
    /// # Arguments
    ///
    /// Arguments of the method, in this order:
    ///
    /// - `name`: name: 1 to 100 characters.
    ///
    /// # Setters
    ///
    /// Methods of [`Request<CreateGuildTemplate>`](crate::Request#impl-Request%3CCreateGuildTemplate%3E), beside those of every request.
    ///
    /// - `description`: description: at most 120 characters.
    CreateGuildTemplate {
        name: "create_guild_template",
        route: POST "/guilds/{guild_id}/templates",
        major_parameters: 1,
        authorization: Token,
        traits: [],
        needs_one_of: [],
        answer: Json<GuildTemplate>,
    }
}

operation! {
    /// Deletes a template.
    ///
    /// Requests of [`Client::delete_guild_template`](crate::Client::delete_guild_template): `DELETE /guilds/{guild_id}/templates/{code}`.
    ///
    /// Docs: [Delete Guild Template](https://docs.discord.com/developers/resources/guild-template#delete-guild-template).
    ///
    /// # Example
    ///
    /// `client.delete_guild_template(guild_id, code).await?`
    DeleteGuildTemplate {
        name: "delete_guild_template",
        route: DELETE "/guilds/{guild_id}/templates/{code}",
        major_parameters: 1,
        authorization: Token,
        traits: [],
        needs_one_of: [],
        answer: Json<GuildTemplate>,
    }
}

operation! {
    /// Changes what is said of a template.
    ///
    /// Requests of [`Client::modify_guild_template`](crate::Client::modify_guild_template): `PATCH /guilds/{guild_id}/templates/{code}`.
    ///
    /// Docs: [Modify Guild Template](https://docs.discord.com/developers/resources/guild-template#modify-guild-template).
    ///
    /// # Example
    ///
    /// `client.modify_guild_template(guild_id, code).description(description).await?`
    ///
    /// # Setters
    ///
    /// Methods of [`Request<UpdateGuildTemplate>`](crate::Request#impl-Request%3CUpdateGuildTemplate%3E), beside those of every request.
    ///
    /// - `description`: description: at most 120 characters. `None` takes it away.
    /// - `name`: name: 1 to 100 characters.
    UpdateGuildTemplate {
        name: "update_guild_template",
        route: PATCH "/guilds/{guild_id}/templates/{code}",
        major_parameters: 1,
        authorization: Token,
        traits: [],
        needs_one_of: [],
        answer: Json<GuildTemplate>,
    }
}

operation! {
    /// Brings a template up to date with its guild.
    ///
    /// Requests of [`Client::sync_guild_template`](crate::Client::sync_guild_template): `PUT /guilds/{guild_id}/templates/{code}`.
    ///
    /// Docs: [Sync Guild Template](https://docs.discord.com/developers/resources/guild-template#sync-guild-template).
    ///
    /// # Example
    ///
    /// `client.sync_guild_template(guild_id, code).await?`
    SyncGuildTemplate {
        name: "sync_guild_template",
        route: PUT "/guilds/{guild_id}/templates/{code}",
        major_parameters: 1,
        authorization: Token,
        traits: [],
        needs_one_of: [],
        answer: Json<GuildTemplate>,
    }
}

impl Client {
    /// Gets a template by its code.
    ///
    /// Docs: [Get Guild Template](https://docs.discord.com/developers/resources/guild-template#get-guild-template).
    pub fn guild_template(&self, code: &str) -> Request<GetGuildTemplate> {
        Request::new(self, &[code.into()])
    }

    /// Lists the templates made of a guild.
    ///
    /// Docs: [Get Guild Templates](https://docs.discord.com/developers/resources/guild-template#get-guild-templates).
    pub fn guild_templates(&self, guild_id: Id<marker::Guild>) -> Request<ListGuildTemplates> {
        Request::new(self, &[guild_id.into()])
    }

    /// Makes a template of a guild.
    ///
    /// Docs: [Create Guild Template](https://docs.discord.com/developers/resources/guild-template#create-guild-template).
    ///
    /// - `name`: name: 1 to 100 characters.
    pub fn create_guild_template(
        &self,
        guild_id: Id<marker::Guild>,
        name: impl AsRef<str>,
    ) -> Request<CreateGuildTemplate> {
        Request::new(self, &[guild_id.into()]).with_fields().set("name", name.as_ref())
    }

    /// Deletes a template.
    ///
    /// Docs: [Delete Guild Template](https://docs.discord.com/developers/resources/guild-template#delete-guild-template).
    pub fn delete_guild_template(
        &self,
        guild_id: Id<marker::Guild>,
        code: &str,
    ) -> Request<DeleteGuildTemplate> {
        Request::new(self, &[guild_id.into(), code.into()])
    }

    /// Changes what is said of a template.
    ///
    /// Docs: [Modify Guild Template](https://docs.discord.com/developers/resources/guild-template#modify-guild-template).
    pub fn modify_guild_template(
        &self,
        guild_id: Id<marker::Guild>,
        code: &str,
    ) -> Request<UpdateGuildTemplate> {
        Request::new(self, &[guild_id.into(), code.into()]).with_fields()
    }

    /// Brings a template up to date with its guild.
    ///
    /// Docs: [Sync Guild Template](https://docs.discord.com/developers/resources/guild-template#sync-guild-template).
    pub fn sync_guild_template(
        &self,
        guild_id: Id<marker::Guild>,
        code: &str,
    ) -> Request<SyncGuildTemplate> {
        Request::new(self, &[guild_id.into(), code.into()])
    }
}

impl Request<CreateGuildTemplate> {
    /// Description: at most 120 characters.
    pub fn description(self, description: impl AsRef<str>) -> Self {
        self.set("description", description.as_ref())
    }
}

impl Request<UpdateGuildTemplate> {
    /// Description: at most 120 characters.
    ///
    /// `None` takes it away.
    pub fn description<'a>(self, description: impl Into<Option<&'a str>>) -> Self {
        self.set("description", &description.into())
    }

    /// Name: 1 to 100 characters.
    pub fn name(self, name: impl AsRef<str>) -> Self {
        self.set("name", name.as_ref())
    }
}
