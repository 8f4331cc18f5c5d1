//! Validates the connection to a NATS server: the settings that a sink and `[fleet]` share.

use std::path::PathBuf;

pub use gateway_fleet::nats::NatsLogin;

use super::check::{At, Errors};
use super::secret;

/// The connection to a NATS server, and the number of replicas.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct NatsRoute {
    /// The server; several are separated by commas.
    pub server: String,
    /// How to log in.
    pub login: NatsLogin,
    /// PEM file of certificate authorities to trust in addition to the system's.
    pub ca_file: Option<PathBuf>,
    /// The number of replicas of a stream that this program creates.
    pub replicas: usize,
}

/// The settings as in the file.
pub(super) struct Settings<'a> {
    pub(super) server: Option<&'a str>,
    pub(super) credentials_file: Option<&'a str>,
    pub(super) user: Option<&'a str>,
    pub(super) password_file: Option<&'a str>,
    pub(super) password_env: Option<&'a str>,
    pub(super) ca_file: Option<&'a str>,
    pub(super) replicas: Option<usize>,
}

impl Settings<'_> {
    /// Returns whether any of them is set.
    pub(super) fn is_empty(&self) -> bool {
        let texts = [
            self.server,
            self.credentials_file,
            self.user,
            self.password_file,
            self.password_env,
            self.ca_file,
        ];
        texts.iter().all(Option::is_none)
    }

    pub(super) fn check(
        &self,
        environment: &dyn Fn(&str) -> Option<String>,
        errors: &mut Errors,
        at: At<'_>,
    ) -> Option<NatsRoute> {
        let server = self.server.ok_or("is missing").and_then(|server| {
            // A secret in the file would also appear in errors.
            let bare = !server.contains('@');
            if bare {
                Ok(server)
            } else {
                Err("contains a user: use the settings user and password_env")
            }
        });
        let server = errors.take(&at("server"), server);
        let login = self.login(environment, errors, at);
        // The NATS client reads it; here it is only validated.
        errors.tls(&at("ca_file"), self.ca_file);
        let replicas = self.replicas.unwrap_or(1);
        if !(1..=5).contains(&replicas) {
            errors.add(&at("replicas"), "is a number from 1 to 5");
        }
        let ca_file = self.ca_file.map(PathBuf::from);
        Some(NatsRoute { server: server?.to_owned(), login: login?, ca_file, replicas })
    }

    fn login(
        &self,
        environment: &dyn Fn(&str) -> Option<String>,
        errors: &mut Errors,
        at: At<'_>,
    ) -> Option<NatsLogin> {
        match (self.credentials_file, self.user) {
            (None, None) => Some(NatsLogin::Anonymous),
            (Some(file), None) => Some(NatsLogin::CredentialsFile(PathBuf::from(file))),
            (None, Some(user)) => {
                let variable = self.password_env.unwrap_or("NATS_PASSWORD");
                let password = secret::read(self.password_file, variable, environment);
                let password = errors.take(&at("password_file"), password)?;
                let (user, password) = (user.to_owned(), password.expose().to_owned());
                Some(NatsLogin::Password { user, password })
            }
            (Some(_), Some(_)) => {
                let what = "is one way to log in, user is another: name one";
                errors.add(&at("credentials_file"), what);
                None
            }
        }
    }
}
