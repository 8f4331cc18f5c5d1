//! Badges and subscriptions of users.

use crate::macros::flags::flags;
use crate::macros::open_enum::open_enum;

flags! {
    /// Badges and kinds of an account.
    ///
    /// Docs: [User, User Flags](https://docs.discord.com/developers/resources/user#user-object-user-flags).
    pub struct UserFlags {
        /// Works at Discord.
        const STAFF = 0;
        /// Owns a partnered guild.
        const PARTNER = 1;
        /// HypeSquad events member.
        const HYPESQUAD = 2;
        /// Bug hunter, first level.
        const BUG_HUNTER_LEVEL_1 = 3;
        /// Undocumented: may use text messages as a second factor.
        const MFA_SMS = 4;
        /// Undocumented: has dismissed the promotion of Nitro.
        const PREMIUM_PROMO_DISMISSED = 5;
        /// HypeSquad house Bravery.
        const HYPESQUAD_ONLINE_HOUSE_1 = 6;
        /// HypeSquad house Brilliance.
        const HYPESQUAD_ONLINE_HOUSE_2 = 7;
        /// HypeSquad house Balance.
        const HYPESQUAD_ONLINE_HOUSE_3 = 8;
        /// Supported Nitro early.
        const PREMIUM_EARLY_SUPPORTER = 9;
        /// Represents a team.
        const TEAM_PSEUDO_USER = 10;
        /// Undocumented: has urgent system messages that are not read.
        const HAS_UNREAD_URGENT_MESSAGES = 13;
        /// Bug hunter, second level.
        const BUG_HUNTER_LEVEL_2 = 14;
        /// A verified bot.
        const VERIFIED_BOT = 16;
        /// Developed a verified bot early.
        const VERIFIED_DEVELOPER = 17;
        /// Was in the moderator program.
        const CERTIFIED_MODERATOR = 18;
        /// A bot that receives interactions only over HTTP; shown as online.
        const BOT_HTTP_INTERACTIONS = 19;
        /// Undocumented: is known as a spammer.
        const SPAMMER = 20;
        /// Undocumented: has Nitro disabled.
        const DISABLE_PREMIUM = 21;
        /// Undocumented: was an active developer; the badge is no longer given.
        const ACTIVE_DEVELOPER = 22;
        /// Undocumented: is quarantined for recent activity.
        const QUARANTINED = 44;
        /// Undocumented: works with Discord.
        const COLLABORATOR = 50;
        /// Undocumented: works with Discord, with fewer rights.
        const RESTRICTED_COLLABORATOR = 51;
    }
}

open_enum! {
    /// A kind of Nitro subscription.
    ///
    /// Docs: [User, Premium Types](https://docs.discord.com/developers/resources/user#user-object-premium-types).
    pub enum PremiumType: i32 {
        /// No subscription.
        None = 0,
        /// Nitro Classic.
        NitroClassic = 1,
        /// Nitro.
        Nitro = 2,
        /// Nitro Basic.
        NitroBasic = 3,
    }
}
