//! The connection itself: straight to the API, or through a proxy by HTTP CONNECT.

use std::io;
use std::net::{IpAddr, SocketAddr};
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};
use std::time::Duration;

use http::{HeaderValue, Uri};
use hyper_util::client::legacy::connect::proxy::Tunnel;
use hyper_util::rt::TokioIo;
use tokio::time::Instant;
use tower_service::Service;

use super::address::Addresses;
use super::line::{Line, Lines};
use super::resolve::Resolver;
use crate::error::{BuildError, ConnectStep};

/// A proxy that takes HTTP CONNECT.
#[derive(Clone)]
pub(crate) struct Proxy {
    address: Uri,
    authorization: Option<HeaderValue>,
}

impl std::fmt::Debug for Proxy {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Proxy({})", self.address)
    }
}

impl Proxy {
    /// Reads `http://user:password@host:port`; user and password may be percent-encoded, or missing.
    pub(crate) fn parse(url: &str) -> Result<Self, BuildError> {
        let problem = |problem| BuildError::Proxy { problem };
        let rest = url.strip_prefix("http://").ok_or(problem("it needs http://"))?;
        let rest = rest.trim_end_matches('/');
        let (credentials, authority) = match rest.rsplit_once('@') {
            Some((credentials, authority)) => (Some(credentials), authority),
            None => (None, rest),
        };
        let address: Uri =
            format!("http://{authority}").parse().map_err(|_| problem("not a URL"))?;
        if address.host().is_none_or(str::is_empty) {
            return Err(problem("it has no host"));
        }
        let authorization = match credentials {
            None => None,
            Some(text) => {
                let decoded: Vec<u8> = percent_encoding::percent_decode_str(text).collect();
                let text = format!("Basic {}", data_encoding::BASE64.encode(&decoded));
                let mut value = HeaderValue::try_from(text)
                    .map_err(|_| problem("its user or password cannot be sent"))?;
                value.set_sensitive(true);
                Some(value)
            }
        };
        Ok(Self { address, authorization })
    }
}

/// Makes connections: host name, TCP and proxy, within one time limit.
#[derive(Clone, Debug)]
pub(crate) struct Dialer {
    pub(super) limit: Duration,
    pub(super) resolver: Resolver,
    pub(super) addresses: Arc<Addresses>,
    pub(super) proxy: Option<Proxy>,
    /// Where the connections are watched.
    pub(super) lines: Lines,
}

/// Why no connection was made.
#[derive(Debug, thiserror::Error)]
pub(crate) enum DialError {
    #[error("the host name {host:?} cannot be resolved")]
    Dns { host: String, source: io::Error },
    #[error("no connection to {peer} ({})", source.kind())]
    Connect { peer: String, source: io::Error },
    #[error("the proxy made no connection to {target}")]
    Proxy { target: String, source: BoxError },
    #[error("{step} took longer than {limit:?}")]
    TimedOut { step: ConnectStep, limit: Duration },
    #[error("the TLS handshake failed")]
    Tls { source: BoxError },
    #[error("the URL has no host")]
    NoHost,
}

type BoxError = Box<dyn std::error::Error + Send + Sync>;

impl Dialer {
    async fn dial(self, target: Uri, deadline: Instant) -> Result<TokioIo<Line>, DialError> {
        let Some(proxy) = &self.proxy else {
            return Ok(TokioIo::new(self.connect(&target, deadline).await?));
        };
        let line = self.connect(&proxy.address, deadline).await?;
        let mut tunnel = Tunnel::new(proxy.address.clone(), Made(Some(TokioIo::new(line))));
        if let Some(authorization) = &proxy.authorization {
            tunnel = tunnel.with_auth(authorization.clone());
        }
        let name = target.authority().map(ToString::to_string).unwrap_or_default();
        let tunnelling = tokio::time::timeout_at(deadline, tunnel.call(target)).await;
        tunnelling
            .map_err(|_| DialError::TimedOut { step: ConnectStep::Proxy, limit: self.limit })?
            .map_err(|source| DialError::Proxy { target: name, source: Box::new(source) })
    }

    /// A TCP connection to this host.
    async fn connect(&self, target: &Uri, deadline: Instant) -> Result<Line, DialError> {
        let timed_out = |step| move |_| DialError::TimedOut { step, limit: self.limit };
        let host = target.host().ok_or(DialError::NoHost)?;
        // An IPv6 address has brackets in a URL.
        let host = host.trim_start_matches('[').trim_end_matches(']');
        let secure = target.scheme() == Some(&http::uri::Scheme::HTTPS);
        let port = target.port_u16().unwrap_or(if secure { 443 } else { 80 });
        let found = match host.parse::<IpAddr>() {
            Ok(address) => vec![address],
            Err(_) => tokio::time::timeout_at(deadline, self.resolver.resolve(host))
                .await
                .map_err(timed_out(ConnectStep::Dns))?
                .map_err(|source| DialError::Dns { host: host.to_owned(), source })?,
        };
        let found = found.into_iter().map(|address| SocketAddr::new(address, port)).collect();
        let connected = tokio::time::timeout_at(deadline, self.addresses.connect(found)).await;
        let (address, stream) =
            connected.map_err(timed_out(ConnectStep::Tcp))?.map_err(|(address, source)| {
                let peer = address.map_or_else(|| host.to_owned(), |address| address.to_string());
                DialError::Connect { peer, source }
            })?;
        Ok(self.lines.watch(address, stream))
    }
}

impl Service<Uri> for Dialer {
    type Response = TokioIo<Line>;
    type Error = DialError;
    type Future = Pin<Box<dyn Future<Output = Result<Self::Response, DialError>> + Send>>;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), DialError>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, target: Uri) -> Self::Future {
        // From now on, not from the first poll: so this ends before the limit that is set around it.
        let deadline = Instant::now() + self.limit;
        Box::pin(self.clone().dial(target, deadline))
    }
}

/// The connection to the proxy, made already.
struct Made(Option<TokioIo<Line>>);

impl Service<Uri> for Made {
    type Response = TokioIo<Line>;
    type Error = io::Error;
    type Future = std::future::Ready<io::Result<Self::Response>>;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<io::Result<()>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, _: Uri) -> Self::Future {
        std::future::ready(self.0.take().ok_or_else(|| io::ErrorKind::NotConnected.into()))
    }
}

/// A connector with a time limit for all of its steps, the TLS handshake included. All of its errors are
/// [`DialError`]s.
#[derive(Clone, Debug)]
pub(crate) struct Limited<C> {
    pub(super) connector: C,
    pub(super) limit: Duration,
}

impl<C> Service<Uri> for Limited<C>
where
    C: Service<Uri>,
    C::Future: Send + 'static,
    C::Error: Into<BoxError>,
{
    type Response = C::Response;
    type Error = DialError;
    type Future = Pin<Box<dyn Future<Output = Result<C::Response, DialError>> + Send>>;

    fn poll_ready(&mut self, cx: &mut Context<'_>) -> Poll<Result<(), DialError>> {
        self.connector.poll_ready(cx).map_err(dial_error)
    }

    fn call(&mut self, target: Uri) -> Self::Future {
        let limit = self.limit;
        let connecting = tokio::time::timeout(limit, self.connector.call(target));
        Box::pin(async move {
            // The steps before TLS have the same limit and are polled first, so they name themselves.
            let step = ConnectStep::Tls;
            let connected = connecting.await.map_err(|_| DialError::TimedOut { step, limit })?;
            connected.map_err(dial_error)
        })
    }
}

/// What is not an error of the steps before it is one of the TLS handshake.
fn dial_error(error: impl Into<BoxError>) -> DialError {
    error.into().downcast().map_or_else(|source| DialError::Tls { source }, |error| *error)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_the_address_and_hides_the_password() {
        let proxy = Proxy::parse("http://me:p%40ss@proxy.example:3128/").unwrap();
        assert_eq!(proxy.address, "http://proxy.example:3128");
        // The Base64 of "me:p@ss".
        assert_eq!(proxy.authorization.as_ref().unwrap(), "Basic bWU6cEBzcw==");
        assert!(!format!("{proxy:?}").contains("p@ss"));
        for bad in ["proxy:3128", "https://proxy", "http://", "http://a b"] {
            let error = Proxy::parse(bad).unwrap_err().to_string();
            assert!(error.contains("proxy"), "{bad}: {error}");
        }
    }
}
