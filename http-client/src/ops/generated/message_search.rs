//! Operations: message search.
// Written by `cargo run -p xtask -- generate`: change xtask, not this file.

use gateway_model::Id;
use gateway_model::id::marker;
use gateway_model::message::MessageSearchResult;

use crate::answer::Indexed;
use crate::client::Client;
use crate::objects::{AuthorType, SearchSort, SearchedContent, SearchedEmbedKind, SortDirection};
use crate::request::Request;

operation! {
    /// Searches the messages of a guild.
    ///
    /// Requests of [`Client::search_guild_messages`](crate::Client::search_guild_messages): `GET /guilds/{guild_id}/messages/search`.
    ///
    /// Docs: [Search Guild Messages](https://docs.discord.com/developers/resources/message#search-guild-messages).
    ///
    /// # Example
    ///
    /// `client.search_guild_messages(guild_id).sort_by(sort_by).await?`
    ///
    /// # Setters
    ///
    /// Methods of [`Request<GuildSearch>`](crate::Request#impl-Request%3CGuildSearch%3E), beside those of every request.
    ///
    /// - `sort_by`: what they are sorted by.
    /// - `sort_order`: in which direction they are sorted.
    /// - `content`: only messages with this text: at most 1024 characters.
    /// - `slop`: how many words may stand between those searched for: at most 100.
    /// - `author_id`: only messages of these users: at most 100 of them.
    /// - `author_type`: only messages of authors of these kinds: at most 6 of them.
    /// - `mentions`: only messages that mention these users: at most 100 of them.
    /// - `mentions_role_id`: only messages that mention these roles: at most 100 of them.
    /// - `replied_to_user_id`: only answers to these users: at most 100 of them.
    /// - `replied_to_message_id`: only answers to these messages: at most 100 of them.
    /// - `mention_everyone`: only messages that mention everyone, or only those that do not.
    /// - `min_id`: only messages after this id.
    /// - `max_id`: only messages before this id.
    /// - `limit`: how many, at most: 1 to 25.
    /// - `offset`: how many are passed over: at most 9975.
    /// - `has`: only messages that have these things: at most 18 of them.
    /// - `link_hostname`: only messages with links to these hosts: at most 100 of them.
    /// - `embed_provider`: only messages with embeds of these providers: at most 100 of them.
    /// - `embed_type`: only messages with embeds of these kinds: at most 5 of them.
    /// - `attachment_extension`: only messages with files of these extensions: at most 100 of them.
    /// - `attachment_filename`: only messages with files of these names: at most 100 of them.
    /// - `pinned`: only pinned messages, or only those that are not.
    /// - `include_nsfw`: whether messages of age-restricted channels are found too.
    /// - `channel_id`: only messages of these channels: at most 500 of them.
    GuildSearch {
        name: "guild_search",
        route: GET "/guilds/{guild_id}/messages/search",
        major_parameters: 1,
        authorization: Token,
        traits: [],
        needs_one_of: [],
        answer: Indexed<MessageSearchResult>,
    }
}

impl Client {
    /// Searches the messages of a guild.
    ///
    /// Docs: [Search Guild Messages](https://docs.discord.com/developers/resources/message#search-guild-messages).
    pub fn search_guild_messages(&self, guild_id: Id<marker::Guild>) -> Request<GuildSearch> {
        Request::new(self, &[guild_id.into()])
    }
}

impl Request<GuildSearch> {
    /// What they are sorted by.
    pub fn sort_by(self, sort_by: SearchSort) -> Self {
        self.param("sort_by", &sort_by)
    }

    /// In which direction they are sorted.
    pub fn sort_order(self, sort_order: SortDirection) -> Self {
        self.param("sort_order", &sort_order)
    }

    /// Only messages with this text: at most 1024 characters.
    pub fn content(self, content: impl AsRef<str>) -> Self {
        self.param("content", content.as_ref())
    }

    /// How many words may stand between those searched for: at most 100.
    pub fn slop(self, slop: u32) -> Self {
        self.param("slop", &slop)
    }

    /// Only messages of these users: at most 100 of them.
    pub fn author_id(self, author_id: &[Id<marker::User>]) -> Self {
        self.param("author_id", author_id)
    }

    /// Only messages of authors of these kinds: at most 6 of them.
    pub fn author_type(self, author_type: &[AuthorType]) -> Self {
        self.param("author_type", author_type)
    }

    /// Only messages that mention these users: at most 100 of them.
    pub fn mentions(self, mentions: &[Id<marker::User>]) -> Self {
        self.param("mentions", mentions)
    }

    /// Only messages that mention these roles: at most 100 of them.
    pub fn mentions_role_id(self, mentions_role_id: &[Id<marker::Role>]) -> Self {
        self.param("mentions_role_id", mentions_role_id)
    }

    /// Only answers to these users: at most 100 of them.
    pub fn replied_to_user_id(self, replied_to_user_id: &[Id<marker::User>]) -> Self {
        self.param("replied_to_user_id", replied_to_user_id)
    }

    /// Only answers to these messages: at most 100 of them.
    pub fn replied_to_message_id(self, replied_to_message_id: &[Id<marker::Message>]) -> Self {
        self.param("replied_to_message_id", replied_to_message_id)
    }

    /// Only messages that mention everyone, or only those that do not.
    pub fn mention_everyone(self, mention_everyone: bool) -> Self {
        self.param("mention_everyone", &mention_everyone)
    }

    /// Only messages after this id.
    pub fn min_id(self, min_id: Id<marker::Message>) -> Self {
        self.param("min_id", &min_id)
    }

    /// Only messages before this id.
    pub fn max_id(self, max_id: Id<marker::Message>) -> Self {
        self.param("max_id", &max_id)
    }

    /// How many, at most: 1 to 25.
    pub fn limit(self, limit: u32) -> Self {
        self.param("limit", &limit)
    }

    /// How many are passed over: at most 9975.
    pub fn offset(self, offset: u32) -> Self {
        self.param("offset", &offset)
    }

    /// Only messages that have these things: at most 18 of them.
    pub fn has(self, has: &[SearchedContent]) -> Self {
        self.param("has", has)
    }

    /// Only messages with links to these hosts: at most 100 of them.
    pub fn link_hostname(self, link_hostname: &[&str]) -> Self {
        self.param("link_hostname", link_hostname)
    }

    /// Only messages with embeds of these providers: at most 100 of them.
    pub fn embed_provider(self, embed_provider: &[&str]) -> Self {
        self.param("embed_provider", embed_provider)
    }

    /// Only messages with embeds of these kinds: at most 5 of them.
    pub fn embed_type(self, embed_type: &[SearchedEmbedKind]) -> Self {
        self.param("embed_type", embed_type)
    }

    /// Only messages with files of these extensions: at most 100 of them.
    pub fn attachment_extension(self, attachment_extension: &[&str]) -> Self {
        self.param("attachment_extension", attachment_extension)
    }

    /// Only messages with files of these names: at most 100 of them.
    pub fn attachment_filename(self, attachment_filename: &[&str]) -> Self {
        self.param("attachment_filename", attachment_filename)
    }

    /// Only pinned messages, or only those that are not.
    pub fn pinned(self, pinned: bool) -> Self {
        self.param("pinned", &pinned)
    }

    /// Whether messages of age-restricted channels are found too.
    pub fn include_nsfw(self, include_nsfw: bool) -> Self {
        self.param("include_nsfw", &include_nsfw)
    }

    /// Only messages of these channels: at most 500 of them.
    pub fn channel_id(self, channel_id: &[Id<marker::Channel>]) -> Self {
        self.param("channel_id", channel_id)
    }
}
