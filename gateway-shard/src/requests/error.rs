//! Why a request got no answer.

use std::time::Duration;

use gateway_model::DecodeError;
use gateway_model::gateway::command::InvalidCommand;
use gateway_model::id::{Id, marker};

use crate::error::SendError;

/// Why a request over the gateway got no whole answer. Nothing else is affected.
#[derive(Clone, Debug, thiserror::Error)]
#[non_exhaustive]
pub enum RequestError {
    /// It could not be sent: the shard is not ours, or the request breaks a documented rule, such as an
    /// intent that is missing.
    #[error(transparent)]
    Send(#[from] SendError),
    /// It breaks a documented rule of its own.
    #[error(transparent)]
    Invalid(#[from] InvalidCommand),
    /// The bot is not in the guild. Discord would be silent.
    #[error("the bot is not in guild {0}")]
    NotInGuild(Id<marker::Guild>),
    /// The bot left the guild, or was removed from it, before the answer was whole.
    #[error("the bot left guild {0} meanwhile")]
    GuildLeft(Id<marker::Guild>),
    /// Discord was silent for too long. Some parts may have come.
    #[error("no answer for {waited:?}; {received} of {expected} parts had come", expected = expected.map_or_else(|| "an unknown number of".to_owned(), |count| count.to_string()))]
    TimedOut {
        /// How long nothing came.
        waited: Duration,
        /// Parts that came before.
        received: u32,
        /// Parts there are, where one came that says so.
        expected: Option<u32>,
    },
    /// The session ended in the middle of the answer, and what is missing will not come. Requests that are
    /// awaited as a whole begin anew by themselves; this is for streams, which have handed on a part.
    #[error("the session ended in the middle of the answer")]
    SessionLost,
    /// Discord asks to wait longer than is sensible.
    #[error("Discord asks to wait {0:?} before this request is sent again")]
    RateLimited(Duration),
    /// The answer is not of the documented shape.
    #[error("the answer cannot be read: {0}")]
    Decode(String),
    /// The shard is at its end.
    #[error("the shard ended before the answer came")]
    Ended,
}

impl RequestError {
    /// Whether the same request may be answered later.
    #[must_use]
    pub const fn is_retryable(&self) -> bool {
        match self {
            Self::Send(error) => error.is_retryable(),
            Self::TimedOut { .. } | Self::SessionLost | Self::RateLimited(_) => true,
            Self::Invalid(_)
            | Self::NotInGuild(_)
            | Self::GuildLeft(_)
            | Self::Decode(_)
            | Self::Ended => false,
        }
    }
}

impl From<DecodeError> for RequestError {
    fn from(error: DecodeError) -> Self {
        Self::Decode(error.to_string())
    }
}
