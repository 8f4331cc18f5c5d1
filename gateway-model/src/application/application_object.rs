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
    /// Docs: [Application, Application Object](https://docs.discord.com/developers/resources/application#application-object).
    /// Also the *partial application* of Ready, which has `id` and `flags`, and those of messages and
    /// invites; so every field but the id may be missing.
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
        /// Whether others than the owner can add the bot to guilds.
        pub bot_public?: bool,
        /// Whether the bot joins only after the whole code grant of OAuth2.
        pub bot_require_code_grant?: bool,
        /// The bot.
        pub bot?: Box<User>,
        /// URL of the terms of service.
        pub terms_of_service_url?: Box<str>,
        /// URL of the privacy policy.
        pub privacy_policy_url?: Box<str>,
        /// Owner.
        pub owner?: Box<User>,
        /// Key that interactions are verified with, in hexadecimal digits.
        pub verify_key?: Box<str>,
        /// Team it belongs to.
        pub team?: Box<Team>,
        /// Guild that belongs to it, such as one for support.
        pub guild_id?: Id<marker::Guild>,
        /// That guild, in part; kept as it came, as the docs do not say which part.
        pub guild?: Box<serde_json::Value>,
        /// SKU of the game it is.
        pub primary_sku_id?: Id<marker::Sku>,
        /// End of the URL of the game's store page.
        pub slug?: Box<str>,
        /// Cover image of invites.
        pub cover_image?: ImageHash,
        /// Public flags, as far as they fit into the old field.
        pub flags?: ApplicationFlags,
        /// Public flags, written as a string.
        #[serde(serialize_with = "super::flags::write_as_text")]
        pub flags_new?: ApplicationFlags,
        /// About how many guilds it is in.
        pub approximate_guild_count?: i64,
        /// About how many users have installed it.
        pub approximate_user_install_count?: i64,
        /// About how many users have authorized it.
        pub approximate_user_authorization_count?: i64,
        /// URLs that OAuth2 may lead back to.
        pub redirect_uris[]: Box<str>,
        /// URL that interactions are sent to.
        pub interactions_endpoint_url?: Box<str>,
        /// URL that verifies linked roles.
        pub role_connections_verification_url?: Box<str>,
        /// URL that webhook events are sent to.
        pub event_webhooks_url?: Box<str>,
        /// Whether webhook events are sent.
        pub event_webhooks_status?: EventWebhookStatus,
        /// Webhook events that are sent.
        pub event_webhooks_types[]: Box<str>,
        /// Tags, at most 5.
        pub tags[]: Box<str>,
        /// Settings of the default link for adding it.
        pub install_params?: InstallParams,
        /// Settings for each installation context.
        pub integration_types_config?: IntegrationTypesConfig,
        /// Link of its own for adding it.
        pub custom_install_url?: Box<str>,
    }
}

open_enum! {
    /// Whether webhook events are sent.
    ///
    /// Docs: [Application, Application Event Webhook Status](https://docs.discord.com/developers/resources/application#application-object-application-event-webhook-status).
    pub enum EventWebhookStatus: i32 {
        /// Switched off by the developer.
        Disabled = 1,
        /// Switched on.
        Enabled = 2,
        /// Switched off by Discord.
        DisabledByDiscord = 3,
    }
}
