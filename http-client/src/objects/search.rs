//! Search criteria and sort orders.
//!
//! Docs: [Message, Search Guild Messages](https://docs.discord.com/developers/resources/message#search-guild-messages).

use gateway_model::channel::{Channel, ThreadMember};
use gateway_model::message::Message;
use serde::{Deserialize, Serialize};

/// The sort key of found messages.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum SearchSort {
    /// Relevance.
    Relevance,
    /// The time of the message.
    Timestamp,
}

/// The sort key of found threads.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum ThreadSearchSort {
    /// Relevance.
    Relevance,
    /// The time of creation.
    CreationTime,
    /// The time of the last message.
    LastMessageTime,
    /// The time of archiving.
    ArchiveTime,
}

/// The sort direction.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum SortDirection {
    /// Ascending.
    Asc,
    /// Descending.
    Desc,
}

/// Whether posts must have all tags or one of them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum TagMatch {
    /// All tags.
    MatchAll,
    /// At least one tag.
    MatchSome,
}

/// Kinds of authors that are searched for or, with `Not`, excluded.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum AuthorType {
    /// Users.
    User,
    /// Bots.
    Bot,
    /// Webhooks.
    Webhook,
    /// All but users.
    #[serde(rename = "-user")]
    NotUser,
    /// All but bots.
    #[serde(rename = "-bot")]
    NotBot,
    /// All but webhooks.
    #[serde(rename = "-webhook")]
    NotWebhook,
}

/// Contents of messages that are searched for or, with `No`, excluded.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum SearchedContent {
    /// A link.
    Link,
    /// An embed.
    Embed,
    /// A file.
    File,
    /// An image.
    Image,
    /// A video.
    Video,
    /// A sound.
    Sound,
    /// A sticker.
    Sticker,
    /// A poll.
    Poll,
    /// A forwarded message.
    Snapshot,
    /// No link.
    #[serde(rename = "-link")]
    NoLink,
    /// No embed.
    #[serde(rename = "-embed")]
    NoEmbed,
    /// No file.
    #[serde(rename = "-file")]
    NoFile,
    /// No image.
    #[serde(rename = "-image")]
    NoImage,
    /// No video.
    #[serde(rename = "-video")]
    NoVideo,
    /// No sound.
    #[serde(rename = "-sound")]
    NoSound,
    /// No sticker.
    #[serde(rename = "-sticker")]
    NoSticker,
    /// No poll.
    #[serde(rename = "-poll")]
    NoPoll,
    /// No forwarded message.
    #[serde(rename = "-snapshot")]
    NoSnapshot,
}

/// Kinds of embeds that can be searched for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum SearchedEmbedKind {
    /// An image.
    Image,
    /// A video.
    Video,
    /// A GIF.
    Gif,
    /// A sound.
    Sound,
    /// An article.
    Article,
}

/// Found threads.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct ThreadSearchResult {
    /// The threads.
    pub threads: Vec<Channel>,
    /// The bot as a member of the threads that it has joined.
    pub members: Vec<ThreadMember>,
    /// Whether there are more.
    pub has_more: bool,
    /// The first messages of posts.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub first_messages: Option<Vec<Message>>,
    /// The total number of results.
    pub total_results: u64,
}
