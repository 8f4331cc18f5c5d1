//! Connections of clients: HTTP/1.1, and HTTP/2 without TLS (h2c, with prior knowledge).

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

/// A client that has not sent the head of its request by then is hung up on.
const HEAD_TIME: Duration = Duration::from_secs(30);
/// A connection of HTTP/2 on which nothing comes is probed after this time.
const PING_AFTER: Duration = Duration::from_secs(30);
/// Requests of one connection at once: as many as may wait, nearly.
const STREAMS: u32 = 10_000;
/// How many bytes of one request may wait until they are read.
const REQUEST_WINDOW: u32 = 256 << 10;
/// The same for all requests of a connection: as many as it has, so that one that waits for a limit holds up no other.
const CONNECTION_WINDOW: u32 = 1 << 30;
/// A timer that is always due so soon. Each request sets timers of several seconds and longer; one that is due before all
/// others wakes the thread that sleeps for them, which would be half of a request's cost if there is no other.
const TICK: Duration = Duration::from_secs(1);
/// The pause after a connection that could not be taken.
const PAUSE: Duration = Duration::from_millis(100);

/// Takes connections until `stop`, and then waits until those that are there have ended.
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
            // Out of file descriptors, most likely: there may be some again soon.
            tokio::time::sleep(PAUSE).await;
            continue;
        };
        // A socket that is broken already fails when it is read.
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
