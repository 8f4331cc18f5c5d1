//! The proxy as a whole: its two addresses, and its shutdown.

mod connection;
mod listen;

use std::io;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use gateway_daemon::Metrics;
use http_client::BuildError;
use tokio::net::TcpListener;
use tokio::sync::watch;
use tokio::task::JoinHandle;

use crate::config::Config;
use crate::forward::forward;
use crate::shared::Shared;
use crate::status::{Stage, StatusPage};

/// The proxy cannot be started.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum StartError {
    /// An address cannot be listened on.
    #[error("cannot listen on {address}")]
    Listen {
        /// The address.
        address: SocketAddr,
        /// The cause.
        #[source]
        source: io::Error,
    },
    /// The API cannot be called with these settings.
    #[error("the settings cannot be used for the API")]
    Api(#[from] BuildError),
}

/// A running proxy. It ends when this is dropped.
#[derive(Debug)]
pub struct RestProxy {
    address: SocketAddr,
    status_address: Option<SocketAddr>,
    stage: Stage,
    stop: watch::Sender<bool>,
    requests: JoinHandle<()>,
    status: Option<JoinHandle<()>>,
}

impl RestProxy {
    /// Listens, on the current tokio runtime.
    ///
    /// # Errors
    ///
    /// Returns an error if an address cannot be listened on, or the API cannot be called with these settings.
    ///
    /// # Cancel safety
    ///
    /// If this is cancelled, nothing listens.
    pub async fn start(config: &Config) -> Result<Self, StartError> {
        Self::start_with(config, None).await
    }

    /// Works like [`start`](Self::start), with metrics for `GET /metrics` of the status address.
    ///
    /// # Errors
    ///
    /// Returns the errors of [`start`](Self::start).
    ///
    /// # Cancel safety
    ///
    /// If this is cancelled, nothing listens.
    pub async fn start_with(
        config: &Config,
        metrics: impl Into<Option<Metrics>>,
    ) -> Result<Self, StartError> {
        let metrics = metrics.into();
        let shared = Arc::new(Shared::new(config)?);
        let (listener, address) = bind(config.listen).await?;
        let bound = match config.status_listen {
            Some(address) => Some(bind(address).await?),
            None => None,
        };
        let (stop, stopped) = watch::channel(false);
        let stage = Stage::default();
        let page = StatusPage {
            shared: Arc::clone(&shared),
            stage: stage.clone(),
            metrics: metrics.clone(),
        };
        let status_address = bound.as_ref().map(|(_, address)| *address);
        let status = bound.map(|(listener, _)| {
            let answer = move |request| std::future::ready(page.answer(&request));
            // It ends last, so that probes are answered during the shutdown.
            tokio::spawn(async move {
                tokio::select! {
                    () = listen::run(listener, std::future::pending(), answer) => {}
                    () = keep_up(metrics) => {}
                }
            })
        });
        let answer = move |request| forward(Arc::clone(&shared), request);
        let requests = tokio::spawn(listen::run(listener, stopping(stopped), answer));
        Ok(Self { address, status_address, stage, stop, requests, status })
    }

    /// Returns the address for requests.
    #[must_use]
    pub const fn address(&self) -> SocketAddr {
        self.address
    }

    /// Returns the address for health and metrics.
    #[must_use]
    pub const fn status_address(&self) -> Option<SocketAddr> {
        self.status_address
    }

    /// Accepts no more connections, and waits until every received request was answered, including those that wait for
    /// a limit. Returns false if that takes longer than `deadline`; requests without a response by then are cut off.
    ///
    /// # Cancel safety
    ///
    /// If this is cancelled, requests in progress are cut off.
    pub async fn shutdown(mut self, deadline: Duration) -> bool {
        self.stage.set_stopping();
        self.stop.send_replace(true);
        tokio::time::timeout(deadline, &mut self.requests).await.is_ok()
    }
}

impl Drop for RestProxy {
    fn drop(&mut self) {
        self.requests.abort();
        if let Some(status) = &self.status {
            status.abort();
        }
    }
}

async fn bind(address: SocketAddr) -> Result<(TcpListener, SocketAddr), StartError> {
    let error = |source| StartError::Listen { address, source };
    let listener = TcpListener::bind(address).await.map_err(error)?;
    let bound = listener.local_addr().map_err(error)?;
    Ok((listener, bound))
}

async fn stopping(mut stopped: watch::Receiver<bool>) {
    // If the sender is gone, this task is about to end.
    let _ = stopped.wait_for(|stopped| *stopped).await;
}

async fn keep_up(metrics: Option<Metrics>) {
    match metrics {
        Some(metrics) => metrics.keep_up().await,
        None => std::future::pending().await,
    }
}
