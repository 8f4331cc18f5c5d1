//! The interaction itself.

use super::InteractionData;
use crate::application::AuthorizingIntegrationOwners;
use crate::channel::Channel;
use crate::guild::{GuildFeature, Member};
use crate::id::{Id, marker};
use crate::locale::Locale;
use crate::macros::object::object;
use crate::macros::open_enum::open_enum;
use crate::macros::secret::secret;
use crate::message::Message;
use crate::monetization::Entitlement;
use crate::permissions::Permissions;
use crate::user::User;

object! {
    /// An interaction: a user used a command, a component or a modal of the app.
    ///
    /// It must be answered within 3 seconds. Its token is valid for 15 minutes.
    ///
    /// Docs: [Receiving and Responding, Interaction Object](https://docs.discord.com/developers/interactions/receiving-and-responding#interaction-object).
    pub struct Interaction {
        /// Id of the interaction.
        pub id: Id<marker::Interaction>,
        /// The app.
        pub application_id: Id<marker::Application>,
        /// Kind of interaction.
        pub kind as "type": InteractionKind,
        /// Data of the interaction; missing for a ping.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub data {strict}: Option<InteractionData>,
        /// Guild, with only some of its fields.
        pub guild?: InteractionGuild,
        /// Guild.
        pub guild_id?: Id<marker::Guild>,
        /// Channel, with only some of its fields.
        pub channel?: Box<Channel>,
        /// Channel.
        pub channel_id?: Id<marker::Channel>,
        /// Membership of the user, in a guild.
        pub member?: Box<Member>,
        /// The user, outside of guilds.
        pub user?: Box<User>,
        /// Token for responses.
        pub token: InteractionToken,
        /// Always 1.
        pub version {default}: u32,
        /// Message of the component.
        pub message?: Box<Message>,
        /// Permissions of the app in the interaction's channel.
        pub app_permissions?: Permissions,
        /// Language of the user; missing for a ping.
        pub locale?: Locale,
        /// Language of the guild.
        pub guild_locale?: Locale,
        /// Entitlements of the user for the app.
        pub entitlements {default}: Box<[Entitlement]>,
        /// The installations of the app that authorize it, by owner.
        pub authorizing_integration_owners {default}: AuthorizingIntegrationOwners,
        /// Where the interaction was started.
        pub context?: InteractionContext,
        /// Maximum file size, in bytes.
        pub attachment_size_limit?: u64,
    }
}

impl Interaction {
    /// Returns the user who started it, in a guild or elsewhere.
    #[must_use]
    pub fn author(&self) -> Option<&User> {
        self.member.as_ref().and_then(|member| member.user.as_ref()).or(self.user.as_deref())
    }
}

object! {
    /// The part of a guild that interactions show.
    ///
    /// Docs: [Receiving and Responding, Interaction Structure](https://docs.discord.com/developers/interactions/receiving-and-responding#interaction-object-interaction-structure).
    #[derive(Eq, Hash)]
    pub struct InteractionGuild {
        /// Id of the guild.
        pub id: Id<marker::Guild>,
        /// Language.
        pub locale?: Locale,
        /// Features of the guild.
        pub features {default}: Box<[GuildFeature]>,
    }
}

secret! {
    /// Token for responses to an interaction. Anybody who has it can respond. `Debug` does not show it.
    ///
    /// Docs: [Receiving and Responding, Interaction Structure](https://docs.discord.com/developers/interactions/receiving-and-responding#interaction-object-interaction-structure).
    pub struct InteractionToken;
}

open_enum! {
    /// Kind of interaction.
    ///
    /// Docs: [Receiving and Responding, Interaction Type](https://docs.discord.com/developers/interactions/receiving-and-responding#interaction-object-interaction-type).
    pub enum InteractionKind: i32 {
        /// Discord checks whether the app is reachable; over HTTP only.
        Ping = 1,
        /// A command was used.
        ApplicationCommand = 2,
        /// A component of a message was used.
        MessageComponent = 3,
        /// Autocomplete choices are requested while the user types a command.
        ApplicationCommandAutocomplete = 4,
        /// A modal was submitted.
        ModalSubmit = 5,
        /// Discord asks whether a user may buy a Social Layer SKU.
        SocialLayerSkuPurchaseEligibility = 6,
    }
}

open_enum! {
    /// Where an interaction was started, or a command can be used.
    ///
    /// Docs: [Receiving and Responding, Interaction Context Types](https://docs.discord.com/developers/interactions/receiving-and-responding#interaction-object-interaction-context-types).
    pub enum InteractionContext: i32 {
        /// In a guild.
        Guild = 0,
        /// In direct messages with the app's bot.
        BotDm = 1,
        /// In a group, or direct messages with others.
        PrivateChannel = 2,
    }
}
