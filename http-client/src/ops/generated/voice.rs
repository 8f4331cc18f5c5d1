//! Operations: voice.
// Written by `cargo run -p xtask -- generate`: change xtask, not this file.

use gateway_model::id::marker;
use gateway_model::voice::{VoiceRegion, VoiceState};
use gateway_model::{Id, Timestamp};

use crate::answer::{Empty, Json, List};
use crate::client::Client;
use crate::request::Request;

operation! {
    /// Sets the status line of a voice channel.
    ///
    /// Requests of [`Client::set_voice_channel_status`](crate::Client::set_voice_channel_status): `PUT /channels/{channel_id}/voice-status`.
    ///
    /// Docs: [Set Voice Channel Status](https://docs.discord.com/developers/resources/channel#set-voice-channel-status).
    ///
    /// # Example
    ///
    /// `client.set_voice_channel_status(channel_id).status(status).reason("why").await?`
    ///
    /// # Setters
    ///
    /// Methods of [`Request<UpdateVoiceChannelStatus>`](crate::Request#impl-Request%3CUpdateVoiceChannelStatus%3E), beside those of every request.
    ///
    /// - `status`: the status line; none takes it away: at most 500 characters. `None` takes it away.
    /// - [`reason`](crate::Request::reason): why it is done, for the audit log: at most 512 characters.
    UpdateVoiceChannelStatus {
        name: "update_voice_channel_status",
        route: PUT "/channels/{channel_id}/voice-status",
        major_parameters: 1,
        authorization: Token,
        traits: [Audited],
        needs_one_of: [],
        answer: Empty,
    }
}

operation! {
    /// Lists the voice regions of a guild, VIP ones included.
    ///
    /// Requests of [`Client::guild_voice_regions`](crate::Client::guild_voice_regions): `GET /guilds/{guild_id}/regions`.
    ///
    /// Docs: [Get Guild Voice Regions](https://docs.discord.com/developers/resources/guild#get-guild-voice-regions).
    ///
    /// # Example
    ///
    /// `client.guild_voice_regions(guild_id).await?`
    ListGuildVoiceRegions {
        name: "list_guild_voice_regions",
        route: GET "/guilds/{guild_id}/regions",
        major_parameters: 1,
        authorization: Token,
        traits: [],
        needs_one_of: [],
        answer: List<VoiceRegion>,
    }
}

operation! {
    /// Gets the bot's voice state in a guild.
    ///
    /// Requests of [`Client::current_user_voice_state`](crate::Client::current_user_voice_state): `GET /guilds/{guild_id}/voice-states/@me`.
    ///
    /// Docs: [Get Current User Voice State](https://docs.discord.com/developers/resources/voice#get-current-user-voice-state).
    ///
    /// # Example
    ///
    /// `client.current_user_voice_state(guild_id).await?`
    GetSelfVoiceState {
        name: "get_self_voice_state",
        route: GET "/guilds/{guild_id}/voice-states/@me",
        major_parameters: 1,
        authorization: Token,
        traits: [],
        needs_one_of: [],
        answer: Json<VoiceState>,
    }
}

operation! {
    /// Changes the bot's voice state on a stage.
    ///
    /// Requests of [`Client::modify_current_user_voice_state`](crate::Client::modify_current_user_voice_state): `PATCH /guilds/{guild_id}/voice-states/@me`.
    ///
    /// Docs: [Modify Current User Voice State](https://docs.discord.com/developers/resources/voice#modify-current-user-voice-state).
    ///
    /// # Example
    ///
    /// `client.modify_current_user_voice_state(guild_id).channel_id(channel_id).await?`
    ///
    /// # Setters
    ///
    /// Methods of [`Request<UpdateSelfVoiceState>`](crate::Request#impl-Request%3CUpdateSelfVoiceState%3E), beside those of every request.
    ///
    /// - `channel_id`: stage channel the bot is in. `None` takes it away.
    /// - `request_to_speak_timestamp`: when the bot asks to speak. `None` takes it away.
    /// - `suppress`: whether they are only listening.
    UpdateSelfVoiceState {
        name: "update_self_voice_state",
        route: PATCH "/guilds/{guild_id}/voice-states/@me",
        major_parameters: 1,
        authorization: Token,
        traits: [],
        needs_one_of: [],
        answer: Empty,
    }
}

operation! {
    /// Gets a user's voice state in a guild.
    ///
    /// Requests of [`Client::user_voice_state`](crate::Client::user_voice_state): `GET /guilds/{guild_id}/voice-states/{user_id}`.
    ///
    /// Docs: [Get User Voice State](https://docs.discord.com/developers/resources/voice#get-user-voice-state).
    ///
    /// # Example
    ///
    /// `client.user_voice_state(guild_id, user_id).await?`
    GetVoiceState {
        name: "get_voice_state",
        route: GET "/guilds/{guild_id}/voice-states/{user_id}",
        major_parameters: 1,
        authorization: Token,
        traits: [],
        needs_one_of: [],
        answer: Json<VoiceState>,
    }
}

operation! {
    /// Changes a user's voice state on a stage.
    ///
    /// Requests of [`Client::modify_user_voice_state`](crate::Client::modify_user_voice_state): `PATCH /guilds/{guild_id}/voice-states/{user_id}`.
    ///
    /// Docs: [Modify User Voice State](https://docs.discord.com/developers/resources/voice#modify-user-voice-state).
    ///
    /// # Example
    ///
    /// `client.modify_user_voice_state(guild_id, user_id).channel_id(channel_id).await?`
    ///
    /// # Setters
    ///
    /// Methods of [`Request<UpdateVoiceState>`](crate::Request#impl-Request%3CUpdateVoiceState%3E), beside those of every request.
    ///
    /// - `channel_id`: stage channel the user is in. `None` takes it away.
    /// - `suppress`: whether they are only listening.
    UpdateVoiceState {
        name: "update_voice_state",
        route: PATCH "/guilds/{guild_id}/voice-states/{user_id}",
        major_parameters: 1,
        authorization: Token,
        traits: [],
        needs_one_of: [],
        answer: Empty,
    }
}

operation! {
    /// Lists the voice regions that can be used for a channel.
    ///
    /// Requests of [`Client::voice_regions`](crate::Client::voice_regions): `GET /voice/regions`.
    ///
    /// Docs: [List Voice Regions](https://docs.discord.com/developers/resources/voice#list-voice-regions).
    ///
    /// # Example
    ///
    /// `client.voice_regions().await?`
    ListVoiceRegions {
        name: "list_voice_regions",
        route: GET "/voice/regions",
        major_parameters: 0,
        authorization: Token,
        traits: [],
        needs_one_of: [],
        answer: List<VoiceRegion>,
    }
}

impl Client {
    /// Sets the status line of a voice channel.
    ///
    /// The audit log shows the [`reason`](Request::reason).
    ///
    /// Docs: [Set Voice Channel Status](https://docs.discord.com/developers/resources/channel#set-voice-channel-status).
    pub fn set_voice_channel_status(
        &self,
        channel_id: Id<marker::Channel>,
    ) -> Request<UpdateVoiceChannelStatus> {
        Request::new(self, &[channel_id.into()]).with_fields()
    }

    /// Lists the voice regions of a guild, VIP ones included.
    ///
    /// Docs: [Get Guild Voice Regions](https://docs.discord.com/developers/resources/guild#get-guild-voice-regions).
    pub fn guild_voice_regions(
        &self,
        guild_id: Id<marker::Guild>,
    ) -> Request<ListGuildVoiceRegions> {
        Request::new(self, &[guild_id.into()])
    }

    /// Gets the bot's voice state in a guild.
    ///
    /// Docs: [Get Current User Voice State](https://docs.discord.com/developers/resources/voice#get-current-user-voice-state).
    pub fn current_user_voice_state(
        &self,
        guild_id: Id<marker::Guild>,
    ) -> Request<GetSelfVoiceState> {
        Request::new(self, &[guild_id.into()])
    }

    /// Changes the bot's voice state on a stage.
    ///
    /// Docs: [Modify Current User Voice State](https://docs.discord.com/developers/resources/voice#modify-current-user-voice-state).
    pub fn modify_current_user_voice_state(
        &self,
        guild_id: Id<marker::Guild>,
    ) -> Request<UpdateSelfVoiceState> {
        Request::new(self, &[guild_id.into()]).with_fields()
    }

    /// Gets a user's voice state in a guild.
    ///
    /// Docs: [Get User Voice State](https://docs.discord.com/developers/resources/voice#get-user-voice-state).
    pub fn user_voice_state(
        &self,
        guild_id: Id<marker::Guild>,
        user_id: Id<marker::User>,
    ) -> Request<GetVoiceState> {
        Request::new(self, &[guild_id.into(), user_id.into()])
    }

    /// Changes a user's voice state on a stage.
    ///
    /// Docs: [Modify User Voice State](https://docs.discord.com/developers/resources/voice#modify-user-voice-state).
    pub fn modify_user_voice_state(
        &self,
        guild_id: Id<marker::Guild>,
        user_id: Id<marker::User>,
    ) -> Request<UpdateVoiceState> {
        Request::new(self, &[guild_id.into(), user_id.into()]).with_fields()
    }

    /// Lists the voice regions that can be used for a channel.
    ///
    /// Docs: [List Voice Regions](https://docs.discord.com/developers/resources/voice#list-voice-regions).
    pub fn voice_regions(&self) -> Request<ListVoiceRegions> {
        Request::new(self, &[])
    }
}

impl Request<UpdateVoiceChannelStatus> {
    /// The status line; none takes it away: at most 500 characters.
    ///
    /// `None` takes it away.
    pub fn status<'a>(self, status: impl Into<Option<&'a str>>) -> Self {
        self.set("status", &status.into())
    }
}

impl Request<UpdateSelfVoiceState> {
    /// Stage channel the bot is in.
    ///
    /// `None` takes it away.
    pub fn channel_id(self, channel_id: impl Into<Option<Id<marker::Channel>>>) -> Self {
        self.set("channel_id", &channel_id.into())
    }

    /// When the bot asks to speak.
    ///
    /// `None` takes it away.
    pub fn request_to_speak_timestamp(
        self,
        request_to_speak_timestamp: impl Into<Option<Timestamp>>,
    ) -> Self {
        self.set("request_to_speak_timestamp", &request_to_speak_timestamp.into())
    }

    /// Whether they are only listening.
    pub fn suppress(self, suppress: bool) -> Self {
        self.set("suppress", &suppress)
    }
}

impl Request<UpdateVoiceState> {
    /// Stage channel the user is in.
    ///
    /// `None` takes it away.
    pub fn channel_id(self, channel_id: impl Into<Option<Id<marker::Channel>>>) -> Self {
        self.set("channel_id", &channel_id.into())
    }

    /// Whether they are only listening.
    pub fn suppress(self, suppress: bool) -> Self {
        self.set("suppress", &suppress)
    }
}
