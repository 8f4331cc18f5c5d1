//! Why a voice channel could not be joined.

use std::time::Duration;

use gateway_model::Permissions;
use gateway_model::channel::ChannelKind;
use gateway_model::id::{Id, marker};

use super::update::VoiceEnd;
use crate::error::SendError;

/// Why a voice channel could not be joined, moved to or left. Nothing else is affected.
///
/// Discord does not answer an Update Voice State that it refuses. After the timeout, three REST requests find out the
/// reason.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum VoiceError {
    /// The shards do not request `GUILD_VOICE_STATES`, without which Discord does not send the bot's own voice state.
    #[error(
        "the intent GUILD_VOICE_STATES is missing, without which Discord does not send the bot's own voice state"
    )]
    MissingIntent,
    /// The command could not be sent: the shard is not run by this process, or has stopped.
    #[error(transparent)]
    Send(#[from] SendError),
    /// The bot is not in the guild.
    #[error("the bot is not in guild {0}")]
    NotInGuild(Id<marker::Guild>),
    /// The bot's user id could not be requested.
    #[error("GET /users/@me failed; it is needed once to join a voice channel")]
    User(#[source] http_client::Error),
    /// The bot cannot see the channel, or it does not exist.
    #[error("the bot cannot see channel {0}, or it does not exist")]
    NoChannel(Id<marker::Channel>),
    /// The channel is neither a voice nor a stage channel of the guild.
    #[error("channel {channel} is not a voice channel of the guild: its kind is {kind:?}")]
    NotVoice {
        /// The channel.
        channel: Id<marker::Channel>,
        /// Its kind.
        kind: ChannelKind,
    },
    /// The bot lacks permissions in the channel.
    #[error("the bot lacks permissions in channel {channel}: {missing:?}")]
    NoPermission {
        /// The channel.
        channel: Id<marker::Channel>,
        /// The missing permissions.
        missing: Permissions,
    },
    /// The channel has a user limit that the bot may not exceed, and Discord did not let the bot in.
    #[error("channel {channel} has a limit of {limit} users and seems to be full")]
    Full {
        /// The channel.
        channel: Id<marker::Channel>,
        /// The user limit.
        limit: u32,
    },
    /// Discord did not answer, and no visible reason prevents the bot from joining.
    #[error("Discord did not answer within {0:?}")]
    TimedOut(Duration),
    /// The connection ended before.
    #[error("{0}")]
    Ended(VoiceEnd),
}

impl VoiceError {
    /// Returns whether the same call may succeed later.
    #[must_use]
    pub fn is_retryable(&self) -> bool {
        match self {
            Self::Send(error) => error.is_retryable(),
            Self::User(error) => error.is_retryable(),
            Self::Full { .. } | Self::TimedOut(_) => true,
            _ => false,
        }
    }
}
