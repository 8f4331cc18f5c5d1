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
    /// A guild, which clients call a server.
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
        /// Icon, as template objects call it.
        pub icon_hash?: ImageHash,
        /// Background of invites.
        pub splash: Option<ImageHash>,
        /// Background in discovery; only of discoverable guilds.
        pub discovery_splash: Option<ImageHash>,
        /// Whether the current user owns it; only in the list of one's own guilds.
        pub owner?: bool,
        /// Who owns it.
        pub owner_id: Id<marker::User>,
        /// What the current user may do, overwrites not counted; only in the list of one's own guilds.
        pub permissions?: Permissions,
        /// Voice region; deprecated, channels have their own.
        pub region?: Box<str>,
        /// Voice channel for those who are away.
        pub afk_channel_id: Option<Id<marker::Channel>>,
        /// Seconds until somebody counts as away.
        pub afk_timeout {default}: u32,
        /// Whether the widget is on.
        pub widget_enabled?: bool,
        /// Channel the widget invites to.
        pub widget_channel_id?: Id<marker::Channel>,
        /// What members must have done before they may write.
        pub verification_level {unknown}: VerificationLevel,
        /// What members are notified of, unless they choose otherwise.
        pub default_message_notifications {unknown}: DefaultMessageNotificationLevel,
        /// Whose media are scanned.
        pub explicit_content_filter {unknown}: ExplicitContentFilterLevel,
        /// Roles.
        pub roles: Box<[Role]>,
        /// Custom emojis.
        pub emojis {default}: Box<[Emoji]>,
        /// What the guild can do.
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
        /// Most presences; `None` for all but the largest guilds.
        pub max_presences?: u64,
        /// Most members.
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
        /// Most users in a channel with video.
        pub max_video_channel_users?: u32,
        /// Most users in a stage with video.
        pub max_stage_video_channel_users?: u32,
        /// About how many members, where `with_counts` was asked for.
        pub approximate_member_count?: i64,
        /// About how many members that are not offline, where `with_counts` was asked for.
        pub approximate_presence_count?: i64,
        /// Welcome screen, in the guild of an invite.
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
        /// What is switched off because of an incident.
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
        /// `true` for an outage; missing where the user was removed from the guild.
        pub unavailable?: bool,
    }
}
