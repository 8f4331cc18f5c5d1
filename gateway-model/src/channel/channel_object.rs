//! The channel itself.

use super::{
    ChannelFlags, ChannelKind, DefaultReaction, ForumLayout, ForumTag, Overwrite, SortOrder,
    ThreadMember, ThreadMetadata, VideoQualityMode,
};
use crate::id::{Id, marker};
use crate::image_hash::ImageHash;
use crate::macros::object::object;
use crate::mention::Mention;
use crate::permissions::Permissions;
use crate::timestamp::Timestamp;
use crate::user::User;

object! {
    /// A channel of any kind; which fields it has depends on [`kind`](Self::kind).
    ///
    /// This type is also used for the *partial channel* of invites, webhooks and interactions, which has an id, a kind,
    /// a name and few other fields.
    ///
    /// Docs: [Channel, Channel Object](https://docs.discord.com/developers/resources/channel#channel-object).
    #[derive(Eq, Hash)]
    pub struct Channel {
        /// Id of the channel.
        pub id: Id<marker::Channel>,
        /// Kind of channel.
        pub kind as "type": ChannelKind,
        /// Guild; may be missing in events of that guild.
        pub guild_id?: Id<marker::Guild>,
        /// Position in the list of channels; equal positions are sorted by id.
        pub position?: i32,
        /// Overwrites of permissions for roles and members.
        pub permission_overwrites[]: Overwrite,
        /// Name, 1 to 100 characters.
        pub name?: Box<str>,
        /// Topic; at most 4096 characters in forums, 1024 elsewhere.
        pub topic?: Box<str>,
        /// Whether it is age-restricted.
        pub nsfw?: bool,
        /// Last message, or last thread of a forum; it may have been deleted.
        pub last_message_id?: Id<marker::Message>,
        /// Bit rate of voice, in bits per second.
        pub bitrate?: u32,
        /// Maximum number of users in voice; 0 for no limit.
        pub user_limit?: u32,
        /// Slowmode: seconds that a user must wait between two messages, 0 to 21600.
        pub rate_limit_per_user?: u32,
        /// Recipients of the direct messages.
        pub recipients[]: User,
        /// Icon of the group.
        pub icon?: ImageHash,
        /// Who created the group or thread.
        pub owner_id?: Id<marker::User>,
        /// Application that created the group.
        pub application_id?: Id<marker::Application>,
        /// Whether an application manages the group.
        pub managed?: bool,
        /// Category of a channel, or parent channel of a thread.
        pub parent_id?: Id<marker::Channel>,
        /// When the last message was pinned.
        pub last_pin_timestamp?: Timestamp,
        /// Voice region; `None` is automatic.
        pub rtc_region?: Box<str>,
        /// Quality of cameras; automatic if it is missing.
        pub video_quality_mode?: VideoQualityMode,
        /// Number of messages in the thread, without the first one and deleted ones.
        pub message_count?: i64,
        /// Approximate number of members of the thread; stops at 50.
        pub member_count?: i64,
        /// Fields that only threads have.
        pub thread_metadata?: Box<ThreadMetadata>,
        /// The current user's membership of the thread.
        pub member?: Box<ThreadMember>,
        /// Minutes without activity after which new threads are hidden.
        pub default_auto_archive_duration?: u32,
        /// Permissions of the invoking user here; only in the resolved data of an interaction.
        pub permissions?: Permissions,
        /// Permissions of the app here; only in the resolved data of an interaction.
        pub app_permissions?: Permissions,
        /// Flags.
        pub flags?: ChannelFlags,
        /// Number of messages ever sent in the thread.
        pub total_message_sent?: i64,
        /// Tags that posts of the forum can have.
        pub available_tags[]: ForumTag,
        /// Tags the thread has.
        pub applied_tags[]: Id<marker::Tag>,
        /// Emoji offered as a reaction in the forum's threads.
        pub default_reaction_emoji?: DefaultReaction,
        /// Slowmode that new threads start with, in seconds.
        pub default_thread_rate_limit_per_user?: u32,
        /// How posts of the forum are sorted; `None` if it was not set.
        pub default_sort_order?: SortOrder,
        /// How posts of the forum are shown.
        pub default_forum_layout?: ForumLayout,
    }
}

impl Channel {
    /// Returns the text that links to this channel.
    #[must_use]
    pub const fn mention(&self) -> Mention<'static> {
        self.id.mention()
    }
}

object! {
    /// A channel mentioned in a crossposted message.
    ///
    /// Docs: [Message, Channel Mention Object](https://docs.discord.com/developers/resources/message#channel-mention-object).
    #[derive(Eq, Hash)]
    pub struct ChannelMention {
        /// Id of the channel.
        pub id: Id<marker::Channel>,
        /// Guild it is in.
        pub guild_id: Id<marker::Guild>,
        /// Kind of channel.
        pub kind as "type": ChannelKind,
        /// Name.
        pub name {default}: Box<str>,
    }
}

object! {
    /// Answer to following an announcement channel.
    ///
    /// Docs: [Channel, Followed Channel Object](https://docs.discord.com/developers/resources/channel#followed-channel-object).
    #[derive(Copy, Eq, Hash)]
    pub struct FollowedChannel {
        /// Channel that is followed.
        pub channel_id: Id<marker::Channel>,
        /// Webhook that brings its messages.
        pub webhook_id: Id<marker::Webhook>,
    }
}
