//! Operations: guild ban.
// Written by `cargo run -p xtask -- generate`: change xtask, not this file.

use gateway_model::Id;
use gateway_model::guild::{Ban, BulkBanResponse};
use gateway_model::id::marker;

use crate::answer::{Empty, Json, List};
use crate::client::Client;
use crate::request::Request;

operation! {
    /// [`Client::guild_bans`](crate::Client::guild_bans).
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
    /// [`Client::remove_guild_ban`](crate::Client::remove_guild_ban).
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
    /// [`Client::guild_ban`](crate::Client::guild_ban).
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
    /// [`Client::create_guild_ban`](crate::Client::create_guild_ban).
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
    /// [`Client::bulk_guild_ban`](crate::Client::bulk_guild_ban).
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
