//! Computes permissions from the rows of one guild, under one lock.

use gateway_model::gateway::Intents;
use gateway_model::id::{Id, marker};
use gateway_model::{EventKind, MemberPermissions, Permissions, Timestamp};

use super::{PermissionError, RoleRank};
use crate::cache::Cache;
use crate::kind::{ChannelFields, Kind, channel_access, member_access, role_access};
use crate::store::{GuildState, Keeps, read};

/// The state of one member from which its permissions and its rank follow.
struct Standing {
    roles: Box<[Id<marker::Role>]>,
    timeout: Option<Timestamp>,
    is_owner: bool,
}

impl Cache {
    /// Returns the permissions of a user in a channel or thread. They include the member's roles, the overwrites of the
    /// channel (for a thread, of its parent) and a timeout, as in [`MemberPermissions::in_channel`]. The bot's own
    /// permissions are known with any intents.
    ///
    /// For a private thread, it does not check whether the user has joined it: without `MANAGE_THREADS`, only users who
    /// have joined can see it.
    ///
    /// After an outage or in a new session, the [previous state](crate::GuildStatus) of the guild is used until the new
    /// Guild Create.
    ///
    /// # Errors
    ///
    /// Returns an error if anything required is not known. The error names the intent or event that is missing.
    pub fn permissions_in(
        &self,
        channel: Id<marker::Channel>,
        user: Id<marker::User>,
    ) -> Result<Permissions, PermissionError> {
        let settings = &self.inner.settings;
        match settings.channels {
            None => return Err(PermissionError::NotKept(Kind::Channels)),
            Some(fields) if !fields.contains(ChannelFields::OVERWRITES) => {
                return Err(PermissionError::OverwritesNotKept);
            }
            Some(_) => {}
        }
        let unknown = PermissionError::UnknownChannel { channel, event: EventKind::ChannelCreate };
        let Some(guild) = self.inner.guild_of(channel) else { return Err(unknown) };
        self.look(guild, |state, keeps| {
            let member = self.member_permissions_of(state, keeps, user)?;
            let (Some(channels), id) = (&keeps.channels, channel.get()) else {
                return Err(unknown);
            };
            if let Some(row) = state.channels.row(id, channels) {
                let (kind, _, overwrites) = channel_access(channels.fields, row);
                return Ok(member.in_channel(kind, &overwrites));
            }
            let threads = keeps.threads.as_ref().ok_or(PermissionError::NotKept(Kind::Threads))?;
            let Some(row) = state.threads.row(id, threads) else { return Err(unknown) };
            let (kind, parent, _) = channel_access(threads.fields, row);
            let holder = parent.and_then(|parent| state.channels.row(parent.get(), channels));
            let Some(holder) = holder else {
                return Err(PermissionError::UnknownParent { thread: channel, parent });
            };
            let (_, _, overwrites) = channel_access(channels.fields, holder);
            Ok(member.in_channel(kind, &overwrites))
        })
    }

    /// Returns the permissions of a user in the whole guild, including a timeout, without the overwrites of channels.
    ///
    /// # Errors
    ///
    /// Returns the same errors as [`permissions_in`](Self::permissions_in).
    pub fn permissions_in_guild(
        &self,
        guild: Id<marker::Guild>,
        user: Id<marker::User>,
    ) -> Result<Permissions, PermissionError> {
        Ok(self.member_permissions(guild, user)?.in_guild())
    }

    /// Returns a user's roles and their permissions, to compute permissions for many channels.
    ///
    /// # Errors
    ///
    /// Returns the same errors as [`permissions_in`](Self::permissions_in).
    pub fn member_permissions(
        &self,
        guild: Id<marker::Guild>,
        user: Id<marker::User>,
    ) -> Result<MemberPermissions, PermissionError> {
        self.look(guild, |state, keeps| self.member_permissions_of(state, keeps, user))
    }

    /// Returns the highest role of a member.
    ///
    /// # Errors
    ///
    /// Returns the same errors as [`permissions_in`](Self::permissions_in).
    pub fn rank(
        &self,
        guild: Id<marker::Guild>,
        user: Id<marker::User>,
    ) -> Result<RoleRank, PermissionError> {
        self.look(guild, |state, keeps| self.rank_of(state, keeps, user))
    }

    /// Returns whether the role hierarchy allows a member to kick, ban, time out or rename another one. It does not
    /// check the permission to do so: see [`permissions_in_guild`](Self::permissions_in_guild).
    ///
    /// Docs: [Permissions, Permission Hierarchy](https://docs.discord.com/developers/topics/permissions#permission-hierarchy).
    ///
    /// # Errors
    ///
    /// Returns the same errors as [`permissions_in`](Self::permissions_in), for either member.
    pub fn may_moderate(
        &self,
        guild: Id<marker::Guild>,
        moderator: Id<marker::User>,
        target: Id<marker::User>,
    ) -> Result<bool, PermissionError> {
        self.look(guild, |state, keeps| {
            let moderator = self.rank_of(state, keeps, moderator)?;
            Ok(moderator > self.rank_of(state, keeps, target)?)
        })
    }

    /// Returns whether the role hierarchy allows a member to change, add or remove a role: the role must be below the
    /// member's highest role.
    ///
    /// # Errors
    ///
    /// Returns the same errors as [`permissions_in`](Self::permissions_in), and an error if the guild has no such role.
    pub fn may_manage_role(
        &self,
        guild: Id<marker::Guild>,
        user: Id<marker::User>,
        role: Id<marker::Role>,
    ) -> Result<bool, PermissionError> {
        self.look(guild, |state, keeps| {
            let keep = keeps.roles.as_ref().ok_or(PermissionError::NotKept(Kind::Roles))?;
            let unknown = PermissionError::UnknownRole { guild, role };
            let row = state.roles.row(role.get(), keep).ok_or(unknown)?;
            let rank = RoleRank::Role { position: role_access(row).0, id: role };
            Ok(self.rank_of(state, keeps, user)? > rank)
        })
    }

    /// Reads a guild of which something is known.
    fn look<R>(
        &self,
        guild: Id<marker::Guild>,
        look: impl FnOnce(&GuildState, &Keeps) -> Result<R, PermissionError>,
    ) -> Result<R, PermissionError> {
        let unknown = PermissionError::UnknownGuild { guild, intents: Intents::GUILDS };
        let cell = self.inner.guild(guild).ok_or(unknown)?;
        let keeps = self.inner.keeps();
        let state = read(&cell);
        match state.facts {
            Some(_) => look(&state, &keeps),
            None => Err(PermissionError::AwaitedGuild(guild)),
        }
    }

    fn member_permissions_of(
        &self,
        state: &GuildState,
        keeps: &Keeps,
        user: Id<marker::User>,
    ) -> Result<MemberPermissions, PermissionError> {
        let member = self.standing_of(state, keeps, user)?;
        let keep = keeps.roles.as_ref().ok_or(PermissionError::NotKept(Kind::Roles))?;
        let role =
            |id: Id<marker::Role>| Some((id, role_access(state.roles.row(id.get(), keep)?).1));
        let everyone = role(state.id.everyone_role()).ok_or(PermissionError::UnknownRole {
            guild: state.id,
            role: state.id.everyone_role(),
        })?;
        let roles = member.roles.iter().filter_map(|id| role(*id));
        let permissions = MemberPermissions::new(state.id, user, everyone.1, roles);
        let permissions = if member.is_owner { permissions.owner() } else { permissions };
        let until = member.timeout.filter(|until| *until > self.inner.settings.clock.now());
        Ok(permissions.timed_out(until.is_some()))
    }

    fn rank_of(
        &self,
        state: &GuildState,
        keeps: &Keeps,
        user: Id<marker::User>,
    ) -> Result<RoleRank, PermissionError> {
        let keep = keeps.roles.as_ref().ok_or(PermissionError::NotKept(Kind::Roles))?;
        if state.owner() == user {
            return Ok(RoleRank::Owner);
        }
        let member = self.standing_of(state, keeps, user)?;
        let everyone = state.id.everyone_role();
        let roles = member.roles.iter().copied().chain([everyone]).filter_map(|id| {
            let position = role_access(state.roles.row(id.get(), keep)?).0;
            Some(RoleRank::Role { position, id })
        });
        roles.max().ok_or(PermissionError::UnknownRole { guild: state.id, role: everyone })
    }

    fn standing_of(
        &self,
        state: &GuildState,
        keeps: &Keeps,
        user: Id<marker::User>,
    ) -> Result<Standing, PermissionError> {
        let keep = keeps.members.as_ref().ok_or(PermissionError::NotKept(Kind::Members))?;
        let is_owner = state.owner() == user;
        let Some(row) = state.members.row(user.get(), keep) else {
            if is_owner {
                return Ok(Standing { roles: Box::default(), timeout: None, is_owner });
            }
            if !self.inner.keeps_member(user.get()) {
                return Err(PermissionError::MissingIntents(Intents::GUILD_MEMBERS));
            }
            return Err(PermissionError::UnknownMember { guild: state.id, user });
        };
        let (timeout, roles) = member_access(row);
        Ok(Standing { roles, timeout, is_owner })
    }
}
