//! What can go wrong with a gateway as a whole.

use std::time::Duration;

use gateway_model::gateway::{CloseCode, ShardId};
use gateway_proto::{CommandError, ProtocolConfigError, StopReason, TokenError};

use crate::disk::StoreError;
use crate::missing_intents::MissingIntents;
use crate::missing_states::MissingStates;
use crate::plan::PlanError;
use crate::settings::SettingError;

/// Why a gateway could not be started. Nothing runs after it.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum StartError {
    /// A setting is wrong in one of the usual ways.
    #[error(transparent)]
    Setting(#[from] SettingError),
    /// The token cannot be one.
    #[error("token: {0}")]
    Token(#[from] TokenError),
    /// Discord refused the token with the first request.
    ///
    /// The gateway would close with [`CloseCode::AuthenticationFailed`]; the text is that code's.
    #[error("{}", token_refused())]
    TokenRefused(#[source] http_client::Error),
    /// `GET /gateway/bot` failed.
    #[error("GET /gateway/bot: {0}")]
    Rest(#[source] http_client::Error),
    /// The REST client cannot be set up.
    #[error("REST client: {0}")]
    Client(#[from] http_client::BuildError),
    /// A setting cannot be right.
    #[error(transparent)]
    Config(#[from] ProtocolConfigError),
    /// With these settings no connection can ever be opened.
    #[error(transparent)]
    Connection(#[from] gateway_conn::ConnectError),
    /// A listener would never be called.
    #[error(transparent)]
    MissingIntents(#[from] MissingIntents),
    /// A listener takes a state that the bot does not have.
    #[error(transparent)]
    MissingStates(#[from] MissingStates),
    /// The shard plan names no valid shard.
    #[error(transparent)]
    Plan(#[from] PlanError),
    /// The state folder or session store cannot be used.
    #[error(transparent)]
    Store(#[from] StoreError),
}

fn token_refused() -> String {
    let code = CloseCode::AuthenticationFailed;
    let (number, meaning) = (u16::from(code), code.meaning());
    let advice = code.advice().unwrap_or_default();
    format!("Discord answered 401, as the gateway would close with {number}: {meaning}; {advice}")
}

impl StartError {
    /// Whether the same start may work later, without a person changing anything.
    #[must_use]
    pub fn is_retryable(&self) -> bool {
        match self {
            Self::Rest(error) => error.is_retryable(),
            Self::Store(error) => error.is_retryable(),
            _ => false,
        }
    }
}

/// Discord refused a shard, and would again: the text says why and what to do.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("shard {shard}: {reason}")]
pub struct Refused {
    /// The first shard that was refused.
    pub shard: ShardId,
    /// Why, with the close code; its text holds the advice.
    pub reason: StopReason,
}

/// Why a command did not reach a shard that another process runs.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum RemoteError {
    /// No process has the shard at present.
    #[error("no process has the shard at present: {0}; try again when one has taken it")]
    NoOwner(String),
    /// The process of the shard did not take it, or got no whole answer.
    #[error("{message}")]
    Refused {
        /// A short name for programs, which stays the same.
        code: String,
        /// What it said, for people.
        message: String,
        /// Whether the same command may be taken later.
        is_retryable: bool,
    },
    /// Nothing was heard for so long. The command may have been sent.
    #[error("nothing was heard for {0:?}; the command may have been sent")]
    TimedOut(Duration),
    /// The command could not be handed over: nobody listens for it, or the connection is lost.
    #[error("the command could not be handed over: {0}")]
    Unreachable(String),
    /// What came back cannot be read.
    #[error("the answer cannot be read: {0}")]
    Unreadable(String),
    /// Nobody takes commands, by the settings of this process.
    #[error("nobody takes commands: {0}")]
    Off(&'static str),
}

impl RemoteError {
    /// Whether the same command may be taken later.
    #[must_use]
    pub const fn is_retryable(&self) -> bool {
        match self {
            Self::NoOwner(_) | Self::TimedOut(_) | Self::Unreachable(_) => true,
            Self::Refused { is_retryable, .. } => *is_retryable,
            Self::Unreadable(_) | Self::Off(_) => false,
        }
    }
}

/// Why a command could not be sent.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum SendError {
    /// The shard is run by another process, and the command did not reach it. See [`BotHost`](crate::BotHost).
    #[error(transparent)]
    Remote(#[from] RemoteError),
    /// The shard is not one of this process.
    #[error("shard {0} is not run by this process")]
    UnknownShard(ShardId),
    /// The shard did not take the command.
    #[error("shard {shard}: {source}")]
    Command {
        /// Which shard.
        shard: ShardId,
        /// Why.
        source: CommandError,
    },
}

impl SendError {
    /// Whether the same command may be taken later.
    #[must_use]
    pub const fn is_retryable(&self) -> bool {
        match self {
            Self::UnknownShard(_) => false,
            Self::Remote(error) => error.is_retryable(),
            Self::Command { source, .. } => source.is_retryable(),
        }
    }
}
