//! Operations: guild join request.
// Written by `cargo run -p xtask -- generate`: change xtask, not this file.

use gateway_model::Id;
use gateway_model::id::marker;

use crate::answer::Json;
use crate::client::Client;
use crate::objects::{JoinRequest, JoinRequestStatus, JoinRequests};
use crate::request::Request;

operation! {
    /// Lists requests to join a guild, one page at a time.
    ///
    /// Requests of [`Client::guild_join_requests`](crate::Client::guild_join_requests): `GET /guilds/{guild_id}/requests`.
    ///
    /// Docs: none but `get_guild_join_requests` in Discord's [OpenAPI description](https://github.com/discord/discord-api-spec).
    ///
    /// # Example
    ///
    /// `client.guild_join_requests(guild_id).status(status).await?`
    ///
    /// # Setters
    ///
    /// Methods of [`Request<GetGuildJoinRequests>`](crate::Request#impl-Request%3CGetGuildJoinRequests%3E), beside those of every request.
    ///
    /// - `status`: only those in this state.
    /// - `limit`: how many, at most: 1 to 100.
    /// - `before`: only those before this id.
    /// - `after`: only those after this id.
    GetGuildJoinRequests {
        name: "get_guild_join_requests",
        route: GET "/guilds/{guild_id}/requests",
        major_parameters: 1,
        authorization: Token,
        traits: [],
        needs_one_of: [],
        answer: Json<JoinRequests>,
    }
}

operation! {
    /// Approves or rejects a request to join a guild.
    ///
    /// Requests of [`Client::action_guild_join_request`](crate::Client::action_guild_join_request): `PATCH /guilds/{guild_id}/requests/{request_id}`.
    ///
    /// Docs: none but `action_guild_join_request` in Discord's [OpenAPI description](https://github.com/discord/discord-api-spec).
    ///
    /// # Example
    ///
    /// `client.action_guild_join_request(guild_id, request_id, action).rejection_reason(rejection_reason).await?`
    ///
    /// # Arguments
    ///
    /// Arguments of the method, in this order:
    ///
    /// - `action`: what is done with it: approved or rejected.
    ///
    /// # Setters
    ///
    /// Methods of [`Request<ActionGuildJoinRequest>`](crate::Request#impl-Request%3CActionGuildJoinRequest%3E), beside those of every request.
    ///
    /// - `rejection_reason`: why it is rejected: at most 160 characters. `None` takes it away.
    ActionGuildJoinRequest {
        name: "action_guild_join_request",
        route: PATCH "/guilds/{guild_id}/requests/{request_id}",
        major_parameters: 1,
        authorization: Token,
        traits: [],
        needs_one_of: [],
        answer: Json<JoinRequest>,
    }
}

impl Client {
    /// Lists requests to join a guild, one page at a time.
    ///
    /// Docs: none but `get_guild_join_requests` in Discord's [OpenAPI description](https://github.com/discord/discord-api-spec).
    pub fn guild_join_requests(
        &self,
        guild_id: Id<marker::Guild>,
    ) -> Request<GetGuildJoinRequests> {
        Request::new(self, &[guild_id.into()])
    }

    /// Approves or rejects a request to join a guild.
    ///
    /// Docs: none but `action_guild_join_request` in Discord's [OpenAPI description](https://github.com/discord/discord-api-spec).
    ///
    /// - `action`: what is done with it: approved or rejected.
    pub fn action_guild_join_request(
        &self,
        guild_id: Id<marker::Guild>,
        request_id: Id<marker::Generic>,
        action: JoinRequestStatus,
    ) -> Request<ActionGuildJoinRequest> {
        Request::new(self, &[guild_id.into(), request_id.into()])
            .with_fields()
            .set("action", &action)
    }
}

impl Request<GetGuildJoinRequests> {
    /// Only those in this state.
    pub fn status(self, status: JoinRequestStatus) -> Self {
        self.param("status", &status)
    }

    /// How many, at most: 1 to 100.
    pub fn limit(self, limit: u32) -> Self {
        self.param("limit", &limit)
    }

    /// Only those before this id.
    pub fn before(self, before: Id<marker::Generic>) -> Self {
        self.param("before", &before)
    }

    /// Only those after this id.
    pub fn after(self, after: Id<marker::Generic>) -> Self {
        self.param("after", &after)
    }
}

impl Request<ActionGuildJoinRequest> {
    /// Why it is rejected: at most 160 characters.
    ///
    /// `None` takes it away.
    pub fn rejection_reason<'a>(self, rejection_reason: impl Into<Option<&'a str>>) -> Self {
        self.set("rejection_reason", &rejection_reason.into())
    }
}
