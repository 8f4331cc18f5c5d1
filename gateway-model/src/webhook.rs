//! Webhooks.
//!
//! Docs: [Webhook Resource](https://docs.discord.com/developers/resources/webhook).

use crate::id::{Id, marker};
use crate::image_hash::ImageHash;
use crate::macros::object::object;
use crate::macros::open_enum::open_enum;
use crate::macros::secret::secret;
use crate::user::User;

object! {
    /// A webhook: a way to send messages to a channel.
    ///
    /// Docs: [Webhook, Webhook Object](https://docs.discord.com/developers/resources/webhook#webhook-object).
    #[derive(Eq, Hash)]
    pub struct Webhook {
        /// Id of the webhook.
        pub id: Id<marker::Webhook>,
        /// Kind of webhook.
        pub kind as "type": WebhookKind,
        /// Guild.
        pub guild_id?: Id<marker::Guild>,
        /// Channel it is for.
        pub channel_id: Option<Id<marker::Channel>>,
        /// User who created it; missing if it was requested with its token.
        pub user?: Box<User>,
        /// Name of its messages.
        pub name: Option<Box<str>>,
        /// Avatar of its messages.
        pub avatar: Option<ImageHash>,
        /// Token for sending messages; only for incoming webhooks.
        pub token?: WebhookToken,
        /// Application that created it.
        pub application_id: Option<Id<marker::Application>>,
        /// Guild of the followed channel, with only some of its fields.
        pub source_guild?: Box<WebhookGuild>,
        /// Followed channel, with only some of its fields.
        pub source_channel?: Box<WebhookChannel>,
        /// URL to which messages are sent, including the token.
        pub url?: WebhookToken,
    }
}

object! {
    /// The part of a guild that a webhook shows.
    ///
    /// Docs: [Webhook, Example Channel Follower Webhook](https://docs.discord.com/developers/resources/webhook#webhook-object-example-channel-follower-webhook).
    #[derive(Eq, Hash)]
    pub struct WebhookGuild {
        /// Id of the guild.
        pub id: Id<marker::Guild>,
        /// Name.
        pub name: Box<str>,
        /// Icon.
        pub icon: Option<ImageHash>,
    }
}

object! {
    /// The part of a channel that a webhook shows.
    ///
    /// Docs: [Webhook, Example Channel Follower Webhook](https://docs.discord.com/developers/resources/webhook#webhook-object-example-channel-follower-webhook).
    #[derive(Eq, Hash)]
    pub struct WebhookChannel {
        /// Id of the channel.
        pub id: Id<marker::Channel>,
        /// Name.
        pub name: Box<str>,
    }
}

secret! {
    /// Token for sending messages through a webhook, or the URL that contains it. Anybody who has it can send. `Debug`
    /// does not show it.
    ///
    /// Docs: [Webhook, Webhook Structure](https://docs.discord.com/developers/resources/webhook#webhook-object-webhook-structure).
    pub struct WebhookToken;
}

open_enum! {
    /// Kind of webhook.
    ///
    /// Docs: [Webhook, Webhook Types](https://docs.discord.com/developers/resources/webhook#webhook-object-webhook-types).
    pub enum WebhookKind: i32 {
        /// Accepts messages sent with its token.
        Incoming = 1,
        /// Posts messages of a followed channel.
        ChannelFollower = 2,
        /// Used with interactions.
        Application = 3,
    }
}
