//! Members of guilds.

use crate::id::{Id, marker};
use crate::image_hash::ImageHash;
use crate::macros::flags::flags;
use crate::macros::object::object;
use crate::permissions::Permissions;
use crate::timestamp::Timestamp;
use crate::user::{AvatarDecoration, Collectibles, User};

object! {
    /// A user's membership of a guild.
    ///
    /// This type is also used for the *partial member* of messages, interactions and invites, which has no user and may
    /// have no `deaf` and `mute`.
    ///
    /// Docs: [Guild, Guild Member Object](https://docs.discord.com/developers/resources/guild#guild-member-object).
    #[derive(Eq, Hash)]
    pub struct Member {
        /// The user; missing in events and objects that contain the user separately.
        pub user?: User,
        /// Nickname in this guild.
        pub nick?: Box<str>,
        /// Avatar in this guild.
        pub avatar?: ImageHash,
        /// Banner in this guild.
        pub banner?: ImageHash,
        /// Ids of the member's roles, without the role @everyone.
        pub roles {default whole}: Box<[Id<marker::Role>]>,
        /// When the member joined; `None` for guests.
        pub joined_at: Option<Timestamp>,
        /// Since when the member boosts the guild.
        pub premium_since?: Timestamp,
        /// Whether the member is deafened in voice channels; missing in partial members.
        pub deaf?: bool,
        /// Whether the member is muted in voice channels; missing in partial members.
        pub mute?: bool,
        /// Flags.
        pub flags {default}: MemberFlags,
        /// Whether the member has not passed membership screening yet.
        pub pending?: bool,
        /// Permissions of the member in the channel of an interaction, including overwrites.
        pub permissions?: Permissions,
        /// When the member's timeout ends; in the past or `None` if there is none.
        pub communication_disabled_until?: Timestamp,
        /// Decoration of the avatar in this guild.
        pub avatar_decoration_data?: Box<AvatarDecoration>,
        /// Collectibles, such as a nameplate.
        pub collectibles?: Box<Collectibles>,
    }
}

impl Member {
    /// Returns whether the member is timed out at the time `now`, which is an argument because this crate has no clock.
    ///
    /// Docs: [Guild, Guild Member Object](https://docs.discord.com/developers/resources/guild#guild-member-object-guild-member-structure).
    #[must_use]
    pub fn is_timed_out(&self, now: Timestamp) -> bool {
        self.communication_disabled_until.is_some_and(|until| until > now)
    }

    /// Returns the name to show: the nickname, or else the user's display name; `None` for a partial member without
    /// either.
    #[must_use]
    pub fn display_name(&self) -> Option<&str> {
        self.nick.as_deref().or_else(|| self.user.as_ref().map(User::display_name))
    }
}

flags! {
    /// Flags of a member.
    ///
    /// Docs: [Guild, Guild Member Flags](https://docs.discord.com/developers/resources/guild#guild-member-object-guild-member-flags).
    pub struct MemberFlags {
        /// Has left and joined again.
        const DID_REJOIN = 0;
        /// Has completed onboarding.
        const COMPLETED_ONBOARDING = 1;
        /// Is exempt from verification; the only flag that can be changed.
        const BYPASSES_VERIFICATION = 2;
        /// Has started onboarding.
        const STARTED_ONBOARDING = 3;
        /// Is a guest of one voice channel.
        const IS_GUEST = 4;
        /// Has started the Server Guide.
        const STARTED_HOME_ACTIONS = 5;
        /// Has completed the Server Guide.
        const COMPLETED_HOME_ACTIONS = 6;
        /// Has a name that auto moderation blocks.
        const AUTOMOD_QUARANTINED_USERNAME = 7;
        /// Undocumented: has an "about me" that auto moderation blocks.
        const AUTOMOD_QUARANTINED_BIO = 8;
        /// Has dismissed the notice about direct messages.
        const DM_SETTINGS_UPSELL_ACKNOWLEDGED = 9;
        /// Has a guild tag that auto moderation blocks.
        const AUTOMOD_QUARANTINED_GUILD_TAG = 10;
    }
}
