//! Why permissions cannot be computed.

use gateway_model::EventKind;
use gateway_model::gateway::Intents;
use gateway_model::id::{Id, marker};

use crate::kind::Kind;

/// What is missing to compute the permissions of a member.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum PermissionError {
    /// The cache was built without a required kind.
    #[error("{0} are not kept: build the cache with CacheBuilder::{0}")]
    NotKept(Kind),
    /// The cache was built without the overwrites of channels.
    #[error(
        "the overwrites of channels are not kept: build the cache with ChannelFields::OVERWRITES"
    )]
    OverwritesNotKept,
    /// Events update members only with an intent that the cache was built without.
    #[error(
        "members are only known with the intents {0:?}: add these to the gateway and to the cache, or give members a time to live and fetch them"
    )]
    MissingIntents(Intents),
    /// The bot is not in the guild, or no Ready has listed it.
    #[error(
        "guild {guild} is not known: the bot's guilds arrive in Ready and Guild Create, with the intents {intents:?}"
    )]
    UnknownGuild {
        /// The guild.
        guild: Id<marker::Guild>,
        /// The intents that bring guilds.
        intents: Intents,
    },
    /// The guild's Guild Create has not arrived yet.
    #[error("guild {0} is not available yet: its Guild Create has not arrived")]
    AwaitedGuild(Id<marker::Guild>),
    /// No channel or active thread with this id is known.
    #[error("channel {channel} is not known: it was deleted, is an archived thread, is in no guild of the bot, or the bot cannot see it; {} or Thread Update would bring it", .event.name().unwrap_or_default())]
    UnknownChannel {
        /// The channel.
        channel: Id<marker::Channel>,
        /// The event that brings channels of an available guild.
        event: EventKind,
    },
    /// The parent channel of a thread is not known.
    #[error(
        "the parent channel of thread {thread} is not known, so its overwrites are not known either"
    )]
    UnknownParent {
        /// The thread.
        thread: Id<marker::Channel>,
        /// Its parent channel, if it has one.
        parent: Option<Id<marker::Channel>>,
    },
    /// The user is not a member of the guild, or Discord has not sent the member: it does not send offline members of
    /// large guilds.
    #[error(
        "user {user} is not known as a member of guild {guild}: fetch the member, or request the guild's members"
    )]
    UnknownMember {
        /// The guild.
        guild: Id<marker::Guild>,
        /// The user.
        user: Id<marker::User>,
    },
    /// The guild has no such role.
    #[error("guild {guild} has no role {role}")]
    UnknownRole {
        /// The guild.
        guild: Id<marker::Guild>,
        /// The role.
        role: Id<marker::Role>,
    },
}

impl PermissionError {
    /// The intents that would bring what is missing; empty if no intent does.
    #[must_use]
    pub const fn intents(&self) -> Intents {
        match self {
            Self::MissingIntents(intents) | Self::UnknownGuild { intents, .. } => *intents,
            Self::AwaitedGuild(_) | Self::UnknownChannel { .. } => Intents::GUILDS,
            Self::UnknownMember { .. } => Intents::GUILD_MEMBERS,
            _ => Intents::empty(),
        }
    }

    /// The event that would bring what is missing, if one does.
    #[must_use]
    pub const fn event(&self) -> Option<EventKind> {
        match self {
            Self::UnknownGuild { .. } | Self::AwaitedGuild(_) => Some(EventKind::GuildCreate),
            Self::UnknownChannel { event, .. } => Some(*event),
            Self::UnknownParent { .. } => Some(EventKind::ChannelCreate),
            Self::UnknownMember { .. } => Some(EventKind::GuildMembersChunk),
            Self::UnknownRole { .. } => Some(EventKind::GuildRoleCreate),
            _ => None,
        }
    }
}
