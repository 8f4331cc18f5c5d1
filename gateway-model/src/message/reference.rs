//! The reference of a message to another one.

use super::{Attachment, Embed, MessageFlags, MessageKind};
use crate::component::Component;
use crate::id::{Id, marker};
use crate::macros::object::object;
use crate::macros::open_enum::open_enum;
use crate::macros::setters::setters;
use crate::sticker::{Sticker, StickerItem};
use crate::timestamp::Timestamp;
use crate::user::User;

object! {
    /// The reference of a message to another one.
    ///
    /// Docs: [Message, Message Reference Object](https://docs.discord.com/developers/resources/message#message-reference-object).
    #[derive(Copy, Default, Eq, Hash)]
    pub struct MessageReference {
        /// Kind of reference; a normal one if missing.
        pub kind as "type"?: MessageReferenceKind,
        /// The message.
        pub message_id?: Id<marker::Message>,
        /// Its channel; required to forward, always received.
        pub channel_id?: Id<marker::Channel>,
        /// Its guild.
        pub guild_id?: Id<marker::Guild>,
        /// Whether to fail if the message no longer exists, instead of sending without the reference; `true` if
        /// missing.
        pub fail_if_not_exists?: bool,
    }
}

impl MessageReference {
    /// Creates a reference that makes a message a reply.
    #[must_use]
    pub fn reply(message: Id<marker::Message>) -> Self {
        Self { message_id: Some(message), ..Self::default() }
    }

    /// Creates a reference that makes a message a forward.
    #[must_use]
    pub fn forward(channel: Id<marker::Channel>, message: Id<marker::Message>) -> Self {
        Self {
            kind: Some(MessageReferenceKind::Forward),
            message_id: Some(message),
            channel_id: Some(channel),
            ..Self::default()
        }
    }
}

setters! {
    MessageReference {
        /// Sets the message's channel.
        value channel_id: Id<marker::Channel>,
        /// Sets the message's guild.
        value guild_id: Id<marker::Guild>,
        /// Sets whether sending fails if the referenced message no longer exists; `false` sends the message without the
        /// reference.
        value fail_if_not_exists: bool,
    }
    by_hand { kind, message_id }
    received {}
}

open_enum! {
    /// Kind of reference.
    ///
    /// Docs: [Message, Message Reference Types](https://docs.discord.com/developers/resources/message#message-reference-types).
    pub enum MessageReferenceKind: i32 {
        /// A normal one; the message is in `referenced_message`.
        Default = 0,
        /// A forward; the message is in `message_snapshots`.
        Forward = 1,
    }
}

object! {
    /// A forwarded message as it was at that time.
    ///
    /// Docs: [Message, Message Snapshot Object](https://docs.discord.com/developers/resources/message#message-snapshot-object).
    pub struct MessageSnapshot {
        /// The message.
        pub message: SnapshotMessage,
    }
}

object! {
    /// The part of a message that a forward contains.
    ///
    /// Docs: [Message, Message Snapshot Structure](https://docs.discord.com/developers/resources/message#message-snapshot-structure).
    pub struct SnapshotMessage {
        /// Kind of message.
        pub kind as "type" {unknown}: MessageKind,
        /// Text.
        pub content {default}: Box<str>,
        /// Embeds.
        pub embeds {default}: Box<[Embed]>,
        /// Files.
        pub attachments {default}: Box<[Attachment]>,
        /// When it was sent.
        pub timestamp: Timestamp,
        /// When it was last edited.
        pub edited_timestamp: Option<Timestamp>,
        /// Flags.
        pub flags?: MessageFlags,
        /// Users it mentions.
        pub mentions {default}: Box<[User]>,
        /// Roles it mentions.
        pub mention_roles {default}: Box<[Id<marker::Role>]>,
        /// Stickers in full; deprecated.
        pub stickers[]: Sticker,
        /// Stickers.
        pub sticker_items[]: StickerItem,
        /// Components.
        pub components[]: Component,
    }
}
