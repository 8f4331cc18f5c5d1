//! Bytes out, bytes in: hyper's connection pool over rustls, HTTP/2 and HTTP/1.1.
//!
//! A path to a server can die without a word: bytes still go out and none come back. So a kept connection is trusted
//! for a short time only, an HTTP/2 connection is probed by PING while requests wait on it, and a whole pool is given up
//! as soon as a request has waited for some time and nothing was heard, or has run into its time limit. The next
//! request goes out on a new connection, to another address of the host if it has one. Requests that are under way on
//! a pool that was given up end as they would have; then its connections are closed.

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

/// What a transport is set up with.
#[derive(Clone, Debug)]
pub(crate) struct Settings {
    /// For host name, TCP, proxy and TLS together.
    pub(crate) connect_timeout: Duration,
    /// The largest answer, in bytes, compressed and decompressed.
    pub(crate) max_answer: usize,
    /// How long an unused connection is trusted.
    pub(crate) idle: Duration,
    /// How long a request waits in silence before its HTTP/2 connection is sent a PING.
    pub(crate) ping_after: Duration,
    /// How long that PING may go without an answer before the connection is closed. The bytes of a large upload may
    /// lie before it in the system's buffer.
    pub(crate) ping_timeout: Duration,
    /// How long a request waits in silence before others are sent on new connections. A PING has been answered by then.
    pub(crate) suspect_after: Duration,
    /// A request that is dropped after this time in silence leaves its pool to nobody; one that is dropped earlier says
    /// nothing of the path.
    pub(crate) dropped_after: Duration,
    /// How many bytes of one answer, and of all answers of a connection, may wait in HTTP/2 to be read; hyper's choice if
    /// it is `None`.
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

/// A whole answer.
#[derive(Debug)]
pub(crate) struct Received {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Bytes,
    /// Whether a connection was made in the meantime, maybe for this request.
    pub(crate) connected: bool,
}

/// Among the [extensions](http::Extensions) of an answer: a connection was made while the request was under way, maybe
/// for it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Connected;

/// A pool of connections, and what is heard on them.
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
    /// The pool that requests are given to from now on.
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
        // Which versions of HTTP are offered is set below.
        tls.alpn_protocols.clear();
        let dialer = Dialer::new(TcpOptions::REQUESTS).with_resolver(settings.resolver.clone());
        let dialer = dialer.with_proxy(proxy);
        let kept = Mutex::new(Arc::new(new_pool(&settings, &dialer, &tls)));
        Self { kept, settings, dialer, tls }
    }

    /// Sends a request and reads its whole answer. `limit` is for all of it.
    ///
    /// If the status is no success it is the answer, even if its body breaks off, is too large or does not end.
    pub(crate) fn call(
        &self,
        request: Request<B>,
        limit: Duration,
    ) -> impl Future<Output = Result<Received, TransportError>> {
        let kept = self.kept();
        // Given away before anything is awaited, so that it is not moved once more.
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
        // The body is no longer what this names.
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
        // One timer for both times, as each that is set takes a lock of the runtime's.
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

    /// Sends a request and reads the head of its answer. `limit` is for the head.
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

    /// Gives requests to new connections from now on, if they are still given to this pool.
    fn replace(&self, given_up: &Arc<Kept<B>>) {
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        if Arc::ptr_eq(&kept, given_up) {
            *kept = Arc::new(new_pool(&self.settings, &self.dialer, &self.tls));
        }
    }
}

/// Whether no other request may be given to the connection of a failed one: it is silent, or takes no more.
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

/// Looks after the pool of a request while it is under way.
struct Watch<'a, B: Sendable> {
    transport: &'a Transport<B>,
    kept: Arc<Kept<B>>,
    begun: Instant,
    answered: bool,
}

impl<B: Sendable> Watch<'_, B> {
    /// The request has ended so.
    fn ended<T>(mut self, answer: Result<T, TransportError>) -> Result<T, TransportError> {
        self.answered = true;
        if let Err(error) = &answer
            && leaves_connection(error)
        {
            self.give_up();
        }
        answer
    }

    /// Leaves the connections of this pool to nobody, and tries the addresses that are silent last.
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
        let waited = self.begun.elapsed() >= self.transport.settings.dropped_after;
        if !self.answered && waited && !self.kept.lines.heard_since(self.begun) {
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
        // The caller does that, and counts it.
        .retry_canceled_requests(false)
        .timer(TokioTimer::new())
        .http2_keep_alive_interval(settings.ping_after)
        .http2_keep_alive_timeout(settings.ping_timeout)
        .build(Limited { connector, limit });
    Kept { pool, lines }
}
