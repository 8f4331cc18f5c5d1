//! Operations: guild onboarding.
// Written by `cargo run -p xtask -- generate`: change xtask, not this file.

use gateway_model::Id;
use gateway_model::guild::{Onboarding, OnboardingMode, WelcomeChannel, WelcomeScreen};
use gateway_model::id::marker;

use crate::answer::{Json, Maybe};
use crate::client::Client;
use crate::objects::{NewMemberWelcome, OnboardingPromptRequest};
use crate::request::Request;

operation! {
    /// Gets what new members of a guild are shown. `None` where nothing is set up.
    ///
    /// Requests of [`Client::guild_new_member_welcome`](crate::Client::guild_new_member_welcome): `GET /guilds/{guild_id}/new-member-welcome`.
    ///
    /// Docs: none but `get_guild_new_member_welcome` in Discord's [OpenAPI description](https://github.com/discord/discord-api-spec).
    ///
    /// # Example
    ///
    /// `client.guild_new_member_welcome(guild_id).await?`
    GetGuildNewMemberWelcome {
        name: "get_guild_new_member_welcome",
        route: GET "/guilds/{guild_id}/new-member-welcome",
        major_parameters: 1,
        authorization: Token,
        traits: [],
        needs_one_of: [],
        answer: Maybe<NewMemberWelcome>,
    }
}

operation! {
    /// Gets the onboarding of a guild.
    ///
    /// Requests of [`Client::guild_onboarding`](crate::Client::guild_onboarding): `GET /guilds/{guild_id}/onboarding`.
    ///
    /// Docs: [Get Guild Onboarding](https://docs.discord.com/developers/resources/guild#get-guild-onboarding).
    ///
    /// # Example
    ///
    /// `client.guild_onboarding(guild_id).await?`
    GetGuildsOnboarding {
        name: "get_guilds_onboarding",
        route: GET "/guilds/{guild_id}/onboarding",
        major_parameters: 1,
        authorization: Token,
        traits: [],
        needs_one_of: [],
        answer: Json<Onboarding>,
    }
}

operation! {
    /// Changes the onboarding of a guild.
    ///
    /// Requests of [`Client::modify_guild_onboarding`](crate::Client::modify_guild_onboarding): `PUT /guilds/{guild_id}/onboarding`.
    ///
    /// Docs: [Modify Guild Onboarding](https://docs.discord.com/developers/resources/guild#modify-guild-onboarding).
    ///
    /// # Example
    ///
    /// `client.modify_guild_onboarding(guild_id).default_channel_ids(default_channel_ids).reason("why").await?`
    ///
    /// # Setters
    ///
    /// Methods of [`Request<PutGuildsOnboarding>`](crate::Request#impl-Request%3CPutGuildsOnboarding%3E), beside those of every request.
    ///
    /// - `default_channel_ids`: channels that members get at once: at most 500 of them.
    /// - `enabled`: whether it is on.
    /// - `mode`: what counts towards a full onboarding. `None` takes it away.
    /// - `prompts`: what new members are asked: at most 15 of them.
    /// - [`reason`](crate::Request::reason): why it is done, for the audit log: at most 512 characters.
    PutGuildsOnboarding {
        name: "put_guilds_onboarding",
        route: PUT "/guilds/{guild_id}/onboarding",
        major_parameters: 1,
        authorization: Token,
        traits: [Audited],
        needs_one_of: [],
        answer: Json<Onboarding>,
    }
}

operation! {
    /// Gets the welcome screen of a guild.
    ///
    /// Requests of [`Client::guild_welcome_screen`](crate::Client::guild_welcome_screen): `GET /guilds/{guild_id}/welcome-screen`.
    ///
    /// Docs: [Get Guild Welcome Screen](https://docs.discord.com/developers/resources/guild#get-guild-welcome-screen).
    ///
    /// # Example
    ///
    /// `client.guild_welcome_screen(guild_id).await?`
    GetGuildWelcomeScreen {
        name: "get_guild_welcome_screen",
        route: GET "/guilds/{guild_id}/welcome-screen",
        major_parameters: 1,
        authorization: Token,
        traits: [],
        needs_one_of: [],
        answer: Json<WelcomeScreen>,
    }
}

operation! {
    /// Changes the welcome screen of a guild.
    ///
    /// Requests of [`Client::modify_guild_welcome_screen`](crate::Client::modify_guild_welcome_screen): `PATCH /guilds/{guild_id}/welcome-screen`.
    ///
    /// Docs: [Modify Guild Welcome Screen](https://docs.discord.com/developers/resources/guild#modify-guild-welcome-screen).
    ///
    /// # Example
    ///
    /// `client.modify_guild_welcome_screen(guild_id).description(description).reason("why").await?`
    ///
    /// # Setters
    ///
    /// Methods of [`Request<UpdateGuildWelcomeScreen>`](crate::Request#impl-Request%3CUpdateGuildWelcomeScreen%3E), beside those of every request.
    ///
    /// - `description`: description: at most 140 characters. `None` takes it away.
    /// - `enabled`: whether it is on.
    /// - `welcome_channels`: channels it shows: at most 5 of them.
    /// - [`reason`](crate::Request::reason): why it is done, for the audit log: at most 512 characters.
    UpdateGuildWelcomeScreen {
        name: "update_guild_welcome_screen",
        route: PATCH "/guilds/{guild_id}/welcome-screen",
        major_parameters: 1,
        authorization: Token,
        traits: [Audited],
        needs_one_of: [],
        answer: Json<WelcomeScreen>,
    }
}

impl Client {
    /// Gets what new members of a guild are shown. `None` where nothing is set up.
    ///
    /// Docs: none but `get_guild_new_member_welcome` in Discord's [OpenAPI description](https://github.com/discord/discord-api-spec).
    pub fn guild_new_member_welcome(
        &self,
        guild_id: Id<marker::Guild>,
    ) -> Request<GetGuildNewMemberWelcome> {
        Request::new(self, &[guild_id.into()])
    }

    /// Gets the onboarding of a guild.
    ///
    /// Docs: [Get Guild Onboarding](https://docs.discord.com/developers/resources/guild#get-guild-onboarding).
    pub fn guild_onboarding(&self, guild_id: Id<marker::Guild>) -> Request<GetGuildsOnboarding> {
        Request::new(self, &[guild_id.into()])
    }

    /// Changes the onboarding of a guild.
    ///
    /// The audit log shows the [`reason`](Request::reason).
    ///
    /// Docs: [Modify Guild Onboarding](https://docs.discord.com/developers/resources/guild#modify-guild-onboarding).
    pub fn modify_guild_onboarding(
        &self,
        guild_id: Id<marker::Guild>,
    ) -> Request<PutGuildsOnboarding> {
        Request::new(self, &[guild_id.into()]).with_fields()
    }

    /// Gets the welcome screen of a guild.
    ///
    /// Docs: [Get Guild Welcome Screen](https://docs.discord.com/developers/resources/guild#get-guild-welcome-screen).
    pub fn guild_welcome_screen(
        &self,
        guild_id: Id<marker::Guild>,
    ) -> Request<GetGuildWelcomeScreen> {
        Request::new(self, &[guild_id.into()])
    }

    /// Changes the welcome screen of a guild.
    ///
    /// The audit log shows the [`reason`](Request::reason).
    ///
    /// Docs: [Modify Guild Welcome Screen](https://docs.discord.com/developers/resources/guild#modify-guild-welcome-screen).
    pub fn modify_guild_welcome_screen(
        &self,
        guild_id: Id<marker::Guild>,
    ) -> Request<UpdateGuildWelcomeScreen> {
        Request::new(self, &[guild_id.into()]).with_fields()
    }
}

impl Request<PutGuildsOnboarding> {
    /// Channels that members get at once: at most 500 of them.
    pub fn default_channel_ids(self, default_channel_ids: &[Id<marker::Channel>]) -> Self {
        self.set("default_channel_ids", default_channel_ids)
    }

    /// Whether it is on.
    pub fn enabled(self, enabled: bool) -> Self {
        self.set("enabled", &enabled)
    }

    /// What counts towards a full onboarding.
    ///
    /// `None` takes it away.
    pub fn mode(self, mode: impl Into<Option<OnboardingMode>>) -> Self {
        self.set("mode", &mode.into())
    }

    /// What new members are asked: at most 15 of them.
    pub fn prompts(self, prompts: &[OnboardingPromptRequest]) -> Self {
        self.set("prompts", prompts)
    }
}

impl Request<UpdateGuildWelcomeScreen> {
    /// Description: at most 140 characters.
    ///
    /// `None` takes it away.
    pub fn description<'a>(self, description: impl Into<Option<&'a str>>) -> Self {
        self.set("description", &description.into())
    }

    /// Whether it is on.
    pub fn enabled(self, enabled: bool) -> Self {
        self.set("enabled", &enabled)
    }

    /// Channels it shows: at most 5 of them.
    pub fn welcome_channels(self, welcome_channels: &[WelcomeChannel]) -> Self {
        self.set("welcome_channels", welcome_channels)
    }
}
