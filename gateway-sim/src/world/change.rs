//! The changes of a request.

use gateway_model::Id;
use gateway_model::id::marker;
use serde_json::Value;

/// The kind of a changed object.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// The guild's own fields.
    Guild,
    /// A channel or a thread.
    Channel,
    /// The onboarding of a guild, by the guild.
    Onboarding,
    Role,
    Emoji,
    Sticker,
    Sound,
    /// A scheduled event.
    Event,
    /// A stage instance, by its channel.
    Stage,
    /// A rule of auto moderation.
    Rule,
    Invite,
    Webhook,
    Member,
    Ban,
    /// A voice state, by its user.
    Voice,
    /// The status of a voice channel.
    VoiceStatus,
    /// A message that was deleted.
    Message,
    /// Messages that were deleted at once, by their channel.
    Messages,
    /// Channels that became visible to the bot, by their guild.
    Seen,
    /// A pin, by its message.
    Pin,
    /// Members who were removed at once, by their guild.
    Prune,
    /// Permissions of an application command, by the command.
    CommandPermissions,
    /// An exception of a scheduled event, by the event.
    EventException,
}

/// One thing that was changed.
#[derive(Clone, Debug)]
pub(crate) struct Change {
    pub(crate) kind: Kind,
    pub(crate) guild: Id<marker::Guild>,
    /// Its id, or an invite's code.
    pub(crate) id: String,
    /// Its earlier state; null if it did not exist.
    pub(crate) before: Value,
    /// Its current state; null if it is gone.
    pub(crate) after: Value,
}
