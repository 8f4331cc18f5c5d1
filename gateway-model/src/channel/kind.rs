//! Kinds and flags of channels.

use crate::macros::flags::flags;
use crate::macros::open_enum::open_enum;

open_enum! {
    /// Kind of channel.
    ///
    /// Docs: [Channel, Channel Types](https://docs.discord.com/developers/resources/channel#channel-object-channel-types).
    pub enum ChannelKind: i32 {
        /// Text channel of a guild.
        GuildText = 0,
        /// Direct messages of two users.
        Dm = 1,
        /// Voice channel of a guild.
        GuildVoice = 2,
        /// Direct messages of several users.
        GroupDm = 3,
        /// Category of channels.
        GuildCategory = 4,
        /// Announcement channel, which other guilds can follow.
        GuildAnnouncement = 5,
        /// Thread of an announcement channel.
        AnnouncementThread = 10,
        /// Thread that everybody can see.
        PublicThread = 11,
        /// Thread that only invited members can see.
        PrivateThread = 12,
        /// Stage: a voice channel with an audience.
        GuildStageVoice = 13,
        /// List of the guilds of a hub.
        GuildDirectory = 14,
        /// Forum: holds threads only.
        GuildForum = 15,
        /// Forum for media.
        GuildMedia = 16,
    }
}

impl ChannelKind {
    /// Whether it is a thread.
    ///
    /// Docs: [Threads](https://docs.discord.com/developers/topics/threads).
    #[must_use]
    pub const fn is_thread(self) -> bool {
        matches!(self, Self::AnnouncementThread | Self::PublicThread | Self::PrivateThread)
    }

    /// Whether it belongs to a guild; `false` for kinds that this version does not know.
    #[must_use]
    pub const fn is_guild(self) -> bool {
        !matches!(self, Self::Dm | Self::GroupDm | Self::Unknown(_))
    }

    /// Whether it is for voice: voice channels and stages.
    #[must_use]
    pub const fn is_voice(self) -> bool {
        matches!(self, Self::GuildVoice | Self::GuildStageVoice)
    }
}

open_enum! {
    /// Quality of cameras in a voice channel.
    ///
    /// Docs: [Channel, Video Quality Modes](https://docs.discord.com/developers/resources/channel#channel-object-video-quality-modes).
    pub enum VideoQualityMode: i32 {
        /// Discord chooses.
        Auto = 1,
        /// 720p.
        Full = 2,
    }
}

flags! {
    /// Flags of a channel.
    ///
    /// Docs: [Channel, Channel Flags](https://docs.discord.com/developers/resources/channel#channel-object-channel-flags).
    pub struct ChannelFlags {
        /// Undocumented: it is excluded from the guild's feed.
        const GUILD_FEED_REMOVED = 0;
        /// The thread is pinned in its forum.
        const PINNED = 1;
        /// Undocumented: it is excluded from the active channels.
        const ACTIVE_CHANNELS_REMOVED = 2;
        /// New threads of the forum need a tag.
        const REQUIRE_TAG = 4;
        /// Undocumented: the thread is likely spam.
        const IS_SPAM = 5;
        /// Undocumented: it is a page of resources in the Server Guide.
        const IS_GUILD_RESOURCE_CHANNEL = 7;
        /// Undocumented: Clyde, an AI of Discord, opened the thread.
        const CLYDE_AI = 8;
        /// Undocumented: it will be deleted.
        const IS_SCHEDULED_FOR_DELETION = 9;
        /// The menu for downloading media is hidden.
        const HIDE_MEDIA_DOWNLOAD_OPTIONS = 15;
        /// Users must confirm before they see its content.
        const IS_SPOILER_CHANNEL = 21;
    }
}
