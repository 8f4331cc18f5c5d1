//! Operations: scheduled event exception.
// Written by `cargo run -p xtask -- generate`: change xtask, not this file.

use gateway_model::guild::ScheduledEventUser;
use gateway_model::id::marker;
use gateway_model::{Id, Timestamp};

use crate::answer::{Empty, Json, List};
use crate::client::Client;
use crate::objects::{ScheduledEventException, ScheduledEventUserCounts};
use crate::request::Request;

operation! {
    /// Moves or cancels one occurrence of an event that recurs.
    ///
    /// Requests of [`Client::create_guild_scheduled_event_exception`](crate::Client::create_guild_scheduled_event_exception): `POST /guilds/{guild_id}/scheduled-events/{guild_scheduled_event_id}/exceptions`.
    ///
    /// Docs: none but `create_guild_scheduled_event_exception` in Discord's [OpenAPI description](https://github.com/discord/discord-api-spec).
    ///
    /// # Example
    ///
    /// `client.create_guild_scheduled_event_exception(guild_id, guild_scheduled_event_id, original_scheduled_start_time).is_canceled(is_canceled).await?`
    ///
    /// # Arguments
    ///
    /// Arguments of the method, in this order:
    ///
    /// - `original_scheduled_start_time`: when the occurrence would have started.
    ///
    /// # Setters
    ///
    /// Methods of [`Request<CreateGuildScheduledEventException>`](crate::Request#impl-Request%3CCreateGuildScheduledEventException%3E), beside those of every request.
    ///
    /// - `is_canceled`: whether this occurrence does not take place.
    /// - `scheduled_end_time`: when it ends.
    /// - `scheduled_start_time`: when it starts.
    CreateGuildScheduledEventException {
        name: "create_guild_scheduled_event_exception",
        route: POST "/guilds/{guild_id}/scheduled-events/{guild_scheduled_event_id}/exceptions",
        major_parameters: 1,
        authorization: Token,
        traits: [],
        needs_one_of: [],
        answer: Json<ScheduledEventException>,
    }
}

operation! {
    /// Takes back an exception of an event that recurs.
    ///
    /// Requests of [`Client::delete_guild_scheduled_event_exception`](crate::Client::delete_guild_scheduled_event_exception): `DELETE /guilds/{guild_id}/scheduled-events/{guild_scheduled_event_id}/exceptions/{exception_id}`.
    ///
    /// Docs: none but `delete_guild_scheduled_event_exception` in Discord's [OpenAPI description](https://github.com/discord/discord-api-spec).
    ///
    /// # Example
    ///
    /// `client.delete_guild_scheduled_event_exception(guild_id, guild_scheduled_event_id, exception_id).await?`
    DeleteGuildScheduledEventException {
        name: "delete_guild_scheduled_event_exception",
        route: DELETE "/guilds/{guild_id}/scheduled-events/{guild_scheduled_event_id}/exceptions/{exception_id}",
        major_parameters: 1,
        authorization: Token,
        traits: [],
        needs_one_of: [],
        answer: Empty,
    }
}

operation! {
    /// Changes an exception of an event that recurs.
    ///
    /// Requests of [`Client::modify_guild_scheduled_event_exception`](crate::Client::modify_guild_scheduled_event_exception): `PATCH /guilds/{guild_id}/scheduled-events/{guild_scheduled_event_id}/exceptions/{exception_id}`.
    ///
    /// Docs: none but `update_guild_scheduled_event_exception` in Discord's [OpenAPI description](https://github.com/discord/discord-api-spec).
    ///
    /// # Example
    ///
    /// `client.modify_guild_scheduled_event_exception(guild_id, guild_scheduled_event_id, exception_id).is_canceled(is_canceled).await?`
    ///
    /// # Setters
    ///
    /// Methods of [`Request<UpdateGuildScheduledEventException>`](crate::Request#impl-Request%3CUpdateGuildScheduledEventException%3E), beside those of every request.
    ///
    /// - `is_canceled`: whether this occurrence does not take place.
    /// - `scheduled_end_time`: when it ends. `None` takes it away.
    /// - `scheduled_start_time`: when it starts. `None` takes it away.
    UpdateGuildScheduledEventException {
        name: "update_guild_scheduled_event_exception",
        route: PATCH "/guilds/{guild_id}/scheduled-events/{guild_scheduled_event_id}/exceptions/{exception_id}",
        major_parameters: 1,
        authorization: Token,
        traits: [],
        needs_one_of: [],
        answer: Json<ScheduledEventException>,
    }
}

operation! {
    /// Counts who is interested in an event and in its exceptions.
    ///
    /// Requests of [`Client::guild_scheduled_event_user_counts`](crate::Client::guild_scheduled_event_user_counts): `GET /guilds/{guild_id}/scheduled-events/{guild_scheduled_event_id}/users/counts`.
    ///
    /// Docs: none but `count_guild_scheduled_event_users` in Discord's [OpenAPI description](https://github.com/discord/discord-api-spec).
    ///
    /// # Example
    ///
    /// `client.guild_scheduled_event_user_counts(guild_id, guild_scheduled_event_id).guild_scheduled_event_exception_ids(guild_scheduled_event_exception_ids).await?`
    ///
    /// # Setters
    ///
    /// Methods of [`Request<CountGuildScheduledEventUsers>`](crate::Request#impl-Request%3CCountGuildScheduledEventUsers%3E), beside those of every request.
    ///
    /// - `guild_scheduled_event_exception_ids`: exceptions whose users are counted too: at most 10 of them.
    CountGuildScheduledEventUsers {
        name: "count_guild_scheduled_event_users",
        route: GET "/guilds/{guild_id}/scheduled-events/{guild_scheduled_event_id}/users/counts",
        major_parameters: 1,
        authorization: Token,
        traits: [],
        needs_one_of: [],
        answer: Json<ScheduledEventUserCounts>,
    }
}

operation! {
    /// Lists who is interested in one occurrence of an event, one page at a time.
    ///
    /// Requests of [`Client::guild_scheduled_event_exception_users`](crate::Client::guild_scheduled_event_exception_users): `GET /guilds/{guild_id}/scheduled-events/{guild_scheduled_event_id}/{guild_scheduled_event_exception_id}/users`.
    ///
    /// Docs: none but `list_guild_scheduled_event_exception_users` in Discord's [OpenAPI description](https://github.com/discord/discord-api-spec).
    ///
    /// # Example
    ///
    /// `client.guild_scheduled_event_exception_users(guild_id, guild_scheduled_event_id, guild_scheduled_event_exception_id).with_member(with_member).await?`
    ///
    /// # Setters
    ///
    /// Methods of [`Request<ListGuildScheduledEventExceptionUsers>`](crate::Request#impl-Request%3CListGuildScheduledEventExceptionUsers%3E), beside those of every request.
    ///
    /// - `with_member`: whether the answer holds the members.
    /// - `limit`: how many, at most: 1 to 100.
    /// - `before`: only those before this id.
    /// - `after`: only those after this id.
    ListGuildScheduledEventExceptionUsers {
        name: "list_guild_scheduled_event_exception_users",
        route: GET "/guilds/{guild_id}/scheduled-events/{guild_scheduled_event_id}/{guild_scheduled_event_exception_id}/users",
        major_parameters: 1,
        authorization: Token,
        traits: [],
        needs_one_of: [],
        answer: List<ScheduledEventUser>,
    }
}

impl Client {
    /// Moves or cancels one occurrence of an event that recurs.
    ///
    /// Docs: none but `create_guild_scheduled_event_exception` in Discord's [OpenAPI description](https://github.com/discord/discord-api-spec).
    ///
    /// - `original_scheduled_start_time`: when the occurrence would have started.
    pub fn create_guild_scheduled_event_exception(
        &self,
        guild_id: Id<marker::Guild>,
        guild_scheduled_event_id: Id<marker::ScheduledEvent>,
        original_scheduled_start_time: Timestamp,
    ) -> Request<CreateGuildScheduledEventException> {
        Request::new(self, &[guild_id.into(), guild_scheduled_event_id.into()])
            .with_fields()
            .set("original_scheduled_start_time", &original_scheduled_start_time)
    }

    /// Takes back an exception of an event that recurs.
    ///
    /// Docs: none but `delete_guild_scheduled_event_exception` in Discord's [OpenAPI description](https://github.com/discord/discord-api-spec).
    pub fn delete_guild_scheduled_event_exception(
        &self,
        guild_id: Id<marker::Guild>,
        guild_scheduled_event_id: Id<marker::ScheduledEvent>,
        exception_id: Id<marker::Generic>,
    ) -> Request<DeleteGuildScheduledEventException> {
        Request::new(self, &[guild_id.into(), guild_scheduled_event_id.into(), exception_id.into()])
    }

    /// Changes an exception of an event that recurs.
    ///
    /// Docs: none but `update_guild_scheduled_event_exception` in Discord's [OpenAPI description](https://github.com/discord/discord-api-spec).
    pub fn modify_guild_scheduled_event_exception(
        &self,
        guild_id: Id<marker::Guild>,
        guild_scheduled_event_id: Id<marker::ScheduledEvent>,
        exception_id: Id<marker::Generic>,
    ) -> Request<UpdateGuildScheduledEventException> {
        Request::new(self, &[guild_id.into(), guild_scheduled_event_id.into(), exception_id.into()])
            .with_fields()
    }

    /// Counts who is interested in an event and in its exceptions.
    ///
    /// Docs: none but `count_guild_scheduled_event_users` in Discord's [OpenAPI description](https://github.com/discord/discord-api-spec).
    pub fn guild_scheduled_event_user_counts(
        &self,
        guild_id: Id<marker::Guild>,
        guild_scheduled_event_id: Id<marker::ScheduledEvent>,
    ) -> Request<CountGuildScheduledEventUsers> {
        Request::new(self, &[guild_id.into(), guild_scheduled_event_id.into()])
    }

    /// Lists who is interested in one occurrence of an event, one page at a time.
    ///
    /// Docs: none but `list_guild_scheduled_event_exception_users` in Discord's [OpenAPI description](https://github.com/discord/discord-api-spec).
    pub fn guild_scheduled_event_exception_users(
        &self,
        guild_id: Id<marker::Guild>,
        guild_scheduled_event_id: Id<marker::ScheduledEvent>,
        guild_scheduled_event_exception_id: Id<marker::Generic>,
    ) -> Request<ListGuildScheduledEventExceptionUsers> {
        Request::new(
            self,
            &[
                guild_id.into(),
                guild_scheduled_event_id.into(),
                guild_scheduled_event_exception_id.into(),
            ],
        )
    }
}

impl Request<CreateGuildScheduledEventException> {
    /// Whether this occurrence does not take place.
    pub fn is_canceled(self, is_canceled: bool) -> Self {
        self.set("is_canceled", &is_canceled)
    }

    /// When it ends.
    pub fn scheduled_end_time(self, scheduled_end_time: Timestamp) -> Self {
        self.set("scheduled_end_time", &scheduled_end_time)
    }

    /// When it starts.
    pub fn scheduled_start_time(self, scheduled_start_time: Timestamp) -> Self {
        self.set("scheduled_start_time", &scheduled_start_time)
    }
}

impl Request<UpdateGuildScheduledEventException> {
    /// Whether this occurrence does not take place.
    pub fn is_canceled(self, is_canceled: bool) -> Self {
        self.set("is_canceled", &is_canceled)
    }

    /// When it ends.
    ///
    /// `None` takes it away.
    pub fn scheduled_end_time(self, scheduled_end_time: impl Into<Option<Timestamp>>) -> Self {
        self.set("scheduled_end_time", &scheduled_end_time.into())
    }

    /// When it starts.
    ///
    /// `None` takes it away.
    pub fn scheduled_start_time(self, scheduled_start_time: impl Into<Option<Timestamp>>) -> Self {
        self.set("scheduled_start_time", &scheduled_start_time.into())
    }
}

impl Request<CountGuildScheduledEventUsers> {
    /// Exceptions whose users are counted too: at most 10 of them.
    pub fn guild_scheduled_event_exception_ids(
        self,
        guild_scheduled_event_exception_ids: &[Id<marker::Generic>],
    ) -> Self {
        self.param("guild_scheduled_event_exception_ids", guild_scheduled_event_exception_ids)
    }
}

impl Request<ListGuildScheduledEventExceptionUsers> {
    /// Whether the answer holds the members.
    pub fn with_member(self, with_member: bool) -> Self {
        self.param("with_member", &with_member)
    }

    /// How many, at most: 1 to 100.
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
