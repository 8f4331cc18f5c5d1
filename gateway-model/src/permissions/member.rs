//! The permissions of a member in a guild and in its channels.

use super::Permissions;
use crate::channel::{Channel, ChannelKind, Overwrite, OverwriteKind};
use crate::guild::{Guild, Member};
use crate::id::{Id, marker};
use crate::timestamp::Timestamp;

/// Computes the permissions of a member in a guild and in its channels.
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
    /// Creates the permissions of a member with these roles: `everyone` are the permissions of the role @everyone,
    /// `roles` the member's other roles with their permissions.
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

    /// Creates the permissions of a member in a guild with known roles and owner. `now` decides whether a timeout has
    /// ended, because this crate has no clock.
    ///
    /// Roles that the guild does not have are ignored.
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

    /// Marks the member as the owner of the guild, who has all permissions.
    #[must_use]
    pub const fn owner(mut self) -> Self {
        self.base = self.base.union(Permissions::ADMINISTRATOR);
        self
    }

    /// Sets whether the member is timed out. Owners and administrators are exempt.
    ///
    /// Docs: [Permissions, Permissions For Timed Out Members](https://docs.discord.com/developers/topics/permissions#permissions-for-timed-out-members).
    #[must_use]
    pub const fn timed_out(mut self, timed_out: bool) -> Self {
        self.timed_out = timed_out;
        self
    }

    /// Returns the permissions in the whole guild, without overwrites of channels.
    ///
    /// The owner and administrators have every permission that this version knows.
    #[must_use]
    pub const fn in_guild(&self) -> Permissions {
        if self.is_administrator() { self.everything() } else { self.limited(self.base) }
    }

    /// Returns the permissions in a channel with these overwrites.
    ///
    /// Overwrites are applied in the order of Discord's docs: those of @everyone, of all roles together, and of the
    /// member; each time first denied, then allowed permissions. Then permissions that are denied implicitly are
    /// removed; see [`Permissions::without_implied`]. Permissions that do not apply to channels of that kind are kept.
    ///
    /// Channels have their own overwrites; those of their category do not apply to them. For a thread, `kind` is that
    /// of the thread, and the overwrites are those of its parent channel: it inherits all permissions except
    /// `SEND_MESSAGES`, which `SEND_MESSAGES_IN_THREADS` replaces.
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
        // The timeout is applied last: it keeps its permissions even if it removes others on which they depend, such as
        // `CONNECT`.
        self.limited(allowed.without_implied(kind))
    }

    /// Returns the permissions in a channel object; see [`in_channel`](Self::in_channel). For a thread, `parent` is its
    /// parent channel; `None` returns no permissions, because its overwrites are unknown.
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

    /// Returns all known permissions, and the unknown ones that the member has.
    const fn everything(&self) -> Permissions {
        Permissions::all().union(self.base)
    }

    /// Applies the timeout, if there is one.
    const fn limited(&self, permissions: Permissions) -> Permissions {
        if self.timed_out { permissions.intersection(Permissions::TIMED_OUT) } else { permissions }
    }
}

/// Applies overwrites of one level: first removes all denied, then adds all allowed permissions.
fn apply<'a>(
    permissions: Permissions,
    overwrites: impl Iterator<Item = &'a Overwrite>,
) -> Permissions {
    let (mut allow, mut deny) = (Permissions::empty(), Permissions::empty());
    for overwrite in overwrites {
        allow |= overwrite.allow;
        deny |= overwrite.deny;
    }
    // Other permissions have no effect in a channel: an overwrite cannot make a member an administrator.
    permissions.difference(deny - GUILD_ONLY).union(allow - GUILD_ONLY)
}

/// The permissions that apply to no kind of channel, so overwrites do not change them.
///
/// Docs: [Permissions, Permission Overwrites](https://docs.discord.com/developers/topics/permissions#permission-overwrites).
const GUILD_ONLY: Permissions = Permissions::all()
    .difference(Permissions::TEXT_CHANNEL)
    .difference(Permissions::VOICE_CHANNEL)
    .difference(Permissions::STAGE_CHANNEL);
