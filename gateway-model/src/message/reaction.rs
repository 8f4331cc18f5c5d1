//! Reactions to messages.

use crate::emoji::Emoji;
use crate::macros::object::object;
use crate::macros::open_enum::open_enum;

object! {
    /// All reactions to a message with one emoji.
    ///
    /// Docs: [Message, Reaction Object](https://docs.discord.com/developers/resources/message#reaction-object).
    #[derive(Eq, Hash)]
    pub struct Reaction {
        /// Number, including super reactions.
        pub count: i64,
        /// Number of each kind.
        pub count_details {default}: ReactionCountDetails,
        /// Whether the current user reacted.
        pub me {default}: bool,
        /// Whether the current user reacted with a super reaction.
        pub me_burst {default}: bool,
        /// The emoji.
        pub emoji: Emoji,
        /// Colours of super reactions, as `#rrggbb`.
        pub burst_colors {default}: Box<[Box<str>]>,
    }
}

object! {
    /// Number of reactions of each kind.
    ///
    /// Docs: [Message, Reaction Count Details Object](https://docs.discord.com/developers/resources/message#reaction-count-details-object).
    #[derive(Copy, Default, Eq, Hash)]
    pub struct ReactionCountDetails {
        /// Super reactions.
        pub burst {default}: i64,
        /// Normal reactions.
        pub normal {default}: i64,
    }
}

open_enum! {
    /// Kind of reaction.
    ///
    /// Docs: [Message, Reaction Types](https://docs.discord.com/developers/resources/message#get-reactions-reaction-types).
    pub enum ReactionKind: i32 {
        /// A normal reaction.
        Normal = 0,
        /// A super reaction.
        Burst = 1,
    }
}
