//! Connections to the API for programs that send their own requests, such as a proxy.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use gateway_dial::{Proxy, Tls};
use http::{HeaderValue, Request, Response, Uri};
use hyper::body::{Body, Incoming};

use crate::client::Base;
use crate::error::{BuildError, TransportError};
use crate::route::Route;
use crate::transport::{Settings, Transport};

/// The HTTP/2 flow-control window of one response, in bytes.
const ANSWER_WINDOW: u32 = 256 << 10;
/// The window of a connection. It is so large that a response that is read slowly does not block the others.
const CONNECTION_WINDOW: u32 = 1 << 30;

/// The settings of an [`Upstream`].
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct UpstreamSettings {
    /// The base URL of the API, without the version. The default is Discord's.
    pub api_url: String,
    /// The time limit for making a connection: DNS lookup, TCP, proxy and TLS together. The default is 10 s.
    pub connect_timeout: Duration,
    /// The proxy, which is used with HTTP CONNECT. The default is none.
    pub proxy: Option<Proxy>,
    /// Which certificates are trusted.
    pub tls: Tls,
}

impl Default for UpstreamSettings {
    fn default() -> Self {
        Self {
            api_url: crate::client::API_URL.into(),
            connect_timeout: Settings::default().connect_timeout,
            proxy: None,
            tls: Tls::default(),
        }
    }
}

impl UpstreamSettings {
    /// Checks the base URL of the API.
    ///
    /// # Errors
    ///
    /// Returns an error if it is invalid.
    pub fn check(&self) -> Result<(), BuildError> {
        Base::parse(&self.api_url).map(drop)
    }
}

/// Connections to the API with HTTP/2 or HTTP/1.1, and with TLS if its base URL is `https`. It has no rate limits, and
/// sends each request once.
pub struct Upstream<B> {
    base: Base,
    transport: Transport<B>,
}

impl<B> fmt::Debug for Upstream<B> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Upstream").field("base", &self.base).finish_non_exhaustive()
    }
}

impl<B> Upstream<B>
where
    B: Body + Send + Unpin + 'static,
    B::Data: Send,
    B::Error: Into<Box<dyn std::error::Error + Send + Sync>>,
{
    /// Creates an upstream. Connections are made when they are needed.
    ///
    /// # Errors
    ///
    /// Returns an error if the base URL is invalid, or if there are no root certificates for TLS.
    pub fn new(settings: UpstreamSettings) -> Result<Self, BuildError> {
        let base = Base::parse(&settings.api_url)?;
        let tls = settings.tls.config_if(base.is_secure()).map_err(BuildError::Tls)?;
        let transport = Settings {
            connect_timeout: settings.connect_timeout,
            windows: Some((ANSWER_WINDOW, CONNECTION_WINDOW)),
            ..Settings::default()
        };
        let transport = Transport::new(transport, settings.proxy, tls);
        Ok(Self { base, transport })
    }

    /// The host of the API, with its port if the URL has one.
    #[must_use]
    pub fn host(&self) -> Arc<str> {
        self.base.host()
    }

    /// Returns the `Host` for requests to the base URL. It may be set to save the time in which one is made for each
    /// request. `None` if the connections may use HTTP/2, which needs none.
    #[must_use]
    pub const fn host_header(&self) -> Option<&HeaderValue> {
        self.base.host_header()
    }

    /// Returns the URL of a path and query below the base URL, such as `/v10/gateway`.
    ///
    /// # Errors
    ///
    /// Returns an error if the path is invalid in a URL.
    pub fn uri(&self, path: &str) -> Result<Uri, http::Error> {
        self.base.uri_below(path)
    }

    /// Like [`uri`](Self::uri), for a request that a proxy received with this URL. The path is parsed only if it must
    /// be changed; `path` is the part of it that is below the base URL.
    ///
    /// # Errors
    ///
    /// Returns an error if the path is invalid in a URL.
    pub fn uri_of_request(&self, request: &Uri, path: &str) -> Result<Uri, http::Error> {
        self.base.uri_of_request(request, path)
    }

    /// Returns the URL of an operation without path parameters, in the API version of this crate.
    ///
    /// # Errors
    ///
    /// Returns an error if the path is invalid in a URL.
    pub fn uri_of(&self, route: &Route) -> Result<Uri, http::Error> {
        self.base.uri(format!("{}{}", self.base.path, route.path))
    }

    /// Sends a request and returns its response; the body must be read separately. Build the request's URL with
    /// [`uri`](Self::uri). `limit` is the time limit until the head of the response has arrived. Pass that head, with
    /// its extensions unchanged, to [`Passage::settle`](crate::ratelimit::Passage::settle).
    ///
    /// # Errors
    ///
    /// Returns an error if there is no response. [`TransportError::is_not_processed`] returns whether the request may
    /// be sent again.
    ///
    /// # Cancel safety
    ///
    /// If this is cancelled, the request is cancelled. If it was being sent, the API may have carried it out.
    pub fn send(
        &self,
        request: Request<B>,
        limit: Duration,
    ) -> impl Future<Output = Result<Response<Incoming>, TransportError>> {
        self.transport.call_for_head(request, limit)
    }
}
