//! Operations: guild ban.
// Written by `cargo run -p xtask -- generate`: change xtask, not this file.

use gateway_model::Id;
use gateway_model::guild::{Ban, BulkBanResponse};
use gateway_model::id::marker;

use crate::answer::{Empty, Json, List};
use crate::client::Client;
use crate::request::Request;

operation! {
    /// Lists the bans of a guild, one page at a time.
    ///
    /// Requests of [`Client::guild_bans`](crate::Client::guild_bans): `GET /guilds/{guild_id}/bans`.
    ///
    /// Docs: [Get Guild Bans](https://docs.discord.com/developers/resources/guild#get-guild-bans).
    ///
    /// # Example
    ///
    /// `client.guild_bans(guild_id).limit(limit).await?`
    ///
    /// # Setters
    ///
    /// Methods of [`Request<ListGuildBans>`](crate::Request#impl-Request%3CListGuildBans%3E), beside those of every request.
    ///
    /// - `limit`: how many, at most: 1 to 1000.
    /// - `before`: only those before this id.
    /// - `after`: only those after this id.
    ListGuildBans {
        name: "list_guild_bans",
        route: GET "/guilds/{guild_id}/bans",
        major_parameters: 1,
        authorization: Token,
        traits: [],
        needs_one_of: [],
        answer: List<Ban>,
    }
}

operation! {
    /// Lifts a ban.
    ///
    /// Requests of [`Client::remove_guild_ban`](crate::Client::remove_guild_ban): `DELETE /guilds/{guild_id}/bans/{user_id}`.
    ///
    /// Docs: [Remove Guild Ban](https://docs.discord.com/developers/resources/guild#remove-guild-ban).
    ///
    /// # Example
    ///
    /// `client.remove_guild_ban(guild_id, user_id).reason("why").await?`
    ///
    /// # Setters
    ///
    /// Beside those of every [`Request`](crate::Request):
    ///
    /// - [`reason`](crate::Request::reason): why it is done, for the audit log: at most 512 characters.
    UnbanUserFromGuild {
        name: "unban_user_from_guild",
        route: DELETE "/guilds/{guild_id}/bans/{user_id}",
        major_parameters: 1,
        authorization: Token,
        traits: [Audited],
        needs_one_of: [],
        answer: Empty,
    }
}

operation! {
    /// Gets the ban of a user.
    ///
    /// Requests of [`Client::guild_ban`](crate::Client::guild_ban): `GET /guilds/{guild_id}/bans/{user_id}`.
    ///
    /// Docs: [Get Guild Ban](https://docs.discord.com/developers/resources/guild#get-guild-ban).
    ///
    /// # Example
    ///
    /// `client.guild_ban(guild_id, user_id).await?`
    GetGuildBan {
        name: "get_guild_ban",
        route: GET "/guilds/{guild_id}/bans/{user_id}",
        major_parameters: 1,
        authorization: Token,
        traits: [],
        needs_one_of: [],
        answer: Json<Ban>,
    }
}

operation! {
    /// Bans a user.
    ///
    /// Requests of [`Client::create_guild_ban`](crate::Client::create_guild_ban): `PUT /guilds/{guild_id}/bans/{user_id}`.
    ///
    /// Docs: [Create Guild Ban](https://docs.discord.com/developers/resources/guild#create-guild-ban).
    ///
    /// # Example
    ///
    /// `client.create_guild_ban(guild_id, user_id).delete_message_days(delete_message_days).reason("why").await?`
    ///
    /// # Setters
    ///
    /// Methods of [`Request<BanUserFromGuild>`](crate::Request#impl-Request%3CBanUserFromGuild%3E), beside those of every request.
    ///
    /// - `delete_message_days`: days of the user's messages that are deleted; deprecated for `delete_message_seconds`: at most 7. `None` takes it away.
    /// - `delete_message_seconds`: seconds of the users' messages that are deleted: at most 604800. `None` takes it away.
    /// - [`reason`](crate::Request::reason): why it is done, for the audit log: at most 512 characters.
    BanUserFromGuild {
        name: "ban_user_from_guild",
        route: PUT "/guilds/{guild_id}/bans/{user_id}",
        major_parameters: 1,
        authorization: Token,
        traits: [Audited],
        needs_one_of: [],
        answer: Empty,
    }
}

operation! {
    /// Bans up to 200 users at once.
    ///
    /// Requests of [`Client::bulk_guild_ban`](crate::Client::bulk_guild_ban): `POST /guilds/{guild_id}/bulk-ban`.
    ///
    /// Docs: [Bulk Guild Ban](https://docs.discord.com/developers/resources/guild#bulk-guild-ban).
    ///
    /// # Example
    ///
    /// `client.bulk_guild_ban(guild_id, user_ids).delete_message_seconds(delete_message_seconds).reason("why").await?`
    ///
    /// # Arguments
    ///
    /// Arguments of the method, in this order:
    ///
    /// - `user_ids`: the users: at most 200 of them.
    ///
    /// # Setters
    ///
    /// Methods of [`Request<BulkBanUsersFromGuild>`](crate::Request#impl-Request%3CBulkBanUsersFromGuild%3E), beside those of every request.
    ///
    /// - `delete_message_seconds`: seconds of the users' messages that are deleted: at most 604800.
    /// - [`reason`](crate::Request::reason): why it is done, for the audit log: at most 512 characters.
    BulkBanUsersFromGuild {
        name: "bulk_ban_users_from_guild",
        route: POST "/guilds/{guild_id}/bulk-ban",
        major_parameters: 1,
        authorization: Token,
        traits: [Audited],
        needs_one_of: [],
        answer: Json<BulkBanResponse>,
    }
}

impl Client {
    /// Lists the bans of a guild, one page at a time.
    ///
    /// Docs: [Get Guild Bans](https://docs.discord.com/developers/resources/guild#get-guild-bans).
    pub fn guild_bans(&self, guild_id: Id<marker::Guild>) -> Request<ListGuildBans> {
        Request::new(self, &[guild_id.into()])
    }

    /// Lifts a ban.
    ///
    /// The audit log shows the [`reason`](Request::reason).
    ///
    /// Docs: [Remove Guild Ban](https://docs.discord.com/developers/resources/guild#remove-guild-ban).
    pub fn remove_guild_ban(
        &self,
        guild_id: Id<marker::Guild>,
        user_id: Id<marker::User>,
    ) -> Request<UnbanUserFromGuild> {
        Request::new(self, &[guild_id.into(), user_id.into()]).with_fields()
    }

    /// Gets the ban of a user.
    ///
    /// Docs: [Get Guild Ban](https://docs.discord.com/developers/resources/guild#get-guild-ban).
    pub fn guild_ban(
        &self,
        guild_id: Id<marker::Guild>,
        user_id: Id<marker::User>,
    ) -> Request<GetGuildBan> {
        Request::new(self, &[guild_id.into(), user_id.into()])
    }

    /// Bans a user.
    ///
    /// The audit log shows the [`reason`](Request::reason).
    ///
    /// Docs: [Create Guild Ban](https://docs.discord.com/developers/resources/guild#create-guild-ban).
    pub fn create_guild_ban(
        &self,
        guild_id: Id<marker::Guild>,
        user_id: Id<marker::User>,
    ) -> Request<BanUserFromGuild> {
        Request::new(self, &[guild_id.into(), user_id.into()]).with_fields()
    }

    /// Bans up to 200 users at once.
    ///
    /// The audit log shows the [`reason`](Request::reason).
    ///
    /// Docs: [Bulk Guild Ban](https://docs.discord.com/developers/resources/guild#bulk-guild-ban).
    ///
    /// - `user_ids`: the users: at most 200 of them.
    pub fn bulk_guild_ban(
        &self,
        guild_id: Id<marker::Guild>,
        user_ids: &[Id<marker::User>],
    ) -> Request<BulkBanUsersFromGuild> {
        Request::new(self, &[guild_id.into()]).with_fields().set("user_ids", user_ids)
    }
}

impl Request<ListGuildBans> {
    /// How many, at most: 1 to 1000.
    pub fn limit(self, limit: u32) -> Self {
        self.param("limit", &limit)
    }

    /// Only those before this id.
    pub fn before(self, before: Id<marker::User>) -> Self {
        self.param("before", &before)
    }

    /// Only those after this id.
    pub fn after(self, after: Id<marker::User>) -> Self {
        self.param("after", &after)
    }
}

impl Request<BanUserFromGuild> {
    /// Days of the user's messages that are deleted; deprecated for `delete_message_seconds`: at most 7.
    ///
    /// `None` takes it away.
    pub fn delete_message_days(self, delete_message_days: impl Into<Option<u32>>) -> Self {
        self.set("delete_message_days", &delete_message_days.into())
    }

    /// Seconds of the users' messages that are deleted: at most 604800.
    ///
    /// `None` takes it away.
    pub fn delete_message_seconds(self, delete_message_seconds: impl Into<Option<u32>>) -> Self {
        self.set("delete_message_seconds", &delete_message_seconds.into())
    }
}

impl Request<BulkBanUsersFromGuild> {
    /// Seconds of the users' messages that are deleted: at most 604800.
    pub fn delete_message_seconds(self, delete_message_seconds: u32) -> Self {
        self.set("delete_message_seconds", &delete_message_seconds)
    }
}
