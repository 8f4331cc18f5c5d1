//! The guild itself.

use super::{
    AgeRestrictionLevel, DefaultMessageNotificationLevel, ExplicitContentFilterLevel, GuildFeature,
    IncidentsData, MfaLevel, PremiumTier, Role, SystemChannelFlags, VerificationLevel,
    WelcomeScreen,
};
use crate::emoji::Emoji;
use crate::id::{Id, marker};
use crate::image_hash::ImageHash;
use crate::locale::Locale;
use crate::macros::object::object;
use crate::permissions::Permissions;
use crate::sticker::Sticker;

object! {
    /// A guild, called a server in clients.
    ///
    /// Docs: [Guild, Guild Object](https://docs.discord.com/developers/resources/guild#guild-object).
    #[derive(Eq, Hash)]
    pub struct Guild {
        /// Id of the guild.
        pub id: Id<marker::Guild>,
        /// Name, 2 to 100 characters.
        pub name {default}: Box<str>,
        /// Icon.
        pub icon: Option<ImageHash>,
        /// Icon, in template objects.
        pub icon_hash?: ImageHash,
        /// Background of invites.
        pub splash: Option<ImageHash>,
        /// Background in discovery; only of discoverable guilds.
        pub discovery_splash: Option<ImageHash>,
        /// Whether the current user owns it; only in the list of the current user's guilds.
        pub owner?: bool,
        /// The owner.
        pub owner_id: Id<marker::User>,
        /// Permissions of the current user without overwrites; only in the list of the current user's guilds.
        pub permissions?: Permissions,
        /// Voice region; deprecated, channels have their own.
        pub region?: Box<str>,
        /// Voice channel for users who are away.
        pub afk_channel_id: Option<Id<marker::Channel>>,
        /// Seconds of inactivity after which a user counts as away.
        pub afk_timeout {default}: u32,
        /// Whether the widget is enabled.
        pub widget_enabled?: bool,
        /// Channel the widget invites to.
        pub widget_channel_id?: Id<marker::Channel>,
        /// What members must have done before they may send messages.
        pub verification_level {unknown}: VerificationLevel,
        /// Default notification level of members.
        pub default_message_notifications {unknown}: DefaultMessageNotificationLevel,
        /// Whose media are scanned for explicit content.
        pub explicit_content_filter {unknown}: ExplicitContentFilterLevel,
        /// Roles.
        pub roles: Box<[Role]>,
        /// Custom emojis.
        pub emojis {default}: Box<[Emoji]>,
        /// Features of the guild.
        pub features {default}: Box<[GuildFeature]>,
        /// Whether moderators need two-factor authentication.
        pub mfa_level {unknown}: MfaLevel,
        /// Application that created the guild, if a bot did.
        pub application_id: Option<Id<marker::Application>>,
        /// Channel for notices such as welcomes and boosts.
        pub system_channel_id: Option<Id<marker::Channel>>,
        /// Which notices are suppressed there.
        pub system_channel_flags {default}: SystemChannelFlags,
        /// Channel with the rules of a community.
        pub rules_channel_id: Option<Id<marker::Channel>>,
        /// Maximum number of presences; `None` except for the largest guilds.
        pub max_presences?: u64,
        /// Maximum number of members.
        pub max_members?: u64,
        /// Code of the vanity URL.
        pub vanity_url_code: Option<Box<str>>,
        /// Description.
        pub description: Option<Box<str>>,
        /// Banner.
        pub banner: Option<ImageHash>,
        /// Boost level.
        pub premium_tier {unknown}: PremiumTier,
        /// Number of boosts.
        pub premium_subscription_count?: i64,
        /// Language of a community, `en-US` by default.
        pub preferred_locale {unknown}: Locale,
        /// Channel where moderators of a community get Discord's notices.
        pub public_updates_channel_id: Option<Id<marker::Channel>>,
        /// Maximum number of users in a channel with video.
        pub max_video_channel_users?: u32,
        /// Maximum number of users in a stage with video.
        pub max_stage_video_channel_users?: u32,
        /// Approximate number of members, if requested with `with_counts`.
        pub approximate_member_count?: i64,
        /// Approximate number of members who are not offline, if requested with `with_counts`.
        pub approximate_presence_count?: i64,
        /// Welcome screen, for the guild of an invite.
        pub welcome_screen?: Box<WelcomeScreen>,
        /// Age restriction.
        pub nsfw_level {unknown}: AgeRestrictionLevel,
        /// Custom stickers.
        pub stickers[]: Sticker,
        /// Whether the progress towards the next boost level is shown; false if it is missing, as in the
        /// docs' example.
        pub premium_progress_bar_enabled {default}: bool,
        /// Channel where moderators of a community get safety alerts.
        pub safety_alerts_channel_id: Option<Id<marker::Channel>>,
        /// Actions disabled because of an incident.
        pub incidents_data?: Box<IncidentsData>,
    }
}

object! {
    /// A guild that is offline, or whose data has not arrived yet.
    ///
    /// Docs: [Guild, Unavailable Guild Object](https://docs.discord.com/developers/resources/guild#unavailable-guild-object).
    #[derive(Copy, Eq, Hash)]
    pub struct UnavailableGuild {
        /// Id of the guild.
        pub id: Id<marker::Guild>,
        /// `true` during an outage; missing if the user was removed from the guild.
        pub unavailable?: bool,
    }
}
