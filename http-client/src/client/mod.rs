//! The client, and the state that all its requests share.

mod base;
mod builder;
mod gateway_url;

use std::sync::{Arc, PoisonError, RwLock};
use std::time::Duration;

use gateway_model::TokenError;
use http::{HeaderValue, StatusCode};

pub(crate) use base::Base;
pub(crate) use builder::API_URL;
pub use builder::ClientBuilder;
use builder::Secret;

use crate::credentials::{Credentials, Scheme};
use crate::ratelimit::{AddressGuard, Notice, Observer, SharedLimits, TokenLimits};
use crate::request::Options;
use crate::route::Route;
use crate::transport::Transport;

/// Calls the REST API. Cheap to clone; clones share connections and limits.
///
/// Use one client for each token, because limits are counted for each token. All clients of one process should share an
/// [`AddressGuard`].
#[derive(Clone, Debug)]
pub struct Client {
    inner: Arc<Inner>,
}

#[derive(Debug)]
pub(crate) struct Inner {
    pub(crate) base: Base,
    pub(crate) user_agent: HeaderValue,
    credentials: RwLock<Option<Credentials>>,
    pub(crate) limits: TokenLimits,
    pub(crate) transport: Transport,
    pub(crate) observer: Option<Arc<dyn Observer>>,
    pub(crate) shared: Option<Arc<dyn SharedLimits>>,
    gateway_url: tokio::sync::Mutex<Option<Arc<str>>>,
    options: Options,
}

impl Client {
    /// Returns a builder of a client with this bot token; see [`ClientBuilder`].
    pub fn builder(token: impl Into<String>) -> ClientBuilder {
        ClientBuilder::new(Some(Secret::Bot(token.into())))
    }

    /// Returns a builder of a client with a user's OAuth2 access token; see [`ClientBuilder`].
    ///
    /// Docs: [Reference, Authentication](https://docs.discord.com/developers/reference#authentication).
    pub fn bearer(token: impl Into<String>) -> ClientBuilder {
        ClientBuilder::new(Some(Secret::Bearer(token.into())))
    }

    /// Returns a builder of a client without a token, for webhooks, interactions and other operations that need none.
    pub fn anonymous() -> ClientBuilder {
        ClientBuilder::new(None)
    }

    /// Replaces the bot token. Requests are sent again, even if the previous token was refused with 401.
    ///
    /// # Errors
    ///
    /// Returns an error if it is not a valid token.
    pub fn set_token(&self, token: impl AsRef<str>) -> Result<(), TokenError> {
        self.change_credentials(Credentials::bot(token.as_ref())?);
        Ok(())
    }

    /// Replaces the user's access token. Requests are sent again, even if the previous token was refused with 401.
    ///
    /// # Errors
    ///
    /// Returns an error if it is not a valid token.
    pub fn set_bearer(&self, token: impl AsRef<str>) -> Result<(), TokenError> {
        self.change_credentials(Credentials::bearer(token.as_ref())?);
        Ok(())
    }

    fn change_credentials(&self, new: Credentials) {
        *self.inner.credentials.write().unwrap_or_else(PoisonError::into_inner) = Some(new);
        self.inner.limits.gate.token_changed();
    }

    /// The guard of this client's IP address.
    #[must_use]
    pub fn guard(&self) -> &AddressGuard {
        &self.inner.limits.guard
    }

    /// How many requests wait for a limit now.
    #[must_use]
    pub fn waiting(&self) -> usize {
        self.inner.limits.counts().waiting
    }

    /// How many requests were sent and not yet answered.
    #[must_use]
    pub fn in_flight(&self) -> usize {
        self.inner.limits.counts().in_flight
    }

    pub(crate) fn inner(&self) -> &Inner {
        &self.inner
    }

    pub(crate) fn options(&self) -> Options {
        self.inner.options
    }
}

impl Inner {
    pub(crate) fn notice(&self, route: &'static Route, notice: Notice<'_>) {
        #[cfg(feature = "metrics")]
        crate::metric::notice(route, &notice);
        if let Some(observer) = &self.observer {
            observer.notice(route.name, notice);
        }
    }

    /// Reports a response to the observers. The clock is read only if there is one.
    pub(crate) fn answered(
        &self,
        route: &'static Route,
        status: StatusCode,
        took: impl FnOnce() -> Duration,
    ) {
        if cfg!(feature = "metrics") || self.observer.is_some() {
            self.notice(route, Notice::Answered { status, took: took() });
        }
    }

    pub(crate) fn authorization(&self) -> Option<HeaderValue> {
        let credentials = self.credentials.read().unwrap_or_else(PoisonError::into_inner);
        credentials.as_ref().map(Credentials::header)
    }

    pub(crate) fn has_bot_token(&self) -> bool {
        let credentials = self.credentials.read().unwrap_or_else(PoisonError::into_inner);
        credentials.as_ref().is_some_and(|credentials| credentials.scheme() == Scheme::Bot)
    }
}
