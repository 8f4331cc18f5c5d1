//! Badges and subscriptions of users.

use crate::flags::flags;
use crate::open_enum::open_enum;

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
        /// HypeSquad house Bravery.
        const HYPESQUAD_ONLINE_HOUSE_1 = 6;
        /// HypeSquad house Brilliance.
        const HYPESQUAD_ONLINE_HOUSE_2 = 7;
        /// HypeSquad house Balance.
        const HYPESQUAD_ONLINE_HOUSE_3 = 8;
        /// Supported Nitro early.
        const PREMIUM_EARLY_SUPPORTER = 9;
        /// Stands for a team.
        const TEAM_PSEUDO_USER = 10;
        /// Bug hunter, second level.
        const BUG_HUNTER_LEVEL_2 = 14;
        /// A verified bot.
        const VERIFIED_BOT = 16;
        /// Developed a verified bot early.
        const VERIFIED_DEVELOPER = 17;
        /// Was in the moderator programs.
        const CERTIFIED_MODERATOR = 18;
        /// A bot that takes interactions over HTTP only; shown as online.
        const BOT_HTTP_INTERACTIONS = 19;
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
