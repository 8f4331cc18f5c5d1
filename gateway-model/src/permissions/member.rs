//! What a member may do in a guild and in its channels.

use super::Permissions;
use crate::channel::{Channel, ChannelKind, Overwrite, OverwriteKind};
use crate::guild::{Guild, Member};
use crate::id::{Id, marker};
use crate::timestamp::Timestamp;

/// Works out what a member may do in a guild and in its channels.
///
/// Docs: [Permissions, Permission Overwrites](https://docs.discord.com/developers/topics/permissions#permission-overwrites).
///
/// ```
/// use gateway_model::channel::{ChannelKind, Overwrite};
/// use gateway_model::{Id, MemberPermissions, Permissions};
///
/// let (guild, user, moderator) = (Id::new(1).unwrap(), Id::new(2).unwrap(), Id::new(3).unwrap());
/// let everyone = Permissions::VIEW_CHANNEL | Permissions::SEND_MESSAGES;
/// let member = MemberPermissions::new(guild, user, everyone, [(moderator, Permissions::KICK_MEMBERS)]);
/// assert!(member.in_guild().contains(Permissions::KICK_MEMBERS));
///
/// let read_only = Overwrite::role(guild.everyone_role(), Permissions::empty(), Permissions::SEND_MESSAGES);
/// assert!(!member.in_channel(ChannelKind::GuildText, &[read_only]).contains(Permissions::SEND_MESSAGES));
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct MemberPermissions {
    guild: Id<marker::Guild>,
    user: Id<marker::User>,
    roles: Box<[Id<marker::Role>]>,
    base: Permissions,
    timed_out: bool,
}

impl MemberPermissions {
    /// A member with these roles: `everyone` are the permissions of the role of everyone, `roles` the
    /// member's other roles with theirs.
    #[must_use]
    pub fn new(
        guild: Id<marker::Guild>,
        user: Id<marker::User>,
        everyone: Permissions,
        roles: impl IntoIterator<Item = (Id<marker::Role>, Permissions)>,
    ) -> Self {
        let mut base = everyone;
        let roles = roles
            .into_iter()
            .map(|(id, permissions)| {
                base |= permissions;
                id
            })
            .collect();
        Self { guild, user, roles, base, timed_out: false }
    }

    /// The member of a guild whose roles and owner are known; `now` tells whether a timeout still holds,
    /// as this crate has no clock.
    ///
    /// Roles that the guild does not have count for nothing.
    #[must_use]
    pub fn of(guild: &Guild, user: Id<marker::User>, member: &Member, now: Timestamp) -> Self {
        let everyone = guild.roles.iter().find(|role| role.id == guild.id.everyone_role());
        let roles = guild.roles.iter().filter(|role| member.roles.contains(&role.id));
        let this = Self::new(
            guild.id,
            user,
            everyone.map_or(Permissions::empty(), |role| role.permissions),
            roles.map(|role| (role.id, role.permissions)),
        );
        let this = if guild.owner_id == user { this.owner() } else { this };
        this.timed_out(member.is_timed_out(now))
    }

    /// The member owns the guild: everything is allowed.
    #[must_use]
    pub const fn owner(mut self) -> Self {
        self.base = self.base.union(Permissions::ADMINISTRATOR);
        self
    }

    /// Whether the member is timed out. Owners and administrators are exempt.
    ///
    /// Docs: [Permissions, Permissions For Timed Out Members](https://docs.discord.com/developers/topics/permissions#permissions-for-timed-out-members).
    #[must_use]
    pub const fn timed_out(mut self, timed_out: bool) -> Self {
        self.timed_out = timed_out;
        self
    }

    /// What the member may do in the whole guild, overwrites of channels not counted.
    ///
    /// The owner and administrators have every permission that this version knows.
    #[must_use]
    pub const fn in_guild(&self) -> Permissions {
        if self.is_administrator() { self.everything() } else { self.limited(self.base) }
    }

    /// What the member may do in a channel with these overwrites.
    ///
    /// Overwrites are applied in the docs' order: of everyone, of all roles together, of the member; each
    /// time denied, then allowed. Then what is denied by implication is taken away; see
    /// [`Permissions::without_implied`]. What has no effect in a channel of that kind is left in.
    ///
    /// Channels have their own overwrites, those of their category do not count for them. For a thread,
    /// `kind` is that of the thread and the overwrites are those of the channel it is in: it inherits
    /// all but `SEND_MESSAGES`; what counts is `SEND_MESSAGES_IN_THREADS`.
    ///
    /// Docs: [Permissions, Inherited Permissions (Threads)](https://docs.discord.com/developers/topics/permissions#inherited-permissions-threads).
    #[must_use]
    pub fn in_channel(&self, kind: ChannelKind, overwrites: &[Overwrite]) -> Permissions {
        if self.is_administrator() {
            return self.everything();
        }
        let mut allowed = self.overwritten(overwrites);
        if kind.is_thread() {
            allowed -= Permissions::SEND_MESSAGES;
        }
        // A timeout leaves what it leaves, though it takes what the rest builds on, such as `CONNECT`.
        self.limited(allowed.without_implied(kind))
    }

    /// What the member may do in a channel object; see [`in_channel`](Self::in_channel). Of a thread,
    /// `parent` is the channel it is in, and `None` means no permission, as its overwrites are unknown.
    #[must_use]
    pub fn in_channel_object(&self, channel: &Channel, parent: Option<&Channel>) -> Permissions {
        let holder = if channel.kind.is_thread() { parent } else { Some(channel) };
        match holder {
            Some(holder) => self.in_channel(channel.kind, &holder.permission_overwrites),
            None if self.is_administrator() => self.everything(),
            None => Permissions::empty(),
        }
    }

    /// The base permissions with the overwrites applied.
    fn overwritten(&self, overwrites: &[Overwrite]) -> Permissions {
        let of = |kind, id: Id<marker::Generic>| {
            overwrites.iter().filter(move |overwrite| overwrite.kind == kind && overwrite.id == id)
        };
        let roles = self.roles.iter().flat_map(|role| of(OverwriteKind::Role, role.cast()));
        let mut permissions = self.base;
        permissions = apply(permissions, of(OverwriteKind::Role, self.guild.cast()));
        permissions = apply(permissions, roles);
        apply(permissions, of(OverwriteKind::Member, self.user.cast()))
    }

    const fn is_administrator(&self) -> bool {
        self.base.contains(Permissions::ADMINISTRATOR)
    }

    /// All that is known, and what is not known but was given.
    const fn everything(&self) -> Permissions {
        Permissions::all().union(self.base)
    }

    /// What is left of it during a timeout.
    const fn limited(&self, permissions: Permissions) -> Permissions {
        if self.timed_out { permissions.intersection(Permissions::TIMED_OUT) } else { permissions }
    }
}

/// Applies overwrites of one rank: all that is denied goes, then all that is allowed comes.
fn apply<'a>(
    permissions: Permissions,
    overwrites: impl Iterator<Item = &'a Overwrite>,
) -> Permissions {
    let (mut allow, mut deny) = (Permissions::empty(), Permissions::empty());
    for overwrite in overwrites {
        allow |= overwrite.allow;
        deny |= overwrite.deny;
    }
    // Others have no meaning in a channel: an overwrite makes nobody an administrator.
    permissions.difference(deny - GUILD_ONLY).union(allow - GUILD_ONLY)
}

/// The permissions that are marked for no kind of channel, so that overwrites do not change them.
///
/// Docs: [Permissions, Permission Overwrites](https://docs.discord.com/developers/topics/permissions#permission-overwrites).
const GUILD_ONLY: Permissions = Permissions::all()
    .difference(Permissions::TEXT_CHANNEL)
    .difference(Permissions::VOICE_CHANNEL)
    .difference(Permissions::STAGE_CHANNEL);
