//! What is searched for, and how it is sorted.
//!
//! Docs: [Message, Search Guild Messages](https://docs.discord.com/developers/resources/message#search-guild-messages).

use gateway_model::channel::{Channel, ThreadMember};
use gateway_model::message::Message;
use serde::{Deserialize, Serialize};

/// What messages found are sorted by.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum SearchSort {
    /// How well they fit.
    Relevance,
    /// When they were sent.
    Timestamp,
}

/// What threads found are sorted by.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum ThreadSearchSort {
    /// How well they fit.
    Relevance,
    /// When they were started.
    CreationTime,
    /// When the last message was sent.
    LastMessageTime,
    /// When they were archived.
    ArchiveTime,
}

/// In which direction they are sorted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum SortDirection {
    /// The least first.
    Asc,
    /// The greatest first.
    Desc,
}

/// Whether posts must have all tags asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum TagMatch {
    /// All of them.
    MatchAll,
    /// One of them.
    MatchSome,
}

/// Kinds of authors, to be found or, with `Not`, left out.
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

/// What messages have, to be found or, with `No`, left out.
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

/// Threads that were found.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct ThreadSearchResult {
    /// The threads.
    pub threads: Vec<Channel>,
    /// The bot as a member of those it has joined.
    pub members: Vec<ThreadMember>,
    /// Whether there are more.
    pub has_more: bool,
    /// The first messages of posts.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub first_messages: Option<Vec<Message>>,
    /// How many there are in all.
    pub total_results: u64,
}
