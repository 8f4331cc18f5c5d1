//! The HTTP server: its listener and its connections.

use std::convert::Infallible;
use std::io;
use std::net::SocketAddr;
use std::time::Duration;

use http::Request;
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::{JoinHandle, JoinSet};

use crate::answer::Answer;

/// How long a client may take to send the head of a request.
pub const HEAD_TIME: Duration = Duration::from_secs(10);

/// The maximum number of open connections.
pub const MOST_CONNECTIONS: usize = 64;

/// The pause after a connection could not be accepted.
const PAUSE: Duration = Duration::from_millis(100);

/// Why the server could not listen on its address.
#[derive(Debug, thiserror::Error)]
#[error(
    "cannot listen on {address} (choose another address, or stop the process that listens there)"
)]
pub struct BindError {
    /// The address.
    pub address: SocketAddr,
    /// The cause.
    #[source]
    pub source: io::Error,
}

/// A running server. Dropping it closes the listener and all connections.
#[derive(Debug)]
pub struct HttpServer {
    address: SocketAddr,
    task: JoinHandle<()>,
}

impl HttpServer {
    /// Listens on `address`. `answer` is called with each request and its peer address, and returns the response. Port
    /// 0 selects a free port. Must be called within a tokio runtime.
    ///
    /// # Errors
    ///
    /// Returns an error if the server cannot listen on `address`.
    ///
    /// # Cancel safety
    ///
    /// If this is cancelled, the listener is closed.
    pub async fn bind<A, F>(address: SocketAddr, answer: A) -> Result<Self, BindError>
    where
        A: Fn(Request<Incoming>, SocketAddr) -> F + Clone + Send + 'static,
        F: Future<Output = Answer> + Send + 'static,
    {
        let bound = async {
            let listener = TcpListener::bind(address).await?;
            let address = listener.local_addr()?;
            Ok((listener, address))
        };
        let (listener, address) = bound.await.map_err(|source| BindError { address, source })?;
        Ok(Self { address, task: tokio::spawn(serve(listener, answer)) })
    }

    /// The address on which the server listens.
    #[must_use]
    pub const fn address(&self) -> SocketAddr {
        self.address
    }
}

impl Drop for HttpServer {
    fn drop(&mut self) {
        self.task.abort();
    }
}

async fn serve<A, F>(listener: TcpListener, answer: A)
where
    A: Fn(Request<Incoming>, SocketAddr) -> F + Clone + Send + 'static,
    F: Future<Output = Answer> + Send + 'static,
{
    let mut connections = JoinSet::new();
    loop {
        tokio::select! {
            Some(_) = connections.join_next() => {}
            accepted = listener.accept(), if connections.len() < MOST_CONNECTIONS => match accepted {
                Ok((socket, peer)) => drop(connections.spawn(converse(socket, peer, answer.clone()))),
                // Probably the process has too many open files. Some may be closed soon.
                Err(_) => tokio::time::sleep(PAUSE).await,
            },
        }
    }
}

async fn converse<A, F>(socket: TcpStream, peer: SocketAddr, answer: A)
where
    A: Fn(Request<Incoming>, SocketAddr) -> F,
    F: Future<Output = Answer>,
{
    let service = service_fn(move |request| {
        let answering = answer(request, peer);
        async move { Ok::<_, Infallible>(answering.await) }
    });
    let connection = http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(HEAD_TIME)
        .serve_connection(TokioIo::new(socket), service);
    if let Err(error) = connection.await {
        let error: &(dyn std::error::Error + 'static) = &error;
        tracing::debug!(%peer, error, "a status connection failed");
    }
}
