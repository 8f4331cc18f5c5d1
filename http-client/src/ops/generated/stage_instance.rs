//! Operations: stage instance.
// Written by `cargo run -p xtask -- generate`: change xtask, not this file.

use gateway_model::Id;
use gateway_model::id::marker;
use gateway_model::stage_instance::{StageInstance, StagePrivacyLevel};

use crate::answer::{Empty, Json};
use crate::client::Client;
use crate::request::Request;

operation! {
    /// Starts a stage.
    ///
    /// Requests of [`Client::create_stage_instance`](crate::Client::create_stage_instance): `POST /stage-instances`.
    ///
    /// Docs: [Create Stage Instance](https://docs.discord.com/developers/resources/stage-instance#create-stage-instance).
    ///
    /// # Example
    ///
    /// `client.create_stage_instance(channel_id, topic).guild_scheduled_event_id(guild_scheduled_event_id).reason("why").await?`
    ///
    /// # Arguments
    ///
    /// Arguments of the method, in this order:
    ///
    /// - `channel_id`: the channel.
    /// - `topic`: topic: 1 to 120 characters.
    ///
    /// # Setters
    ///
    /// Methods of [`Request<CreateStageInstance>`](crate::Request#impl-Request%3CCreateStageInstance%3E), beside those of every request.
    ///
    /// - `guild_scheduled_event_id`: the scheduled event.
    /// - `privacy_level`: who can see it.
    /// - `send_start_notification`: whether everybody is notified.
    /// - [`reason`](crate::Request::reason): why it is done, for the audit log: at most 512 characters.
    CreateStageInstance {
        name: "create_stage_instance",
        route: POST "/stage-instances",
        major_parameters: 0,
        authorization: Token,
        traits: [Audited],
        needs_one_of: [],
        answer: Json<StageInstance>,
    }
}

operation! {
    /// Ends a stage.
    ///
    /// Requests of [`Client::delete_stage_instance`](crate::Client::delete_stage_instance): `DELETE /stage-instances/{channel_id}`.
    ///
    /// Docs: [Delete Stage Instance](https://docs.discord.com/developers/resources/stage-instance#delete-stage-instance).
    ///
    /// # Example
    ///
    /// `client.delete_stage_instance(channel_id).reason("why").await?`
    ///
    /// # Setters
    ///
    /// Beside those of every [`Request`](crate::Request):
    ///
    /// - [`reason`](crate::Request::reason): why it is done, for the audit log: at most 512 characters.
    DeleteStageInstance {
        name: "delete_stage_instance",
        route: DELETE "/stage-instances/{channel_id}",
        major_parameters: 0,
        authorization: Token,
        traits: [Audited],
        needs_one_of: [],
        answer: Empty,
    }
}

operation! {
    /// Gets the stage of a channel.
    ///
    /// Requests of [`Client::stage_instance`](crate::Client::stage_instance): `GET /stage-instances/{channel_id}`.
    ///
    /// Docs: [Get Stage Instance](https://docs.discord.com/developers/resources/stage-instance#get-stage-instance).
    ///
    /// # Example
    ///
    /// `client.stage_instance(channel_id).await?`
    GetStageInstance {
        name: "get_stage_instance",
        route: GET "/stage-instances/{channel_id}",
        major_parameters: 0,
        authorization: Token,
        traits: [],
        needs_one_of: [],
        answer: Json<StageInstance>,
    }
}

operation! {
    /// Changes a stage.
    ///
    /// Requests of [`Client::modify_stage_instance`](crate::Client::modify_stage_instance): `PATCH /stage-instances/{channel_id}`.
    ///
    /// Docs: [Modify Stage Instance](https://docs.discord.com/developers/resources/stage-instance#modify-stage-instance).
    ///
    /// # Example
    ///
    /// `client.modify_stage_instance(channel_id).privacy_level(privacy_level).reason("why").await?`
    ///
    /// # Setters
    ///
    /// Methods of [`Request<UpdateStageInstance>`](crate::Request#impl-Request%3CUpdateStageInstance%3E), beside those of every request.
    ///
    /// - `privacy_level`: who can see it.
    /// - `topic`: topic: 1 to 120 characters.
    /// - [`reason`](crate::Request::reason): why it is done, for the audit log: at most 512 characters.
    UpdateStageInstance {
        name: "update_stage_instance",
        route: PATCH "/stage-instances/{channel_id}",
        major_parameters: 0,
        authorization: Token,
        traits: [Audited],
        needs_one_of: [],
        answer: Json<StageInstance>,
    }
}

impl Client {
    /// Starts a stage.
    ///
    /// The audit log shows the [`reason`](Request::reason).
    ///
    /// Docs: [Create Stage Instance](https://docs.discord.com/developers/resources/stage-instance#create-stage-instance).
    ///
    /// - `channel_id`: the channel.
    /// - `topic`: topic: 1 to 120 characters.
    pub fn create_stage_instance(
        &self,
        channel_id: Id<marker::Channel>,
        topic: impl AsRef<str>,
    ) -> Request<CreateStageInstance> {
        Request::new(self, &[])
            .with_fields()
            .set("channel_id", &channel_id)
            .set("topic", topic.as_ref())
    }

    /// Ends a stage.
    ///
    /// The audit log shows the [`reason`](Request::reason).
    ///
    /// Docs: [Delete Stage Instance](https://docs.discord.com/developers/resources/stage-instance#delete-stage-instance).
    pub fn delete_stage_instance(
        &self,
        channel_id: Id<marker::Channel>,
    ) -> Request<DeleteStageInstance> {
        Request::new(self, &[channel_id.into()])
    }

    /// Gets the stage of a channel.
    ///
    /// Docs: [Get Stage Instance](https://docs.discord.com/developers/resources/stage-instance#get-stage-instance).
    pub fn stage_instance(&self, channel_id: Id<marker::Channel>) -> Request<GetStageInstance> {
        Request::new(self, &[channel_id.into()])
    }

    /// Changes a stage.
    ///
    /// The audit log shows the [`reason`](Request::reason).
    ///
    /// Docs: [Modify Stage Instance](https://docs.discord.com/developers/resources/stage-instance#modify-stage-instance).
    pub fn modify_stage_instance(
        &self,
        channel_id: Id<marker::Channel>,
    ) -> Request<UpdateStageInstance> {
        Request::new(self, &[channel_id.into()]).with_fields()
    }
}

impl Request<CreateStageInstance> {
    /// The scheduled event.
    pub fn guild_scheduled_event_id(
        self,
        guild_scheduled_event_id: Id<marker::ScheduledEvent>,
    ) -> Self {
        self.set("guild_scheduled_event_id", &guild_scheduled_event_id)
    }

    /// Who can see it.
    pub fn privacy_level(self, privacy_level: StagePrivacyLevel) -> Self {
        self.set("privacy_level", &privacy_level)
    }

    /// Whether everybody is notified.
    pub fn send_start_notification(self, send_start_notification: bool) -> Self {
        self.set("send_start_notification", &send_start_notification)
    }
}

impl Request<UpdateStageInstance> {
    /// Who can see it.
    pub fn privacy_level(self, privacy_level: StagePrivacyLevel) -> Self {
        self.set("privacy_level", &privacy_level)
    }

    /// Topic: 1 to 120 characters.
    pub fn topic(self, topic: impl AsRef<str>) -> Self {
        self.set("topic", topic.as_ref())
    }
}
