//! Operations: current application.
// Written by `cargo run -p xtask -- generate`: change xtask, not this file.

use gateway_model::Id;
use gateway_model::application::{
    Application, ApplicationFlags, EventWebhookStatus, InstallParams, IntegrationTypesConfig,
};
use gateway_model::guild::ExplicitContentFilterLevel;
use gateway_model::id::marker;

use crate::answer::Json;
use crate::client::Client;
use crate::request::Request;
use crate::upload::DataUri;

operation! {
    /// Gets the application of the bot.
    ///
    /// Requests of [`Client::current_application`](crate::Client::current_application): `GET /applications/@me`.
    ///
    /// Docs: [Get Current Application](https://docs.discord.com/developers/resources/application#get-current-application).
    ///
    /// # Example
    ///
    /// `client.current_application().await?`
    GetMyApplication {
        name: "get_my_application",
        route: GET "/applications/@me",
        major_parameters: 0,
        authorization: Token,
        traits: [],
        needs_one_of: [],
        answer: Json<Application>,
    }
}

operation! {
    /// Edits the application of the bot.
    ///
    /// Requests of [`Client::edit_current_application`](crate::Client::edit_current_application): `PATCH /applications/@me`.
    ///
    /// Docs: [Edit Current Application](https://docs.discord.com/developers/resources/application#edit-current-application).
    ///
    /// # Example
    ///
    /// `client.edit_current_application().cover_image(cover_image).await?`
    ///
    /// # Setters
    ///
    /// Methods of [`Request<UpdateMyApplication>`](crate::Request#impl-Request%3CUpdateMyApplication%3E), beside those of every request.
    ///
    /// - `cover_image`: cover of rich presence invites. `None` takes it away.
    /// - `custom_install_url`: uRL to install the application, in place of Discord's own: at most 2048 characters. `None` takes it away.
    /// - `description`: description. `None` takes it away.
    /// - `event_webhooks_status`: whether webhook events are sent. `None` takes it away.
    /// - `event_webhooks_types`: webhook events that are sent, by their names.
    /// - `event_webhooks_url`: uRL that webhook events are sent to: at most 2048 characters. `None` takes it away.
    /// - `explicit_content_filter`: whose media are scanned. `None` takes it away.
    /// - `flags`: flags; only those of limited intents can be changed. `None` takes it away.
    /// - `icon`: icon. `None` takes it away.
    /// - `install_params`: scopes and permissions to install it with. `None` takes it away.
    /// - `integration_types_config`: how it can be installed. `None` takes it away.
    /// - `interactions_endpoint_url`: uRL that interactions are sent to, in place of the gateway: at most 2048 characters. `None` takes it away.
    /// - `max_participants`: users of its Activity at once; for Activities. `None` takes it away.
    /// - `role_connections_verification_url`: uRL where users link their accounts: at most 2048 characters. `None` takes it away.
    /// - `tags`: words that describe it: at most 5 of them.
    /// - `team_id`: team that owns it. `None` takes it away.
    /// - `kind`: kind of application; only games have one. `None` takes it away.
    UpdateMyApplication {
        name: "update_my_application",
        route: PATCH "/applications/@me",
        major_parameters: 0,
        authorization: Token,
        traits: [],
        needs_one_of: [],
        answer: Json<Application>,
    }
}

impl Client {
    /// Gets the application of the bot.
    ///
    /// Docs: [Get Current Application](https://docs.discord.com/developers/resources/application#get-current-application).
    pub fn current_application(&self) -> Request<GetMyApplication> {
        Request::new(self, &[])
    }

    /// Edits the application of the bot.
    ///
    /// Docs: [Edit Current Application](https://docs.discord.com/developers/resources/application#edit-current-application).
    pub fn edit_current_application(&self) -> Request<UpdateMyApplication> {
        Request::new(self, &[]).with_fields()
    }
}

impl Request<UpdateMyApplication> {
    /// Cover of rich presence invites.
    ///
    /// `None` takes it away.
    pub fn cover_image<'a>(self, cover_image: impl Into<Option<&'a DataUri>>) -> Self {
        self.set("cover_image", &cover_image.into())
    }

    /// URL to install the application, in place of Discord's own: at most 2048 characters.
    ///
    /// `None` takes it away.
    pub fn custom_install_url<'a>(self, custom_install_url: impl Into<Option<&'a str>>) -> Self {
        self.set("custom_install_url", &custom_install_url.into())
    }

    /// Description.
    ///
    /// `None` takes it away.
    pub fn description<'a>(self, description: impl Into<Option<&'a str>>) -> Self {
        self.set("description", &description.into())
    }

    /// Whether webhook events are sent.
    ///
    /// `None` takes it away.
    pub fn event_webhooks_status(
        self,
        event_webhooks_status: impl Into<Option<EventWebhookStatus>>,
    ) -> Self {
        self.set("event_webhooks_status", &event_webhooks_status.into())
    }

    /// Webhook events that are sent, by their names.
    pub fn event_webhooks_types(self, event_webhooks_types: &[&str]) -> Self {
        self.set("event_webhooks_types", event_webhooks_types)
    }

    /// URL that webhook events are sent to: at most 2048 characters.
    ///
    /// `None` takes it away.
    pub fn event_webhooks_url<'a>(self, event_webhooks_url: impl Into<Option<&'a str>>) -> Self {
        self.set("event_webhooks_url", &event_webhooks_url.into())
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

    /// Flags; only those of limited intents can be changed.
    ///
    /// `None` takes it away.
    pub fn flags(self, flags: impl Into<Option<ApplicationFlags>>) -> Self {
        self.set("flags", &flags.into())
    }

    /// Icon.
    ///
    /// `None` takes it away.
    pub fn icon<'a>(self, icon: impl Into<Option<&'a DataUri>>) -> Self {
        self.set("icon", &icon.into())
    }

    /// Scopes and permissions to install it with.
    ///
    /// `None` takes it away.
    pub fn install_params<'a>(self, install_params: impl Into<Option<&'a InstallParams>>) -> Self {
        self.set("install_params", &install_params.into())
    }

    /// How it can be installed.
    ///
    /// `None` takes it away.
    pub fn integration_types_config<'a>(
        self,
        integration_types_config: impl Into<Option<&'a IntegrationTypesConfig>>,
    ) -> Self {
        self.set("integration_types_config", &integration_types_config.into())
    }

    /// URL that interactions are sent to, in place of the gateway: at most 2048 characters.
    ///
    /// `None` takes it away.
    pub fn interactions_endpoint_url<'a>(
        self,
        interactions_endpoint_url: impl Into<Option<&'a str>>,
    ) -> Self {
        self.set("interactions_endpoint_url", &interactions_endpoint_url.into())
    }

    /// Users of its Activity at once; for Activities.
    ///
    /// `None` takes it away.
    pub fn max_participants(self, max_participants: impl Into<Option<u32>>) -> Self {
        self.set("max_participants", &max_participants.into())
    }

    /// URL where users link their accounts: at most 2048 characters.
    ///
    /// `None` takes it away.
    pub fn role_connections_verification_url<'a>(
        self,
        role_connections_verification_url: impl Into<Option<&'a str>>,
    ) -> Self {
        self.set("role_connections_verification_url", &role_connections_verification_url.into())
    }

    /// Words that describe it: at most 5 of them.
    pub fn tags(self, tags: &[&str]) -> Self {
        self.set("tags", tags)
    }

    /// Team that owns it.
    ///
    /// `None` takes it away.
    pub fn team_id(self, team_id: impl Into<Option<Id<marker::Team>>>) -> Self {
        self.set("team_id", &team_id.into())
    }

    /// Kind of application; only games have one.
    ///
    /// `None` takes it away.
    pub fn kind(self, kind: impl Into<Option<u32>>) -> Self {
        self.set("type", &kind.into())
    }
}
