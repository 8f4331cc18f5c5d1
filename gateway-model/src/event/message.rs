//! Events of messages.

use crate::channel::ChannelKind;
use crate::guild::Member;
use crate::id::{Id, marker};
use crate::macros::object::{extended_object, object};
use crate::message::Message;

extended_object! {
    /// A message was sent.
    ///
    /// In a guild, the mentioned users include their member.
    ///
    /// Docs: [Gateway Events, Message Create](https://docs.discord.com/developers/events/gateway-events#message-create).
    pub struct MessageCreate: Message {
        /// The message.
        pub message,
        /// Guild; missing for direct and ephemeral messages.
        pub guild_id?: Id<marker::Guild>,
        /// The author's membership without its user; missing for ephemeral messages and those of webhooks.
        pub member?: Box<Member>,
        /// Kind of its channel.
        pub channel_type?: ChannelKind,
    }
}

extended_object! {
    /// A message was changed.
    ///
    /// Docs: [Gateway Events, Message Update](https://docs.discord.com/developers/events/gateway-events#message-update).
    pub struct MessageUpdate: Message {
        /// The current message; its `tts` is always false.
        pub message,
        /// Guild; missing for direct and ephemeral messages.
        pub guild_id?: Id<marker::Guild>,
        /// The author's membership without its user; missing for ephemeral messages and those of webhooks.
        pub member?: Box<Member>,
        /// Kind of its channel.
        pub channel_type?: ChannelKind,
    }
}

object! {
    /// A message was deleted.
    ///
    /// Docs: [Gateway Events, Message Delete](https://docs.discord.com/developers/events/gateway-events#message-delete).
    #[derive(Copy, Eq)]
    pub struct MessageDelete {
        /// Id of the message.
        pub id: Id<marker::Message>,
        /// Channel.
        pub channel_id: Id<marker::Channel>,
        /// Guild; missing in direct messages.
        pub guild_id?: Id<marker::Guild>,
    }
}

object! {
    /// Several messages were deleted together.
    ///
    /// Docs: [Gateway Events, Message Delete Bulk](https://docs.discord.com/developers/events/gateway-events#message-delete-bulk).
    #[derive(Eq)]
    pub struct MessageDeleteBulk {
        /// Ids of the messages.
        pub ids: Box<[Id<marker::Message>]>,
        /// Channel.
        pub channel_id: Id<marker::Channel>,
        /// Guild; missing in direct messages.
        pub guild_id?: Id<marker::Guild>,
    }
}
