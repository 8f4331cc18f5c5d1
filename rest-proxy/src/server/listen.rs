//! Accepts connections of clients: HTTP/1.1, and HTTP/2 without TLS (h2c, with prior knowledge).

use std::convert::Infallible;
use std::future::poll_fn;
use std::pin::{Pin, pin};
use std::task::{Context, Poll};
use std::time::Duration;

use bytes::Bytes;
use http::{Request, Response};
use hyper::body::{Body as HttpBody, Frame, Incoming, SizeHint};
use hyper::service::service_fn;
use hyper_util::rt::{TokioExecutor, TokioIo, TokioTimer};
use hyper_util::server::conn::auto::Builder;
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinSet;
use tokio::time::MissedTickBehavior;

use super::connection::{Busy, Connection, Ticks};
use crate::body::{Body, BodyError};

/// An idle HTTP/2 connection is probed after this time.
const PING_AFTER: Duration = Duration::from_secs(30);
/// Concurrent requests of one connection: nearly as many as may wait.
const STREAMS: u32 = 10_000;
/// How many bytes of one request may be buffered until they are read.
const REQUEST_WINDOW: u32 = 256 << 10;
/// The same for all requests of a connection: enough for all of them, so that a request that waits for a limit does not
/// delay others.
const CONNECTION_WINDOW: u32 = 1 << 30;
/// The interval of a timer that always runs: it closes connections that wait too long. Each request sets timers of
/// several seconds and longer. A timer that is due before all others wakes the thread that sleeps for them, which would
/// be half of a request's cost if there is no other.
const TICK: Duration = Duration::from_secs(1);
/// The pause after a connection could not be accepted.
const PAUSE: Duration = Duration::from_millis(100);

/// Accepts connections until `stop` resolves, and then waits until the existing ones have ended.
pub(super) async fn run<A, F>(listener: TcpListener, stop: impl Future<Output = ()>, answer: A)
where
    A: Fn(Request<Incoming>) -> F + Clone + Send + 'static,
    F: Future<Output = Response<Body>> + Send + 'static,
{
    let (builder, mut connections) = (builder(), Connections::default());
    tokio::pin!(stop);
    let mut timer = tokio::time::interval(TICK);
    // After a pause of the process, a client still has all of its time.
    timer.set_missed_tick_behavior(MissedTickBehavior::Delay);
    loop {
        let accepted = tokio::select! {
            biased;
            () = &mut stop => break,
            // Before `accept`, which is always ready if there are no file descriptors left: a tick may free some.
            _ = timer.tick() => {
                connections.tick();
                continue;
            }
            accepted = listener.accept() => accepted,
        };
        match accepted {
            Ok((socket, _)) => connections.serve(&builder, socket, answer.clone()),
            // Probably out of file descriptors; some may be free again soon.
            Err(_) => tokio::time::sleep(PAUSE).await,
        }
    }
    drop(listener);
    connections.stop();
    while !connections.tasks.is_empty() {
        tokio::select! {
            _ = connections.tasks.join_next() => {}
            _ = timer.tick() => connections.tick(),
        }
    }
}

/// The open connections. They are closed when this is dropped.
#[derive(Default)]
struct Connections {
    ticks: Ticks,
    tasks: JoinSet<()>,
    open: Vec<Connection>,
}

impl Connections {
    fn serve<A, F>(&mut self, builder: &Builder<TokioExecutor>, socket: TcpStream, answer: A)
    where
        A: Fn(Request<Incoming>) -> F + Send + 'static,
        F: Future<Output = Response<Body>> + Send + 'static,
    {
        // If the socket is already broken, reading it fails.
        let _ = socket.set_nodelay(true);
        let connection = Connection::new(&self.ticks);
        let state = connection.clone();
        let service = service_fn(move |request: Request<Incoming>| {
            let busy = state.begin(request.version());
            // hyper moves the future several times, and it is large.
            let answering = Box::pin(answer(request));
            async move { Ok::<_, Infallible>(answering.await.map(|body| Answer { body, _busy: busy })) }
        });
        let serving = builder.serve_connection(TokioIo::new(socket), service).into_owned();
        let state = connection.clone();
        self.tasks.spawn(async move {
            let mut serving = pin!(serving);
            let (mut registered, mut is_ending) = (false, false);
            let ended = poll_fn(|cx| {
                // The waker of a task never changes.
                if !std::mem::replace(&mut registered, true) {
                    state.register(cx);
                }
                // First, because a request may have arrived.
                if let Poll::Ready(ended) = serving.as_mut().poll(cx) {
                    return Poll::Ready(ended);
                }
                let is_late = state.is_late();
                if is_late && !state.was_used() {
                    return Poll::Ready(Ok(()));
                }
                if is_ending || !(is_late || state.stops()) {
                    return Poll::Pending;
                }
                is_ending = true;
                // A response that hyper has taken and not yet written is still sent.
                serving.as_mut().graceful_shutdown();
                serving.as_mut().poll(cx)
            });
            if let Err(error) = ended.await {
                tracing::debug!(%error, "a client's connection ended early");
            }
        });
        self.open.push(connection);
    }

    /// Closes the connections whose client takes too long.
    fn tick(&mut self) {
        self.ticks.advance();
        while self.tasks.try_join_next().is_some() {}
        self.open.retain(|connection| !connection.is_gone());
        for connection in self.open.iter().filter(|connection| connection.is_late()) {
            connection.wake();
        }
    }

    /// Makes all connections end after their present requests.
    fn stop(&self) {
        self.open.iter().for_each(Connection::stop);
    }
}

/// The body of a response. Its connection is busy until hyper drops it.
struct Answer {
    body: Body,
    _busy: Busy,
}

impl HttpBody for Answer {
    type Data = Bytes;
    type Error = BodyError;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, BodyError>>> {
        Pin::new(&mut self.body).poll_frame(cx)
    }

    fn is_end_stream(&self) -> bool {
        self.body.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.body.size_hint()
    }
}

fn builder() -> Builder<TokioExecutor> {
    let mut builder = Builder::new(TokioExecutor::new());
    builder
        .http2()
        .timer(TokioTimer::new())
        .keep_alive_interval(PING_AFTER)
        .max_concurrent_streams(STREAMS)
        .initial_stream_window_size(REQUEST_WINDOW)
        .initial_connection_window_size(CONNECTION_WINDOW);
    builder
}
