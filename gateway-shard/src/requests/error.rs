//! Why a request failed.

use std::time::Duration;

use gateway_model::DecodeError;
use gateway_model::gateway::command::InvalidCommand;
use gateway_model::id::{Id, marker};

use crate::error::SendError;

/// Why a request over the gateway did not get a complete answer. Nothing else is affected.
#[derive(Clone, Debug, thiserror::Error)]
#[non_exhaustive]
pub enum RequestError {
    /// It could not be sent: the shard is not run by this process, or the request breaks a documented rule, for example
    /// because an intent is missing.
    #[error(transparent)]
    Send(#[from] SendError),
    /// It breaks a documented rule of this request.
    #[error(transparent)]
    Invalid(#[from] InvalidCommand),
    /// The bot is not in the guild. Discord would not answer.
    #[error("the bot is not in guild {0}")]
    NotInGuild(Id<marker::Guild>),
    /// The bot left the guild, or was removed from it, before the answer was complete.
    #[error("the bot left guild {0} before the answer was complete")]
    GuildLeft(Id<marker::Guild>),
    /// Discord did not answer in time. Some parts may have arrived.
    #[error("no answer within {waited:?}; {received} of {expected} parts had arrived", expected = expected.map_or_else(|| "an unknown number of".to_owned(), |count| count.to_string()))]
    TimedOut {
        /// The time without an answer.
        waited: Duration,
        /// How many parts arrived before.
        received: u32,
        /// The total number of parts, if a part that contains it arrived.
        expected: Option<u32>,
    },
    /// The session ended during the answer, and the missing parts will not arrive. Requests that return the whole
    /// answer start from the beginning; this error is for streams, which have already returned a part.
    #[error("the session ended during the answer")]
    SessionLost,
    /// Discord asks for an unreasonably long wait.
    #[error("Discord asks to wait {0:?} before sending this request again")]
    RateLimited(Duration),
    /// The answer does not have the documented form.
    #[error("the answer could not be parsed: {0}")]
    Decode(String),
    /// The shard has stopped.
    #[error("the shard stopped before the answer arrived")]
    Ended,
}

impl RequestError {
    /// Returns whether the same request may succeed later.
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
