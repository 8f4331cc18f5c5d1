//! Events of reactions and poll votes.

use crate::emoji::Emoji;
use crate::guild::Member;
use crate::id::{Id, marker};
use crate::macros::object::object;
use crate::message::ReactionKind;

object! {
    /// A user reacted to a message.
    ///
    /// Docs: [Gateway Events, Message Reaction Add](https://docs.discord.com/developers/events/gateway-events#message-reaction-add).
    pub struct MessageReactionAdd {
        /// The user who reacted.
        pub user_id: Id<marker::User>,
        /// Channel.
        pub channel_id: Id<marker::Channel>,
        /// Message.
        pub message_id: Id<marker::Message>,
        /// Guild; missing in direct messages.
        pub guild_id?: Id<marker::Guild>,
        /// The user's membership, in a guild.
        pub member?: Box<Member>,
        /// The emoji, with only some of its fields.
        pub emoji: Emoji,
        /// The author of the message.
        pub message_author_id?: Id<marker::User>,
        /// Whether it is a super reaction.
        pub burst {default}: bool,
        /// Colours of a super reaction, as `#rrggbb`.
        pub burst_colors[]: Box<str>,
        /// Kind of reaction.
        pub kind as "type" {unknown}: ReactionKind,
    }
}

object! {
    /// A user removed a reaction.
    ///
    /// Docs: [Gateway Events, Message Reaction Remove](https://docs.discord.com/developers/events/gateway-events#message-reaction-remove).
    pub struct MessageReactionRemove {
        /// The user who removed the reaction.
        pub user_id: Id<marker::User>,
        /// Channel.
        pub channel_id: Id<marker::Channel>,
        /// Message.
        pub message_id: Id<marker::Message>,
        /// Guild; missing in direct messages.
        pub guild_id?: Id<marker::Guild>,
        /// The emoji, with only some of its fields.
        pub emoji: Emoji,
        /// Whether it was a super reaction.
        pub burst {default}: bool,
        /// Kind of reaction.
        pub kind as "type" {unknown}: ReactionKind,
    }
}

object! {
    /// All reactions were removed from a message.
    ///
    /// Docs: [Gateway Events, Message Reaction Remove All](https://docs.discord.com/developers/events/gateway-events#message-reaction-remove-all).
    #[derive(Copy, Eq)]
    pub struct MessageReactionRemoveAll {
        /// Channel.
        pub channel_id: Id<marker::Channel>,
        /// Message.
        pub message_id: Id<marker::Message>,
        /// Guild; missing in direct messages.
        pub guild_id?: Id<marker::Guild>,
    }
}

object! {
    /// All reactions with one emoji were removed from a message.
    ///
    /// Docs: [Gateway Events, Message Reaction Remove Emoji](https://docs.discord.com/developers/events/gateway-events#message-reaction-remove-emoji).
    pub struct MessageReactionRemoveEmoji {
        /// Channel.
        pub channel_id: Id<marker::Channel>,
        /// Guild; missing in direct messages.
        pub guild_id?: Id<marker::Guild>,
        /// Message.
        pub message_id: Id<marker::Message>,
        /// The emoji, with only some of its fields.
        pub emoji: Emoji,
    }
}

object! {
    /// A user voted in a poll; one event for each answer.
    ///
    /// Docs: [Gateway Events, Message Poll Vote Add](https://docs.discord.com/developers/events/gateway-events#message-poll-vote-add).
    #[derive(Copy, Eq)]
    pub struct MessagePollVoteAdd {
        /// The user who voted.
        pub user_id: Id<marker::User>,
        /// Channel.
        pub channel_id: Id<marker::Channel>,
        /// Message.
        pub message_id: Id<marker::Message>,
        /// Guild; missing in direct messages.
        pub guild_id?: Id<marker::Guild>,
        /// Id of the answer.
        pub answer_id: u64,
    }
}

object! {
    /// A user removed a vote; one event for each answer.
    ///
    /// Docs: [Gateway Events, Message Poll Vote Remove](https://docs.discord.com/developers/events/gateway-events#message-poll-vote-remove).
    #[derive(Copy, Eq)]
    pub struct MessagePollVoteRemove {
        /// The user who removed the vote.
        pub user_id: Id<marker::User>,
        /// Channel.
        pub channel_id: Id<marker::Channel>,
        /// Message.
        pub message_id: Id<marker::Message>,
        /// Guild; missing in direct messages.
        pub guild_id?: Id<marker::Guild>,
        /// Id of the answer.
        pub answer_id: u64,
    }
}
