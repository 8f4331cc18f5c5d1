//! The errors of a gateway as a whole.

use std::time::Duration;

use gateway_model::gateway::{CloseCode, ShardId};
use gateway_proto::{CommandError, ProtocolConfigError, StopReason, TokenError};

use crate::disk::StoreError;
use crate::missing_intents::MissingIntents;
use crate::missing_states::MissingStates;
use crate::plan::PlanError;
use crate::settings::SettingError;

/// Why a gateway could not be started. Nothing runs after such an error.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum StartError {
    /// A setting has a common mistake.
    #[error(transparent)]
    Setting(#[from] SettingError),
    /// The token is invalid.
    #[error("invalid token: {0}")]
    Token(#[from] TokenError),
    /// Discord refused the token in the first request.
    ///
    /// A gateway connection would be closed with [`CloseCode::AuthenticationFailed`]; the text is that of this code.
    #[error("{}", token_refused())]
    TokenRefused(#[source] http_client::Error),
    /// `GET /gateway/bot` failed.
    #[error("GET /gateway/bot failed: {0}")]
    Rest(#[source] http_client::Error),
    /// The REST client could not be built.
    #[error("could not build the REST client: {0}")]
    Client(#[from] http_client::BuildError),
    /// A setting of the protocol is invalid.
    #[error(transparent)]
    Config(#[from] ProtocolConfigError),
    /// No connection can ever be opened with these settings.
    #[error(transparent)]
    Connection(#[from] gateway_conn::ConnectError),
    /// A listener would never be called.
    #[error(transparent)]
    MissingIntents(#[from] MissingIntents),
    /// A listener takes a state that the bot does not have.
    #[error(transparent)]
    MissingStates(#[from] MissingStates),
    /// The shard plan contains no valid shard.
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
    format!("Discord answered 401; the gateway would close with {number}: {meaning}; {advice}")
}

impl StartError {
    /// Returns whether the same start may succeed later, without a person changing anything.
    #[must_use]
    pub fn is_retryable(&self) -> bool {
        match self {
            Self::Rest(error) => error.is_retryable(),
            Self::Store(error) => error.is_retryable(),
            _ => false,
        }
    }
}

/// Discord refused a shard, and would refuse it again. The text gives the reason and what to do.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("shard {shard}: {reason}")]
pub struct Refused {
    /// The first refused shard.
    pub shard: ShardId,
    /// The reason, with the close code; its text includes advice.
    pub reason: StopReason,
}

/// Why a command did not reach a shard of another process.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum RemoteError {
    /// No process runs the shard at present.
    #[error("no process runs the shard at present: {0}; try again later")]
    NoOwner(String),
    /// The process of the shard did not accept the command, or did not get a complete answer.
    #[error("{message}")]
    Refused {
        /// A short, stable name for programs.
        code: String,
        /// The message of that process.
        message: String,
        /// Whether the same command may be accepted later.
        is_retryable: bool,
    },
    /// No answer arrived within this time. The command may have been sent.
    #[error("no answer within {0:?}; the command may have been sent")]
    TimedOut(Duration),
    /// The command could not be passed on: no process listens for it, or the connection was lost.
    #[error("the command could not be passed on: {0}")]
    Unreachable(String),
    /// The answer could not be parsed.
    #[error("the answer could not be parsed: {0}")]
    Unreadable(String),
    /// No process accepts commands, because of the settings of this process.
    #[error("no process accepts commands: {0}")]
    Off(&'static str),
}

impl RemoteError {
    /// Returns whether the same command may be accepted later.
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
    /// Another process runs the shard, and the command did not reach it. See [`BotHost`](crate::BotHost).
    #[error(transparent)]
    Remote(#[from] RemoteError),
    /// The shard is not run by this process.
    #[error("shard {0} is not run by this process")]
    UnknownShard(ShardId),
    /// The shard did not accept the command.
    #[error("shard {shard}: {source}")]
    Command {
        /// The shard.
        shard: ShardId,
        /// The cause.
        source: CommandError,
    },
}

impl SendError {
    /// Returns whether the same command may be accepted later.
    #[must_use]
    pub const fn is_retryable(&self) -> bool {
        match self {
            Self::UnknownShard(_) => false,
            Self::Remote(error) => error.is_retryable(),
            Self::Command { source, .. } => source.is_retryable(),
        }
    }
}
