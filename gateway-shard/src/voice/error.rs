//! Why a voice channel could not be joined.

use std::time::Duration;

use gateway_model::Permissions;
use gateway_model::channel::ChannelKind;
use gateway_model::id::{Id, marker};

use super::update::VoiceEnd;
use crate::error::SendError;

/// Why a voice channel could not be joined, moved to or left. Nothing else is affected.
///
/// Discord answers a refused Update Voice State with silence. When the time is over, three REST requests find out why.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum VoiceError {
    /// The shards do not ask for `GUILD_VOICE_STATES`, without which Discord does not tell of the bot's own voice state.
    #[error(
        "the intent GUILD_VOICE_STATES is missing, without which Discord does not tell the bot of its own voice state"
    )]
    MissingIntent,
    /// It could not be sent: the shard is not ours, or at its end.
    #[error(transparent)]
    Send(#[from] SendError),
    /// The bot is not in the guild.
    #[error("the bot is not in guild {0}")]
    NotInGuild(Id<marker::Guild>),
    /// Which user the bot is, could not be asked.
    #[error("GET /users/@me, which is needed once to join a voice channel")]
    User(#[source] http_client::Error),
    /// The bot does not see the channel, or there is none.
    #[error("the bot does not see channel {0}, or there is none")]
    NoChannel(Id<marker::Channel>),
    /// The channel is neither a voice nor a stage channel of the guild.
    #[error("channel {channel} is no voice channel of the guild: it is {kind:?}")]
    NotVoice {
        /// The channel.
        channel: Id<marker::Channel>,
        /// What it is.
        kind: ChannelKind,
    },
    /// The bot lacks permissions in the channel.
    #[error("the bot lacks permissions in channel {channel}: {missing:?}")]
    NoPermission {
        /// The channel.
        channel: Id<marker::Channel>,
        /// Which it lacks.
        missing: Permissions,
    },
    /// The channel takes so many users, the bot may not exceed that, and Discord did not let it in.
    #[error("channel {channel} takes {limit} users and seems to be full")]
    Full {
        /// The channel.
        channel: Id<marker::Channel>,
        /// Most users.
        limit: u32,
    },
    /// Discord was silent, and nothing that can be seen speaks against it.
    #[error("Discord did not answer for {0:?}")]
    TimedOut(Duration),
    /// The connection ended before.
    #[error("{0}")]
    Ended(VoiceEnd),
}

impl VoiceError {
    /// Whether the same may work later with nothing changed.
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
