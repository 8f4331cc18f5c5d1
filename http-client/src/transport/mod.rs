//! The transport: hyper's connection pool over rustls, with HTTP/2 and HTTP/1.1.
//!
//! A network path can fail silently: bytes are still sent, but none arrive. So an unused connection is trusted for a
//! short time only, and an HTTP/2 connection is probed with PING while requests wait on it. A whole pool is abandoned
//! when a request has waited for some time without any data, or has reached its time limit. The next request uses a new
//! connection, to another address of the host if there is one. Requests in flight on an abandoned pool continue to
//! their end; then its connections are closed.

mod body;
mod dial;
mod failure;
mod line;
#[cfg(test)]
mod tests;

use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use bytes::Bytes;
use gateway_dial::{Dialer, Proxy, Resolver, TcpOptions};
use http::header::CONTENT_ENCODING;
use http::{HeaderMap, Request, Response, StatusCode};
use hyper::body::{Body, Incoming};
use hyper_rustls::HttpsConnector;
use hyper_util::client::legacy::{Client as Pool, ResponseFuture};
use hyper_util::rt::{TokioExecutor, TokioTimer};
use tokio::time::Instant;

use self::body::Collected;
pub(crate) use self::body::plain;
use self::dial::{Connector, Limited};
use self::line::Lines;
use crate::error::{ConnectionErrorKind, TransportError};
use crate::multipart::Outgoing;

/// The settings of a transport.
#[derive(Clone, Debug)]
pub(crate) struct Settings {
    /// The time limit for DNS lookup, TCP, proxy and TLS together.
    pub(crate) connect_timeout: Duration,
    /// The maximum size of a response in bytes, both compressed and decompressed.
    pub(crate) max_answer: usize,
    /// How long an unused connection is trusted.
    pub(crate) idle: Duration,
    /// How long a request waits without data before a PING is sent on its HTTP/2 connection.
    pub(crate) ping_after: Duration,
    /// How long that PING may stay unanswered before the connection is closed. The bytes of a large upload may be ahead
    /// of it in the system's buffer.
    pub(crate) ping_timeout: Duration,
    /// How long a request waits without data before other requests use new connections. By then, a PING would have been
    /// answered.
    pub(crate) suspect_after: Duration,
    /// If a request is dropped after this time without data, its pool is abandoned. A request that is dropped earlier
    /// proves nothing about the path.
    pub(crate) dropped_after: Duration,
    /// The HTTP/2 flow-control windows of a response and of a connection, in bytes; hyper's default if it is `None`.
    pub(crate) windows: Option<(u32, u32)>,
    pub(crate) resolver: Resolver,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            connect_timeout: Duration::from_secs(10),
            max_answer: 32 << 20,
            idle: Duration::from_secs(15),
            ping_after: Duration::from_secs(2),
            ping_timeout: Duration::from_secs(10),
            suspect_after: Duration::from_secs(3),
            dropped_after: Duration::from_millis(500),
            windows: None,
            resolver: Resolver::default(),
        }
    }
}

/// A complete response.
#[derive(Debug)]
pub(crate) struct Received {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Bytes,
    /// Whether a connection was made meanwhile, perhaps for this request.
    pub(crate) connected: bool,
}

/// Set in the [extensions](http::Extensions) of a response if a connection was made while the request was in flight,
/// perhaps for it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Connected;

/// A pool of connections, and the data received on them.
struct Kept<B> {
    pool: Pool<Limited<HttpsConnector<Connector>>, B>,
    lines: Lines,
}

/// A body that can be sent.
pub(crate) trait Sendable:
    Body<Data: Send, Error: Into<Box<dyn std::error::Error + Send + Sync>>> + Send + Unpin + 'static
{
}

impl<B> Sendable for B where
    B: Body<Data: Send, Error: Into<Box<dyn std::error::Error + Send + Sync>>>
        + Send
        + Unpin
        + 'static
{
}

pub(crate) struct Transport<B = Outgoing> {
    /// The pool that new requests use.
    kept: Mutex<Arc<Kept<B>>>,
    settings: Settings,
    dialer: Dialer,
    tls: rustls::ClientConfig,
}

impl<B> std::fmt::Debug for Transport<B> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Transport").field("dialer", &self.dialer).finish_non_exhaustive()
    }
}

impl<B: Sendable> Transport<B> {
    pub(crate) fn new(
        settings: Settings,
        proxy: Option<Proxy>,
        tls: Arc<rustls::ClientConfig>,
    ) -> Self {
        let mut tls = Arc::unwrap_or_clone(tls);
        // The offered HTTP versions are set below.
        tls.alpn_protocols.clear();
        let dialer = Dialer::new(TcpOptions::REQUESTS).with_resolver(settings.resolver.clone());
        let dialer = dialer.with_proxy(proxy);
        let kept = Mutex::new(Arc::new(new_pool(&settings, &dialer, &tls)));
        Self { kept, settings, dialer, tls }
    }

    /// Sends a request and reads its whole response. `limit` applies to both.
    ///
    /// If the status is not a success, it is returned even if the body is cut off, is too large or does not end in
    /// time.
    pub(crate) fn call(
        &self,
        request: Request<B>,
        limit: Duration,
    ) -> impl Future<Output = Result<Received, TransportError>> {
        let kept = self.kept();
        // Called before anything is awaited, so that the request is moved once less.
        let answering = kept.pool.request(request);
        async move {
            let watch = Watch { transport: self, kept, begun: Instant::now(), answered: false };
            let answer = self.answer(answering, &watch, watch.begun + limit, limit).await;
            watch.ended(answer)
        }
    }

    async fn answer(
        &self,
        answering: ResponseFuture,
        watch: &Watch<'_, B>,
        deadline: Instant,
        limit: Duration,
    ) -> Result<Received, TransportError> {
        let (mut head, body) = self.head(answering, watch, deadline, limit).await?.into_parts();
        let mut collected = Collected::new(self.settings.max_answer);
        let read = tokio::time::timeout_at(deadline, collected.read(body)).await;
        if read.is_err() {
            watch.give_up();
        }
        let read = read.unwrap_or(Err(TransportError::BodyTimeout(limit)));
        let decisive = !head.status.is_success();
        if !decisive {
            read?;
        }
        let body = collected.into_bytes();
        let body = match body::decompress(&head.headers, body, self.settings.max_answer) {
            Ok(body) => body,
            Err((_, body)) if decisive => body,
            Err((error, _)) => return Err(error),
        };
        // The body is no longer encoded in this way.
        head.headers.remove(CONTENT_ENCODING);
        let connected = head.extensions.get::<Connected>().is_some();
        Ok(Received { status: head.status, headers: head.headers, body, connected })
    }

    async fn head(
        &self,
        mut answering: ResponseFuture,
        watch: &Watch<'_, B>,
        deadline: Instant,
        limit: Duration,
    ) -> Result<Response<Incoming>, TransportError> {
        // One timer serves both times, because setting a timer takes a lock of the runtime.
        let timer =
            tokio::time::sleep_until(deadline.min(watch.begun + self.settings.suspect_after));
        tokio::pin!(timer);
        let head = loop {
            tokio::select! {
                biased;
                head = &mut answering => break head,
                () = &mut timer => {}
            }
            if timer.deadline() >= deadline {
                return Err(TransportError::TryTimeout(limit));
            }
            if !watch.kept.lines.heard_since(watch.begun) {
                watch.give_up();
            }
            timer.as_mut().reset(deadline);
        };
        let mut head = head.map_err(failure::request)?;
        if watch.kept.lines.opened_since(watch.begun) {
            head.extensions_mut().insert(Connected);
        }
        Ok(head)
    }

    /// Sends a request and reads the head of its response. `limit` applies until the head has arrived.
    pub(crate) fn call_for_head(
        &self,
        request: Request<B>,
        limit: Duration,
    ) -> impl Future<Output = Result<Response<Incoming>, TransportError>> {
        let kept = self.kept();
        let answering = kept.pool.request(request);
        async move {
            let watch = Watch { transport: self, kept, begun: Instant::now(), answered: false };
            let head = self.head(answering, &watch, watch.begun + limit, limit).await;
            watch.ended(head)
        }
    }

    fn kept(&self) -> Arc<Kept<B>> {
        Arc::clone(&self.kept.lock().unwrap_or_else(PoisonError::into_inner))
    }

    /// Replaces the pool for new requests, if it is still this one.
    fn replace(&self, given_up: &Arc<Kept<B>>) {
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        if Arc::ptr_eq(&kept, given_up) {
            *kept = Arc::new(new_pool(&self.settings, &self.dialer, &self.tls));
        }
    }
}

/// Returns whether no other request may use the connection of a failed one, because it is silent or closing.
fn leaves_connection(error: &TransportError) -> bool {
    match error {
        TransportError::TryTimeout(_) | TransportError::BodyTimeout(_) => true,
        TransportError::Connection(error) | TransportError::Body(error) => matches!(
            error.kind(),
            ConnectionErrorKind::Silent
                | ConnectionErrorKind::NotProcessed
                | ConnectionErrorKind::TimedOut(_)
        ),
        _ => false,
    }
}

/// Watches the pool of a request while it is in flight.
struct Watch<'a, B: Sendable> {
    transport: &'a Transport<B>,
    kept: Arc<Kept<B>>,
    begun: Instant,
    answered: bool,
}

impl<B: Sendable> Watch<'_, B> {
    /// Records how the request ended.
    fn ended<T>(mut self, answer: Result<T, TransportError>) -> Result<T, TransportError> {
        self.answered = true;
        if let Err(error) = &answer
            && leaves_connection(error)
        {
            self.give_up();
        }
        answer
    }

    /// Abandons this pool, and makes its silent addresses the last choice.
    fn give_up(&self) {
        for address in self.kept.lines.silent_since(self.begun) {
            self.transport.dialer.distrust(address);
        }
        self.transport.replace(&self.kept);
    }
}

impl<B: Sendable> Drop for Watch<'_, B> {
    fn drop(&mut self) {
        // A caller's own time limit drops the request.
        if !self.answered
            && self.begun.elapsed() >= self.transport.settings.dropped_after
            && !self.kept.lines.heard_since(self.begun)
        {
            self.give_up();
        }
    }
}

fn new_pool<B: Sendable>(
    settings: &Settings,
    dialer: &Dialer,
    tls: &rustls::ClientConfig,
) -> Kept<B> {
    let (limit, lines) = (settings.connect_timeout, Lines::default());
    let connector = Connector { dialer: dialer.clone(), limit, lines: lines.clone() };
    let connector = hyper_rustls::HttpsConnectorBuilder::new()
        .with_tls_config(tls.clone())
        .https_or_http()
        .enable_all_versions()
        .wrap_connector(connector);
    let (answer, connection) = settings.windows.unzip();
    let pool = Pool::builder(TokioExecutor::new())
        .http2_initial_stream_window_size(answer)
        .http2_initial_connection_window_size(connection)
        .pool_idle_timeout(settings.idle)
        .pool_timer(TokioTimer::new())
        // The caller retries, and counts the retries.
        .retry_canceled_requests(false)
        .timer(TokioTimer::new())
        .http2_keep_alive_interval(settings.ping_after)
        .http2_keep_alive_timeout(settings.ping_timeout)
        .build(Limited::new(connector, limit));
    Kept { pool, lines }
}
