//! The connection itself: straight to the API, or through a proxy by HTTP CONNECT.

use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;

use http::{HeaderValue, Uri};
use hyper_util::client::legacy::connect::HttpConnector;
use hyper_util::client::legacy::connect::proxy::Tunnel;
use hyper_util::rt::TokioIo;
use tokio::net::TcpStream;
use tower_service::Service;

use crate::error::BuildError;

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

/// Makes connections.
#[derive(Clone, Debug)]
pub(crate) enum Dialer {
    Straight(HttpConnector),
    Through(Tunnel<HttpConnector>),
}

impl Dialer {
    pub(crate) fn new(connect_timeout: Duration, idle: Duration, proxy: Option<Proxy>) -> Self {
        let mut tcp = HttpConnector::new();
        tcp.enforce_http(false);
        tcp.set_nodelay(true);
        tcp.set_connect_timeout(Some(connect_timeout));
        tcp.set_keepalive(Some(idle));
        match proxy {
            None => Self::Straight(tcp),
            Some(Proxy { address, authorization: None }) => {
                Self::Through(Tunnel::new(address, tcp))
            }
            Some(Proxy { address, authorization: Some(authorization) }) => {
                Self::Through(Tunnel::new(address, tcp).with_auth(authorization))
            }
        }
    }
}

type BoxError = Box<dyn std::error::Error + Send + Sync>;

impl Service<Uri> for Dialer {
    type Response = TokioIo<TcpStream>;
    type Error = BoxError;
    type Future = Pin<Box<dyn Future<Output = Result<Self::Response, BoxError>> + Send>>;

    fn poll_ready(&mut self, cx: &mut Context<'_>) -> Poll<Result<(), BoxError>> {
        match self {
            Self::Straight(tcp) => tcp.poll_ready(cx).map_err(Into::into),
            Self::Through(tunnel) => tunnel.poll_ready(cx).map_err(Into::into),
        }
    }

    fn call(&mut self, target: Uri) -> Self::Future {
        match self {
            Self::Straight(tcp) => {
                let connecting = tcp.call(target);
                Box::pin(async { connecting.await.map_err(Into::into) })
            }
            Self::Through(tunnel) => {
                let connecting = tunnel.call(target);
                Box::pin(async { connecting.await.map_err(Into::into) })
            }
        }
    }
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
