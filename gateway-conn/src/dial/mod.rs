//! Opening a connection: TCP, a proxy's tunnel, TLS, the websocket upgrade, each with a time limit.

mod proxy;
mod resolve;
mod tcp;
mod tls;
mod upgrade;
mod url;

use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;

pub use self::proxy::{Proxy, ProxyUrlError};
use self::resolve::Resolver;
pub use self::tls::Tls;
use self::url::Target;
use crate::error::{DialError, DialStep};
use crate::socket::Stream;
use crate::timeouts::Timeouts;

/// How connections are made. Cheap to clone; shards that share one share its TLS sessions too.
#[derive(Clone, Debug, Default)]
pub struct Transport {
    tls: Tls,
    proxy: Option<Arc<Proxy>>,
    allow_plain: bool,
    resolver: Resolver,
}

impl Transport {
    /// TLS with the roots of the feature chosen, no proxy, and `ws://` only to this machine.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Another way to check certificates.
    #[must_use]
    pub fn with_tls(mut self, tls: Tls) -> Self {
        self.tls = tls;
        self
    }

    /// Opens a tunnel through an HTTP proxy (CONNECT).
    #[must_use]
    pub fn with_proxy(mut self, proxy: Proxy) -> Self {
        self.proxy = Some(Arc::new(proxy));
        self
    }

    /// Allows `ws://`, without encryption, to any host. The token is sent over it in the clear; meant for a
    /// gateway proxy within a network of one's own. Without this, only loopback addresses are allowed.
    #[must_use]
    pub const fn allow_plain(mut self) -> Self {
        self.allow_plain = true;
        self
    }

    /// Another way to resolve names.
    #[cfg(test)]
    pub(crate) fn with_lookup(
        mut self,
        lookup: impl Fn(&str, u16) -> std::io::Result<Vec<std::net::SocketAddr>> + Send + Sync + 'static,
    ) -> Self {
        self.resolver = Resolver::new(lookup);
        self
    }

    /// What can be known about `url` without asking the network.
    pub(crate) fn check(&self, url: &str) -> Result<(), DialError> {
        if self.target(url)?.tls {
            self.tls.config()?;
        }
        Ok(())
    }

    fn target(&self, url: &str) -> Result<Target, DialError> {
        let target = Target::parse(url)?;
        if !target.tls && !self.allow_plain && !target.is_loopback() {
            return Err(DialError::PlainRefused { host: target.host });
        }
        Ok(target)
    }

    /// Opens a websocket to `url`.
    ///
    /// Returns the stream and the bytes the server sent right after its answer.
    pub(crate) async fn dial(
        self,
        url: String,
        timeouts: Timeouts,
    ) -> Result<(Stream, Vec<u8>), DialError> {
        let target = self.target(&url)?;
        let (step, limit) = (DialStep::Connect, timeouts.connect);
        let resolver = &self.resolver;
        let tcp = match self.proxy.as_deref() {
            None => {
                let connecting = tcp::connect(resolver, &target.host, target.port);
                within(limit, step, Box::pin(connecting)).await?
            }
            Some(proxy) => within(limit, step, Box::pin(proxy.tunnel(resolver, &target))).await?,
        };
        let stream = if target.tls {
            let (step, limit) = (DialStep::Tls, timeouts.tls);
            within(limit, step, Box::pin(self.tls.handshake(tcp, &target.host))).await?
        } else {
            Stream::Plain(tcp)
        };
        let (step, limit) = (DialStep::Upgrade, timeouts.upgrade);
        within(limit, step, Box::pin(upgrade::upgrade(stream, &url))).await
    }
}

/// A step with its time limit. Boxed: many shards may dial at the same time, and each then holds what its
/// present step needs rather than twice what the largest does.
async fn within<T>(
    limit: Duration,
    step: DialStep,
    future: Pin<Box<dyn Future<Output = Result<T, DialError>> + Send + '_>>,
) -> Result<T, DialError> {
    match tokio::time::timeout(limit, future).await {
        Ok(result) => result,
        Err(_) => Err(DialError::TimedOut { step, limit }),
    }
}
