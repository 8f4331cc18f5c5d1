//! Why the program could not be started.

use crate::spill::SpillError;

/// The program could not be started, and another try would end the same way.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum StartError {
    /// Discord refused the token.
    #[error(
        "Discord refused the token: put a valid one where the configuration reads it, DISCORD_TOKEN or the file of \
         discord.token_file"
    )]
    TokenRefused {
        /// What Discord answered, and where to get a token.
        source: gateway_shard::StartError,
    },
    /// A setting of `[discord]` cannot be used.
    #[error("the API of Discord cannot be called with these settings")]
    Client(#[from] http_client::BuildError),
    /// Discord did not say which application the token belongs to.
    #[error("cannot ask Discord which application the token belongs to")]
    Application(#[source] http_client::Error),
    /// A sink cannot be used.
    #[error("sink {name}")]
    Sink {
        /// Which sink.
        name: String,
        /// Why not.
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
    /// The NATS server or its stream.
    #[cfg(feature = "nats")]
    #[error(transparent)]
    Nats(#[from] crate::sink::nats::NatsError),
    /// There are no roots for TLS.
    #[error(transparent)]
    Tls(#[from] gateway_dial::TlsError),
}

impl StartError {
    /// Tells a token that was refused from everything else.
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
