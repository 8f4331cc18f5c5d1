//! The connection to NATS, for buckets, streams and other users.

use std::fmt;
use std::path::{Path, PathBuf};
use std::time::Duration;

use async_nats::{Client, ConnectErrorKind, ConnectOptions, Event};

/// How to log in to NATS.
#[derive(Clone, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum NatsLogin {
    /// Without a login.
    #[default]
    Anonymous,
    /// With a file of the credentials of a user, as `nsc` writes it.
    CredentialsFile(PathBuf),
    /// With a user and a password. `Debug` does not show them.
    Password {
        /// The user.
        user: String,
        /// The password.
        password: String,
    },
}

impl fmt::Debug for NatsLogin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Anonymous => "Anonymous",
            Self::CredentialsFile(_) => "CredentialsFile",
            Self::Password { .. } => "Password",
        })
    }
}

/// Why a connection to NATS could not be established.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ConnectError {
    /// The credentials cannot be read.
    #[error("cannot read the NATS credentials")]
    Credentials(#[source] std::io::Error),
    /// The server cannot be reached, or refuses the connection.
    #[error(
        "cannot connect to NATS: {0}; check whether nats-server runs there and whether this host reaches it"
    )]
    Server(#[from] async_nats::ConnectError),
}

impl ConnectError {
    /// Returns whether a retry may succeed without another configuration, because the server cannot be reached at the
    /// moment.
    #[must_use]
    pub fn is_retryable(&self) -> bool {
        match self {
            Self::Credentials(_) => false,
            Self::Server(error) => !matches!(
                error.kind(),
                ConnectErrorKind::ServerParse
                    | ConnectErrorKind::Authentication
                    | ConnectErrorKind::AuthorizationViolation
            ),
        }
    }
}

/// The parameters of a connection. Once established, it is restored when it is lost.
#[derive(Clone, Copy, Debug)]
pub struct Connect<'a> {
    /// Its name in the log and at the server: that of the program, and the purpose of the connection.
    pub name: &'a str,
    /// The servers, separated by commas.
    pub url: &'a str,
    /// How to log in.
    pub login: &'a NatsLogin,
    /// A PEM file with certificates to trust in addition to the system's.
    pub ca_file: Option<&'a Path>,
    /// How long each try to connect may take.
    pub timeout: Duration,
}

impl Connect<'_> {
    /// Connects. `connected` is called for each connection, including the first.
    ///
    /// # Errors
    ///
    /// Returns an error if the first try fails. A connection that is lost later is logged and retried, at most 2 s
    /// apart.
    ///
    /// # Cancel safety
    ///
    /// If the future is dropped, no connection is made.
    pub async fn connect(
        self,
        connected: impl Fn() + Send + Sync + 'static,
    ) -> Result<Client, ConnectError> {
        let name = self.name.to_owned();
        let mut options = ConnectOptions::new()
            .name(self.name)
            .connection_timeout(self.timeout)
            // An outage is short for a fleet: no worker may be taken for dead when it is over.
            .reconnect_delay_callback(|tries| Duration::from_millis(100 * tries.min(20) as u64))
            .event_callback(move |event| {
                match event {
                    Event::Disconnected => {
                        tracing::warn!(connection = %name, "the connection to NATS was lost")
                    }
                    Event::Connected => {
                        tracing::info!(connection = %name, "connected to NATS");
                        connected();
                    }
                    other => tracing::debug!(connection = %name, event = %other, "NATS"),
                }
                std::future::ready(())
            });
        options = match self.login {
            NatsLogin::Anonymous => options,
            NatsLogin::CredentialsFile(file) => {
                options.credentials_file(file).await.map_err(ConnectError::Credentials)?
            }
            NatsLogin::Password { user, password } => {
                options.user_and_password(user.clone(), password.clone())
            }
        };
        if let Some(file) = self.ca_file {
            options = options.add_root_certificates(file.to_owned());
        }
        let servers: Vec<&str> = self.url.split(',').map(str::trim).collect();
        Ok(options.connect(servers).await?)
    }
}
