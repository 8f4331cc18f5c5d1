//! Operations: emoji.
// Written by `cargo run -p xtask -- generate`: change xtask, not this file.

use gateway_model::Id;
use gateway_model::emoji::{ApplicationEmojis, Emoji};
use gateway_model::id::marker;

use crate::answer::{Empty, Json, List};
use crate::client::Client;
use crate::request::Request;
use crate::upload::DataUri;

operation! {
    /// Lists the application's own emojis.
    ///
    /// Requests of [`Client::application_emojis`](crate::Client::application_emojis): `GET /applications/{application_id}/emojis`.
    ///
    /// Docs: [List Application Emojis](https://docs.discord.com/developers/resources/emoji#list-application-emojis).
    ///
    /// # Example
    ///
    /// `client.application_emojis(application_id).await?`
    ListApplicationEmojis {
        name: "list_application_emojis",
        route: GET "/applications/{application_id}/emojis",
        major_parameters: 0,
        authorization: Token,
        traits: [],
        needs_one_of: [],
        answer: Json<ApplicationEmojis>,
    }
}

operation! {
    /// Creates an emoji of the application.
    ///
    /// Requests of [`Client::create_application_emoji`](crate::Client::create_application_emoji): `POST /applications/{application_id}/emojis`.
    ///
    /// Docs: [Create Application Emoji](https://docs.discord.com/developers/resources/emoji#create-application-emoji).
    ///
    /// # Example
    ///
    /// `client.create_application_emoji(application_id, image, name).await?`
    ///
    /// # Arguments
    ///
    /// Arguments of the method, in this order:
    ///
    /// - `image`: image.
    /// - `name`: name: 2 to 32 characters.
    CreateApplicationEmoji {
        name: "create_application_emoji",
        route: POST "/applications/{application_id}/emojis",
        major_parameters: 0,
        authorization: Token,
        traits: [],
        needs_one_of: [],
        answer: Json<Emoji>,
    }
}

operation! {
    /// Deletes an emoji of the application.
    ///
    /// Requests of [`Client::delete_application_emoji`](crate::Client::delete_application_emoji): `DELETE /applications/{application_id}/emojis/{emoji_id}`.
    ///
    /// Docs: [Delete Application Emoji](https://docs.discord.com/developers/resources/emoji#delete-application-emoji).
    ///
    /// # Example
    ///
    /// `client.delete_application_emoji(application_id, emoji_id).await?`
    DeleteApplicationEmoji {
        name: "delete_application_emoji",
        route: DELETE "/applications/{application_id}/emojis/{emoji_id}",
        major_parameters: 0,
        authorization: Token,
        traits: [],
        needs_one_of: [],
        answer: Empty,
    }
}

operation! {
    /// Gets an emoji of the application.
    ///
    /// Requests of [`Client::application_emoji`](crate::Client::application_emoji): `GET /applications/{application_id}/emojis/{emoji_id}`.
    ///
    /// Docs: [Get Application Emoji](https://docs.discord.com/developers/resources/emoji#get-application-emoji).
    ///
    /// # Example
    ///
    /// `client.application_emoji(application_id, emoji_id).await?`
    GetApplicationEmoji {
        name: "get_application_emoji",
        route: GET "/applications/{application_id}/emojis/{emoji_id}",
        major_parameters: 0,
        authorization: Token,
        traits: [],
        needs_one_of: [],
        answer: Json<Emoji>,
    }
}

operation! {
    /// Renames an emoji of the application.
    ///
    /// Requests of [`Client::modify_application_emoji`](crate::Client::modify_application_emoji): `PATCH /applications/{application_id}/emojis/{emoji_id}`.
    ///
    /// Docs: [Modify Application Emoji](https://docs.discord.com/developers/resources/emoji#modify-application-emoji).
    ///
    /// # Example
    ///
    /// `client.modify_application_emoji(application_id, emoji_id).name(name).await?`
    ///
    /// # Setters
    ///
    /// Methods of [`Request<UpdateApplicationEmoji>`](crate::Request#impl-Request%3CUpdateApplicationEmoji%3E), beside those of every request.
    ///
    /// - `name`: name: 2 to 32 characters.
    UpdateApplicationEmoji {
        name: "update_application_emoji",
        route: PATCH "/applications/{application_id}/emojis/{emoji_id}",
        major_parameters: 0,
        authorization: Token,
        traits: [],
        needs_one_of: [],
        answer: Json<Emoji>,
    }
}

operation! {
    /// Lists the emojis of a guild.
    ///
    /// Requests of [`Client::guild_emojis`](crate::Client::guild_emojis): `GET /guilds/{guild_id}/emojis`.
    ///
    /// Docs: [List Guild Emojis](https://docs.discord.com/developers/resources/emoji#list-guild-emojis).
    ///
    /// # Example
    ///
    /// `client.guild_emojis(guild_id).await?`
    ListGuildEmojis {
        name: "list_guild_emojis",
        route: GET "/guilds/{guild_id}/emojis",
        major_parameters: 1,
        authorization: Token,
        traits: [],
        needs_one_of: [],
        answer: List<Emoji>,
    }
}

operation! {
    /// Creates an emoji of a guild.
    ///
    /// Requests of [`Client::create_guild_emoji`](crate::Client::create_guild_emoji): `POST /guilds/{guild_id}/emojis`.
    ///
    /// Docs: [Create Guild Emoji](https://docs.discord.com/developers/resources/emoji#create-guild-emoji).
    ///
    /// # Example
    ///
    /// `client.create_guild_emoji(guild_id, image, name).roles(roles).reason("why").await?`
    ///
    /// # Arguments
    ///
    /// Arguments of the method, in this order:
    ///
    /// - `image`: image.
    /// - `name`: name: 2 to 32 characters.
    ///
    /// # Setters
    ///
    /// Methods of [`Request<CreateGuildEmoji>`](crate::Request#impl-Request%3CCreateGuildEmoji%3E), beside those of every request.
    ///
    /// - `roles`: roles that may use it; all where none is given: at most 1521 of them.
    /// - [`reason`](crate::Request::reason): why it is done, for the audit log: at most 512 characters.
    CreateGuildEmoji {
        name: "create_guild_emoji",
        route: POST "/guilds/{guild_id}/emojis",
        major_parameters: 1,
        authorization: Token,
        traits: [Audited],
        needs_one_of: [],
        answer: Json<Emoji>,
    }
}

operation! {
    /// Deletes an emoji of a guild.
    ///
    /// Requests of [`Client::delete_guild_emoji`](crate::Client::delete_guild_emoji): `DELETE /guilds/{guild_id}/emojis/{emoji_id}`.
    ///
    /// Docs: [Delete Guild Emoji](https://docs.discord.com/developers/resources/emoji#delete-guild-emoji).
    ///
    /// # Example
    ///
    /// `client.delete_guild_emoji(guild_id, emoji_id).reason("why").await?`
    ///
    /// # Setters
    ///
    /// Beside those of every [`Request`](crate::Request):
    ///
    /// - [`reason`](crate::Request::reason): why it is done, for the audit log: at most 512 characters.
    DeleteGuildEmoji {
        name: "delete_guild_emoji",
        route: DELETE "/guilds/{guild_id}/emojis/{emoji_id}",
        major_parameters: 1,
        authorization: Token,
        traits: [Audited],
        needs_one_of: [],
        answer: Empty,
    }
}

operation! {
    /// Gets an emoji of a guild.
    ///
    /// Requests of [`Client::guild_emoji`](crate::Client::guild_emoji): `GET /guilds/{guild_id}/emojis/{emoji_id}`.
    ///
    /// Docs: [Get Guild Emoji](https://docs.discord.com/developers/resources/emoji#get-guild-emoji).
    ///
    /// # Example
    ///
    /// `client.guild_emoji(guild_id, emoji_id).await?`
    GetGuildEmoji {
        name: "get_guild_emoji",
        route: GET "/guilds/{guild_id}/emojis/{emoji_id}",
        major_parameters: 1,
        authorization: Token,
        traits: [],
        needs_one_of: [],
        answer: Json<Emoji>,
    }
}

operation! {
    /// Changes an emoji of a guild.
    ///
    /// Requests of [`Client::modify_guild_emoji`](crate::Client::modify_guild_emoji): `PATCH /guilds/{guild_id}/emojis/{emoji_id}`.
    ///
    /// Docs: [Modify Guild Emoji](https://docs.discord.com/developers/resources/emoji#modify-guild-emoji).
    ///
    /// # Example
    ///
    /// `client.modify_guild_emoji(guild_id, emoji_id).name(name).reason("why").await?`
    ///
    /// # Setters
    ///
    /// Methods of [`Request<UpdateGuildEmoji>`](crate::Request#impl-Request%3CUpdateGuildEmoji%3E), beside those of every request.
    ///
    /// - `name`: name: 2 to 32 characters.
    /// - `roles`: roles that may use it; all where none is given: at most 1521 of them.
    /// - [`reason`](crate::Request::reason): why it is done, for the audit log: at most 512 characters.
    UpdateGuildEmoji {
        name: "update_guild_emoji",
        route: PATCH "/guilds/{guild_id}/emojis/{emoji_id}",
        major_parameters: 1,
        authorization: Token,
        traits: [Audited],
        needs_one_of: [],
        answer: Json<Emoji>,
    }
}

impl Client {
    /// Lists the application's own emojis.
    ///
    /// Docs: [List Application Emojis](https://docs.discord.com/developers/resources/emoji#list-application-emojis).
    pub fn application_emojis(
        &self,
        application_id: Id<marker::Application>,
    ) -> Request<ListApplicationEmojis> {
        Request::new(self, &[application_id.into()])
    }

    /// Creates an emoji of the application.
    ///
    /// Docs: [Create Application Emoji](https://docs.discord.com/developers/resources/emoji#create-application-emoji).
    ///
    /// - `image`: image.
    /// - `name`: name: 2 to 32 characters.
    pub fn create_application_emoji(
        &self,
        application_id: Id<marker::Application>,
        image: &DataUri,
        name: impl AsRef<str>,
    ) -> Request<CreateApplicationEmoji> {
        Request::new(self, &[application_id.into()])
            .with_fields()
            .set("image", image)
            .set("name", name.as_ref())
    }

    /// Deletes an emoji of the application.
    ///
    /// Docs: [Delete Application Emoji](https://docs.discord.com/developers/resources/emoji#delete-application-emoji).
    pub fn delete_application_emoji(
        &self,
        application_id: Id<marker::Application>,
        emoji_id: Id<marker::Emoji>,
    ) -> Request<DeleteApplicationEmoji> {
        Request::new(self, &[application_id.into(), emoji_id.into()])
    }

    /// Gets an emoji of the application.
    ///
    /// Docs: [Get Application Emoji](https://docs.discord.com/developers/resources/emoji#get-application-emoji).
    pub fn application_emoji(
        &self,
        application_id: Id<marker::Application>,
        emoji_id: Id<marker::Emoji>,
    ) -> Request<GetApplicationEmoji> {
        Request::new(self, &[application_id.into(), emoji_id.into()])
    }

    /// Renames an emoji of the application.
    ///
    /// Docs: [Modify Application Emoji](https://docs.discord.com/developers/resources/emoji#modify-application-emoji).
    pub fn modify_application_emoji(
        &self,
        application_id: Id<marker::Application>,
        emoji_id: Id<marker::Emoji>,
    ) -> Request<UpdateApplicationEmoji> {
        Request::new(self, &[application_id.into(), emoji_id.into()]).with_fields()
    }

    /// Lists the emojis of a guild.
    ///
    /// Docs: [List Guild Emojis](https://docs.discord.com/developers/resources/emoji#list-guild-emojis).
    pub fn guild_emojis(&self, guild_id: Id<marker::Guild>) -> Request<ListGuildEmojis> {
        Request::new(self, &[guild_id.into()])
    }

    /// Creates an emoji of a guild.
    ///
    /// The audit log shows the [`reason`](Request::reason).
    ///
    /// Docs: [Create Guild Emoji](https://docs.discord.com/developers/resources/emoji#create-guild-emoji).
    ///
    /// - `image`: image.
    /// - `name`: name: 2 to 32 characters.
    pub fn create_guild_emoji(
        &self,
        guild_id: Id<marker::Guild>,
        image: &DataUri,
        name: impl AsRef<str>,
    ) -> Request<CreateGuildEmoji> {
        Request::new(self, &[guild_id.into()])
            .with_fields()
            .set("image", image)
            .set("name", name.as_ref())
    }

    /// Deletes an emoji of a guild.
    ///
    /// The audit log shows the [`reason`](Request::reason).
    ///
    /// Docs: [Delete Guild Emoji](https://docs.discord.com/developers/resources/emoji#delete-guild-emoji).
    pub fn delete_guild_emoji(
        &self,
        guild_id: Id<marker::Guild>,
        emoji_id: Id<marker::Emoji>,
    ) -> Request<DeleteGuildEmoji> {
        Request::new(self, &[guild_id.into(), emoji_id.into()])
    }

    /// Gets an emoji of a guild.
    ///
    /// Docs: [Get Guild Emoji](https://docs.discord.com/developers/resources/emoji#get-guild-emoji).
    pub fn guild_emoji(
        &self,
        guild_id: Id<marker::Guild>,
        emoji_id: Id<marker::Emoji>,
    ) -> Request<GetGuildEmoji> {
        Request::new(self, &[guild_id.into(), emoji_id.into()])
    }

    /// Changes an emoji of a guild.
    ///
    /// The audit log shows the [`reason`](Request::reason).
    ///
    /// Docs: [Modify Guild Emoji](https://docs.discord.com/developers/resources/emoji#modify-guild-emoji).
    pub fn modify_guild_emoji(
        &self,
        guild_id: Id<marker::Guild>,
        emoji_id: Id<marker::Emoji>,
    ) -> Request<UpdateGuildEmoji> {
        Request::new(self, &[guild_id.into(), emoji_id.into()]).with_fields()
    }
}

impl Request<UpdateApplicationEmoji> {
    /// Name: 2 to 32 characters.
    pub fn name(self, name: impl AsRef<str>) -> Self {
        self.set("name", name.as_ref())
    }
}

impl Request<CreateGuildEmoji> {
    /// Roles that may use it; all where none is given: at most 1521 of them.
    pub fn roles(self, roles: &[Id<marker::Role>]) -> Self {
        self.set("roles", roles)
    }
}

impl Request<UpdateGuildEmoji> {
    /// Name: 2 to 32 characters.
    pub fn name(self, name: impl AsRef<str>) -> Self {
        self.set("name", name.as_ref())
    }

    /// Roles that may use it; all where none is given: at most 1521 of them.
    pub fn roles(self, roles: &[Id<marker::Role>]) -> Self {
        self.set("roles", roles)
    }
}
