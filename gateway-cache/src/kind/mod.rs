//! The kinds of cached objects: the field groups of each, and how its rows are written and read.
//!
//! A row contains only the fields of the groups with which the cache was built. The key of a row is the id of the
//! object; the guild is determined by where the row is stored.

mod channel;
mod expression;
mod guild;
mod member;
mod message;
mod occasion;
mod presence;
mod role;
mod row;
mod user;
mod voice;

pub use channel::ChannelFields;
pub(crate) use channel::{LAST_MESSAGE_BYTES, channel_access};
pub use expression::{EmojiFields, StickerFields};
pub use guild::GuildFields;
pub use member::MemberFields;
pub(crate) use member::{member_access, updated_member};
pub use message::MessageFields;
pub use occasion::{ScheduledEventFields, StageFields};
pub use presence::PresenceFields;
pub use role::RoleFields;
pub(crate) use role::role_access;
pub(crate) use row::{Keyed, Row};
pub use user::UserFields;
pub use voice::VoiceStateFields;

/// A kind of object.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[non_exhaustive]
pub enum Kind {
    /// Guilds.
    Guilds,
    /// Channels, without threads.
    Channels,
    /// Active threads.
    Threads,
    /// Roles.
    Roles,
    /// Members.
    Members,
    /// Users who are members.
    Users,
    /// Presences.
    Presences,
    /// Voice states.
    VoiceStates,
    /// Custom emojis.
    Emojis,
    /// Stickers.
    Stickers,
    /// Live stages.
    StageInstances,
    /// Scheduled events that are not over.
    ScheduledEvents,
    /// Messages.
    Messages,
}

impl Kind {
    /// All kinds.
    pub const ALL: [Self; 13] = [
        Self::Guilds,
        Self::Channels,
        Self::Threads,
        Self::Roles,
        Self::Members,
        Self::Users,
        Self::Presences,
        Self::VoiceStates,
        Self::Emojis,
        Self::Stickers,
        Self::StageInstances,
        Self::ScheduledEvents,
        Self::Messages,
    ];

    /// The name, as used in metrics and errors.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Guilds => "guilds",
            Self::Channels => "channels",
            Self::Threads => "threads",
            Self::Roles => "roles",
            Self::Members => "members",
            Self::Users => "users",
            Self::Presences => "presences",
            Self::VoiceStates => "voice_states",
            Self::Emojis => "emojis",
            Self::Stickers => "stickers",
            Self::StageInstances => "stage_instances",
            Self::ScheduledEvents => "scheduled_events",
            Self::Messages => "messages",
        }
    }
}

impl std::fmt::Display for Kind {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.pad(self.name())
    }
}
