//! Templates of guilds.

use super::{
    DefaultMessageNotificationLevel, ExplicitContentFilterLevel, PlaceholderId, SystemChannelFlags,
    TemplateChannel, TemplateRole, VerificationLevel,
};
use crate::id::{Id, marker};
use crate::image_hash::ImageHash;
use crate::locale::Locale;
use crate::macros::object::object;
use crate::timestamp::Timestamp;
use crate::user::User;

object! {
    /// A template: a snapshot of a guild from which new guilds were created.
    ///
    /// Docs: [Guild Template, Guild Template Object](https://docs.discord.com/developers/resources/guild-template#guild-template-object).
    #[derive(Eq, Hash)]
    pub struct GuildTemplate {
        /// Code of the template.
        pub code: Box<str>,
        /// Name.
        pub name: Box<str>,
        /// Description.
        pub description: Option<Box<str>>,
        /// How many times it was used.
        pub usage_count: i64,
        /// Who created it.
        pub creator_id: Id<marker::User>,
        /// Who created it.
        pub creator: Option<User>,
        /// When it was created.
        pub created_at: Timestamp,
        /// When it was last synced with its guild.
        pub updated_at: Timestamp,
        /// Guild of the snapshot.
        pub source_guild_id: Id<marker::Guild>,
        /// The snapshot.
        pub serialized_source_guild: TemplateGuild,
        /// Whether the guild has changed since.
        pub is_dirty: Option<bool>,
    }
}

object! {
    /// The guild in a template.
    ///
    /// The ids inside a template are small integers instead of snowflakes and may be zero, so roles and channels keep
    /// them as integers.
    ///
    /// Docs: [Guild Template, Example Guild Template Object](https://docs.discord.com/developers/resources/guild-template#guild-template-object-example-guild-template-object).
    #[derive(Eq, Hash)]
    pub struct TemplateGuild {
        /// Name.
        pub name: Box<str>,
        /// Description.
        pub description: Option<Box<str>>,
        /// Voice region; deprecated.
        pub region?: Box<str>,
        /// Icon.
        pub icon_hash?: ImageHash,
        /// What members must have done before they may send messages.
        pub verification_level: VerificationLevel,
        /// Default notification level of members.
        pub default_message_notifications: DefaultMessageNotificationLevel,
        /// Whose media are scanned for explicit content.
        pub explicit_content_filter: ExplicitContentFilterLevel,
        /// Language.
        pub preferred_locale: Locale,
        /// Seconds of inactivity after which a user counts as away.
        pub afk_timeout: u32,
        /// Roles, with placeholder ids.
        pub roles: Box<[TemplateRole]>,
        /// Channels, with placeholder ids.
        pub channels: Box<[TemplateChannel]>,
        /// Placeholder id of the channel for users who are away.
        pub afk_channel_id: Option<PlaceholderId>,
        /// Placeholder id of the channel for notices.
        pub system_channel_id: Option<PlaceholderId>,
        /// Which notices are suppressed there.
        pub system_channel_flags: SystemChannelFlags,
    }
}
