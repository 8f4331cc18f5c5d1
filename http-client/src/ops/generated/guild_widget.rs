//! Operations: guild widget.
// Written by `cargo run -p xtask -- generate`: change xtask, not this file.

use gateway_model::Id;
use gateway_model::guild::{GuildWidget, WidgetSettings, WidgetStyle};
use gateway_model::id::marker;

use crate::answer::{Binary, Json};
use crate::client::Client;
use crate::request::Request;

operation! {
    /// Gets the settings of a guild's widget.
    ///
    /// Requests of [`Client::guild_widget_settings`](crate::Client::guild_widget_settings): `GET /guilds/{guild_id}/widget`.
    ///
    /// Docs: [Get Guild Widget Settings](https://docs.discord.com/developers/resources/guild#get-guild-widget-settings).
    ///
    /// # Example
    ///
    /// `client.guild_widget_settings(guild_id).await?`
    GetGuildWidgetSettings {
        name: "get_guild_widget_settings",
        route: GET "/guilds/{guild_id}/widget",
        major_parameters: 1,
        authorization: Token,
        traits: [],
        needs_one_of: [],
        answer: Json<WidgetSettings>,
    }
}

operation! {
    /// Changes the settings of a guild's widget.
    ///
    /// Requests of [`Client::modify_guild_widget`](crate::Client::modify_guild_widget): `PATCH /guilds/{guild_id}/widget`.
    ///
    /// Docs: [Modify Guild Widget](https://docs.discord.com/developers/resources/guild#modify-guild-widget).
    ///
    /// # Example
    ///
    /// `client.modify_guild_widget(guild_id).channel_id(channel_id).reason("why").await?`
    ///
    /// # Setters
    ///
    /// Methods of [`Request<UpdateGuildWidgetSettings>`](crate::Request#impl-Request%3CUpdateGuildWidgetSettings%3E), beside those of every request.
    ///
    /// - `channel_id`: channel the widget invites to. `None` takes it away.
    /// - `enabled`: whether it is on.
    /// - [`reason`](crate::Request::reason): why it is done, for the audit log: at most 512 characters.
    UpdateGuildWidgetSettings {
        name: "update_guild_widget_settings",
        route: PATCH "/guilds/{guild_id}/widget",
        major_parameters: 1,
        authorization: Token,
        traits: [Audited],
        needs_one_of: [],
        answer: Json<WidgetSettings>,
    }
}

operation! {
    /// Gets what a guild's widget shows.
    ///
    /// Requests of [`Client::guild_widget`](crate::Client::guild_widget): `GET /guilds/{guild_id}/widget.json`.
    ///
    /// Docs: [Get Guild Widget](https://docs.discord.com/developers/resources/guild#get-guild-widget).
    ///
    /// # Example
    ///
    /// `client.guild_widget(guild_id).await?`
    GetGuildWidget {
        name: "get_guild_widget",
        route: GET "/guilds/{guild_id}/widget.json",
        major_parameters: 1,
        authorization: Optional,
        traits: [],
        needs_one_of: [],
        answer: Json<GuildWidget>,
    }
}

operation! {
    /// Gets a guild's widget as a PNG image.
    ///
    /// Requests of [`Client::guild_widget_image`](crate::Client::guild_widget_image): `GET /guilds/{guild_id}/widget.png`.
    ///
    /// Docs: [Get Guild Widget Image](https://docs.discord.com/developers/resources/guild#get-guild-widget-image).
    ///
    /// # Example
    ///
    /// `client.guild_widget_image(guild_id).style(style).await?`
    ///
    /// # Setters
    ///
    /// Methods of [`Request<GetGuildWidgetPng>`](crate::Request#impl-Request%3CGetGuildWidgetPng%3E), beside those of every request.
    ///
    /// - `style`: look of the image.
    GetGuildWidgetPng {
        name: "get_guild_widget_png",
        route: GET "/guilds/{guild_id}/widget.png",
        major_parameters: 1,
        authorization: Optional,
        traits: [],
        needs_one_of: [],
        answer: Binary,
    }
}

impl Client {
    /// Gets the settings of a guild's widget.
    ///
    /// Docs: [Get Guild Widget Settings](https://docs.discord.com/developers/resources/guild#get-guild-widget-settings).
    pub fn guild_widget_settings(
        &self,
        guild_id: Id<marker::Guild>,
    ) -> Request<GetGuildWidgetSettings> {
        Request::new(self, &[guild_id.into()])
    }

    /// Changes the settings of a guild's widget.
    ///
    /// The audit log shows the [`reason`](Request::reason).
    ///
    /// Docs: [Modify Guild Widget](https://docs.discord.com/developers/resources/guild#modify-guild-widget).
    pub fn modify_guild_widget(
        &self,
        guild_id: Id<marker::Guild>,
    ) -> Request<UpdateGuildWidgetSettings> {
        Request::new(self, &[guild_id.into()]).with_fields()
    }

    /// Gets what a guild's widget shows.
    ///
    /// Docs: [Get Guild Widget](https://docs.discord.com/developers/resources/guild#get-guild-widget).
    pub fn guild_widget(&self, guild_id: Id<marker::Guild>) -> Request<GetGuildWidget> {
        Request::new(self, &[guild_id.into()])
    }

    /// Gets a guild's widget as a PNG image.
    ///
    /// Docs: [Get Guild Widget Image](https://docs.discord.com/developers/resources/guild#get-guild-widget-image).
    pub fn guild_widget_image(&self, guild_id: Id<marker::Guild>) -> Request<GetGuildWidgetPng> {
        Request::new(self, &[guild_id.into()])
    }
}

impl Request<UpdateGuildWidgetSettings> {
    /// Channel the widget invites to.
    ///
    /// `None` takes it away.
    pub fn channel_id(self, channel_id: impl Into<Option<Id<marker::Channel>>>) -> Self {
        self.set("channel_id", &channel_id.into())
    }

    /// Whether it is on.
    pub fn enabled(self, enabled: bool) -> Self {
        self.set("enabled", &enabled)
    }
}

impl Request<GetGuildWidgetPng> {
    /// Look of the image.
    pub fn style(self, style: WidgetStyle) -> Self {
        self.param("style", &style)
    }
}
