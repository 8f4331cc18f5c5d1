//! Connections to the API for requests that a program makes by itself, such as a proxy.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use gateway_dial::{Proxy, Tls};
use http::{Request, Response, Uri};
use hyper::body::{Body, Incoming};

use crate::client::Base;
use crate::error::{BuildError, TransportError};
use crate::route::Route;
use crate::transport::{Settings, Transport};

/// How many bytes of one answer may wait in HTTP/2 until they are read.
const ANSWER_WINDOW: u32 = 256 << 10;
/// The same for all answers of one connection: as many as it has, so that one that is read slowly holds up no other.
const CONNECTION_WINDOW: u32 = 1 << 30;

/// What an [`Upstream`] is set up with.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct UpstreamSettings {
    /// The address of the API without the version. Discord's by default.
    pub api_url: String,
    /// The longest time to make a connection: host name, TCP, proxy and TLS together. 10 s by default.
    pub connect_timeout: Duration,
    /// The proxy to connect through, by HTTP CONNECT; none by default.
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
    /// Checks the address of the API.
    ///
    /// # Errors
    ///
    /// Returns an error if it cannot be used.
    pub fn check(&self) -> Result<(), BuildError> {
        Base::parse(&self.api_url).map(drop)
    }
}

/// Connections to the API by HTTP/2 or HTTP/1.1, over TLS if its address says `https`. It knows nothing of limits, and
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
    /// Connections that are made when they are needed.
    ///
    /// # Errors
    ///
    /// Returns an error if the address cannot be used, or there are no roots for TLS.
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

    /// The host of the API, with its port if it has one.
    #[must_use]
    pub fn host(&self) -> Arc<str> {
        self.base.host()
    }

    /// The whole address of a path and query below the API's address, such as `/v10/gateway`.
    ///
    /// # Errors
    ///
    /// Returns an error if the path cannot be part of an address.
    pub fn uri(&self, path: &str) -> Result<Uri, http::Error> {
        self.base.uri_below(path)
    }

    /// As [`uri`](Self::uri), for a request to a proxy at this address. Its path is parsed only if it has to become another
    /// one; `path` is the part of it that is below the API's address.
    ///
    /// # Errors
    ///
    /// Returns an error if the path cannot be part of an address.
    pub fn uri_of_request(&self, request: &Uri, path: &str) -> Result<Uri, http::Error> {
        self.base.uri_of_request(request, path)
    }

    /// The whole address of an operation whose path has no parameters, in the version that this crate speaks.
    ///
    /// # Errors
    ///
    /// Returns an error if the path cannot be part of an address.
    pub fn uri_of(&self, route: &Route) -> Result<Uri, http::Error> {
        self.base.uri(format!("{}{}", self.base.path, route.path))
    }

    /// Sends a request and returns its answer, whose body is still to be read. Its address is made by [`uri`](Self::uri).
    /// `limit` is for the head of the answer. [`Passage::settle`](crate::ratelimit::Passage::settle) is told of that head,
    /// with its extensions as they are.
    ///
    /// # Errors
    ///
    /// Returns an error if no answer came. [`TransportError::is_not_processed`] tells if the request may be sent again.
    ///
    /// # Cancel safety
    ///
    /// If this is cancelled, the request ends. If it was being sent, the API may have carried it out.
    pub async fn send(
        &self,
        request: Request<B>,
        limit: Duration,
    ) -> Result<Response<Incoming>, TransportError> {
        self.transport.call_for_head(request, limit).await
    }
}
