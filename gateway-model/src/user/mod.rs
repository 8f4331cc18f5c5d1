//! Users: people and bots.
//!
//! Docs: [User Resource](https://docs.discord.com/developers/resources/user).

mod connection;
mod decoration;
mod discriminator;
mod flags;

pub use connection::{
    ApplicationRoleConnection, Connection, ConnectionGuild, ConnectionIntegration,
    ConnectionService, ConnectionVisibility,
};
pub use decoration::{AvatarDecoration, Collectibles, Nameplate, NameplatePalette, PrimaryGuild};
pub use discriminator::Discriminator;
pub use flags::{PremiumType, UserFlags};

use crate::guild::Member;
use crate::id::{Id, marker};
use crate::image_hash::ImageHash;
use crate::locale::Locale;
use crate::macros::object::object;
use crate::mention::Mention;

object! {
    /// A user: a person or a bot.
    ///
    /// Docs: [User, User Object](https://docs.discord.com/developers/resources/user#user-object).
    #[derive(Eq, Hash)]
    pub struct User {
        /// Id of the user.
        pub id: Id<marker::User>,
        /// Name of the account.
        pub username {default}: Box<str>,
        /// Discord tag; `0` for accounts with a unique username.
        pub discriminator?: Discriminator,
        /// Name shown instead of the username; for bots, the application's name.
        pub global_name: Option<Box<str>>,
        /// Avatar.
        pub avatar: Option<ImageHash>,
        /// Whether it belongs to an application.
        pub bot?: bool,
        /// Whether it is one of Discord's own system accounts.
        pub system?: bool,
        /// Whether two-factor authentication is on.
        pub mfa_enabled?: bool,
        /// Banner of the profile.
        pub banner?: ImageHash,
        /// Colour of the profile's banner, as `0xRRGGBB`.
        pub accent_color?: u32,
        /// Language chosen.
        pub locale?: Box<Locale>,
        /// Whether the email address is verified.
        pub verified?: bool,
        /// Email address.
        pub email?: Box<str>,
        /// Flags of the account.
        pub flags?: UserFlags,
        /// Kind of Nitro subscription.
        pub premium_type?: PremiumType,
        /// Public flags.
        pub public_flags?: UserFlags,
        /// Decoration of the avatar.
        pub avatar_decoration_data?: Box<AvatarDecoration>,
        /// Collectibles, such as a nameplate.
        pub collectibles?: Box<Collectibles>,
        /// Guild whose tag the user displays.
        pub primary_guild?: Box<PrimaryGuild>,
        /// The user's membership without its user; only in the mentions of a message event.
        ///
        /// Docs: [Gateway Events, Message Create](https://docs.discord.com/developers/events/gateway-events#message-create-message-create-extra-fields).
        pub member?: Box<Member>,
    }
}

impl User {
    /// Returns the name to show: the global name, or else the username.
    #[must_use]
    pub fn display_name(&self) -> &str {
        self.global_name.as_deref().unwrap_or(&self.username)
    }

    /// Returns the text that mentions this user.
    #[must_use]
    pub const fn mention(&self) -> Mention<'static> {
        self.id.mention()
    }
}

object! {
    /// A guild of the current user, in the list of the user's guilds.
    ///
    /// Docs: [User, Get Current User Guilds](https://docs.discord.com/developers/resources/user#get-current-user-guilds).
    #[derive(Eq, Hash)]
    pub struct CurrentUserGuild {
        /// Id of the guild.
        pub id: Id<marker::Guild>,
        /// Name of the guild.
        pub name: Box<str>,
        /// Icon of the guild.
        pub icon: Option<ImageHash>,
        /// Banner of the guild.
        pub banner?: ImageHash,
        /// Whether the user owns the guild.
        pub owner: bool,
        /// Permissions of the user in the guild, without overwrites of channels.
        pub permissions: crate::permissions::Permissions,
        /// Features of the guild.
        pub features {default}: Box<[crate::guild::GuildFeature]>,
        /// Approximate number of members, if requested with `with_counts`.
        pub approximate_member_count?: i64,
        /// Approximate number of members who are not offline, if requested with `with_counts`.
        pub approximate_presence_count?: i64,
    }
}
