//! Operations: guild.
// Written by `cargo run -p xtask -- generate`: change xtask, not this file.

use gateway_model::guild::{
    DefaultMessageNotificationLevel, ExplicitContentFilterLevel, Guild, GuildFeature, GuildPreview,
    IncidentsData, Integration, SystemChannelFlags, VerificationLevel,
};
use gateway_model::id::marker;
use gateway_model::locale::Locale;
use gateway_model::{Id, Timestamp};

use crate::answer::{Empty, Json, List};
use crate::client::Client;
use crate::request::Request;
use crate::upload::DataUri;

operation! {
    /// Gets a guild.
    ///
    /// Requests of [`Client::guild`](crate::Client::guild): `GET /guilds/{guild_id}`.
    ///
    /// Docs: [Get Guild](https://docs.discord.com/developers/resources/guild#get-guild).
    ///
    /// # Example
    ///
    /// `client.guild(guild_id).with_counts(with_counts).await?`
    ///
    /// # Setters
    ///
    /// Methods of [`Request<GetGuild>`](crate::Request#impl-Request%3CGetGuild%3E), beside those of every request.
    ///
    /// - `with_counts`: whether the answer counts members and those online.
    GetGuild {
        name: "get_guild",
        route: GET "/guilds/{guild_id}",
        major_parameters: 1,
        authorization: Token,
        traits: [],
        needs_one_of: [],
        answer: Json<Guild>,
    }
}

operation! {
    /// Changes a guild.
    ///
    /// Requests of [`Client::modify_guild`](crate::Client::modify_guild): `PATCH /guilds/{guild_id}`.
    ///
    /// Docs: [Modify Guild](https://docs.discord.com/developers/resources/guild#modify-guild).
    ///
    /// # Example
    ///
    /// `client.modify_guild(guild_id).afk_channel_id(afk_channel_id).reason("why").await?`
    ///
    /// # Setters
    ///
    /// Methods of [`Request<UpdateGuild>`](crate::Request#impl-Request%3CUpdateGuild%3E), beside those of every request.
    ///
    /// - `afk_channel_id`: voice channel that idle members are moved to. `None` takes it away.
    /// - `afk_timeout`: seconds after which members are idle: 60, 300, 900, 1800 or 3600. `None` takes it away.
    /// - `banner`: banner. `None` takes it away.
    /// - `default_message_notifications`: which messages notify. `None` takes it away.
    /// - `description`: description: at most 300 characters. `None` takes it away.
    /// - `discovery_splash`: picture in the discovery. `None` takes it away.
    /// - `explicit_content_filter`: whose media are scanned. `None` takes it away.
    /// - `features`: features of the guild that can be changed: at most 1521 of them.
    /// - `home_header`: header of the guild's home. `None` takes it away.
    /// - `icon`: icon. `None` takes it away.
    /// - `name`: name: 2 to 100 characters.
    /// - `preferred_locale`: locale of a community. `None` takes it away.
    /// - `premium_progress_bar_enabled`: whether the progress of boosts is shown.
    /// - `public_updates_channel_id`: channel for notices to moderators. `None` takes it away.
    /// - `region`: voice region; deprecated. `None` takes it away.
    /// - `rules_channel_id`: channel with the rules. `None` takes it away.
    /// - `safety_alerts_channel_id`: channel for safety alerts. `None` takes it away.
    /// - `splash`: picture behind invites. `None` takes it away.
    /// - `system_channel_flags`: which notices are not sent. `None` takes it away.
    /// - `system_channel_id`: channel for welcome and boost notices. `None` takes it away.
    /// - `verification_level`: what members must have to write. `None` takes it away.
    /// - [`reason`](crate::Request::reason): why it is done, for the audit log: at most 512 characters.
    UpdateGuild {
        name: "update_guild",
        route: PATCH "/guilds/{guild_id}",
        major_parameters: 1,
        authorization: Token,
        traits: [Audited],
        needs_one_of: [],
        answer: Json<Guild>,
    }
}

operation! {
    /// Stops invites or direct messages in a guild for a time, or lets them go on.
    ///
    /// Requests of [`Client::modify_guild_incident_actions`](crate::Client::modify_guild_incident_actions): `PUT /guilds/{guild_id}/incident-actions`.
    ///
    /// Docs: [Modify Guild Incident Actions](https://docs.discord.com/developers/resources/guild#modify-guild-incident-actions).
    ///
    /// # Example
    ///
    /// `client.modify_guild_incident_actions(guild_id).dms_disabled_until(dms_disabled_until).await?`
    ///
    /// # Setters
    ///
    /// Methods of [`Request<UpdateGuildIncidentActions>`](crate::Request#impl-Request%3CUpdateGuildIncidentActions%3E), beside those of every request.
    ///
    /// - `dms_disabled_until`: until when members cannot send each other direct messages, at most a day from now. `None` takes it away.
    /// - `invites_disabled_until`: until when nobody can join by an invite, at most a day from now. `None` takes it away.
    UpdateGuildIncidentActions {
        name: "update_guild_incident_actions",
        route: PUT "/guilds/{guild_id}/incident-actions",
        major_parameters: 1,
        authorization: Token,
        traits: [],
        needs_one_of: [],
        answer: Json<IncidentsData>,
    }
}

operation! {
    /// Lists the integrations of a guild.
    ///
    /// Requests of [`Client::guild_integrations`](crate::Client::guild_integrations): `GET /guilds/{guild_id}/integrations`.
    ///
    /// Docs: [Get Guild Integrations](https://docs.discord.com/developers/resources/guild#get-guild-integrations).
    ///
    /// # Example
    ///
    /// `client.guild_integrations(guild_id).await?`
    ListGuildIntegrations {
        name: "list_guild_integrations",
        route: GET "/guilds/{guild_id}/integrations",
        major_parameters: 1,
        authorization: Token,
        traits: [],
        needs_one_of: [],
        answer: List<Integration>,
    }
}

operation! {
    /// Deletes an integration, its webhooks, and kicks its bot.
    ///
    /// Requests of [`Client::delete_guild_integration`](crate::Client::delete_guild_integration): `DELETE /guilds/{guild_id}/integrations/{integration_id}`.
    ///
    /// Docs: [Delete Guild Integration](https://docs.discord.com/developers/resources/guild#delete-guild-integration).
    ///
    /// # Example
    ///
    /// `client.delete_guild_integration(guild_id, integration_id).reason("why").await?`
    ///
    /// # Setters
    ///
    /// Beside those of every [`Request`](crate::Request):
    ///
    /// - [`reason`](crate::Request::reason): why it is done, for the audit log: at most 512 characters.
    DeleteGuildIntegration {
        name: "delete_guild_integration",
        route: DELETE "/guilds/{guild_id}/integrations/{integration_id}",
        major_parameters: 1,
        authorization: Token,
        traits: [Audited],
        needs_one_of: [],
        answer: Empty,
    }
}

operation! {
    /// Gets what anybody may know of a guild that can be discovered.
    ///
    /// Requests of [`Client::guild_preview`](crate::Client::guild_preview): `GET /guilds/{guild_id}/preview`.
    ///
    /// Docs: [Get Guild Preview](https://docs.discord.com/developers/resources/guild#get-guild-preview).
    ///
    /// # Example
    ///
    /// `client.guild_preview(guild_id).await?`
    GetGuildPreview {
        name: "get_guild_preview",
        route: GET "/guilds/{guild_id}/preview",
        major_parameters: 1,
        authorization: Token,
        traits: [],
        needs_one_of: [],
        answer: Json<GuildPreview>,
    }
}

impl Client {
    /// Gets a guild.
    ///
    /// Docs: [Get Guild](https://docs.discord.com/developers/resources/guild#get-guild).
    pub fn guild(&self, guild_id: Id<marker::Guild>) -> Request<GetGuild> {
        Request::new(self, &[guild_id.into()])
    }

    /// Changes a guild.
    ///
    /// The audit log shows the [`reason`](Request::reason).
    ///
    /// Docs: [Modify Guild](https://docs.discord.com/developers/resources/guild#modify-guild).
    pub fn modify_guild(&self, guild_id: Id<marker::Guild>) -> Request<UpdateGuild> {
        Request::new(self, &[guild_id.into()]).with_fields()
    }

    /// Stops invites or direct messages in a guild for a time, or lets them go on.
    ///
    /// Docs: [Modify Guild Incident Actions](https://docs.discord.com/developers/resources/guild#modify-guild-incident-actions).
    pub fn modify_guild_incident_actions(
        &self,
        guild_id: Id<marker::Guild>,
    ) -> Request<UpdateGuildIncidentActions> {
        Request::new(self, &[guild_id.into()]).with_fields()
    }

    /// Lists the integrations of a guild.
    ///
    /// Docs: [Get Guild Integrations](https://docs.discord.com/developers/resources/guild#get-guild-integrations).
    pub fn guild_integrations(
        &self,
        guild_id: Id<marker::Guild>,
    ) -> Request<ListGuildIntegrations> {
        Request::new(self, &[guild_id.into()])
    }

    /// Deletes an integration, its webhooks, and kicks its bot.
    ///
    /// The audit log shows the [`reason`](Request::reason).
    ///
    /// Docs: [Delete Guild Integration](https://docs.discord.com/developers/resources/guild#delete-guild-integration).
    pub fn delete_guild_integration(
        &self,
        guild_id: Id<marker::Guild>,
        integration_id: Id<marker::Integration>,
    ) -> Request<DeleteGuildIntegration> {
        Request::new(self, &[guild_id.into(), integration_id.into()])
    }

    /// Gets what anybody may know of a guild that can be discovered.
    ///
    /// Docs: [Get Guild Preview](https://docs.discord.com/developers/resources/guild#get-guild-preview).
    pub fn guild_preview(&self, guild_id: Id<marker::Guild>) -> Request<GetGuildPreview> {
        Request::new(self, &[guild_id.into()])
    }
}

impl Request<GetGuild> {
    /// Whether the answer counts members and those online.
    pub fn with_counts(self, with_counts: bool) -> Self {
        self.param("with_counts", &with_counts)
    }
}

impl Request<UpdateGuild> {
    /// Voice channel that idle members are moved to.
    ///
    /// `None` takes it away.
    pub fn afk_channel_id(self, afk_channel_id: impl Into<Option<Id<marker::Channel>>>) -> Self {
        self.set("afk_channel_id", &afk_channel_id.into())
    }

    /// Seconds after which members are idle: 60, 300, 900, 1800 or 3600.
    ///
    /// `None` takes it away.
    pub fn afk_timeout(self, afk_timeout: impl Into<Option<u32>>) -> Self {
        self.set("afk_timeout", &afk_timeout.into())
    }

    /// Banner.
    ///
    /// `None` takes it away.
    pub fn banner<'a>(self, banner: impl Into<Option<&'a DataUri>>) -> Self {
        self.set("banner", &banner.into())
    }

    /// Which messages notify.
    ///
    /// `None` takes it away.
    pub fn default_message_notifications(
        self,
        default_message_notifications: impl Into<Option<DefaultMessageNotificationLevel>>,
    ) -> Self {
        self.set("default_message_notifications", &default_message_notifications.into())
    }

    /// Description: at most 300 characters.
    ///
    /// `None` takes it away.
    pub fn description<'a>(self, description: impl Into<Option<&'a str>>) -> Self {
        self.set("description", &description.into())
    }

    /// Picture in the discovery.
    ///
    /// `None` takes it away.
    pub fn discovery_splash<'a>(self, discovery_splash: impl Into<Option<&'a DataUri>>) -> Self {
        self.set("discovery_splash", &discovery_splash.into())
    }

    /// Whose media are scanned.
    ///
    /// `None` takes it away.
    pub fn explicit_content_filter(
        self,
        explicit_content_filter: impl Into<Option<ExplicitContentFilterLevel>>,
    ) -> Self {
        self.set("explicit_content_filter", &explicit_content_filter.into())
    }

    /// Features of the guild that can be changed: at most 1521 of them.
    pub fn features(self, features: &[GuildFeature]) -> Self {
        self.set("features", features)
    }

    /// Header of the guild's home.
    ///
    /// `None` takes it away.
    pub fn home_header<'a>(self, home_header: impl Into<Option<&'a DataUri>>) -> Self {
        self.set("home_header", &home_header.into())
    }

    /// Icon.
    ///
    /// `None` takes it away.
    pub fn icon<'a>(self, icon: impl Into<Option<&'a DataUri>>) -> Self {
        self.set("icon", &icon.into())
    }

    /// Name: 2 to 100 characters.
    pub fn name(self, name: impl AsRef<str>) -> Self {
        self.set("name", name.as_ref())
    }

    /// Locale of a community.
    ///
    /// `None` takes it away.
    pub fn preferred_locale(self, preferred_locale: impl Into<Option<Locale>>) -> Self {
        self.set("preferred_locale", &preferred_locale.into())
    }

    /// Whether the progress of boosts is shown.
    pub fn premium_progress_bar_enabled(self, premium_progress_bar_enabled: bool) -> Self {
        self.set("premium_progress_bar_enabled", &premium_progress_bar_enabled)
    }

    /// Channel for notices to moderators.
    ///
    /// `None` takes it away.
    pub fn public_updates_channel_id(
        self,
        public_updates_channel_id: impl Into<Option<Id<marker::Channel>>>,
    ) -> Self {
        self.set("public_updates_channel_id", &public_updates_channel_id.into())
    }

    /// Voice region; deprecated.
    ///
    /// `None` takes it away.
    pub fn region<'a>(self, region: impl Into<Option<&'a str>>) -> Self {
        self.set("region", &region.into())
    }

    /// Channel with the rules.
    ///
    /// `None` takes it away.
    pub fn rules_channel_id(
        self,
        rules_channel_id: impl Into<Option<Id<marker::Channel>>>,
    ) -> Self {
        self.set("rules_channel_id", &rules_channel_id.into())
    }

    /// Channel for safety alerts.
    ///
    /// `None` takes it away.
    pub fn safety_alerts_channel_id(
        self,
        safety_alerts_channel_id: impl Into<Option<Id<marker::Channel>>>,
    ) -> Self {
        self.set("safety_alerts_channel_id", &safety_alerts_channel_id.into())
    }

    /// Picture behind invites.
    ///
    /// `None` takes it away.
    pub fn splash<'a>(self, splash: impl Into<Option<&'a DataUri>>) -> Self {
        self.set("splash", &splash.into())
    }

    /// Which notices are not sent.
    ///
    /// `None` takes it away.
    pub fn system_channel_flags(
        self,
        system_channel_flags: impl Into<Option<SystemChannelFlags>>,
    ) -> Self {
        self.set("system_channel_flags", &system_channel_flags.into())
    }

    /// Channel for welcome and boost notices.
    ///
    /// `None` takes it away.
    pub fn system_channel_id(
        self,
        system_channel_id: impl Into<Option<Id<marker::Channel>>>,
    ) -> Self {
        self.set("system_channel_id", &system_channel_id.into())
    }

    /// What members must have to write.
    ///
    /// `None` takes it away.
    pub fn verification_level(
        self,
        verification_level: impl Into<Option<VerificationLevel>>,
    ) -> Self {
        self.set("verification_level", &verification_level.into())
    }
}

impl Request<UpdateGuildIncidentActions> {
    /// Until when members cannot send each other direct messages, at most a day from now.
    ///
    /// `None` takes it away.
    pub fn dms_disabled_until(self, dms_disabled_until: impl Into<Option<Timestamp>>) -> Self {
        self.set("dms_disabled_until", &dms_disabled_until.into())
    }

    /// Until when nobody can join by an invite, at most a day from now.
    ///
    /// `None` takes it away.
    pub fn invites_disabled_until(
        self,
        invites_disabled_until: impl Into<Option<Timestamp>>,
    ) -> Self {
        self.set("invites_disabled_until", &invites_disabled_until.into())
    }
}
