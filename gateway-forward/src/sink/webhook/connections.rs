//! The connections to an endpoint, and when they are no longer trusted.
//!
//! A path can fail without notice: a request on an idle connection is then never answered. So a connection that was
//! idle for some time is not reused, the system probes the others, and when a try reaches its time limit, all idle
//! connections of its pool are discarded. The next try uses a new connection, to another address of the host if there
//! is one. Tries in progress on the old connections continue.

use std::pin::Pin;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Context, Poll};
use std::time::Duration;

use bytes::Bytes;
use gateway_dial::{DialError, Dialer, Proxy, TcpOptions, host_and_port, look_up};
use http::Uri;
use http_body_util::Full;
use hyper_rustls::{HttpsConnector, HttpsConnectorBuilder};
use hyper_util::client::legacy::Client;
use hyper_util::rt::{TokioExecutor, TokioIo, TokioTimer};
use tokio::net::TcpStream;
use tower_service::Service;

use super::addresses;

/// How long an idle connection is trusted.
const IDLE: Duration = Duration::from_secs(15);

/// A pool of connections.
pub(super) type Kept = Client<HttpsConnector<Connector>, Full<Bytes>>;

/// The current pool, and the settings for a new one.
pub(super) struct Connections {
    kept: Mutex<Arc<Kept>>,
    connector: HttpsConnector<Connector>,
    given_up: Arc<AtomicUsize>,
}

impl std::fmt::Debug for Connections {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Connections").field("given_up", &self.given_up).finish_non_exhaustive()
    }
}

impl Connections {
    /// `limit` is the time limit for establishing a connection.
    pub(super) fn new(
        tls: Arc<rustls::ClientConfig>,
        proxy: Option<Proxy>,
        limit: Duration,
    ) -> Self {
        let given_up = Arc::new(AtomicUsize::new(0));
        let resolver = addresses::resolver(look_up, Arc::clone(&given_up));
        let dialer = Dialer::new(TcpOptions::REQUESTS);
        let dialer = dialer.with_resolver(resolver).with_proxy(proxy);
        let mut tls = Arc::unwrap_or_clone(tls);
        // hyper offers HTTP/1.1.
        tls.alpn_protocols.clear();
        let connector = HttpsConnectorBuilder::new()
            .with_tls_config(tls)
            .https_or_http()
            .enable_http1()
            .wrap_connector(Connector { dialer, limit });
        let kept = Mutex::new(Arc::new(pool(connector.clone())));
        Self { kept, connector, given_up }
    }

    /// Returns the pool for a try.
    pub(super) fn kept(&self) -> Arc<Kept> {
        Arc::clone(&self.kept.lock().unwrap_or_else(PoisonError::into_inner))
    }

    /// Discards this pool, and tries the host's next address first.
    pub(super) fn give_up(&self, kept: &Arc<Kept>) {
        let mut now = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        if Arc::ptr_eq(&now, kept) {
            self.given_up.fetch_add(1, Ordering::Relaxed);
            *now = Arc::new(pool(self.connector.clone()));
        }
    }
}

/// Establishes the connections that hyper asks for.
#[derive(Clone)]
pub(super) struct Connector {
    dialer: Dialer,
    limit: Duration,
}

impl Service<Uri> for Connector {
    type Response = TokioIo<TcpStream>;
    type Error = DialError;
    type Future = Pin<Box<dyn Future<Output = Result<Self::Response, DialError>> + Send>>;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), DialError>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, target: Uri) -> Self::Future {
        // The pool itself refuses a URL without a host.
        let (host, port) = host_and_port(&target).unwrap_or_default();
        let dialling = self.dialer.dial(host, port, self.limit, |_, tcp| tcp);
        Box::pin(async move { Ok(TokioIo::new(dialling.await?)) })
    }
}

fn pool(connector: HttpsConnector<Connector>) -> Kept {
    Client::builder(TokioExecutor::new())
        .pool_timer(TokioTimer::new())
        .pool_idle_timeout(IDLE)
        .build(connector)
}
