//! Mentions, emojis, timestamps and links in the text of messages: writing, parsing and searching.
//!
//! Docs: [Reference, Message Formatting](https://docs.discord.com/developers/reference#message-formatting-formats).
//!
//! ```
//! use gateway_model::mention::Mention;
//! use gateway_model::{Id, id::marker};
//!
//! let user = Id::<marker::User>::new(80_351_110_224_678_912).unwrap();
//! let text = format!("ask {}", user.mention());
//! assert_eq!(text, "ask <@80351110224678912>");
//!
//! let found: Vec<_> = Mention::all_in(&text).map(|found| found.mention).collect();
//! assert_eq!(found, [Mention::User(user)]);
//! ```

mod find;
#[cfg(test)]
mod tests;

pub use find::{Found, Mentions};

use std::fmt;

use crate::emoji::{Emoji, PartialEmoji};
use crate::id::{Id, marker};
use crate::timestamp::TimestampMention;

/// Mentions everyone in the channel, if the sender has the permission.
pub const EVERYONE: &str = "@everyone";

/// Mentions everyone in the channel who is online, if the sender has the permission.
pub const HERE: &str = "@here";

/// A part of a message's text that clients show in a special way. `Display` writes the text.
///
/// Whether a mention notifies depends on the sender's permissions and on the message's `allowed_mentions`.
///
/// Docs: [Reference, Message Formatting](https://docs.discord.com/developers/reference#message-formatting-formats).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Mention<'a> {
    /// A user: `<@USER_ID>`; the deprecated `<@!USER_ID>` is also parsed.
    User(Id<marker::User>),
    /// A channel: `<#CHANNEL_ID>`.
    Channel(Id<marker::Channel>),
    /// A role: `<@&ROLE_ID>`.
    Role(Id<marker::Role>),
    /// A slash command: `</NAME:COMMAND_ID>`.
    Command {
        /// Name, followed by the names of the subcommand group and subcommand, separated by spaces.
        name: &'a str,
        /// Id of the command.
        id: Id<marker::Command>,
    },
    /// A custom emoji: `<:NAME:ID>`, or `<a:NAME:ID>` if it is animated.
    Emoji {
        /// Name, without colons.
        name: &'a str,
        /// Id of the emoji.
        id: Id<marker::Emoji>,
        /// Whether it is animated.
        animated: bool,
    },
    /// A time: `<t:TIMESTAMP:STYLE>`, or without a style for the default one.
    Timestamp(TimestampMention),
    /// A link to a part of the guild: `<id:TYPE>`.
    GuildNavigation(GuildNavigation),
}

/// A part of a guild that a text can link to.
///
/// Docs: [Reference, Guild Navigation Types](https://docs.discord.com/developers/reference#message-formatting-guild-navigation-types).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum GuildNavigation {
    /// The tab Channels & Roles, with the prompts of onboarding.
    Customize,
    /// The tab Browse Channels.
    Browse,
    /// The Server Guide.
    Guide,
    /// The tab Linked Roles.
    LinkedRoles,
    /// One linked role; a click opens its connection.
    LinkedRole(Id<marker::Role>),
}

impl fmt::Display for GuildNavigation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Customize => f.write_str("<id:customize>"),
            Self::Browse => f.write_str("<id:browse>"),
            Self::Guide => f.write_str("<id:guide>"),
            Self::LinkedRoles => f.write_str("<id:linked-roles>"),
            Self::LinkedRole(id) => write!(f, "<id:linked-roles:{id}>"),
        }
    }
}

impl fmt::Display for Mention<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::User(id) => write!(f, "<@{id}>"),
            Self::Channel(id) => write!(f, "<#{id}>"),
            Self::Role(id) => write!(f, "<@&{id}>"),
            Self::Command { name, id } => write!(f, "</{name}:{id}>"),
            Self::Emoji { name, id, animated: false } => write!(f, "<:{name}:{id}>"),
            Self::Emoji { name, id, animated: true } => write!(f, "<a:{name}:{id}>"),
            Self::Timestamp(time) => time.fmt(f),
            Self::GuildNavigation(place) => place.fmt(f),
        }
    }
}

impl Id<marker::User> {
    /// Returns the text that mentions this user.
    #[must_use]
    pub const fn mention(self) -> Mention<'static> {
        Mention::User(self)
    }
}

impl Id<marker::Channel> {
    /// Returns the text that links to this channel.
    #[must_use]
    pub const fn mention(self) -> Mention<'static> {
        Mention::Channel(self)
    }
}

impl Id<marker::Role> {
    /// Returns the text that mentions this role.
    #[must_use]
    pub const fn mention(self) -> Mention<'static> {
        Mention::Role(self)
    }
}

impl Id<marker::Command> {
    /// Returns the text that mentions this slash command; `name` is its name, followed by the names of the subcommand
    /// group and subcommand, separated by spaces.
    #[must_use]
    pub const fn mention(self, name: &str) -> Mention<'_> {
        Mention::Command { name, id: self }
    }
}

impl Id<marker::Emoji> {
    /// Returns the text that shows this custom emoji.
    #[must_use]
    pub const fn mention(self, name: &str, animated: bool) -> Mention<'_> {
        Mention::Emoji { name, id: self, animated }
    }
}

/// Returns the text that shows an emoji: the mention of a custom emoji, or a standard emoji itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct EmojiText<'a> {
    id: Option<(Id<marker::Emoji>, bool)>,
    name: &'a str,
}

impl<'a> EmojiText<'a> {
    fn new(id: Option<Id<marker::Emoji>>, name: Option<&'a str>, animated: bool) -> Option<Self> {
        // A custom emoji is identified by its id; a deleted one has no name.
        let name = name.or(id.map(|_| "_"))?;
        Some(Self { id: id.map(|id| (id, animated)), name })
    }
}

impl fmt::Display for EmojiText<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.id {
            Some((id, animated)) => id.mention(self.name, animated).fmt(f),
            None => f.write_str(self.name),
        }
    }
}

impl Emoji {
    /// Returns the text that shows this emoji in a message; `None` if it has neither id nor name.
    #[must_use]
    pub fn text(&self) -> Option<EmojiText<'_>> {
        EmojiText::new(self.id, self.name.as_deref(), self.animated == Some(true))
    }
}

impl PartialEmoji {
    /// Returns the text that shows this emoji in a message; `None` if it has neither id nor name.
    #[must_use]
    pub fn text(&self) -> Option<EmojiText<'_>> {
        EmojiText::new(self.id, self.name.as_deref(), self.animated == Some(true))
    }
}
