//! A small server of its own, for a program that has none.

use std::convert::Infallible;
use std::io;
use std::net::SocketAddr;
use std::time::Duration;

use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinSet;

use super::error::ActionError;
use super::pages::StatusPages;

/// A client that has not sent its request by then is hung up on.
const HEADER_TIMEOUT: Duration = Duration::from_secs(10);

/// Most connections at once; further ones wait.
const MOST_CONNECTIONS: usize = 64;

/// The address cannot be listened on.
#[derive(Debug, thiserror::Error)]
#[error(
    "cannot serve the status of the fleet on {address}: {source}; choose another address, or stop who has it"
)]
pub struct BindError {
    /// Which address.
    pub address: SocketAddr,
    /// Why not.
    #[source]
    pub source: io::Error,
}

/// Serves [`StatusPages`]. The server ends when this is dropped.
#[derive(Debug)]
pub struct StatusServer {
    address: SocketAddr,
    task: tokio::task::JoinHandle<()>,
}

impl StatusServer {
    /// Listens, on `127.0.0.1:8090` for instance. Port 0 takes one that is free.
    ///
    /// # Errors
    ///
    /// Returns an error if the address cannot be listened on.
    ///
    /// # Cancel safety
    ///
    /// If this is cancelled, nothing listens.
    pub async fn bind(address: SocketAddr, pages: StatusPages) -> Result<Self, BindError> {
        let bound = async {
            let listener = TcpListener::bind(address).await?;
            let address = listener.local_addr()?;
            Ok((listener, address))
        };
        let (listener, address) = bound.await.map_err(|source| BindError { address, source })?;
        if !address.ip().is_loopback() {
            tracing::warn!(%address, "the status of the fleet can be read from other hosts");
        }
        let task = tokio::spawn(serve(listener, pages));
        Ok(Self { address, task })
    }

    /// Where it listens.
    #[must_use]
    pub const fn address(&self) -> SocketAddr {
        self.address
    }
}

impl Drop for StatusServer {
    fn drop(&mut self) {
        self.task.abort();
    }
}

async fn serve(listener: TcpListener, pages: StatusPages) {
    let mut connections = JoinSet::new();
    loop {
        tokio::select! {
            Some(_) = connections.join_next() => {}
            accepted = listener.accept(), if connections.len() < MOST_CONNECTIONS => match accepted {
                Ok((socket, peer)) => drop(connections.spawn(converse(socket, peer, pages.clone()))),
                // Out of file descriptors, most likely: there may be some again soon.
                Err(_) => tokio::time::sleep(Duration::from_millis(100)).await,
            },
        }
    }
}

async fn converse(socket: TcpStream, peer: SocketAddr, pages: StatusPages) {
    let service = service_fn(move |request| {
        let pages = pages.clone();
        async move {
            let answer = pages.answer(request, peer).await;
            Ok::<_, Infallible>(answer.unwrap_or_else(|| ActionError::NotFound.answer()))
        }
    });
    let connection = http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(HEADER_TIMEOUT)
        .serve_connection(TokioIo::new(socket), service);
    if let Err(error) = connection.await {
        let error: &(dyn std::error::Error + 'static) = &error;
        tracing::debug!(error, "a status request ended early");
    }
}
