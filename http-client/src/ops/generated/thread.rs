//! Operations: thread.
// Written by `cargo run -p xtask -- generate`: change xtask, not this file.

use gateway_model::channel::{ActiveThreads, ArchivedThreads, Channel, ChannelKind};
use gateway_model::id::marker;
use gateway_model::{Id, Timestamp};

use crate::answer::{Indexed, Json};
use crate::client::Client;
use crate::objects::{SortDirection, TagMatch, ThreadSearchResult, ThreadSearchSort};
use crate::request::{Request, joined};

operation! {
    /// Starts a thread at a message.
    ///
    /// Requests of [`Client::start_thread_from_message`](crate::Client::start_thread_from_message): `POST /channels/{channel_id}/messages/{message_id}/threads`.
    ///
    /// Docs: [Start Thread from Message](https://docs.discord.com/developers/resources/channel#start-thread-from-message).
    ///
    /// # Example
    ///
    /// `client.start_thread_from_message(channel_id, message_id, name).auto_archive_duration(auto_archive_duration).reason("why").await?`
    ///
    /// # Arguments
    ///
    /// Arguments of the method, in this order:
    ///
    /// - `name`: name: 1 to 100 characters.
    ///
    /// # Setters
    ///
    /// Methods of [`Request<CreateThreadFromMessage>`](crate::Request#impl-Request%3CCreateThreadFromMessage%3E), beside those of every request.
    ///
    /// - `auto_archive_duration`: minutes without activity after which a thread is archived: 60, 1440, 4320 or 10080.
    /// - `rate_limit_per_user`: seconds a member waits between messages: at most 21600.
    /// - [`reason`](crate::Request::reason): why it is done, for the audit log: at most 512 characters.
    CreateThreadFromMessage {
        name: "create_thread_from_message",
        route: POST "/channels/{channel_id}/messages/{message_id}/threads",
        major_parameters: 1,
        authorization: Token,
        traits: [Audited],
        needs_one_of: [],
        answer: Json<Channel>,
    }
}

operation! {
    /// Starts a thread without a message. For posts of forums see [`Client::start_forum_thread`].
    ///
    /// Requests of [`Client::start_thread`](crate::Client::start_thread): `POST /channels/{channel_id}/threads`.
    ///
    /// Docs: [Start Thread without Message](https://docs.discord.com/developers/resources/channel#start-thread-without-message).
    ///
    /// # Example
    ///
    /// `client.start_thread(channel_id, name).applied_tags(applied_tags).reason("why").await?`
    ///
    /// # Arguments
    ///
    /// Arguments of the method, in this order:
    ///
    /// - `name`: name: 1 to 100 characters.
    ///
    /// # Setters
    ///
    /// Methods of [`Request<CreateThread>`](crate::Request#impl-Request%3CCreateThread%3E), beside those of every request.
    ///
    /// - `applied_tags`: tags of a forum's post: at most 5 of them.
    /// - `auto_archive_duration`: minutes without activity after which a thread is archived: 60, 1440, 4320 or 10080.
    /// - `invitable`: whether members who cannot manage it may invite to a private thread.
    /// - `rate_limit_per_user`: seconds a member waits between messages: at most 21600.
    /// - `kind`: kind of thread; private where it is not set.
    /// - [`file`](crate::Request::file): adds a file to the message.
    /// - [`reason`](crate::Request::reason): why it is done, for the audit log: at most 512 characters.
    CreateThread {
        name: "create_thread",
        route: POST "/channels/{channel_id}/threads",
        major_parameters: 1,
        authorization: Token,
        traits: [Audited, WithFiles],
        needs_one_of: [],
        answer: Json<Channel>,
    }
}

operation! {
    /// Lists a channel's archived private threads, one page at a time.
    ///
    /// Requests of [`Client::private_archived_threads`](crate::Client::private_archived_threads): `GET /channels/{channel_id}/threads/archived/private`.
    ///
    /// Docs: [List Private Archived Threads](https://docs.discord.com/developers/resources/channel#list-private-archived-threads).
    ///
    /// # Example
    ///
    /// `client.private_archived_threads(channel_id).before(before).await?`
    ///
    /// # Setters
    ///
    /// Methods of [`Request<ListPrivateArchivedThreads>`](crate::Request#impl-Request%3CListPrivateArchivedThreads%3E), beside those of every request.
    ///
    /// - `before`: only those archived before this time.
    /// - `limit`: how many, at most: 2 to 100.
    ListPrivateArchivedThreads {
        name: "list_private_archived_threads",
        route: GET "/channels/{channel_id}/threads/archived/private",
        major_parameters: 1,
        authorization: Token,
        traits: [],
        needs_one_of: [],
        answer: Json<ArchivedThreads>,
    }
}

operation! {
    /// Lists a channel's archived public threads, one page at a time.
    ///
    /// Requests of [`Client::public_archived_threads`](crate::Client::public_archived_threads): `GET /channels/{channel_id}/threads/archived/public`.
    ///
    /// Docs: [List Public Archived Threads](https://docs.discord.com/developers/resources/channel#list-public-archived-threads).
    ///
    /// # Example
    ///
    /// `client.public_archived_threads(channel_id).before(before).await?`
    ///
    /// # Setters
    ///
    /// Methods of [`Request<ListPublicArchivedThreads>`](crate::Request#impl-Request%3CListPublicArchivedThreads%3E), beside those of every request.
    ///
    /// - `before`: only those archived before this time.
    /// - `limit`: how many, at most: 2 to 100.
    ListPublicArchivedThreads {
        name: "list_public_archived_threads",
        route: GET "/channels/{channel_id}/threads/archived/public",
        major_parameters: 1,
        authorization: Token,
        traits: [],
        needs_one_of: [],
        answer: Json<ArchivedThreads>,
    }
}

operation! {
    /// Searches the threads of a channel.
    ///
    /// Requests of [`Client::search_threads`](crate::Client::search_threads): `GET /channels/{channel_id}/threads/search`.
    ///
    /// Docs: none but `thread_search` in Discord's [OpenAPI description](https://github.com/discord/discord-api-spec).
    ///
    /// # Example
    ///
    /// `client.search_threads(channel_id).name(name).await?`
    ///
    /// # Setters
    ///
    /// Methods of [`Request<ThreadSearch>`](crate::Request#impl-Request%3CThreadSearch%3E), beside those of every request.
    ///
    /// - `name`: only threads with this in their name: at most 100 characters.
    /// - `slop`: how many words may stand between those searched for: at most 100.
    /// - `min_id`: only threads after this id.
    /// - `max_id`: only threads before this id.
    /// - `tag`: only posts with these tags.
    /// - `tag_setting`: whether they must have all of the tags or one.
    /// - `archived`: whether only archived threads are found, or only active ones.
    /// - `sort_by`: what they are sorted by.
    /// - `sort_order`: in which direction they are sorted.
    /// - `limit`: how many, at most: 1 to 25.
    /// - `offset`: how many are passed over: at most 9975.
    ThreadSearch {
        name: "thread_search",
        route: GET "/channels/{channel_id}/threads/search",
        major_parameters: 1,
        authorization: Token,
        traits: [],
        needs_one_of: [],
        answer: Indexed<ThreadSearchResult>,
    }
}

operation! {
    /// Lists the archived private threads of a channel that the bot has joined, one page at a time.
    ///
    /// Requests of [`Client::joined_private_archived_threads`](crate::Client::joined_private_archived_threads): `GET /channels/{channel_id}/users/@me/threads/archived/private`.
    ///
    /// Docs: [List Joined Private Archived Threads](https://docs.discord.com/developers/resources/channel#list-joined-private-archived-threads).
    ///
    /// # Example
    ///
    /// `client.joined_private_archived_threads(channel_id).before(before).await?`
    ///
    /// # Setters
    ///
    /// Methods of [`Request<ListMyPrivateArchivedThreads>`](crate::Request#impl-Request%3CListMyPrivateArchivedThreads%3E), beside those of every request.
    ///
    /// - `before`: only those before this id.
    /// - `limit`: how many, at most: 2 to 100.
    ListMyPrivateArchivedThreads {
        name: "list_my_private_archived_threads",
        route: GET "/channels/{channel_id}/users/@me/threads/archived/private",
        major_parameters: 1,
        authorization: Token,
        traits: [],
        needs_one_of: [],
        answer: Json<ArchivedThreads>,
    }
}

operation! {
    /// Lists all active threads of a guild that the bot can see.
    ///
    /// Requests of [`Client::active_guild_threads`](crate::Client::active_guild_threads): `GET /guilds/{guild_id}/threads/active`.
    ///
    /// Docs: [List Active Guild Threads](https://docs.discord.com/developers/resources/guild#list-active-guild-threads).
    ///
    /// # Example
    ///
    /// `client.active_guild_threads(guild_id).await?`
    GetActiveGuildThreads {
        name: "get_active_guild_threads",
        route: GET "/guilds/{guild_id}/threads/active",
        major_parameters: 1,
        authorization: Token,
        traits: [],
        needs_one_of: [],
        answer: Json<ActiveThreads>,
    }
}

impl Client {
    /// Starts a thread at a message.
    ///
    /// The audit log shows the [`reason`](Request::reason).
    ///
    /// Docs: [Start Thread from Message](https://docs.discord.com/developers/resources/channel#start-thread-from-message).
    ///
    /// - `name`: name: 1 to 100 characters.
    pub fn start_thread_from_message(
        &self,
        channel_id: Id<marker::Channel>,
        message_id: Id<marker::Message>,
        name: impl AsRef<str>,
    ) -> Request<CreateThreadFromMessage> {
        Request::new(self, &[channel_id.into(), message_id.into()])
            .with_fields()
            .set("name", name.as_ref())
    }

    /// Starts a thread without a message. For posts of forums see [`Client::start_forum_thread`].
    ///
    /// The audit log shows the [`reason`](Request::reason).
    ///
    /// Docs: [Start Thread without Message](https://docs.discord.com/developers/resources/channel#start-thread-without-message).
    ///
    /// - `name`: name: 1 to 100 characters.
    pub fn start_thread(
        &self,
        channel_id: Id<marker::Channel>,
        name: impl AsRef<str>,
    ) -> Request<CreateThread> {
        Request::new(self, &[channel_id.into()]).with_fields().set("name", name.as_ref())
    }

    /// Lists a channel's archived private threads, one page at a time.
    ///
    /// Docs: [List Private Archived Threads](https://docs.discord.com/developers/resources/channel#list-private-archived-threads).
    pub fn private_archived_threads(
        &self,
        channel_id: Id<marker::Channel>,
    ) -> Request<ListPrivateArchivedThreads> {
        Request::new(self, &[channel_id.into()])
    }

    /// Lists a channel's archived public threads, one page at a time.
    ///
    /// Docs: [List Public Archived Threads](https://docs.discord.com/developers/resources/channel#list-public-archived-threads).
    pub fn public_archived_threads(
        &self,
        channel_id: Id<marker::Channel>,
    ) -> Request<ListPublicArchivedThreads> {
        Request::new(self, &[channel_id.into()])
    }

    /// Searches the threads of a channel.
    ///
    /// Docs: none but `thread_search` in Discord's [OpenAPI description](https://github.com/discord/discord-api-spec).
    pub fn search_threads(&self, channel_id: Id<marker::Channel>) -> Request<ThreadSearch> {
        Request::new(self, &[channel_id.into()])
    }

    /// Lists the archived private threads of a channel that the bot has joined, one page at a time.
    ///
    /// Docs: [List Joined Private Archived Threads](https://docs.discord.com/developers/resources/channel#list-joined-private-archived-threads).
    pub fn joined_private_archived_threads(
        &self,
        channel_id: Id<marker::Channel>,
    ) -> Request<ListMyPrivateArchivedThreads> {
        Request::new(self, &[channel_id.into()])
    }

    /// Lists all active threads of a guild that the bot can see.
    ///
    /// Docs: [List Active Guild Threads](https://docs.discord.com/developers/resources/guild#list-active-guild-threads).
    pub fn active_guild_threads(
        &self,
        guild_id: Id<marker::Guild>,
    ) -> Request<GetActiveGuildThreads> {
        Request::new(self, &[guild_id.into()])
    }
}

impl Request<CreateThreadFromMessage> {
    /// Minutes without activity after which a thread is archived: 60, 1440, 4320 or 10080.
    pub fn auto_archive_duration(self, auto_archive_duration: u32) -> Self {
        self.set("auto_archive_duration", &auto_archive_duration)
    }

    /// Seconds a member waits between messages: at most 21600.
    pub fn rate_limit_per_user(self, rate_limit_per_user: u32) -> Self {
        self.set("rate_limit_per_user", &rate_limit_per_user)
    }
}

impl Request<CreateThread> {
    /// Tags of a forum's post: at most 5 of them.
    pub fn applied_tags(self, applied_tags: &[Id<marker::Tag>]) -> Self {
        self.set("applied_tags", applied_tags)
    }

    /// Minutes without activity after which a thread is archived: 60, 1440, 4320 or 10080.
    pub fn auto_archive_duration(self, auto_archive_duration: u32) -> Self {
        self.set("auto_archive_duration", &auto_archive_duration)
    }

    /// Whether members who cannot manage it may invite to a private thread.
    pub fn invitable(self, invitable: bool) -> Self {
        self.set("invitable", &invitable)
    }

    /// Seconds a member waits between messages: at most 21600.
    pub fn rate_limit_per_user(self, rate_limit_per_user: u32) -> Self {
        self.set("rate_limit_per_user", &rate_limit_per_user)
    }

    /// Kind of thread; private where it is not set.
    pub fn kind(self, kind: ChannelKind) -> Self {
        self.set("type", &kind)
    }
}

impl Request<ListPrivateArchivedThreads> {
    /// Only those archived before this time.
    pub fn before(self, before: Timestamp) -> Self {
        self.param("before", &before)
    }

    /// How many, at most: 2 to 100.
    pub fn limit(self, limit: u32) -> Self {
        self.param("limit", &limit)
    }
}

impl Request<ListPublicArchivedThreads> {
    /// Only those archived before this time.
    pub fn before(self, before: Timestamp) -> Self {
        self.param("before", &before)
    }

    /// How many, at most: 2 to 100.
    pub fn limit(self, limit: u32) -> Self {
        self.param("limit", &limit)
    }
}

impl Request<ThreadSearch> {
    /// Only threads with this in their name: at most 100 characters.
    pub fn name(self, name: impl AsRef<str>) -> Self {
        self.param("name", name.as_ref())
    }

    /// How many words may stand between those searched for: at most 100.
    pub fn slop(self, slop: u32) -> Self {
        self.param("slop", &slop)
    }

    /// Only threads after this id.
    pub fn min_id(self, min_id: Id<marker::Channel>) -> Self {
        self.param("min_id", &min_id)
    }

    /// Only threads before this id.
    pub fn max_id(self, max_id: Id<marker::Channel>) -> Self {
        self.param("max_id", &max_id)
    }

    /// Only posts with these tags.
    pub fn tag(self, tag: &[Id<marker::Tag>]) -> Self {
        self.param("tag", &joined(tag))
    }

    /// Whether they must have all of the tags or one.
    pub fn tag_setting(self, tag_setting: TagMatch) -> Self {
        self.param("tag_setting", &tag_setting)
    }

    /// Whether only archived threads are found, or only active ones.
    pub fn archived(self, archived: bool) -> Self {
        self.param("archived", &archived)
    }

    /// What they are sorted by.
    pub fn sort_by(self, sort_by: ThreadSearchSort) -> Self {
        self.param("sort_by", &sort_by)
    }

    /// In which direction they are sorted.
    pub fn sort_order(self, sort_order: SortDirection) -> Self {
        self.param("sort_order", &sort_order)
    }

    /// How many, at most: 1 to 25.
    pub fn limit(self, limit: u32) -> Self {
        self.param("limit", &limit)
    }

    /// How many are passed over: at most 9975.
    pub fn offset(self, offset: u32) -> Self {
        self.param("offset", &offset)
    }
}

impl Request<ListMyPrivateArchivedThreads> {
    /// Only those before this id.
    pub fn before(self, before: Id<marker::Channel>) -> Self {
        self.param("before", &before)
    }

    /// How many, at most: 2 to 100.
    pub fn limit(self, limit: u32) -> Self {
        self.param("limit", &limit)
    }
}
