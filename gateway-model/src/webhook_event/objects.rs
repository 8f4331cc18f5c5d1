//! Objects that only webhook events contain.

use crate::application::{Application, InstallationContext};
use crate::channel::Channel;
use crate::component::Component;
use crate::guild::Guild;
use crate::id::{Id, marker};
use crate::lobby::{LobbyMessage, LobbyMetadata};
use crate::macros::object::{extended_object, object};
use crate::message::{Attachment, Embed, MessageActivity, MessageFlags, MessageKind};
use crate::oauth2::OAuth2Scope;
use crate::timestamp::Timestamp;
use crate::user::User;

object! {
    /// A user has added the application to a guild or an account.
    ///
    /// Docs: [Webhook Events, Application Authorized Structure](https://docs.discord.com/developers/events/webhook-events#application-authorized-application-authorized-structure).
    #[derive(Eq, Hash)]
    pub struct ApplicationAuthorized {
        /// Where the application is installed.
        pub integration_type?: InstallationContext,
        /// The user who authorized it.
        pub user: User,
        /// Scopes that the user has granted.
        pub scopes: Box<[OAuth2Scope]>,
        /// Guild in which it is installed, if it is one.
        pub guild?: Box<Guild>,
    }
}

object! {
    /// A user has revoked the authorization of the application.
    ///
    /// Docs: [Webhook Events, Application Deauthorized Structure](https://docs.discord.com/developers/events/webhook-events#application-deauthorized-application-deauthorized-structure).
    #[derive(Eq, Hash)]
    pub struct ApplicationDeauthorized {
        /// The user.
        pub user: User,
    }
}

extended_object! {
    /// A message in a lobby was changed.
    ///
    /// Docs: [Webhook Events, Lobby Message Update](https://docs.discord.com/developers/events/webhook-events#lobby-message-update).
    #[derive(Eq, Hash)]
    pub struct LobbyMessageUpdate: LobbyMessage {
        /// The current message.
        pub message,
        /// When it was changed.
        pub edited_timestamp?: Timestamp,
        /// When it was sent.
        pub timestamp?: Timestamp,
    }
}

object! {
    /// A message in a lobby was deleted.
    ///
    /// Docs: [Webhook Events, Lobby Message Delete Structure](https://docs.discord.com/developers/events/webhook-events#lobby-message-delete-structure).
    #[derive(Copy, Eq, Hash)]
    pub struct LobbyMessageDelete {
        /// Id of the message.
        pub id: Id<marker::Message>,
        /// Lobby it was in.
        pub lobby_id: Id<marker::Lobby>,
    }
}

object! {
    /// A direct message that is also shown in a game.
    ///
    /// Docs: [Webhook Events, Message Object](https://docs.discord.com/developers/events/webhook-events#message-object)
    /// and [SDK DM Message Object](https://docs.discord.com/developers/events/webhook-events#sdk-dm-message-object),
    /// the latter for messages between provisional users. The docs' examples of the two objects have different fields;
    /// only the fields that every example has are required.
    pub struct GameDirectMessage {
        /// Id of the message.
        pub id: Id<marker::Message>,
        /// Kind of message.
        pub kind as "type"?: MessageKind,
        /// Text.
        pub content: Box<str>,
        /// Channel it was sent to.
        pub channel_id?: Id<marker::Channel>,
        /// The channel, with its recipients.
        pub channel?: Box<Channel>,
        /// Lobby it was sent in, if the channel is linked to one.
        pub lobby_id?: Id<marker::Lobby>,
        /// The sender.
        pub author: User,
        /// The recipient.
        pub recipient_id?: Id<marker::User>,
        /// When it was sent.
        pub timestamp?: Timestamp,
        /// When it was last changed.
        pub edited_timestamp?: Timestamp,
        /// Flags.
        pub flags?: MessageFlags,
        /// Application that sent it.
        pub application_id?: Id<marker::Application>,
        /// The application of an invitation to a game, with only some of its fields.
        pub application?: Box<Application>,
        /// Invitation to a game.
        pub activity?: Box<MessageActivity>,
        /// Files.
        pub attachments[]: Attachment,
        /// Embeds.
        pub embeds[]: Embed,
        /// Components.
        pub components[]: Component,
        /// Users it mentions.
        pub mentions[]: User,
        /// Metadata set by the game.
        pub metadata?: LobbyMetadata,
    }
}
