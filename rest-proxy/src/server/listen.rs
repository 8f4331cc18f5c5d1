//! Accepts connections of clients: HTTP/1.1, and HTTP/2 without TLS (h2c, with prior knowledge).

use std::convert::Infallible;
use std::time::Duration;

use http::{Request, Response};
use hyper::body::Incoming;
use hyper::service::service_fn;
use hyper_util::rt::{TokioExecutor, TokioIo, TokioTimer};
use hyper_util::server::conn::auto::Builder;
use hyper_util::server::graceful::GracefulShutdown;
use tokio::net::TcpListener;
use tokio::task::JoinSet;

use crate::body::Body;

/// A client has to send the head of its request within this time, or its connection is closed.
const HEAD_TIME: Duration = Duration::from_secs(30);
/// An idle HTTP/2 connection is probed after this time.
const PING_AFTER: Duration = Duration::from_secs(30);
/// Concurrent requests of one connection: nearly as many as may wait.
const STREAMS: u32 = 10_000;
/// How many bytes of one request may be buffered until they are read.
const REQUEST_WINDOW: u32 = 256 << 10;
/// The same for all requests of a connection: enough for all of them, so that a request that waits for a limit does not
/// delay others.
const CONNECTION_WINDOW: u32 = 1 << 30;
/// The interval of a timer that always runs. Each request sets timers of several seconds and longer. A timer that is
/// due before all others wakes the thread that sleeps for them, which would be half of a request's cost if there is no
/// other.
const TICK: Duration = Duration::from_secs(1);
/// The pause after a connection could not be accepted.
const PAUSE: Duration = Duration::from_millis(100);

/// Accepts connections until `stop` resolves, and then waits until the existing ones have ended.
pub(super) async fn run<A, F>(listener: TcpListener, stop: impl Future<Output = ()>, answer: A)
where
    A: Fn(Request<Incoming>) -> F + Clone + Send + 'static,
    F: Future<Output = Response<Body>> + Send + 'static,
{
    let (builder, graceful) = (builder(), GracefulShutdown::new());
    let mut connections = JoinSet::new();
    tokio::pin!(stop);
    let mut ticks = tokio::time::interval(TICK);
    loop {
        let accepted = tokio::select! {
            biased;
            () = &mut stop => break,
            accepted = listener.accept() => accepted,
            _ = ticks.tick() => continue,
        };
        while connections.try_join_next().is_some() {}
        let Ok((socket, _)) = accepted else {
            // Probably out of file descriptors; some may be free again soon.
            tokio::time::sleep(PAUSE).await;
            continue;
        };
        // If the socket is already broken, reading it fails.
        let _ = socket.set_nodelay(true);
        let answer = answer.clone();
        let service = service_fn(move |request| {
            let answering = answer(request);
            async move { Ok::<_, Infallible>(answering.await) }
        });
        let serving = builder.serve_connection(TokioIo::new(socket), service).into_owned();
        let serving = graceful.watch(serving);
        connections.spawn(async move {
            if let Err(error) = serving.await {
                tracing::debug!(%error, "a client's connection ended early");
            }
        });
    }
    drop(listener);
    graceful.shutdown().await;
}

fn builder() -> Builder<TokioExecutor> {
    let mut builder = Builder::new(TokioExecutor::new());
    builder.http1().timer(TokioTimer::new()).header_read_timeout(HEAD_TIME);
    builder
        .http2()
        .timer(TokioTimer::new())
        .keep_alive_interval(PING_AFTER)
        .max_concurrent_streams(STREAMS)
        .initial_stream_window_size(REQUEST_WINDOW)
        .initial_connection_window_size(CONNECTION_WINDOW);
    builder
}
