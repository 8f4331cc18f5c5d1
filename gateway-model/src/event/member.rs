//! Events of members and roles.

use crate::guild::{Member, MemberFlags, Role};
use crate::id::{Id, marker};
use crate::image_hash::ImageHash;
use crate::macros::object::{extended_object, object};
use crate::presence::Presence;
use crate::timestamp::Timestamp;
use crate::user::{AvatarDecoration, Collectibles, User};

extended_object! {
    /// A user joined a guild; may also be sent for users who are already members.
    ///
    /// Docs: [Gateway Events, Guild Member Add](https://docs.discord.com/developers/events/gateway-events#guild-member-add).
    pub struct GuildMemberAdd: Member {
        /// The member.
        pub member,
        /// The guild.
        pub guild_id: Id<marker::Guild>,
    }
}

object! {
    /// A user left a guild, was kicked or banned.
    ///
    /// Docs: [Gateway Events, Guild Member Remove](https://docs.discord.com/developers/events/gateway-events#guild-member-remove).
    pub struct GuildMemberRemove {
        /// Guild.
        pub guild_id: Id<marker::Guild>,
        /// The user.
        pub user: User,
    }
}

object! {
    /// A member, or its user, was changed.
    ///
    /// Docs: [Gateway Events, Guild Member Update](https://docs.discord.com/developers/events/gateway-events#guild-member-update).
    pub struct GuildMemberUpdate {
        /// Guild.
        pub guild_id: Id<marker::Guild>,
        /// Ids of the member's roles.
        pub roles {whole}: Box<[Id<marker::Role>]>,
        /// The user.
        pub user: User,
        /// Nickname in this guild.
        pub nick?: Box<str>,
        /// Avatar in this guild.
        pub avatar: Option<ImageHash>,
        /// Banner in this guild.
        pub banner: Option<ImageHash>,
        /// When the member joined.
        pub joined_at: Option<Timestamp>,
        /// Since when the member boosts the guild.
        pub premium_since?: Timestamp,
        /// Whether the member is deafened in voice channels.
        pub deaf?: bool,
        /// Whether the member is muted in voice channels.
        pub mute?: bool,
        /// Whether the member has not passed membership screening yet.
        pub pending?: bool,
        /// When the member's timeout ends; in the past or `None` if there is none.
        pub communication_disabled_until?: Timestamp,
        /// Decoration of the avatar in this guild.
        pub avatar_decoration_data?: Box<AvatarDecoration>,
        /// Collectibles, such as a nameplate.
        pub collectibles?: Box<Collectibles>,
        /// Flags; missing in the docs' table of this event, although members have them.
        pub flags?: MemberFlags,
    }
}

object! {
    /// Part of the answer to [`RequestGuildMembers`](crate::gateway::command::RequestGuildMembers).
    ///
    /// Docs: [Gateway Events, Guild Members Chunk](https://docs.discord.com/developers/events/gateway-events#guild-members-chunk).
    pub struct GuildMembersChunk {
        /// Guild.
        pub guild_id: Id<marker::Guild>,
        /// Members, at most 1000.
        pub members: Box<[Member]>,
        /// Number of this chunk, from 0.
        pub chunk_index: u32,
        /// How many chunks there are.
        pub chunk_count: u32,
        /// Requested ids that are not members.
        pub not_found[]: Id<marker::User>,
        /// Presences of the members, if they were requested.
        pub presences[]: Presence,
        /// Nonce of the request.
        pub nonce?: Box<str>,
    }
}

object! {
    /// A role was created.
    ///
    /// Docs: [Gateway Events, Guild Role Create](https://docs.discord.com/developers/events/gateway-events#guild-role-create).
    pub struct GuildRoleCreate {
        /// Guild.
        pub guild_id: Id<marker::Guild>,
        /// The role.
        pub role: Role,
    }
}

object! {
    /// A role was changed.
    ///
    /// Docs: [Gateway Events, Guild Role Update](https://docs.discord.com/developers/events/gateway-events#guild-role-update).
    pub struct GuildRoleUpdate {
        /// Guild.
        pub guild_id: Id<marker::Guild>,
        /// The role.
        pub role: Role,
    }
}

object! {
    /// A role was deleted.
    ///
    /// Docs: [Gateway Events, Guild Role Delete](https://docs.discord.com/developers/events/gateway-events#guild-role-delete).
    #[derive(Copy, Eq)]
    pub struct GuildRoleDelete {
        /// Guild.
        pub guild_id: Id<marker::Guild>,
        /// Id of the deleted role.
        pub role_id: Id<marker::Role>,
    }
}
