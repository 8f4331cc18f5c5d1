//! Reports of the catch-up, besides the messages themselves.

use std::sync::Arc;

use gateway_model::Permissions;
use gateway_model::id::{Id, marker};

/// Messages of a guild that were missed and not read by REST. For a channel, the report takes the place of its
/// messages: after the older messages of the channel, and before the newer ones.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct NotCaughtUp {
    /// The guild.
    pub guild: Id<marker::Guild>,
    /// The ranges, each of a different channel. There is at least one.
    pub channels: Vec<MissedMessages>,
    /// Why they were not read.
    pub reason: NotCaughtUpReason,
}

/// A range of a channel's messages. It may be empty, if all were deleted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub struct MissedMessages {
    /// The channel or thread.
    pub channel: Id<marker::Channel>,
    /// The range begins after this message.
    pub after: Id<marker::Message>,
    /// The last message of the range.
    pub until: Id<marker::Message>,
}

impl MissedMessages {
    pub(crate) const fn new(channel: Id<marker::Channel>, after: u64, until: u64) -> Option<Self> {
        // If there is no earlier id, the range begins at the first possible id, which no message has.
        let (Some(after), Some(until)) =
            (Id::new(if after == 0 { 1 } else { after }), Id::new(until))
        else {
            return None;
        };
        Some(Self { channel, after, until })
    }
}

/// Why messages were not caught up with.
#[derive(Clone, Debug, thiserror::Error)]
#[non_exhaustive]
pub enum NotCaughtUpReason {
    /// The bot may not read them, according to the Guild Create.
    #[error("the bot lacks permissions: {missing:?}")]
    NoPermission {
        /// The permissions that it lacks in the channels.
        missing: Permissions,
    },
    /// The limit of messages was reached, either of the channel or of the session.
    #[error("the limit of messages is reached")]
    MessageLimit,
    /// The limit of requests was reached.
    #[error("the limit of requests is reached")]
    RequestLimit,
    /// The limit of held-back events was reached.
    #[error("the limit of held-back events is reached")]
    HeldLimit,
    /// Newer events of the channel were held back for too long.
    #[error("newer events were held back for too long")]
    HeldTooLong,
    /// The request failed, including its retries.
    #[error("the request failed: {0}")]
    Rest(#[source] Arc<http_client::Error>),
    /// The response is not a list of messages.
    #[error("the response is not a list of messages: {0}")]
    Unreadable(Arc<str>),
    /// The channel was deleted.
    #[error("the channel was deleted")]
    ChannelDeleted,
    /// The bot is no longer in the guild.
    #[error("the bot is no longer in the guild")]
    GuildLeft,
    /// The shard is stopping, and no later process resumes its session.
    #[error("the shard is stopping")]
    Stopping,
}

/// The catch-up of all channels of a guild has ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct CaughtUp {
    /// The guild.
    pub guild: Id<marker::Guild>,
    /// How many channels and threads were read.
    pub channels: u32,
    /// How many messages were delivered.
    pub messages: u64,
    /// How many channels were reported as [`NotCaughtUp`], including those that the bot may not read.
    pub not_caught_up: u32,
}
