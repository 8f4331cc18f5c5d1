//! Integrations of guilds.

use crate::id::{Id, marker};
use crate::image_hash::ImageHash;
use crate::macros::object::object;
use crate::macros::open_enum::open_enum;
use crate::oauth2::OAuth2Scope;
use crate::timestamp::Timestamp;
use crate::user::User;

object! {
    /// An integration of a guild: a bot, or a service with subscribers.
    ///
    /// Integrations of bots have none of the fields from `syncing` to `expire_grace_period`, and no `synced_at`,
    /// `subscriber_count` or `revoked`.
    ///
    /// Docs: [Guild, Integration Object](https://docs.discord.com/developers/resources/guild#integration-object).
    #[derive(Eq, Hash)]
    pub struct Integration {
        /// Id of the integration.
        pub id: Id<marker::Integration>,
        /// Name.
        pub name: Box<str>,
        /// Kind of service.
        pub kind as "type": IntegrationKind,
        /// Whether it is enabled.
        pub enabled: bool,
        /// Whether it is being synced.
        pub syncing?: bool,
        /// Role of the subscribers.
        pub role_id?: Id<marker::Role>,
        /// Whether emoticons are synced; Twitch only.
        pub enable_emoticons?: bool,
        /// What happens when a subscription expires.
        pub expire_behavior?: IntegrationExpireBehavior,
        /// Grace period in days.
        pub expire_grace_period?: u32,
        /// The user who added it.
        pub user?: User,
        /// Account at the service.
        pub account: IntegrationAccount,
        /// When it was last synced.
        pub synced_at?: Timestamp,
        /// Number of subscribers.
        pub subscriber_count?: i64,
        /// Whether it is revoked.
        pub revoked?: bool,
        /// Application, for a bot.
        pub application?: IntegrationApplication,
        /// OAuth2 scopes of the application.
        pub scopes[]: OAuth2Scope,
    }
}

object! {
    /// An integration as audit logs and connections show it.
    ///
    /// Docs: [Audit Log, Example Partial Integration Object](https://docs.discord.com/developers/resources/audit-log#audit-log-object-example-partial-integration-object).
    #[derive(Eq, Hash)]
    pub struct PartialIntegration {
        /// Id of the integration.
        pub id: Id<marker::Integration>,
        /// Name.
        pub name: Box<str>,
        /// Kind of service.
        pub kind as "type": IntegrationKind,
        /// Account at the service.
        pub account: IntegrationAccount,
        /// Application the integration belongs to.
        pub application_id?: Id<marker::Application>,
    }
}

open_enum! {
    /// Kind of service an integration is for.
    ///
    /// Docs: [Guild, Integration Structure](https://docs.discord.com/developers/resources/guild#integration-object-integration-structure).
    pub enum IntegrationKind: str {
        /// Twitch.
        Twitch = "twitch",
        /// YouTube.
        YouTube = "youtube",
        /// A bot.
        Discord = "discord",
        /// A subscription to a guild.
        GuildSubscription = "guild_subscription",
    }
}

open_enum! {
    /// What happens when a subscription expires.
    ///
    /// Docs: [Guild, Integration Expire Behaviors](https://docs.discord.com/developers/resources/guild#integration-object-integration-expire-behaviors).
    pub enum IntegrationExpireBehavior: i32 {
        /// The role is removed.
        RemoveRole = 0,
        /// The member is kicked.
        Kick = 1,
    }
}

object! {
    /// Account of an integration.
    ///
    /// Docs: [Guild, Integration Account Object](https://docs.discord.com/developers/resources/guild#integration-account-object).
    #[derive(Eq, Hash)]
    pub struct IntegrationAccount {
        /// Id of the account.
        pub id: Box<str>,
        /// Name of the account.
        pub name: Box<str>,
    }
}

object! {
    /// Application of an integration.
    ///
    /// Docs: [Guild, Integration Application Object](https://docs.discord.com/developers/resources/guild#integration-application-object).
    #[derive(Eq, Hash)]
    pub struct IntegrationApplication {
        /// Id of the application.
        pub id: Id<marker::Application>,
        /// Name.
        pub name: Box<str>,
        /// Icon.
        pub icon: Option<ImageHash>,
        /// Description.
        pub description: Box<str>,
        /// The application's bot.
        pub bot?: User,
        /// Cover image; only in Discord's OpenAPI description.
        pub cover_image?: ImageHash,
        /// SKU of the application, if it is a game; only in Discord's OpenAPI description.
        pub primary_sku_id?: Id<marker::Sku>,
    }
}
