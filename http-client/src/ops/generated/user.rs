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
    /// [`Client::current_user`](crate::Client::current_user).
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
    /// [`Client::modify_current_user`](crate::Client::modify_current_user).
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
    /// [`Client::delete_current_user_application_role_connection`](crate::Client::delete_current_user_application_role_connection).
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
    /// [`Client::current_user_application_role_connection`](crate::Client::current_user_application_role_connection).
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
    /// [`Client::update_current_user_application_role_connection`](crate::Client::update_current_user_application_role_connection).
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
    /// [`Client::create_dm`](crate::Client::create_dm).
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
    /// [`Client::current_user_connections`](crate::Client::current_user_connections).
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
    /// [`Client::current_user_guilds`](crate::Client::current_user_guilds).
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
    /// [`Client::leave_guild`](crate::Client::leave_guild).
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
    /// [`Client::current_user_guild_member`](crate::Client::current_user_guild_member).
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
    /// [`Client::user`](crate::Client::user).
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
