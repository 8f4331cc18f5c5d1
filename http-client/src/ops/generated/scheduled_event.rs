//! Operations: scheduled event.
// Written by `cargo run -p xtask -- generate`: change xtask, not this file.

use gateway_model::guild::{
    RecurrenceRule, ScheduledEvent, ScheduledEventEntityKind, ScheduledEventEntityMetadata,
    ScheduledEventPrivacyLevel, ScheduledEventStatus, ScheduledEventUser,
};
use gateway_model::id::marker;
use gateway_model::{Id, Timestamp};

use crate::answer::{Empty, Json, List};
use crate::client::Client;
use crate::request::Request;
use crate::upload::DataUri;

operation! {
    /// Lists the scheduled events of a guild.
    ///
    /// Requests of [`Client::guild_scheduled_events`](crate::Client::guild_scheduled_events): `GET /guilds/{guild_id}/scheduled-events`.
    ///
    /// Docs: [List Scheduled Events for Guild](https://docs.discord.com/developers/resources/guild-scheduled-event#list-scheduled-events-for-guild).
    ///
    /// # Example
    ///
    /// `client.guild_scheduled_events(guild_id).with_user_count(with_user_count).await?`
    ///
    /// # Setters
    ///
    /// Methods of [`Request<ListGuildScheduledEvents>`](crate::Request#impl-Request%3CListGuildScheduledEvents%3E), beside those of every request.
    ///
    /// - `with_user_count`: whether the answer counts who is interested.
    ListGuildScheduledEvents {
        name: "list_guild_scheduled_events",
        route: GET "/guilds/{guild_id}/scheduled-events",
        major_parameters: 1,
        authorization: Token,
        traits: [],
        needs_one_of: [],
        answer: List<ScheduledEvent>,
    }
}

operation! {
    /// Creates a scheduled event.
    ///
    /// Requests of [`Client::create_guild_scheduled_event`](crate::Client::create_guild_scheduled_event): `POST /guilds/{guild_id}/scheduled-events`.
    ///
    /// Docs: [Create Guild Scheduled Event](https://docs.discord.com/developers/resources/guild-scheduled-event#create-guild-scheduled-event).
    ///
    /// # Setters
    ///
    /// Methods of [`Request<CreateGuildScheduledEvent>`](crate::Request#impl-Request%3CCreateGuildScheduledEvent%3E), beside those of every request.
    ///
    /// - `description`: description: at most 1000 characters.
    /// - `image`: image.
    /// - `recurrence_rule`: how it recurs.
    /// - `scheduled_end_time`: when it ends.
    /// - [`reason`](crate::Request::reason): why it is done, for the audit log: at most 512 characters.
    CreateGuildScheduledEvent {
        name: "create_guild_scheduled_event",
        route: POST "/guilds/{guild_id}/scheduled-events",
        major_parameters: 1,
        authorization: Token,
        traits: [Audited],
        needs_one_of: [],
        answer: Json<ScheduledEvent>,
    }
}

operation! {
    /// Deletes a scheduled event.
    ///
    /// Requests of [`Client::delete_guild_scheduled_event`](crate::Client::delete_guild_scheduled_event): `DELETE /guilds/{guild_id}/scheduled-events/{guild_scheduled_event_id}`.
    ///
    /// Docs: [Delete Guild Scheduled Event](https://docs.discord.com/developers/resources/guild-scheduled-event#delete-guild-scheduled-event).
    ///
    /// # Example
    ///
    /// `client.delete_guild_scheduled_event(guild_id, guild_scheduled_event_id).await?`
    DeleteGuildScheduledEvent {
        name: "delete_guild_scheduled_event",
        route: DELETE "/guilds/{guild_id}/scheduled-events/{guild_scheduled_event_id}",
        major_parameters: 1,
        authorization: Token,
        traits: [],
        needs_one_of: [],
        answer: Empty,
    }
}

operation! {
    /// Gets a scheduled event.
    ///
    /// Requests of [`Client::guild_scheduled_event`](crate::Client::guild_scheduled_event): `GET /guilds/{guild_id}/scheduled-events/{guild_scheduled_event_id}`.
    ///
    /// Docs: [Get Guild Scheduled Event](https://docs.discord.com/developers/resources/guild-scheduled-event#get-guild-scheduled-event).
    ///
    /// # Example
    ///
    /// `client.guild_scheduled_event(guild_id, guild_scheduled_event_id).with_user_count(with_user_count).await?`
    ///
    /// # Setters
    ///
    /// Methods of [`Request<GetGuildScheduledEvent>`](crate::Request#impl-Request%3CGetGuildScheduledEvent%3E), beside those of every request.
    ///
    /// - `with_user_count`: whether the answer counts who is interested.
    GetGuildScheduledEvent {
        name: "get_guild_scheduled_event",
        route: GET "/guilds/{guild_id}/scheduled-events/{guild_scheduled_event_id}",
        major_parameters: 1,
        authorization: Token,
        traits: [],
        needs_one_of: [],
        answer: Json<ScheduledEvent>,
    }
}

operation! {
    /// Changes a scheduled event, or starts, ends or cancels it by its status.
    ///
    /// Requests of [`Client::modify_guild_scheduled_event`](crate::Client::modify_guild_scheduled_event): `PATCH /guilds/{guild_id}/scheduled-events/{guild_scheduled_event_id}`.
    ///
    /// Docs: [Modify Guild Scheduled Event](https://docs.discord.com/developers/resources/guild-scheduled-event#modify-guild-scheduled-event).
    ///
    /// # Example
    ///
    /// `client.modify_guild_scheduled_event(guild_id, guild_scheduled_event_id).channel_id(channel_id).reason("why").await?`
    ///
    /// # Setters
    ///
    /// Methods of [`Request<UpdateGuildScheduledEvent>`](crate::Request#impl-Request%3CUpdateGuildScheduledEvent%3E), beside those of every request.
    ///
    /// - `channel_id`: voice or stage channel; none for an event elsewhere. `None` takes it away.
    /// - `description`: description: at most 1000 characters. `None` takes it away.
    /// - `entity_metadata`: more of the place; needed for an event elsewhere.
    /// - `entity_type`: where it takes place. `None` takes it away.
    /// - `image`: image. `None` takes it away.
    /// - `name`: name: at most 100 characters.
    /// - `privacy_level`: who can see it.
    /// - `recurrence_rule`: how it recurs. `None` takes it away.
    /// - `scheduled_end_time`: when it ends. `None` takes it away.
    /// - `scheduled_start_time`: when it starts.
    /// - `status`: state: started, ended, cancelled. `None` takes it away.
    /// - [`reason`](crate::Request::reason): why it is done, for the audit log: at most 512 characters.
    UpdateGuildScheduledEvent {
        name: "update_guild_scheduled_event",
        route: PATCH "/guilds/{guild_id}/scheduled-events/{guild_scheduled_event_id}",
        major_parameters: 1,
        authorization: Token,
        traits: [Audited],
        needs_one_of: [],
        answer: Json<ScheduledEvent>,
    }
}

operation! {
    /// Lists who is interested in an event, one page at a time.
    ///
    /// Requests of [`Client::guild_scheduled_event_users`](crate::Client::guild_scheduled_event_users): `GET /guilds/{guild_id}/scheduled-events/{guild_scheduled_event_id}/users`.
    ///
    /// Docs: [Get Guild Scheduled Event Users](https://docs.discord.com/developers/resources/guild-scheduled-event#get-guild-scheduled-event-users).
    ///
    /// # Example
    ///
    /// `client.guild_scheduled_event_users(guild_id, guild_scheduled_event_id).with_member(with_member).await?`
    ///
    /// # Setters
    ///
    /// Methods of [`Request<ListGuildScheduledEventUsers>`](crate::Request#impl-Request%3CListGuildScheduledEventUsers%3E), beside those of every request.
    ///
    /// - `with_member`: whether the answer holds the members.
    /// - `limit`: how many, at most: 1 to 100.
    /// - `before`: only those before this id.
    /// - `after`: only those after this id.
    ListGuildScheduledEventUsers {
        name: "list_guild_scheduled_event_users",
        route: GET "/guilds/{guild_id}/scheduled-events/{guild_scheduled_event_id}/users",
        major_parameters: 1,
        authorization: Token,
        traits: [],
        needs_one_of: [],
        answer: List<ScheduledEventUser>,
    }
}

impl Client {
    /// Lists the scheduled events of a guild.
    ///
    /// Docs: [List Scheduled Events for Guild](https://docs.discord.com/developers/resources/guild-scheduled-event#list-scheduled-events-for-guild).
    pub fn guild_scheduled_events(
        &self,
        guild_id: Id<marker::Guild>,
    ) -> Request<ListGuildScheduledEvents> {
        Request::new(self, &[guild_id.into()])
    }

    /// Deletes a scheduled event.
    ///
    /// Docs: [Delete Guild Scheduled Event](https://docs.discord.com/developers/resources/guild-scheduled-event#delete-guild-scheduled-event).
    pub fn delete_guild_scheduled_event(
        &self,
        guild_id: Id<marker::Guild>,
        guild_scheduled_event_id: Id<marker::ScheduledEvent>,
    ) -> Request<DeleteGuildScheduledEvent> {
        Request::new(self, &[guild_id.into(), guild_scheduled_event_id.into()])
    }

    /// Gets a scheduled event.
    ///
    /// Docs: [Get Guild Scheduled Event](https://docs.discord.com/developers/resources/guild-scheduled-event#get-guild-scheduled-event).
    pub fn guild_scheduled_event(
        &self,
        guild_id: Id<marker::Guild>,
        guild_scheduled_event_id: Id<marker::ScheduledEvent>,
    ) -> Request<GetGuildScheduledEvent> {
        Request::new(self, &[guild_id.into(), guild_scheduled_event_id.into()])
    }

    /// Changes a scheduled event, or starts, ends or cancels it by its status.
    ///
    /// The audit log shows the [`reason`](Request::reason).
    ///
    /// Docs: [Modify Guild Scheduled Event](https://docs.discord.com/developers/resources/guild-scheduled-event#modify-guild-scheduled-event).
    pub fn modify_guild_scheduled_event(
        &self,
        guild_id: Id<marker::Guild>,
        guild_scheduled_event_id: Id<marker::ScheduledEvent>,
    ) -> Request<UpdateGuildScheduledEvent> {
        Request::new(self, &[guild_id.into(), guild_scheduled_event_id.into()]).with_fields()
    }

    /// Lists who is interested in an event, one page at a time.
    ///
    /// Docs: [Get Guild Scheduled Event Users](https://docs.discord.com/developers/resources/guild-scheduled-event#get-guild-scheduled-event-users).
    pub fn guild_scheduled_event_users(
        &self,
        guild_id: Id<marker::Guild>,
        guild_scheduled_event_id: Id<marker::ScheduledEvent>,
    ) -> Request<ListGuildScheduledEventUsers> {
        Request::new(self, &[guild_id.into(), guild_scheduled_event_id.into()])
    }
}

impl Request<ListGuildScheduledEvents> {
    /// Whether the answer counts who is interested.
    pub fn with_user_count(self, with_user_count: bool) -> Self {
        self.param("with_user_count", &with_user_count)
    }
}

impl Request<CreateGuildScheduledEvent> {
    /// Description: at most 1000 characters.
    pub fn description(self, description: impl AsRef<str>) -> Self {
        self.set("description", description.as_ref())
    }

    /// Image.
    pub fn image(self, image: &DataUri) -> Self {
        self.set("image", image)
    }

    /// How it recurs.
    pub fn recurrence_rule(self, recurrence_rule: &RecurrenceRule) -> Self {
        self.set("recurrence_rule", recurrence_rule)
    }

    /// When it ends.
    pub fn scheduled_end_time(self, scheduled_end_time: Timestamp) -> Self {
        self.set("scheduled_end_time", &scheduled_end_time)
    }
}

impl Request<GetGuildScheduledEvent> {
    /// Whether the answer counts who is interested.
    pub fn with_user_count(self, with_user_count: bool) -> Self {
        self.param("with_user_count", &with_user_count)
    }
}

impl Request<UpdateGuildScheduledEvent> {
    /// Voice or stage channel; none for an event elsewhere.
    ///
    /// `None` takes it away.
    pub fn channel_id(self, channel_id: impl Into<Option<Id<marker::Channel>>>) -> Self {
        self.set("channel_id", &channel_id.into())
    }

    /// Description: at most 1000 characters.
    ///
    /// `None` takes it away.
    pub fn description<'a>(self, description: impl Into<Option<&'a str>>) -> Self {
        self.set("description", &description.into())
    }

    /// More of the place; needed for an event elsewhere.
    pub fn entity_metadata(self, entity_metadata: &ScheduledEventEntityMetadata) -> Self {
        self.set("entity_metadata", entity_metadata)
    }

    /// Where it takes place.
    ///
    /// `None` takes it away.
    pub fn entity_type(self, entity_type: impl Into<Option<ScheduledEventEntityKind>>) -> Self {
        self.set("entity_type", &entity_type.into())
    }

    /// Image.
    ///
    /// `None` takes it away.
    pub fn image<'a>(self, image: impl Into<Option<&'a DataUri>>) -> Self {
        self.set("image", &image.into())
    }

    /// Name: at most 100 characters.
    pub fn name(self, name: impl AsRef<str>) -> Self {
        self.set("name", name.as_ref())
    }

    /// Who can see it.
    pub fn privacy_level(self, privacy_level: ScheduledEventPrivacyLevel) -> Self {
        self.set("privacy_level", &privacy_level)
    }

    /// How it recurs.
    ///
    /// `None` takes it away.
    pub fn recurrence_rule<'a>(
        self,
        recurrence_rule: impl Into<Option<&'a RecurrenceRule>>,
    ) -> Self {
        self.set("recurrence_rule", &recurrence_rule.into())
    }

    /// When it ends.
    ///
    /// `None` takes it away.
    pub fn scheduled_end_time(self, scheduled_end_time: impl Into<Option<Timestamp>>) -> Self {
        self.set("scheduled_end_time", &scheduled_end_time.into())
    }

    /// When it starts.
    pub fn scheduled_start_time(self, scheduled_start_time: Timestamp) -> Self {
        self.set("scheduled_start_time", &scheduled_start_time)
    }

    /// State: started, ended, cancelled.
    ///
    /// `None` takes it away.
    pub fn status(self, status: impl Into<Option<ScheduledEventStatus>>) -> Self {
        self.set("status", &status.into())
    }
}

impl Request<ListGuildScheduledEventUsers> {
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
