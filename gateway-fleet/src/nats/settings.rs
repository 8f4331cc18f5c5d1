//! The location of the bucket.

use std::path::PathBuf;
use std::time::Duration;

use super::connect::NatsLogin;

/// The location of a fleet's bucket, and how to connect to it.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct NatsSettings {
    /// The servers, separated by commas.
    pub url: String,
    /// The name of the bucket: one for each bot, such as `fleet-mybot`.
    pub bucket: String,
    /// How to log in.
    pub login: NatsLogin,
    /// A PEM file with certificates to trust in addition to the system's.
    pub ca_file: Option<PathBuf>,
    /// On how many servers the bucket is stored, if it is created now. Default 1; use 3 in production.
    pub replicas: usize,
    /// How long to wait for an answer before its outcome counts as unknown. Default 2 s.
    pub timeout: Duration,
}

impl NatsSettings {
    /// Creates settings for this bucket at these servers.
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
