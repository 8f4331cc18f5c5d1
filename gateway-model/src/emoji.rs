//! Emojis.
//!
//! Docs: [Emoji Resource](https://docs.discord.com/developers/resources/emoji).

use crate::id::{Id, marker};
use crate::macros::object::object;
use crate::macros::setters::setters;
use crate::user::User;

object! {
    /// An emoji, custom or standard.
    ///
    /// This type is also used for the *partial emoji* of reactions, which has only `id`, `name` and `animated`.
    ///
    /// Docs: [Emoji, Emoji Object](https://docs.discord.com/developers/resources/emoji#emoji-object).
    #[derive(Eq, Hash)]
    pub struct Emoji {
        /// Id of a custom emoji; `None` for a standard one.
        pub id: Option<Id<marker::Emoji>>,
        /// Name of a custom emoji, or the standard emoji itself; `None` if a reaction's custom emoji was deleted.
        pub name: Option<Box<str>>,
        /// Roles that may use it; empty for everybody.
        pub roles[whole]: Id<marker::Role>,
        /// Who uploaded it.
        pub user?: Box<User>,
        /// Whether its name must be written between colons.
        pub require_colons?: bool,
        /// Whether an integration manages it.
        pub managed?: bool,
        /// Whether it is animated.
        pub animated?: bool,
        /// Whether it can be used; false if the boosts that it needs were lost.
        pub available?: bool,
    }
}

object! {
    /// The emojis of an application.
    ///
    /// Docs: [Emoji, List Application Emojis](https://docs.discord.com/developers/resources/emoji#list-application-emojis).
    #[derive(Eq, Hash)]
    pub struct ApplicationEmojis {
        /// The emojis.
        pub items: Box<[Emoji]>,
    }
}

object! {
    /// An emoji in a button, select option or poll.
    ///
    /// Docs: [Emoji, Emoji Object](https://docs.discord.com/developers/resources/emoji#emoji-object).
    #[derive(Default, Eq, Hash)]
    pub struct PartialEmoji {
        /// Id of a custom emoji.
        pub id?: Id<marker::Emoji>,
        /// Name of a custom emoji, or the standard emoji itself.
        pub name?: String,
        /// Whether it is animated.
        pub animated?: bool,
    }
}

impl PartialEmoji {
    /// Creates a custom emoji; the name is optional.
    #[must_use]
    pub fn custom(id: Id<marker::Emoji>) -> Self {
        Self { id: Some(id), ..Self::default() }
    }

    /// Creates a standard emoji, for example `🔥`.
    #[must_use]
    pub fn standard(emoji: impl Into<String>) -> Self {
        Self { name: Some(emoji.into()), ..Self::default() }
    }
}

setters! {
    PartialEmoji {
        /// Sets the name of the custom emoji.
        into name: String,
        /// Marks the emoji as animated.
        flag animated,
    }
    by_hand { id }
    received {}
}
