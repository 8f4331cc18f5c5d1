//! Where the bucket is.

use std::fmt;
use std::path::PathBuf;
use std::time::Duration;

/// How to log in to NATS.
#[derive(Clone, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum NatsLogin {
    /// Without a login.
    #[default]
    Anonymous,
    /// With a credentials file.
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

/// Where the bucket of a fleet is.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct NatsSettings {
    /// The servers, separated by commas.
    pub url: String,
    /// The name of the bucket: one for each bot, such as `fleet-mybot`.
    pub bucket: String,
    /// How to log in.
    pub login: NatsLogin,
    /// A PEM file of certificates to trust besides the system's.
    pub ca_file: Option<PathBuf>,
    /// On how many servers the bucket is stored, if it is made now. Default 1; 3 in production.
    pub replicas: usize,
    /// How long an answer is awaited before its outcome counts as unknown. Default 2 s.
    pub timeout: Duration,
}

impl NatsSettings {
    /// This bucket at these servers.
    #[must_use]
    pub fn new(url: &str, bucket: &str) -> Self {
        Self {
            url: url.to_owned(),
            bucket: bucket.to_owned(),
            login: NatsLogin::Anonymous,
            ca_file: None,
            replicas: 1,
            timeout: Duration::from_secs(2),
        }
    }
}
