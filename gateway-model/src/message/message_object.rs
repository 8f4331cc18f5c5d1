//! The message itself.

use super::{
    Attachment, Embed, MessageActivity, MessageFlags, MessageInteraction,
    MessageInteractionMetadata, MessageKind, MessageReference, MessageSnapshot, Nonce, Poll,
    Reaction, ReferencedMessage, SharedClientTheme,
};
use crate::application::Application;
use crate::channel::{Channel, ChannelMention};
use crate::component::Component;
use crate::id::{Id, marker};
use crate::interaction::ResolvedData;
use crate::macros::object::object;
use crate::macros::open_enum::open_enum;
use crate::sticker::{Sticker, StickerItem};
use crate::timestamp::Timestamp;
use crate::user::User;

object! {
    /// A message.
    ///
    /// Docs: [Message, Message Object](https://docs.discord.com/developers/resources/message#message-object).
    /// Without the message content intent, `content`, `embeds`, `attachments`, `components` and `poll`
    /// are empty for most messages.
    pub struct Message {
        /// Id of the message.
        pub id: Id<marker::Message>,
        /// Channel it was sent in.
        pub channel_id: Id<marker::Channel>,
        /// The sender. If there is a `webhook_id`, it is not a user: it has the webhook's id, and the name and avatar
        /// of this message.
        pub author: User,
        /// Text.
        pub content {default}: Box<str>,
        /// When it was sent.
        pub timestamp: Timestamp,
        /// When it was last edited.
        pub edited_timestamp: Option<Timestamp>,
        /// Whether it is read aloud.
        pub tts {default}: bool,
        /// Whether it mentions everyone.
        pub mention_everyone {default}: bool,
        /// Users it mentions.
        pub mentions {default}: Box<[User]>,
        /// Roles it mentions.
        pub mention_roles {default}: Box<[Id<marker::Role>]>,
        /// Channels it mentions; only for some crossposted messages.
        pub mention_channels[]: ChannelMention,
        /// Files, without those shown in embeds and components.
        pub attachments {default}: Box<[Attachment]>,
        /// Embeds.
        pub embeds {default}: Box<[Embed]>,
        /// Reactions.
        pub reactions[]: Reaction,
        /// Nonce set by the sender.
        pub nonce?: Nonce,
        /// Whether it is pinned.
        pub pinned {default}: bool,
        /// Webhook that sent it.
        pub webhook_id?: Id<marker::Webhook>,
        /// Kind of message.
        pub kind as "type" {unknown}: MessageKind,
        /// Rich Presence activity to which it invites.
        pub activity?: Box<MessageActivity>,
        /// Application of that activity.
        pub application?: Box<Application>,
        /// Application that responded to an interaction, or that owns the webhook.
        pub application_id?: Id<marker::Application>,
        /// Flags.
        pub flags?: MessageFlags,
        /// Reference to the message that it replies to, forwards, crossposts or pins.
        pub message_reference?: Box<MessageReference>,
        /// Forwarded messages.
        pub message_snapshots[]: MessageSnapshot,
        /// Message that it replies to.
        #[serde(skip_serializing_if = "ReferencedMessage::is_unknown")]
        pub referenced_message {default}: ReferencedMessage,
        /// Interaction that caused it.
        pub interaction_metadata?: Box<MessageInteractionMetadata>,
        /// Interaction that caused it, in the old form; deprecated.
        pub interaction?: Box<MessageInteraction>,
        /// Thread opened from it.
        pub thread?: Box<Channel>,
        /// Components.
        pub components[]: Component,
        /// Stickers.
        pub sticker_items[]: StickerItem,
        /// Stickers in full; deprecated.
        pub stickers[]: Sticker,
        /// Approximate position in its thread; there may be gaps and duplicates.
        pub position?: i64,
        /// Role subscription that was bought or renewed.
        pub role_subscription_data?: Box<RoleSubscriptionData>,
        /// Users, members, channels and roles that its menus refer to.
        pub resolved?: Box<ResolvedData>,
        /// Poll.
        pub poll?: Box<Poll>,
        /// Call in a private channel.
        pub call?: Box<MessageCall>,
        /// Theme that is shared.
        pub shared_client_theme?: Box<SharedClientTheme>,
        /// Purchase; only in Discord's OpenAPI description.
        pub purchase_notification?: Box<PurchaseNotification>,
    }
}

object! {
    /// A call in a private channel.
    ///
    /// Docs: [Message, Message Call Object](https://docs.discord.com/developers/resources/message#message-call-object).
    #[derive(Eq, Hash)]
    pub struct MessageCall {
        /// Participants.
        pub participants {default}: Box<[Id<marker::User>]>,
        /// When it ended.
        pub ended_timestamp?: Timestamp,
    }
}

object! {
    /// A role subscription that was bought or renewed.
    ///
    /// Docs: [Message, Role Subscription Data Object](https://docs.discord.com/developers/resources/message#role-subscription-data-object).
    #[derive(Eq, Hash)]
    pub struct RoleSubscriptionData {
        /// SKU and listing.
        pub role_subscription_listing_id: Id<marker::Sku>,
        /// Name of the tier.
        pub tier_name {default}: Box<str>,
        /// Total number of months.
        pub total_months_subscribed {default}: u32,
        /// Whether it was renewed, and not newly bought.
        pub is_renewal {default}: bool,
    }
}

object! {
    /// A pinned message.
    ///
    /// Docs: [Message, Message Pin Object](https://docs.discord.com/developers/resources/message#message-pin-object).
    pub struct MessagePin {
        /// When it was pinned.
        pub pinned_at: Timestamp,
        /// The message.
        pub message: Message,
    }
}

object! {
    /// A page of a channel's pinned messages.
    ///
    /// Docs: [Message, Get Channel Pins](https://docs.discord.com/developers/resources/message#get-channel-pins).
    pub struct MessagePins {
        /// The messages.
        pub items: Box<[MessagePin]>,
        /// Whether there are more.
        pub has_more: bool,
    }
}

object! {
    /// Something a user bought in a guild; only in Discord's OpenAPI description.
    #[derive(Eq, Hash)]
    pub struct PurchaseNotification {
        /// Kind of purchase.
        pub kind as "type": PurchaseKind,
        /// The guild product that was bought.
        pub guild_product_purchase?: GuildProductPurchase,
    }
}

open_enum! {
    /// Kind of purchase; only in Discord's OpenAPI description.
    pub enum PurchaseKind: i32 {
        /// A product of the guild.
        GuildProduct = 0,
    }
}

object! {
    /// A product of a guild that was bought; only in Discord's OpenAPI description.
    #[derive(Eq, Hash)]
    pub struct GuildProductPurchase {
        /// Id of the offer.
        pub listing_id: Id<marker::Generic>,
        /// Name of the product.
        pub product_name {default}: Box<str>,
    }
}
