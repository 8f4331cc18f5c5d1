//! Webhooks.
//!
//! Docs: [Webhook Resource](https://docs.discord.com/developers/resources/webhook).

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::id::{Id, marker};
use crate::image_hash::ImageHash;
use crate::object::object;
use crate::open_enum::open_enum;
use crate::user::User;

object! {
    /// A webhook: a way to send messages to a channel.
    ///
    /// Docs: [Webhook, Webhook Object](https://docs.discord.com/developers/resources/webhook#webhook-object).
    pub struct Webhook {
        /// Id of the webhook.
        pub id: Id<marker::Webhook>,
        /// Kind of webhook.
        #[serde(rename = "type")]
        pub kind: WebhookKind,
        /// Guild it is for.
        pub guild_id?: Id<marker::Guild>,
        /// Channel it is for.
        pub channel_id: Option<Id<marker::Channel>>,
        /// Who created it; missing where it was asked for by its token.
        pub user?: Box<User>,
        /// Name its messages have.
        pub name: Option<Box<str>>,
        /// Avatar its messages have.
        pub avatar: Option<ImageHash>,
        /// What messages are sent with; of incoming webhooks.
        pub token?: WebhookToken,
        /// Application that created it.
        pub application_id: Option<Id<marker::Application>>,
        /// Guild of the channel it follows, in part.
        pub source_guild?: Box<WebhookGuild>,
        /// Channel it follows, in part.
        pub source_channel?: Box<WebhookChannel>,
        /// URL that messages are sent to, token included.
        pub url?: WebhookToken,
    }
}

object! {
    /// The part of a guild that a webhook shows.
    ///
    /// Docs: [Webhook, Example Channel Follower Webhook](https://docs.discord.com/developers/resources/webhook#webhook-object-example-channel-follower-webhook).
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
    #[derive(Eq)]
    pub struct WebhookChannel {
        /// Id of the channel.
        pub id: Id<marker::Channel>,
        /// Name.
        pub name: Box<str>,
    }
}

/// What messages are sent with through a webhook; who has it can send. `Debug` does not show it.
#[derive(Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct WebhookToken(Box<str>);

impl WebhookToken {
    /// A token known from elsewhere.
    #[must_use]
    pub fn new(token: impl Into<Box<str>>) -> Self {
        Self(token.into())
    }

    /// The token, or the URL with it.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for WebhookToken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("WebhookToken(..)")
    }
}

open_enum! {
    /// Kind of webhook.
    ///
    /// Docs: [Webhook, Webhook Types](https://docs.discord.com/developers/resources/webhook#webhook-object-webhook-types).
    pub enum WebhookKind: u16 {
        /// Takes messages by its token.
        Incoming = 1,
        /// Brings messages of a channel that is followed.
        ChannelFollower = 2,
        /// Used with interactions.
        Application = 3,
    }
}
