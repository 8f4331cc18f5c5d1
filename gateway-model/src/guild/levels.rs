//! Levels of a guild: verification, filter, boosts and others.

use crate::macros::flags::flags;
use crate::macros::open_enum::open_enum;

open_enum! {
    /// Default notification level of members.
    ///
    /// Docs: [Guild, Default Message Notification Level](https://docs.discord.com/developers/resources/guild#guild-object-default-message-notification-level).
    pub enum DefaultMessageNotificationLevel: i32 {
        /// Every message.
        AllMessages = 0,
        /// Only messages that mention them.
        OnlyMentions = 1,
    }
}

open_enum! {
    /// Whose media are scanned for explicit content.
    ///
    /// Docs: [Guild, Explicit Content Filter Level](https://docs.discord.com/developers/resources/guild#guild-object-explicit-content-filter-level).
    pub enum ExplicitContentFilterLevel: i32 {
        /// Nobody's.
        Disabled = 0,
        /// Those of members without a role.
        MembersWithoutRoles = 1,
        /// Everybody's.
        AllMembers = 2,
    }
}

open_enum! {
    /// Whether moderators need two-factor authentication.
    ///
    /// Docs: [Guild, MFA Level](https://docs.discord.com/developers/resources/guild#guild-object-mfa-level).
    pub enum MfaLevel: i32 {
        /// They do not.
        None = 0,
        /// They do.
        Elevated = 1,
    }
}

open_enum! {
    /// What members must have done before they may send messages.
    ///
    /// Docs: [Guild, Verification Level](https://docs.discord.com/developers/resources/guild#guild-object-verification-level).
    pub enum VerificationLevel: i32 {
        /// Nothing.
        None = 0,
        /// Verified their email address.
        Low = 1,
        /// Been registered for 5 minutes.
        Medium = 2,
        /// Been a member for 10 minutes.
        High = 3,
        /// Verified their phone number.
        VeryHigh = 4,
    }
}

open_enum! {
    /// Age restriction of a guild.
    ///
    /// Docs: [Guild, Guild Age-Restriction Level](https://docs.discord.com/developers/resources/guild#guild-object-guild-agerestriction-level).
    pub enum AgeRestrictionLevel: i32 {
        /// Default.
        Default = 0,
        /// Explicit.
        Explicit = 1,
        /// Safe.
        Safe = 2,
        /// Restricted by age.
        AgeRestricted = 3,
    }
}

open_enum! {
    /// Boost level of a guild.
    ///
    /// Docs: [Guild, Premium Tier](https://docs.discord.com/developers/resources/guild#guild-object-premium-tier).
    pub enum PremiumTier: i32 {
        /// None.
        None = 0,
        /// First level.
        Tier1 = 1,
        /// Second level.
        Tier2 = 2,
        /// Third level.
        Tier3 = 3,
    }
}

flags! {
    /// Notices that are suppressed in the system channel.
    ///
    /// Docs: [Guild, System Channel Flags](https://docs.discord.com/developers/resources/guild#guild-object-system-channel-flags).
    pub struct SystemChannelFlags {
        /// No notice of members that join.
        const SUPPRESS_JOIN_NOTIFICATIONS = 0;
        /// No notice of boosts.
        const SUPPRESS_PREMIUM_SUBSCRIPTIONS = 1;
        /// No tips for setting up the guild.
        const SUPPRESS_GUILD_REMINDER_NOTIFICATIONS = 2;
        /// No sticker buttons on join notices.
        const SUPPRESS_JOIN_NOTIFICATION_REPLIES = 3;
        /// No notice of role subscriptions.
        const SUPPRESS_ROLE_SUBSCRIPTION_PURCHASE_NOTIFICATIONS = 4;
        /// No sticker buttons on role subscription notices.
        const SUPPRESS_ROLE_SUBSCRIPTION_PURCHASE_NOTIFICATION_REPLIES = 5;
    }
}
