//! Operations: guild channel.
// Written by `cargo run -p xtask -- generate`: change xtask, not this file.

use gateway_model::Id;
use gateway_model::channel::{
    Channel, ChannelKind, DefaultReaction, ForumLayout, Overwrite, SortOrder, VideoQualityMode,
};
use gateway_model::id::marker;

use crate::answer::{Empty, Json, List};
use crate::client::Client;
use crate::objects::{ChannelPosition, ForumTagRequest, TagMatch};
use crate::request::Request;

operation! {
    /// Lists the channels of a guild, without threads.
    ///
    /// Requests of [`Client::guild_channels`](crate::Client::guild_channels): `GET /guilds/{guild_id}/channels`.
    ///
    /// Docs: [Get Guild Channels](https://docs.discord.com/developers/resources/guild#get-guild-channels).
    ///
    /// # Example
    ///
    /// `client.guild_channels(guild_id).await?`
    ListGuildChannels {
        name: "list_guild_channels",
        route: GET "/guilds/{guild_id}/channels",
        major_parameters: 1,
        authorization: Token,
        traits: [],
        needs_one_of: [],
        answer: List<Channel>,
    }
}

operation! {
    /// Moves channels of a guild.
    ///
    /// Requests of [`Client::modify_guild_channel_positions`](crate::Client::modify_guild_channel_positions): `PATCH /guilds/{guild_id}/channels`.
    ///
    /// Docs: [Modify Guild Channel Positions](https://docs.discord.com/developers/resources/guild#modify-guild-channel-positions).
    ///
    /// # Example
    ///
    /// `client.modify_guild_channel_positions(guild_id, positions).await?`
    ///
    /// # Arguments
    ///
    /// Arguments of the method, in this order:
    ///
    /// - `positions`: the channels that move.
    BulkUpdateGuildChannels {
        name: "bulk_update_guild_channels",
        route: PATCH "/guilds/{guild_id}/channels",
        major_parameters: 1,
        authorization: Token,
        traits: [],
        needs_one_of: [],
        answer: Empty,
    }
}

operation! {
    /// Creates a channel.
    ///
    /// Requests of [`Client::create_guild_channel`](crate::Client::create_guild_channel): `POST /guilds/{guild_id}/channels`.
    ///
    /// Docs: [Create Guild Channel](https://docs.discord.com/developers/resources/guild#create-guild-channel).
    ///
    /// # Example
    ///
    /// `client.create_guild_channel(guild_id, name).available_tags(available_tags).reason("why").await?`
    ///
    /// # Arguments
    ///
    /// Arguments of the method, in this order:
    ///
    /// - `name`: name: 1 to 100 characters.
    ///
    /// # Setters
    ///
    /// Methods of [`Request<CreateGuildChannel>`](crate::Request#impl-Request%3CCreateGuildChannel%3E), beside those of every request.
    ///
    /// - `available_tags`: tags that posts of a forum can have: at most 20 of them.
    /// - `bitrate`: bits a second of a voice or stage channel, 8000 at least: at least 8000.
    /// - `default_auto_archive_duration`: minutes after which new threads are archived: 60, 1440, 4320 or 10080.
    /// - `default_forum_layout`: how posts of a forum are shown.
    /// - `default_reaction_emoji`: emoji offered as a reaction to posts of a forum.
    /// - `default_sort_order`: how posts of a forum are sorted.
    /// - `default_tag_setting`: whether posts must have all chosen tags or one of them to be shown.
    /// - `default_thread_rate_limit_per_user`: seconds a member waits between messages in new threads: at most 21600.
    /// - `nsfw`: whether it is age-restricted.
    /// - `parent_id`: category it is in.
    /// - `permission_overwrites`: what roles and members may do in it: at most 100 of them.
    /// - `position`: position among the others.
    /// - `rate_limit_per_user`: seconds a member waits between messages: at most 21600.
    /// - `rtc_region`: voice region; chosen by Discord where there is none.
    /// - `topic`: topic: at most 4096 characters.
    /// - `kind`: kind of channel.
    /// - `user_limit`: users in it at once; 0 for any number.
    /// - `video_quality_mode`: quality of videos.
    /// - [`reason`](crate::Request::reason): why it is done, for the audit log: at most 512 characters.
    CreateGuildChannel {
        name: "create_guild_channel",
        route: POST "/guilds/{guild_id}/channels",
        major_parameters: 1,
        authorization: Token,
        traits: [Audited],
        needs_one_of: [],
        answer: Json<Channel>,
    }
}

impl Client {
    /// Lists the channels of a guild, without threads.
    ///
    /// Docs: [Get Guild Channels](https://docs.discord.com/developers/resources/guild#get-guild-channels).
    pub fn guild_channels(&self, guild_id: Id<marker::Guild>) -> Request<ListGuildChannels> {
        Request::new(self, &[guild_id.into()])
    }

    /// Moves channels of a guild.
    ///
    /// Docs: [Modify Guild Channel Positions](https://docs.discord.com/developers/resources/guild#modify-guild-channel-positions).
    ///
    /// - `positions`: the channels that move.
    pub fn modify_guild_channel_positions(
        &self,
        guild_id: Id<marker::Guild>,
        positions: &[ChannelPosition],
    ) -> Request<BulkUpdateGuildChannels> {
        Request::new(self, &[guild_id.into()]).with_json("positions", positions)
    }

    /// Creates a channel.
    ///
    /// The audit log shows the [`reason`](Request::reason).
    ///
    /// Docs: [Create Guild Channel](https://docs.discord.com/developers/resources/guild#create-guild-channel).
    ///
    /// - `name`: name: 1 to 100 characters.
    pub fn create_guild_channel(
        &self,
        guild_id: Id<marker::Guild>,
        name: impl AsRef<str>,
    ) -> Request<CreateGuildChannel> {
        Request::new(self, &[guild_id.into()]).with_fields().set("name", name.as_ref())
    }
}

impl Request<CreateGuildChannel> {
    /// Tags that posts of a forum can have: at most 20 of them.
    pub fn available_tags(self, available_tags: &[ForumTagRequest]) -> Self {
        self.set("available_tags", available_tags)
    }

    /// Bits a second of a voice or stage channel, 8000 at least: at least 8000.
    pub fn bitrate(self, bitrate: u32) -> Self {
        self.set("bitrate", &bitrate)
    }

    /// Minutes after which new threads are archived: 60, 1440, 4320 or 10080.
    pub fn default_auto_archive_duration(self, default_auto_archive_duration: u32) -> Self {
        self.set("default_auto_archive_duration", &default_auto_archive_duration)
    }

    /// How posts of a forum are shown.
    pub fn default_forum_layout(self, default_forum_layout: ForumLayout) -> Self {
        self.set("default_forum_layout", &default_forum_layout)
    }

    /// Emoji offered as a reaction to posts of a forum.
    pub fn default_reaction_emoji(self, default_reaction_emoji: &DefaultReaction) -> Self {
        self.set("default_reaction_emoji", default_reaction_emoji)
    }

    /// How posts of a forum are sorted.
    pub fn default_sort_order(self, default_sort_order: SortOrder) -> Self {
        self.set("default_sort_order", &default_sort_order)
    }

    /// Whether posts must have all chosen tags or one of them to be shown.
    pub fn default_tag_setting(self, default_tag_setting: TagMatch) -> Self {
        self.set("default_tag_setting", &default_tag_setting)
    }

    /// Seconds a member waits between messages in new threads: at most 21600.
    pub fn default_thread_rate_limit_per_user(
        self,
        default_thread_rate_limit_per_user: u32,
    ) -> Self {
        self.set("default_thread_rate_limit_per_user", &default_thread_rate_limit_per_user)
    }

    /// Whether it is age-restricted.
    pub fn nsfw(self, nsfw: bool) -> Self {
        self.set("nsfw", &nsfw)
    }

    /// Category it is in.
    pub fn parent_id(self, parent_id: Id<marker::Channel>) -> Self {
        self.set("parent_id", &parent_id)
    }

    /// What roles and members may do in it: at most 100 of them.
    pub fn permission_overwrites(self, permission_overwrites: &[Overwrite]) -> Self {
        self.set("permission_overwrites", permission_overwrites)
    }

    /// Position among the others.
    pub fn position(self, position: i32) -> Self {
        self.set("position", &position)
    }

    /// Seconds a member waits between messages: at most 21600.
    pub fn rate_limit_per_user(self, rate_limit_per_user: u32) -> Self {
        self.set("rate_limit_per_user", &rate_limit_per_user)
    }

    /// Voice region; chosen by Discord where there is none.
    pub fn rtc_region(self, rtc_region: impl AsRef<str>) -> Self {
        self.set("rtc_region", rtc_region.as_ref())
    }

    /// Topic: at most 4096 characters.
    pub fn topic(self, topic: impl AsRef<str>) -> Self {
        self.set("topic", topic.as_ref())
    }

    /// Kind of channel.
    pub fn kind(self, kind: ChannelKind) -> Self {
        self.set("type", &kind)
    }

    /// Users in it at once; 0 for any number.
    pub fn user_limit(self, user_limit: u32) -> Self {
        self.set("user_limit", &user_limit)
    }

    /// Quality of videos.
    pub fn video_quality_mode(self, video_quality_mode: VideoQualityMode) -> Self {
        self.set("video_quality_mode", &video_quality_mode)
    }
}
