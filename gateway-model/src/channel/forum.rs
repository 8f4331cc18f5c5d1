//! Fields that only forums have.

use crate::id::{Id, marker};
use crate::macros::object::object;
use crate::macros::open_enum::open_enum;

object! {
    /// A tag that posts of a forum can have; it has a custom emoji, a standard one, or none.
    ///
    /// Docs: [Channel, Forum Tag Object](https://docs.discord.com/developers/resources/channel#forum-tag-object).
    #[derive(Eq, Hash)]
    pub struct ForumTag {
        /// Id of the tag.
        pub id: Id<marker::Tag>,
        /// Name, at most 20 characters.
        pub name {default}: Box<str>,
        /// Whether only members who can manage threads can apply it.
        pub moderated {default}: bool,
        /// Custom emoji.
        pub emoji_id: Option<Id<marker::Emoji>>,
        /// Standard emoji.
        pub emoji_name: Option<Box<str>>,
    }
}

object! {
    /// The emoji offered as a reaction to posts of a forum: a custom one or a standard one.
    ///
    /// Docs: [Channel, Default Reaction Object](https://docs.discord.com/developers/resources/channel#default-reaction-object).
    #[derive(Eq, Hash)]
    pub struct DefaultReaction {
        /// Custom emoji.
        pub emoji_id: Option<Id<marker::Emoji>>,
        /// Standard emoji.
        pub emoji_name: Option<Box<str>>,
    }
}

impl DefaultReaction {
    /// Creates a reaction with a custom emoji.
    #[must_use]
    pub const fn custom(emoji: Id<marker::Emoji>) -> Self {
        Self { emoji_id: Some(emoji), emoji_name: None }
    }

    /// Creates a reaction with a standard emoji.
    #[must_use]
    pub fn standard(emoji: impl Into<Box<str>>) -> Self {
        Self { emoji_id: None, emoji_name: Some(emoji.into()) }
    }
}

open_enum! {
    /// How posts of a forum are sorted.
    ///
    /// Docs: [Channel, Sort Order Types](https://docs.discord.com/developers/resources/channel#channel-object-sort-order-types).
    pub enum SortOrder: i32 {
        /// Last activity first.
        LatestActivity = 0,
        /// Newest first.
        CreationDate = 1,
    }
}

open_enum! {
    /// How posts of a forum are shown.
    ///
    /// Docs: [Channel, Forum Layout Types](https://docs.discord.com/developers/resources/channel#channel-object-forum-layout-types).
    pub enum ForumLayout: i32 {
        /// Not set.
        NotSet = 0,
        /// As a list.
        ListView = 1,
        /// As tiles.
        GalleryView = 2,
    }
}
