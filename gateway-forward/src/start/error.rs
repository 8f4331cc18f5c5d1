//! Why the program could not start.

use crate::spill::SpillError;

/// The program could not start, and a retry would have the same result.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum StartError {
    /// Discord refused the token.
    #[error(
        "Discord refused the token: put a valid one into DISCORD_TOKEN or the file of \
         discord.token_file"
    )]
    TokenRefused {
        /// Discord's response, and where to get a token.
        source: gateway_shard::StartError,
    },
    /// A setting of `[discord]` cannot be used.
    #[error("the settings of [discord] cannot be used for Discord's API")]
    Client(#[from] http_client::BuildError),
    /// Discord did not return the application of the token.
    #[error("could not request from Discord which application the token belongs to")]
    Application(#[source] http_client::Error),
    /// A sink cannot be used.
    #[error("sink {name}")]
    Sink {
        /// The sink.
        name: String,
        /// The cause.
        #[source]
        source: SinkError,
    },
    /// A spill or dead letter folder cannot be used.
    #[error(transparent)]
    Folder(#[from] SpillError),
    /// The fleet cannot be joined.
    #[cfg(feature = "nats")]
    #[error(transparent)]
    Fleet(#[from] gateway_fleet::shards::JoinError),
    /// The gateway cannot be started.
    #[error(transparent)]
    Gateway(gateway_shard::StartError),
}

/// A sink cannot be used.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum SinkError {
    /// The NATS server or its stream cannot be used.
    #[cfg(feature = "nats")]
    #[error(transparent)]
    Nats(#[from] crate::sink::nats::NatsError),
    /// There are no roots for TLS.
    #[error(transparent)]
    Tls(#[from] gateway_dial::TlsError),
}

impl StartError {
    /// Distinguishes a refused token from other errors.
    pub(super) fn of_application(error: http_client::Error) -> Self {
        if error.is_unauthorized() {
            return Self::TokenRefused { source: gateway_shard::StartError::TokenRefused(error) };
        }
        Self::Application(error)
    }

    pub(super) fn of_gateway(error: gateway_shard::StartError) -> Self {
        match error {
            gateway_shard::StartError::TokenRefused(_) => Self::TokenRefused { source: error },
            error => Self::Gateway(error),
        }
    }
}
