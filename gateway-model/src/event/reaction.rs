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
        /// Who reacted.
        pub user_id: Id<marker::User>,
        /// Channel it happened in.
        pub channel_id: Id<marker::Channel>,
        /// Message it is about.
        pub message_id: Id<marker::Message>,
        /// Guild it happened in; missing in direct messages.
        pub guild_id?: Id<marker::Guild>,
        /// Membership of who reacted, in a guild.
        pub member?: Box<Member>,
        /// The emoji, in part.
        pub emoji: Emoji,
        /// Who wrote the message.
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
    /// A user took a reaction back.
    ///
    /// Docs: [Gateway Events, Message Reaction Remove](https://docs.discord.com/developers/events/gateway-events#message-reaction-remove).
    pub struct MessageReactionRemove {
        /// Who took the reaction back.
        pub user_id: Id<marker::User>,
        /// Channel it happened in.
        pub channel_id: Id<marker::Channel>,
        /// Message it is about.
        pub message_id: Id<marker::Message>,
        /// Guild it happened in; missing in direct messages.
        pub guild_id?: Id<marker::Guild>,
        /// The emoji, in part.
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
        /// Channel it happened in.
        pub channel_id: Id<marker::Channel>,
        /// Message it is about.
        pub message_id: Id<marker::Message>,
        /// Guild it happened in; missing in direct messages.
        pub guild_id?: Id<marker::Guild>,
    }
}

object! {
    /// All reactions with one emoji were removed from a message.
    ///
    /// Docs: [Gateway Events, Message Reaction Remove Emoji](https://docs.discord.com/developers/events/gateway-events#message-reaction-remove-emoji).
    pub struct MessageReactionRemoveEmoji {
        /// Channel it happened in.
        pub channel_id: Id<marker::Channel>,
        /// Guild it happened in; missing in direct messages.
        pub guild_id?: Id<marker::Guild>,
        /// Message it is about.
        pub message_id: Id<marker::Message>,
        /// The emoji, in part.
        pub emoji: Emoji,
    }
}

object! {
    /// A user voted in a poll; one event for each answer.
    ///
    /// Docs: [Gateway Events, Message Poll Vote Add](https://docs.discord.com/developers/events/gateway-events#message-poll-vote-add).
    #[derive(Copy, Eq)]
    pub struct MessagePollVoteAdd {
        /// Who voted.
        pub user_id: Id<marker::User>,
        /// Channel it happened in.
        pub channel_id: Id<marker::Channel>,
        /// Message it is about.
        pub message_id: Id<marker::Message>,
        /// Guild it happened in; missing in direct messages.
        pub guild_id?: Id<marker::Guild>,
        /// Id of the answer.
        pub answer_id: u64,
    }
}

object! {
    /// A user took a vote back; one event for each answer.
    ///
    /// Docs: [Gateway Events, Message Poll Vote Remove](https://docs.discord.com/developers/events/gateway-events#message-poll-vote-remove).
    #[derive(Copy, Eq)]
    pub struct MessagePollVoteRemove {
        /// Who took the vote back.
        pub user_id: Id<marker::User>,
        /// Channel it happened in.
        pub channel_id: Id<marker::Channel>,
        /// Message it is about.
        pub message_id: Id<marker::Message>,
        /// Guild it happened in; missing in direct messages.
        pub guild_id?: Id<marker::Guild>,
        /// Id of the answer.
        pub answer_id: u64,
    }
}
