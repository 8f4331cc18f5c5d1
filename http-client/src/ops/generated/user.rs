//! Operations: user.
// Written by `cargo run -p xtask -- generate`: change xtask, not this file.

use gateway_model::Id;
use gateway_model::channel::Channel;
use gateway_model::guild::Member;
use gateway_model::id::marker;
use gateway_model::lobby::LobbyMetadata;
use gateway_model::user::{ApplicationRoleConnection, Connection, CurrentUserGuild, User};

use crate::answer::{Empty, Json, List};
use crate::client::Client;
use crate::request::Request;
use crate::upload::DataUri;

operation! {
    /// Gets the token's own user.
    ///
    /// Requests of [`Client::current_user`](crate::Client::current_user): `GET /users/@me`.
    ///
    /// Docs: [Get Current User](https://docs.discord.com/developers/resources/user#get-current-user).
    ///
    /// # Example
    ///
    /// `client.current_user().await?`
    GetMyUser {
        name: "get_my_user",
        route: GET "/users/@me",
        major_parameters: 0,
        authorization: Token,
        traits: [],
        needs_one_of: [],
        answer: Json<User>,
    }
}

operation! {
    /// Changes the bot's own user.
    ///
    /// Requests of [`Client::modify_current_user`](crate::Client::modify_current_user): `PATCH /users/@me`.
    ///
    /// Docs: [Modify Current User](https://docs.discord.com/developers/resources/user#modify-current-user).
    ///
    /// # Example
    ///
    /// `client.modify_current_user(username).avatar(avatar).await?`
    ///
    /// # Arguments
    ///
    /// Arguments of the method, in this order:
    ///
    /// - `username`: name of the user: 2 to 32 characters.
    ///
    /// # Setters
    ///
    /// Methods of [`Request<UpdateMyUser>`](crate::Request#impl-Request%3CUpdateMyUser%3E), beside those of every request.
    ///
    /// - `avatar`: avatar. `None` takes it away.
    /// - `banner`: banner. `None` takes it away.
    UpdateMyUser {
        name: "update_my_user",
        route: PATCH "/users/@me",
        major_parameters: 0,
        authorization: Token,
        traits: [],
        needs_one_of: [],
        answer: Json<User>,
    }
}

operation! {
    /// Deletes what the application tells about the bearer token's user for linked roles.
    ///
    /// Requests of [`Client::delete_current_user_application_role_connection`](crate::Client::delete_current_user_application_role_connection): `DELETE /users/@me/applications/{application_id}/role-connection`.
    ///
    /// Docs: [Delete Current User Application Role Connection](https://docs.discord.com/developers/resources/user#delete-current-user-application-role-connection).
    ///
    /// # Example
    ///
    /// `client.delete_current_user_application_role_connection(application_id).await?`
    DeleteApplicationUserRoleConnection {
        name: "delete_application_user_role_connection",
        route: DELETE "/users/@me/applications/{application_id}/role-connection",
        major_parameters: 0,
        authorization: Token,
        traits: [],
        needs_one_of: [],
        answer: Empty,
    }
}

operation! {
    /// Gets what the application tells about the bearer token's user for linked roles.
    ///
    /// Requests of [`Client::current_user_application_role_connection`](crate::Client::current_user_application_role_connection): `GET /users/@me/applications/{application_id}/role-connection`.
    ///
    /// Docs: [Get Current User Application Role Connection](https://docs.discord.com/developers/resources/user#get-current-user-application-role-connection).
    ///
    /// # Example
    ///
    /// `client.current_user_application_role_connection(application_id).await?`
    GetApplicationUserRoleConnection {
        name: "get_application_user_role_connection",
        route: GET "/users/@me/applications/{application_id}/role-connection",
        major_parameters: 0,
        authorization: Token,
        traits: [],
        needs_one_of: [],
        answer: Json<ApplicationRoleConnection>,
    }
}

operation! {
    /// Sets what the application tells about the bearer token's user for linked roles.
    ///
    /// Requests of [`Client::update_current_user_application_role_connection`](crate::Client::update_current_user_application_role_connection): `PUT /users/@me/applications/{application_id}/role-connection`.
    ///
    /// Docs: [Update Current User Application Role Connection](https://docs.discord.com/developers/resources/user#update-current-user-application-role-connection).
    ///
    /// # Example
    ///
    /// `client.update_current_user_application_role_connection(application_id).metadata(metadata).await?`
    ///
    /// # Setters
    ///
    /// Methods of [`Request<UpdateApplicationUserRoleConnection>`](crate::Request#impl-Request%3CUpdateApplicationUserRoleConnection%3E), beside those of every request.
    ///
    /// - `metadata`: values by the keys of the application's records. `None` takes it away.
    /// - `platform_name`: name of the platform: at most 50 characters. `None` takes it away.
    /// - `platform_username`: name of the user there: at most 100 characters. `None` takes it away.
    UpdateApplicationUserRoleConnection {
        name: "update_application_user_role_connection",
        route: PUT "/users/@me/applications/{application_id}/role-connection",
        major_parameters: 0,
        authorization: Token,
        traits: [],
        needs_one_of: [],
        answer: Json<ApplicationRoleConnection>,
    }
}

operation! {
    /// Opens a direct message channel with a user, or gets the one there is.
    ///
    /// Requests of [`Client::create_dm`](crate::Client::create_dm): `POST /users/@me/channels`.
    ///
    /// Docs: [Create DM](https://docs.discord.com/developers/resources/user#create-dm).
    ///
    /// # Example
    ///
    /// `client.create_dm(recipient_id).await?`
    ///
    /// # Arguments
    ///
    /// Arguments of the method, in this order:
    ///
    /// - `recipient_id`: the user.
    CreateDm {
        name: "create_dm",
        route: POST "/users/@me/channels",
        major_parameters: 0,
        authorization: Token,
        traits: [],
        needs_one_of: [],
        answer: Json<Channel>,
    }
}

operation! {
    /// Lists the bearer token's user's accounts elsewhere.
    ///
    /// Requests of [`Client::current_user_connections`](crate::Client::current_user_connections): `GET /users/@me/connections`.
    ///
    /// Docs: [Get Current User Connections](https://docs.discord.com/developers/resources/user#get-current-user-connections).
    ///
    /// # Example
    ///
    /// `client.current_user_connections().await?`
    ListMyConnections {
        name: "list_my_connections",
        route: GET "/users/@me/connections",
        major_parameters: 0,
        authorization: Token,
        traits: [],
        needs_one_of: [],
        answer: List<Connection>,
    }
}

operation! {
    /// Lists the guilds of the token's user, one page at a time.
    ///
    /// Requests of [`Client::current_user_guilds`](crate::Client::current_user_guilds): `GET /users/@me/guilds`.
    ///
    /// Docs: [Get Current User Guilds](https://docs.discord.com/developers/resources/user#get-current-user-guilds).
    ///
    /// # Example
    ///
    /// `client.current_user_guilds().before(before).await?`
    ///
    /// # Setters
    ///
    /// Methods of [`Request<ListMyGuilds>`](crate::Request#impl-Request%3CListMyGuilds%3E), beside those of every request.
    ///
    /// - `before`: only those before this id.
    /// - `after`: only those after this id.
    /// - `limit`: how many, at most: 1 to 200.
    /// - `with_counts`: whether the answer counts members and those online.
    ListMyGuilds {
        name: "list_my_guilds",
        route: GET "/users/@me/guilds",
        major_parameters: 0,
        authorization: Token,
        traits: [],
        needs_one_of: [],
        answer: List<CurrentUserGuild>,
    }
}

operation! {
    /// Leaves a guild.
    ///
    /// Requests of [`Client::leave_guild`](crate::Client::leave_guild): `DELETE /users/@me/guilds/{guild_id}`.
    ///
    /// Docs: [Leave Guild](https://docs.discord.com/developers/resources/user#leave-guild).
    ///
    /// # Example
    ///
    /// `client.leave_guild(guild_id).await?`
    LeaveGuild {
        name: "leave_guild",
        route: DELETE "/users/@me/guilds/{guild_id}",
        major_parameters: 0,
        authorization: Token,
        traits: [],
        needs_one_of: [],
        answer: Empty,
    }
}

operation! {
    /// Gets the bearer token's user as a member of a guild.
    ///
    /// Requests of [`Client::current_user_guild_member`](crate::Client::current_user_guild_member): `GET /users/@me/guilds/{guild_id}/member`.
    ///
    /// Docs: [Get Current User Guild Member](https://docs.discord.com/developers/resources/user#get-current-user-guild-member).
    ///
    /// # Example
    ///
    /// `client.current_user_guild_member(guild_id).await?`
    GetMyGuildMember {
        name: "get_my_guild_member",
        route: GET "/users/@me/guilds/{guild_id}/member",
        major_parameters: 0,
        authorization: Token,
        traits: [],
        needs_one_of: [],
        answer: Json<Member>,
    }
}

operation! {
    /// Gets a user.
    ///
    /// Requests of [`Client::user`](crate::Client::user): `GET /users/{user_id}`.
    ///
    /// Docs: [Get User](https://docs.discord.com/developers/resources/user#get-user).
    ///
    /// # Example
    ///
    /// `client.user(user_id).await?`
    GetUser {
        name: "get_user",
        route: GET "/users/{user_id}",
        major_parameters: 0,
        authorization: Token,
        traits: [],
        needs_one_of: [],
        answer: Json<User>,
    }
}

impl Client {
    /// Gets the token's own user.
    ///
    /// Docs: [Get Current User](https://docs.discord.com/developers/resources/user#get-current-user).
    pub fn current_user(&self) -> Request<GetMyUser> {
        Request::new(self, &[])
    }

    /// Changes the bot's own user.
    ///
    /// Docs: [Modify Current User](https://docs.discord.com/developers/resources/user#modify-current-user).
    ///
    /// - `username`: name of the user: 2 to 32 characters.
    pub fn modify_current_user(&self, username: impl AsRef<str>) -> Request<UpdateMyUser> {
        Request::new(self, &[]).with_fields().set("username", username.as_ref())
    }

    /// Deletes what the application tells about the bearer token's user for linked roles.
    ///
    /// Docs: [Delete Current User Application Role Connection](https://docs.discord.com/developers/resources/user#delete-current-user-application-role-connection).
    pub fn delete_current_user_application_role_connection(
        &self,
        application_id: Id<marker::Application>,
    ) -> Request<DeleteApplicationUserRoleConnection> {
        Request::new(self, &[application_id.into()])
    }

    /// Gets what the application tells about the bearer token's user for linked roles.
    ///
    /// Docs: [Get Current User Application Role Connection](https://docs.discord.com/developers/resources/user#get-current-user-application-role-connection).
    pub fn current_user_application_role_connection(
        &self,
        application_id: Id<marker::Application>,
    ) -> Request<GetApplicationUserRoleConnection> {
        Request::new(self, &[application_id.into()])
    }

    /// Sets what the application tells about the bearer token's user for linked roles.
    ///
    /// Docs: [Update Current User Application Role Connection](https://docs.discord.com/developers/resources/user#update-current-user-application-role-connection).
    pub fn update_current_user_application_role_connection(
        &self,
        application_id: Id<marker::Application>,
    ) -> Request<UpdateApplicationUserRoleConnection> {
        Request::new(self, &[application_id.into()]).with_fields()
    }

    /// Opens a direct message channel with a user, or gets the one there is.
    ///
    /// Docs: [Create DM](https://docs.discord.com/developers/resources/user#create-dm).
    ///
    /// - `recipient_id`: the user.
    pub fn create_dm(&self, recipient_id: Id<marker::User>) -> Request<CreateDm> {
        Request::new(self, &[]).with_fields().set("recipient_id", &recipient_id)
    }

    /// Lists the bearer token's user's accounts elsewhere.
    ///
    /// Docs: [Get Current User Connections](https://docs.discord.com/developers/resources/user#get-current-user-connections).
    pub fn current_user_connections(&self) -> Request<ListMyConnections> {
        Request::new(self, &[])
    }

    /// Lists the guilds of the token's user, one page at a time.
    ///
    /// Docs: [Get Current User Guilds](https://docs.discord.com/developers/resources/user#get-current-user-guilds).
    pub fn current_user_guilds(&self) -> Request<ListMyGuilds> {
        Request::new(self, &[])
    }

    /// Leaves a guild.
    ///
    /// Docs: [Leave Guild](https://docs.discord.com/developers/resources/user#leave-guild).
    pub fn leave_guild(&self, guild_id: Id<marker::Guild>) -> Request<LeaveGuild> {
        Request::new(self, &[guild_id.into()])
    }

    /// Gets the bearer token's user as a member of a guild.
    ///
    /// Docs: [Get Current User Guild Member](https://docs.discord.com/developers/resources/user#get-current-user-guild-member).
    pub fn current_user_guild_member(
        &self,
        guild_id: Id<marker::Guild>,
    ) -> Request<GetMyGuildMember> {
        Request::new(self, &[guild_id.into()])
    }

    /// Gets a user.
    ///
    /// Docs: [Get User](https://docs.discord.com/developers/resources/user#get-user).
    pub fn user(&self, user_id: Id<marker::User>) -> Request<GetUser> {
        Request::new(self, &[user_id.into()])
    }
}

impl Request<UpdateMyUser> {
    /// Avatar.
    ///
    /// `None` takes it away.
    pub fn avatar<'a>(self, avatar: impl Into<Option<&'a DataUri>>) -> Self {
        self.set("avatar", &avatar.into())
    }

    /// Banner.
    ///
    /// `None` takes it away.
    pub fn banner<'a>(self, banner: impl Into<Option<&'a DataUri>>) -> Self {
        self.set("banner", &banner.into())
    }
}

impl Request<UpdateApplicationUserRoleConnection> {
    /// Values by the keys of the application's records.
    ///
    /// `None` takes it away.
    pub fn metadata<'a>(self, metadata: impl Into<Option<&'a LobbyMetadata>>) -> Self {
        self.set("metadata", &metadata.into())
    }

    /// Name of the platform: at most 50 characters.
    ///
    /// `None` takes it away.
    pub fn platform_name<'a>(self, platform_name: impl Into<Option<&'a str>>) -> Self {
        self.set("platform_name", &platform_name.into())
    }

    /// Name of the user there: at most 100 characters.
    ///
    /// `None` takes it away.
    pub fn platform_username<'a>(self, platform_username: impl Into<Option<&'a str>>) -> Self {
        self.set("platform_username", &platform_username.into())
    }
}

impl Request<ListMyGuilds> {
    /// Only those before this id.
    pub fn before(self, before: Id<marker::Guild>) -> Self {
        self.param("before", &before)
    }

    /// Only those after this id.
    pub fn after(self, after: Id<marker::Guild>) -> Self {
        self.param("after", &after)
    }

    /// How many, at most: 1 to 200.
    pub fn limit(self, limit: u32) -> Self {
        self.param("limit", &limit)
    }

    /// Whether the answer counts members and those online.
    pub fn with_counts(self, with_counts: bool) -> Self {
        self.param("with_counts", &with_counts)
    }
}
