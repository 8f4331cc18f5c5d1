//! Operations: guild member.
// Written by `cargo run -p xtask -- generate`: change xtask, not this file.

use gateway_model::guild::{Member, MemberFlags};
use gateway_model::id::marker;
use gateway_model::{Id, Timestamp};

use crate::answer::{Empty, Json, List, Maybe};
use crate::client::Client;
use crate::objects::Nickname;
use crate::request::Request;
use crate::upload::DataUri;

operation! {
    /// Lists the members of a guild by id, one page at a time.
    ///
    /// Requests of [`Client::guild_members`](crate::Client::guild_members): `GET /guilds/{guild_id}/members`.
    ///
    /// Docs: [List Guild Members](https://docs.discord.com/developers/resources/guild#list-guild-members).
    ///
    /// # Example
    ///
    /// `client.guild_members(guild_id).limit(limit).await?`
    ///
    /// # Setters
    ///
    /// Methods of [`Request<ListGuildMembers>`](crate::Request#impl-Request%3CListGuildMembers%3E), beside those of every request.
    ///
    /// - `limit`: how many, at most: 1 to 1000.
    /// - `after`: only those after this id.
    ListGuildMembers {
        name: "list_guild_members",
        route: GET "/guilds/{guild_id}/members",
        major_parameters: 1,
        authorization: Token,
        traits: [],
        needs_one_of: [],
        answer: List<Member>,
    }
}

operation! {
    /// Changes the bot's own member.
    ///
    /// Requests of [`Client::modify_current_member`](crate::Client::modify_current_member): `PATCH /guilds/{guild_id}/members/@me`.
    ///
    /// Docs: [Modify Current Member](https://docs.discord.com/developers/resources/guild#modify-current-member).
    ///
    /// # Example
    ///
    /// `client.modify_current_member(guild_id).avatar(avatar).reason("why").await?`
    ///
    /// # Setters
    ///
    /// Methods of [`Request<UpdateMyGuildMember>`](crate::Request#impl-Request%3CUpdateMyGuildMember%3E), beside those of every request.
    ///
    /// - `avatar`: avatar. `None` takes it away.
    /// - `banner`: banner. `None` takes it away.
    /// - `bio`: what the bot says of itself in this guild: at most 190 characters. `None` takes it away.
    /// - `nick`: nickname: at most 32 characters. `None` takes it away.
    /// - [`reason`](crate::Request::reason): why it is done, for the audit log: at most 512 characters.
    UpdateMyGuildMember {
        name: "update_my_guild_member",
        route: PATCH "/guilds/{guild_id}/members/@me",
        major_parameters: 1,
        authorization: Token,
        traits: [Audited],
        needs_one_of: [],
        answer: Json<Member>,
    }
}

operation! {
    /// Changes the bot's own nickname. Deprecated: [`modify_current_member`](crate::Client::modify_current_member) does so, too.
    ///
    /// Requests of [`Client::modify_current_user_nick`](crate::Client::modify_current_user_nick): `PATCH /guilds/{guild_id}/members/@me/nick`.
    ///
    /// Docs: [Modify Current User Nick](https://docs.discord.com/developers/resources/guild#modify-current-user-nick).
    ///
    /// # Example
    ///
    /// `client.modify_current_user_nick(guild_id).nick(nick).reason("why").await?`
    ///
    /// # Setters
    ///
    /// Methods of [`Request<UpdateMyGuildNick>`](crate::Request#impl-Request%3CUpdateMyGuildNick%3E), beside those of every request.
    ///
    /// - `nick`: nickname: at most 32 characters. `None` takes it away.
    /// - [`reason`](crate::Request::reason): why it is done, for the audit log: at most 512 characters.
    UpdateMyGuildNick {
        name: "update_my_guild_nick",
        route: PATCH "/guilds/{guild_id}/members/@me/nick",
        major_parameters: 1,
        authorization: Token,
        traits: [Audited],
        needs_one_of: [],
        answer: Json<Nickname>,
    }
}

operation! {
    /// Finds members whose name or nickname starts with a text.
    ///
    /// Requests of [`Client::search_guild_members`](crate::Client::search_guild_members): `GET /guilds/{guild_id}/members/search`.
    ///
    /// Docs: [Search Guild Members](https://docs.discord.com/developers/resources/guild#search-guild-members).
    ///
    /// # Example
    ///
    /// `client.search_guild_members(guild_id, query).limit(limit).await?`
    ///
    /// # Arguments
    ///
    /// Arguments of the method, in this order:
    ///
    /// - `query`: start of the name or nickname: 1 to 100 characters.
    ///
    /// # Setters
    ///
    /// Methods of [`Request<SearchGuildMembers>`](crate::Request#impl-Request%3CSearchGuildMembers%3E), beside those of every request.
    ///
    /// - `limit`: how many, at most: 1 to 1000.
    SearchGuildMembers {
        name: "search_guild_members",
        route: GET "/guilds/{guild_id}/members/search",
        major_parameters: 1,
        authorization: Token,
        traits: [],
        needs_one_of: [],
        answer: List<Member>,
    }
}

operation! {
    /// Kicks a member.
    ///
    /// Requests of [`Client::remove_guild_member`](crate::Client::remove_guild_member): `DELETE /guilds/{guild_id}/members/{user_id}`.
    ///
    /// Docs: [Remove Guild Member](https://docs.discord.com/developers/resources/guild#remove-guild-member).
    ///
    /// # Example
    ///
    /// `client.remove_guild_member(guild_id, user_id).reason("why").await?`
    ///
    /// # Setters
    ///
    /// Beside those of every [`Request`](crate::Request):
    ///
    /// - [`reason`](crate::Request::reason): why it is done, for the audit log: at most 512 characters.
    DeleteGuildMember {
        name: "delete_guild_member",
        route: DELETE "/guilds/{guild_id}/members/{user_id}",
        major_parameters: 1,
        authorization: Token,
        traits: [Audited],
        needs_one_of: [],
        answer: Empty,
    }
}

operation! {
    /// Gets a member.
    ///
    /// Requests of [`Client::guild_member`](crate::Client::guild_member): `GET /guilds/{guild_id}/members/{user_id}`.
    ///
    /// Docs: [Get Guild Member](https://docs.discord.com/developers/resources/guild#get-guild-member).
    ///
    /// # Example
    ///
    /// `client.guild_member(guild_id, user_id).await?`
    GetGuildMember {
        name: "get_guild_member",
        route: GET "/guilds/{guild_id}/members/{user_id}",
        major_parameters: 1,
        authorization: Token,
        traits: [],
        needs_one_of: [],
        answer: Json<Member>,
    }
}

operation! {
    /// Changes a member.
    ///
    /// Requests of [`Client::modify_guild_member`](crate::Client::modify_guild_member): `PATCH /guilds/{guild_id}/members/{user_id}`.
    ///
    /// Docs: [Modify Guild Member](https://docs.discord.com/developers/resources/guild#modify-guild-member).
    ///
    /// # Example
    ///
    /// `client.modify_guild_member(guild_id, user_id).channel_id(channel_id).reason("why").await?`
    ///
    /// # Setters
    ///
    /// Methods of [`Request<UpdateGuildMember>`](crate::Request#impl-Request%3CUpdateGuildMember%3E), beside those of every request.
    ///
    /// - `channel_id`: voice channel the member is moved to; none disconnects the member. `None` takes it away.
    /// - `communication_disabled_until`: until when the member is timed out, at most 28 days from now. `None` takes it away.
    /// - `deaf`: whether the member is deafened in voice channels.
    /// - `flags`: flags. `None` takes it away.
    /// - `mute`: whether the member is muted in voice channels.
    /// - `nick`: nickname: at most 32 characters. `None` takes it away.
    /// - `roles`: roles: at most 350 of them.
    /// - [`reason`](crate::Request::reason): why it is done, for the audit log: at most 512 characters.
    UpdateGuildMember {
        name: "update_guild_member",
        route: PATCH "/guilds/{guild_id}/members/{user_id}",
        major_parameters: 1,
        authorization: Token,
        traits: [Audited],
        needs_one_of: [],
        answer: Maybe<Member>,
    }
}

operation! {
    /// Adds a user, with that user's access token of the `guilds.join` scope. `None` where the user is a member already.
    ///
    /// Requests of [`Client::add_guild_member`](crate::Client::add_guild_member): `PUT /guilds/{guild_id}/members/{user_id}`.
    ///
    /// Docs: [Add Guild Member](https://docs.discord.com/developers/resources/guild#add-guild-member).
    ///
    /// # Example
    ///
    /// `client.add_guild_member(guild_id, user_id, access_token).deaf(deaf).await?`
    ///
    /// # Arguments
    ///
    /// Arguments of the method, in this order:
    ///
    /// - `access_token`: access token of the user: at most 10240 characters.
    ///
    /// # Setters
    ///
    /// Methods of [`Request<AddGuildMember>`](crate::Request#impl-Request%3CAddGuildMember%3E), beside those of every request.
    ///
    /// - `deaf`: whether the member is deafened in voice channels.
    /// - `flags`: flags. `None` takes it away.
    /// - `mute`: whether the member is muted in voice channels.
    /// - `nick`: nickname: at most 32 characters. `None` takes it away.
    /// - `roles`: roles: at most 250 of them.
    AddGuildMember {
        name: "add_guild_member",
        route: PUT "/guilds/{guild_id}/members/{user_id}",
        major_parameters: 1,
        authorization: Token,
        traits: [],
        needs_one_of: [],
        answer: Maybe<Member>,
    }
}

impl Client {
    /// Lists the members of a guild by id, one page at a time.
    ///
    /// Docs: [List Guild Members](https://docs.discord.com/developers/resources/guild#list-guild-members).
    pub fn guild_members(&self, guild_id: Id<marker::Guild>) -> Request<ListGuildMembers> {
        Request::new(self, &[guild_id.into()])
    }

    /// Changes the bot's own member.
    ///
    /// The audit log shows the [`reason`](Request::reason).
    ///
    /// Docs: [Modify Current Member](https://docs.discord.com/developers/resources/guild#modify-current-member).
    pub fn modify_current_member(
        &self,
        guild_id: Id<marker::Guild>,
    ) -> Request<UpdateMyGuildMember> {
        Request::new(self, &[guild_id.into()]).with_fields()
    }

    /// Changes the bot's own nickname. Deprecated: [`modify_current_member`](crate::Client::modify_current_member) does so, too.
    ///
    /// The audit log shows the [`reason`](Request::reason).
    ///
    /// Docs: [Modify Current User Nick](https://docs.discord.com/developers/resources/guild#modify-current-user-nick).
    pub fn modify_current_user_nick(
        &self,
        guild_id: Id<marker::Guild>,
    ) -> Request<UpdateMyGuildNick> {
        Request::new(self, &[guild_id.into()]).with_fields()
    }

    /// Finds members whose name or nickname starts with a text.
    ///
    /// Docs: [Search Guild Members](https://docs.discord.com/developers/resources/guild#search-guild-members).
    ///
    /// - `query`: start of the name or nickname: 1 to 100 characters.
    pub fn search_guild_members(
        &self,
        guild_id: Id<marker::Guild>,
        query: impl AsRef<str>,
    ) -> Request<SearchGuildMembers> {
        Request::new(self, &[guild_id.into()]).param("query", query.as_ref())
    }

    /// Kicks a member.
    ///
    /// The audit log shows the [`reason`](Request::reason).
    ///
    /// Docs: [Remove Guild Member](https://docs.discord.com/developers/resources/guild#remove-guild-member).
    pub fn remove_guild_member(
        &self,
        guild_id: Id<marker::Guild>,
        user_id: Id<marker::User>,
    ) -> Request<DeleteGuildMember> {
        Request::new(self, &[guild_id.into(), user_id.into()])
    }

    /// Gets a member.
    ///
    /// Docs: [Get Guild Member](https://docs.discord.com/developers/resources/guild#get-guild-member).
    pub fn guild_member(
        &self,
        guild_id: Id<marker::Guild>,
        user_id: Id<marker::User>,
    ) -> Request<GetGuildMember> {
        Request::new(self, &[guild_id.into(), user_id.into()])
    }

    /// Changes a member.
    ///
    /// The audit log shows the [`reason`](Request::reason).
    ///
    /// Docs: [Modify Guild Member](https://docs.discord.com/developers/resources/guild#modify-guild-member).
    pub fn modify_guild_member(
        &self,
        guild_id: Id<marker::Guild>,
        user_id: Id<marker::User>,
    ) -> Request<UpdateGuildMember> {
        Request::new(self, &[guild_id.into(), user_id.into()]).with_fields()
    }

    /// Adds a user, with that user's access token of the `guilds.join` scope. `None` where the user is a member already.
    ///
    /// Docs: [Add Guild Member](https://docs.discord.com/developers/resources/guild#add-guild-member).
    ///
    /// - `access_token`: access token of the user: at most 10240 characters.
    pub fn add_guild_member(
        &self,
        guild_id: Id<marker::Guild>,
        user_id: Id<marker::User>,
        access_token: impl AsRef<str>,
    ) -> Request<AddGuildMember> {
        Request::new(self, &[guild_id.into(), user_id.into()])
            .with_fields()
            .set("access_token", access_token.as_ref())
    }
}

impl Request<ListGuildMembers> {
    /// How many, at most: 1 to 1000.
    pub fn limit(self, limit: u32) -> Self {
        self.param("limit", &limit)
    }

    /// Only those after this id.
    pub fn after(self, after: Id<marker::User>) -> Self {
        self.param("after", &after)
    }
}

impl Request<UpdateMyGuildMember> {
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

    /// What the bot says of itself in this guild: at most 190 characters.
    ///
    /// `None` takes it away.
    pub fn bio<'a>(self, bio: impl Into<Option<&'a str>>) -> Self {
        self.set("bio", &bio.into())
    }

    /// Nickname: at most 32 characters.
    ///
    /// `None` takes it away.
    pub fn nick<'a>(self, nick: impl Into<Option<&'a str>>) -> Self {
        self.set("nick", &nick.into())
    }
}

impl Request<UpdateMyGuildNick> {
    /// Nickname: at most 32 characters.
    ///
    /// `None` takes it away.
    pub fn nick<'a>(self, nick: impl Into<Option<&'a str>>) -> Self {
        self.set("nick", &nick.into())
    }
}

impl Request<SearchGuildMembers> {
    /// How many, at most: 1 to 1000.
    pub fn limit(self, limit: u32) -> Self {
        self.param("limit", &limit)
    }
}

impl Request<UpdateGuildMember> {
    /// Voice channel the member is moved to; none disconnects the member.
    ///
    /// `None` takes it away.
    pub fn channel_id(self, channel_id: impl Into<Option<Id<marker::Channel>>>) -> Self {
        self.set("channel_id", &channel_id.into())
    }

    /// Until when the member is timed out, at most 28 days from now.
    ///
    /// `None` takes it away.
    pub fn communication_disabled_until(
        self,
        communication_disabled_until: impl Into<Option<Timestamp>>,
    ) -> Self {
        self.set("communication_disabled_until", &communication_disabled_until.into())
    }

    /// Whether the member is deafened in voice channels.
    pub fn deaf(self, deaf: bool) -> Self {
        self.set("deaf", &deaf)
    }

    /// Flags.
    ///
    /// `None` takes it away.
    pub fn flags(self, flags: impl Into<Option<MemberFlags>>) -> Self {
        self.set("flags", &flags.into())
    }

    /// Whether the member is muted in voice channels.
    pub fn mute(self, mute: bool) -> Self {
        self.set("mute", &mute)
    }

    /// Nickname: at most 32 characters.
    ///
    /// `None` takes it away.
    pub fn nick<'a>(self, nick: impl Into<Option<&'a str>>) -> Self {
        self.set("nick", &nick.into())
    }

    /// Roles: at most 350 of them.
    pub fn roles(self, roles: &[Id<marker::Role>]) -> Self {
        self.set("roles", roles)
    }
}

impl Request<AddGuildMember> {
    /// Whether the member is deafened in voice channels.
    pub fn deaf(self, deaf: bool) -> Self {
        self.set("deaf", &deaf)
    }

    /// Flags.
    ///
    /// `None` takes it away.
    pub fn flags(self, flags: impl Into<Option<MemberFlags>>) -> Self {
        self.set("flags", &flags.into())
    }

    /// Whether the member is muted in voice channels.
    pub fn mute(self, mute: bool) -> Self {
        self.set("mute", &mute)
    }

    /// Nickname: at most 32 characters.
    ///
    /// `None` takes it away.
    pub fn nick<'a>(self, nick: impl Into<Option<&'a str>>) -> Self {
        self.set("nick", &nick.into())
    }

    /// Roles: at most 250 of them.
    pub fn roles(self, roles: &[Id<marker::Role>]) -> Self {
        self.set("roles", roles)
    }
}
