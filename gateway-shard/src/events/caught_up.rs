//! What is told of catching up beside the messages.

use std::sync::Arc;

use gateway_model::Permissions;
use gateway_model::id::{Id, marker};

/// Messages of a guild that were missed and not read by REST. Of a channel, it comes where they would have come: after
/// the older messages of the channel, and before the newer ones.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct NotCaughtUp {
    /// The guild.
    pub guild: Id<marker::Guild>,
    /// The spans, each of another channel. There is at least one.
    pub channels: Vec<MissedMessages>,
    /// Why they were not read.
    pub reason: NotCaughtUpReason,
}

/// A span of a channel's messages. There may be none left in it, if all were deleted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub struct MissedMessages {
    /// The channel or thread.
    pub channel: Id<marker::Channel>,
    /// The span begins behind this message.
    pub after: Id<marker::Message>,
    /// The last message of the span.
    pub until: Id<marker::Message>,
}

impl MissedMessages {
    pub(crate) const fn new(channel: Id<marker::Channel>, after: u64, until: u64) -> Option<Self> {
        // The id before the first one is written as the first one, which nobody sent.
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
    /// The bot may not read them, by what the Guild Create says.
    #[error("permissions are missing: {missing:?}")]
    NoPermission {
        /// What it would need in the channels.
        missing: Permissions,
    },
    /// The bound of messages is reached, of the channel or of the session.
    #[error("the bound of messages is reached")]
    MessageLimit,
    /// The bound of requests is reached.
    #[error("the bound of requests is reached")]
    RequestLimit,
    /// So many newer events were held back that no more could be.
    #[error("too many newer events would have been held back")]
    HeldLimit,
    /// Newer events of the channel were held back for too long.
    #[error("newer events would have been held back for too long")]
    HeldTooLong,
    /// The request failed for good.
    #[error("the request failed: {0}")]
    Rest(#[source] Arc<http_client::Error>),
    /// The answer is no list of messages.
    #[error("the answer is no list of messages: {0}")]
    Unreadable(Arc<str>),
    /// The channel is gone.
    #[error("the channel was deleted")]
    ChannelDeleted,
    /// The bot is no longer in the guild.
    #[error("the bot is no longer in the guild")]
    GuildLeft,
    /// The shard stops, and no later process goes on with its session.
    #[error("the shard stops")]
    Stopping,
}

/// All channels of a guild that were to be caught up with are through.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct CaughtUp {
    /// The guild.
    pub guild: Id<marker::Guild>,
    /// Channels and threads that were read.
    pub channels: u32,
    /// Messages that came of it.
    pub messages: u64,
    /// Channels of which [`NotCaughtUp`] was told, those that the bot may not read counted in.
    pub not_caught_up: u32,
}
