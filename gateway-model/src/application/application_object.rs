//! The application itself.

use super::{ApplicationFlags, InstallParams, IntegrationTypesConfig, Team};
use crate::id::{Id, marker};
use crate::image_hash::ImageHash;
use crate::macros::object::object;
use crate::macros::open_enum::open_enum;
use crate::user::User;

object! {
    /// An application.
    ///
    /// This type is also used for the *partial application* of Ready, which has `id` and `flags`, and for those of
    /// messages and invites. So every field except the id may be missing.
    ///
    /// Docs: [Application, Application Object](https://docs.discord.com/developers/resources/application#application-object).
    #[derive(Eq, Hash)]
    pub struct Application {
        /// Id of the application.
        pub id: Id<marker::Application>,
        /// Name.
        pub name?: Box<str>,
        /// Icon.
        pub icon?: ImageHash,
        /// Description.
        pub description?: Box<str>,
        /// Origins of RPC.
        pub rpc_origins[]: Box<str>,
        /// Whether users other than the owner can add the bot to guilds.
        pub bot_public?: bool,
        /// Whether the bot joins only after the full OAuth2 code grant.
        pub bot_require_code_grant?: bool,
        /// The bot.
        pub bot?: Box<User>,
        /// URL of the terms of service.
        pub terms_of_service_url?: Box<str>,
        /// URL of the privacy policy.
        pub privacy_policy_url?: Box<str>,
        /// Owner.
        pub owner?: Box<User>,
        /// Key that verifies interactions, in hexadecimal digits.
        pub verify_key?: Box<str>,
        /// Team it belongs to.
        pub team?: Box<Team>,
        /// Guild that belongs to it, such as one for support.
        pub guild_id?: Id<marker::Guild>,
        /// That guild with only some of its fields; kept as JSON, because the docs do not say which fields.
        pub guild?: Box<serde_json::Value>,
        /// SKU of the application, if it is a game.
        pub primary_sku_id?: Id<marker::Sku>,
        /// End of the URL of the game's store page.
        pub slug?: Box<str>,
        /// Cover image of invites.
        pub cover_image?: ImageHash,
        /// Public flags that fit into the old field.
        pub flags?: ApplicationFlags,
        /// Public flags, written as a string.
        #[serde(serialize_with = "super::flags::write_as_text")]
        pub flags_new?: ApplicationFlags,
        /// Approximate number of guilds it is in.
        pub approximate_guild_count?: i64,
        /// Approximate number of users who have installed it.
        pub approximate_user_install_count?: i64,
        /// Approximate number of users who have authorized it.
        pub approximate_user_authorization_count?: i64,
        /// Redirect URLs for OAuth2.
        pub redirect_uris[]: Box<str>,
        /// URL to which interactions are sent.
        pub interactions_endpoint_url?: Box<str>,
        /// URL that verifies linked roles.
        pub role_connections_verification_url?: Box<str>,
        /// URL to which webhook events are sent.
        pub event_webhooks_url?: Box<str>,
        /// Whether webhook events are sent.
        pub event_webhooks_status?: EventWebhookStatus,
        /// Webhook events that are sent.
        pub event_webhooks_types[]: Box<str>,
        /// Tags, at most 5.
        pub tags[]: Box<str>,
        /// Settings of the default install link.
        pub install_params?: InstallParams,
        /// Settings for each installation context.
        pub integration_types_config?: IntegrationTypesConfig,
        /// Custom install link.
        pub custom_install_url?: Box<str>,
    }
}

open_enum! {
    /// Whether webhook events are sent.
    ///
    /// Docs: [Application, Application Event Webhook Status](https://docs.discord.com/developers/resources/application#application-object-application-event-webhook-status).
    pub enum EventWebhookStatus: i32 {
        /// Disabled by the developer.
        Disabled = 1,
        /// Enabled.
        Enabled = 2,
        /// Disabled by Discord.
        DisabledByDiscord = 3,
    }
}
