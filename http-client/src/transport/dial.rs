//! The connector for hyper: connects to the API or its proxy, and adds TLS.

use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};
use std::time::Duration;

use gateway_dial::{Dialer, host_and_port};
use http::Uri;
use hyper_util::rt::TokioIo;
use tower_service::Service;

use super::line::{Line, Lines};
use crate::error::ConnectStep;

/// Makes connections: DNS lookup, TCP and proxy, within one time limit.
#[derive(Clone, Debug)]
pub(crate) struct Connector {
    pub(super) dialer: Dialer,
    pub(super) limit: Duration,
    /// Where the connections are registered.
    pub(super) lines: Lines,
}

/// Why no connection was made.
#[derive(Debug, thiserror::Error)]
pub(crate) enum DialError {
    #[error(transparent)]
    Dial(#[from] gateway_dial::DialError),
    #[error("{step} took longer than {limit:?}")]
    TimedOut { step: ConnectStep, limit: Duration },
    #[error("the TLS handshake failed")]
    Tls { source: BoxError },
    #[error("the URL has no host")]
    NoHost,
}

type BoxError = Box<dyn std::error::Error + Send + Sync>;

impl Service<Uri> for Connector {
    type Response = TokioIo<Line>;
    type Error = DialError;
    type Future = Pin<Box<dyn Future<Output = Result<Self::Response, DialError>> + Send>>;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), DialError>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, target: Uri) -> Self::Future {
        let dialling = host_and_port(&target).map(|(host, port)| {
            let lines = self.lines.clone();
            // The limit starts here, so this ends before the limit that encloses it.
            self.dialer.dial(host, port, self.limit, move |address, tcp| lines.watch(address, tcp))
        });
        Box::pin(async move {
            let line = dialling.ok_or(DialError::NoHost)?.await?;
            Ok(TokioIo::new(line))
        })
    }
}

/// A connector with a time limit for all its steps, including the TLS handshake. All its errors are [`DialError`]s.
///
/// hyper's pool clones it for every request, even if the request needs no connection. So it is cheap to clone, and the
/// connector inside is cloned only for a connection. That one is always ready.
#[derive(Debug)]
pub(crate) struct Limited<C> {
    connector: Arc<C>,
    limit: Duration,
}

impl<C> Limited<C> {
    pub(super) fn new(connector: C, limit: Duration) -> Self {
        Self { connector: Arc::new(connector), limit }
    }
}

impl<C> Clone for Limited<C> {
    fn clone(&self) -> Self {
        Self { connector: Arc::clone(&self.connector), limit: self.limit }
    }
}

impl<C> Service<Uri> for Limited<C>
where
    C: Service<Uri> + Clone,
    C::Future: Send + 'static,
    C::Error: Into<BoxError>,
{
    type Response = C::Response;
    type Error = DialError;
    type Future = Pin<Box<dyn Future<Output = Result<C::Response, DialError>> + Send>>;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), DialError>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, target: Uri) -> Self::Future {
        let limit = self.limit;
        let connecting = tokio::time::timeout(limit, C::clone(&self.connector).call(target));
        Box::pin(async move {
            // The steps before TLS have the same limit and are polled first, so they report themselves.
            let step = ConnectStep::Tls;
            let connected = connecting.await.map_err(|_| DialError::TimedOut { step, limit })?;
            connected.map_err(dial_error)
        })
    }
}

/// An error that is not from the steps before is one of the TLS handshake.
fn dial_error(error: impl Into<BoxError>) -> DialError {
    error.into().downcast().map_or_else(|source| DialError::Tls { source }, |error| *error)
}
