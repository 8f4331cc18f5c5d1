//! The settings of a client.

use std::sync::{Arc, RwLock};

use std::time::Duration;

use gateway_dial::{Proxy, Tls};
use http::HeaderValue;
use tokio::sync::Mutex;

use super::base::without_credentials;
use super::{Base, Client, Inner};
use crate::credentials::Credentials;
use crate::error::BuildError;
use crate::ratelimit::global::DEFAULT_PER_SECOND;
use crate::ratelimit::{AddressGuard, Observer, SharedLimits, TokenLimits};
use crate::request::Options;
use crate::transport::{Settings, Transport};

/// The base URL of Discord's API, without the version.
///
/// Docs: [Reference, Base URL](https://docs.discord.com/developers/reference#api-reference-base-url).
pub(crate) const API_URL: &str = "https://discord.com/api";

/// Builds a [`Client`].
#[must_use = "a builder does nothing until `build`"]
#[derive(Clone)]
pub struct ClientBuilder {
    token: Option<Secret>,
    api_url: String,
    product: Option<String>,
    guard: AddressGuard,
    global_per_second: u32,
    max_waiting: usize,
    pub(crate) transport: Settings,
    proxy: Option<Proxy>,
    tls: Tls,
    observer: Option<Arc<dyn Observer>>,
    shared: Option<Arc<dyn SharedLimits>>,
    options: Options,
}

impl std::fmt::Debug for ClientBuilder {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        // Neither the token nor a password is shown.
        f.debug_struct("ClientBuilder")
            .field("api_url", &without_credentials(&self.api_url))
            .field("product", &self.product)
            .field("options", &self.options)
            .finish_non_exhaustive()
    }
}

/// A token that is not checked yet.
#[derive(Clone)]
pub(super) enum Secret {
    /// A bot token.
    Bot(String),
    /// A user's access token.
    Bearer(String),
}

impl ClientBuilder {
    pub(super) fn new(token: Option<Secret>) -> Self {
        Self {
            token,
            api_url: API_URL.into(),
            product: None,
            guard: AddressGuard::new(),
            global_per_second: DEFAULT_PER_SECOND,
            max_waiting: 100_000,
            transport: Settings::default(),
            proxy: None,
            tls: Tls::default(),
            observer: None,
            shared: None,
            options: Options {
                max_wait: None,
                try_timeout: Duration::from_secs(30),
                total_timeout: None,
                retries: 3,
                back_off: Duration::from_millis(500),
                ordered: false,
                repeatable: false,
            },
        }
    }

    /// Sets the base URL of the API, or of a proxy for it, without the version: `http://127.0.0.1:8080/api`. The
    /// version is always added, so `build` returns an error if the URL ends with one, and also if it contains a user or
    /// password. Plain `http` is allowed.
    pub fn api_url(mut self, url: impl Into<String>) -> Self {
        self.api_url = url.into();
        self
    }

    /// Sets the product that follows `DiscordBot (url, version)` in the `User-Agent`, for example `my-bot/1.2`.
    ///
    /// Docs: [Reference, User Agent](https://docs.discord.com/developers/reference#user-agent).
    pub fn user_agent(mut self, product: impl Into<String>) -> Self {
        self.product = Some(product.into());
        self
    }

    /// Sets the guard of the IP address from which this client calls. Share one between all clients of a process.
    pub fn guard(mut self, guard: AddressGuard) -> Self {
        self.guard = guard;
        self
    }

    /// Sets the global limit in requests per second, at least one. The default is 50; change it only if Discord raised
    /// the limit for this bot.
    pub fn global_limit(mut self, per_second: u32) -> Self {
        self.global_per_second = per_second;
        self
    }

    /// Sets how many requests may wait in all queues together; further requests return an error. The default is
    /// 100,000.
    pub fn max_waiting(mut self, requests: usize) -> Self {
        self.max_waiting = requests;
        self
    }

    /// Sets the maximum size of a response in bytes, both compressed and decompressed. The default is 32 MiB.
    pub fn max_answer(mut self, bytes: usize) -> Self {
        self.transport.max_answer = bytes;
        self
    }

    /// Sets the time limit for making a connection: DNS lookup, TCP, proxy and TLS together. The default is 10 s.
    pub fn connect_timeout(mut self, timeout: Duration) -> Self {
        self.transport.connect_timeout = timeout;
        self
    }

    /// Connects through this proxy with HTTP CONNECT, or directly if it is `None`. For a proxy that takes the place of
    /// the API, such as nirn-proxy, set [`api_url`](Self::api_url) instead.
    pub fn proxy(mut self, proxy: impl Into<Option<Proxy>>) -> Self {
        self.proxy = proxy.into();
        self
    }

    /// Sets which certificates are trusted, or a [`rustls::ClientConfig`]. The default is the roots of the enabled
    /// feature. The client itself sets the offered HTTP versions: HTTP/2 and HTTP/1.1.
    pub fn tls(mut self, tls: impl Into<Tls>) -> Self {
        self.tls = tls.into();
        self
    }

    /// Sets [`Request::max_wait`](crate::Request::max_wait) for all requests. The default is a day, which is the
    /// maximum.
    pub fn max_wait(mut self, wait: Duration) -> Self {
        self.options.max_wait = Some(wait);
        self
    }

    /// Sets [`Request::timeout`](crate::Request::timeout) for all requests. The default is 30 s.
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.options.try_timeout = timeout;
        self
    }

    /// Sets [`Request::total_timeout`](crate::Request::total_timeout) for all requests. The default is no limit.
    pub fn total_timeout(mut self, timeout: Duration) -> Self {
        self.options.total_timeout = Some(timeout);
        self
    }

    /// Sets [`Request::retries`](crate::Request::retries) for all requests. The default is 3.
    pub fn retries(mut self, retries: u32) -> Self {
        self.options.retries = retries;
        self
    }

    /// Sets the maximum pause before the first retry of a request. The actual pause is random, between half of the
    /// maximum and the maximum. The maximum doubles with each further retry, up to 16 times the first. The default is
    /// 500 ms.
    pub fn back_off(mut self, pause: Duration) -> Self {
        self.options.back_off = pause;
        self
    }

    /// Sets an observer of waits, rate limits, retries and responses.
    pub fn observer(mut self, observer: impl Observer) -> Self {
        self.observer = Some(Arc::new(observer));
        self
    }

    /// Shares limits with other processes that use the same token.
    pub fn shared_limits(mut self, limits: impl SharedLimits) -> Self {
        self.shared = Some(Arc::new(limits));
        self
    }

    /// Builds the client.
    ///
    /// # Errors
    ///
    /// Returns an error if the token, the base URL or the product is invalid, or if there are no root certificates for
    /// TLS.
    pub fn build(self) -> Result<Client, BuildError> {
        let credentials = self.token.map(|secret| match secret {
            Secret::Bot(token) => Credentials::bot(&token),
            Secret::Bearer(token) => Credentials::bearer(&token),
        });
        let credentials = credentials.transpose()?;
        let base = Base::parse(&self.api_url)?;
        let tls = self.tls.config_if(base.is_secure()).map_err(BuildError::Tls)?;
        let inner = Inner {
            limits: TokenLimits::new(
                base.host(),
                self.guard,
                self.global_per_second,
                self.max_waiting,
            ),
            base,
            user_agent: user_agent(self.product)?,
            credentials: RwLock::new(credentials),
            transport: Transport::new(self.transport, self.proxy, tls),
            observer: self.observer,
            shared: self.shared,
            gateway_url: Mutex::default(),
            options: self.options,
        };
        Ok(Client { inner: Arc::new(inner) })
    }
}

/// Returns `DiscordBot (url, version)`, followed by the user's product.
fn user_agent(product: Option<String>) -> Result<HeaderValue, BuildError> {
    let own =
        concat!("DiscordBot (", env!("CARGO_PKG_REPOSITORY"), ", ", env!("CARGO_PKG_VERSION"), ")");
    match product {
        None => Ok(HeaderValue::from_static(own)),
        Some(product) => HeaderValue::try_from(format!("{own} {product}"))
            .map_err(|_| BuildError::Product { product }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_user_agent_has_discords_form() {
        let header = user_agent(Some("my-bot/1.2".into())).unwrap();
        let text = header.to_str().unwrap();
        assert!(
            text.starts_with("DiscordBot (https://") && text.ends_with(") my-bot/1.2"),
            "{text}"
        );
        assert!(user_agent(Some("a\nb".into())).is_err());
    }

    #[test]
    fn debug_shows_no_token() {
        let builder = Client::builder("secret.token");
        assert!(!format!("{builder:?}").contains("secret"));
        let proxy = Proxy::new("http://me:secret@host").unwrap();
        let builder = builder.api_url("http://me:secret@host/api").proxy(proxy);
        assert!(!format!("{builder:?}").contains("secret"));
        let builder = builder.api_url(API_URL);
        assert!(!format!("{:?}", builder.build().unwrap()).contains("secret"));
        assert!(!format!("{:?}", Client::bearer("secret.token")).contains("secret"));
    }
}
