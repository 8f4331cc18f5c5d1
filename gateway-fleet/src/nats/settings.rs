//! Where the bucket is.

use std::path::PathBuf;
use std::time::Duration;

use super::connect::NatsLogin;

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
