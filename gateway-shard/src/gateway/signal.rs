//! Stopping a gateway when the process is asked to stop.

use std::io;
use std::time::Duration;

use gateway_proto::Shutdown;

use super::handle::Gateway;
use super::shutdown::ShutdownReport;

impl Gateway {
    /// Waits until the process is asked to stop (Ctrl-C, on Unix also SIGTERM), then [shuts
    /// down](Self::shutdown). [`Shutdown::KeepSession`] is right where the process is started again, as in a
    /// deployment. A second signal ends the deadline at once.
    ///
    /// Run it in a task beside the one that reads the events. The first call takes the signals over from the
    /// system: from then on they no longer end the process by themselves.
    ///
    /// # Errors
    ///
    /// Returns an error if the system gives no signals.
    ///
    /// # Cancel safety
    ///
    /// If this is cancelled before a signal came, nothing stops, and signals no longer end the process by themselves; afterwards as
    /// [`shutdown`](Self::shutdown).
    pub async fn shutdown_on_signal(
        &self,
        kind: Shutdown,
        timeout: Duration,
    ) -> io::Result<ShutdownReport> {
        let mut signals = ShutdownSignals::new()?;
        let signal = signals.next().await;
        tracing::info!(?kind, signal, "asked to stop");
        tokio::select! {
            report = self.shutdown(kind, timeout) => Ok(report),
            signal = signals.next() => {
                tracing::warn!(signal, "asked to stop again: not waiting for the rest");
                Ok(self.shutdown(kind, Duration::ZERO).await)
            }
        }
    }
}

/// Listens for a request to stop from the call on, so that none is missed: Ctrl-C, on Unix also SIGTERM. The
/// future is ready when one comes, and names it. The signals no longer end the process by themselves.
///
/// For a program that has to do something of its own before it stops its gateway;
/// [`Gateway::shutdown_on_signal`] is all that others need. [`ShutdownSignals`] is for a program that also listens
/// for a second one. Call it within a tokio runtime that has I/O enabled.
///
/// # Errors
///
/// Returns an error if the system gives no signals.
///
/// # Cancel safety
///
/// The future is cancel-safe: a signal that came is not lost as long as the future is kept.
pub fn shutdown_signal() -> io::Result<impl Future<Output = &'static str> + Send> {
    let mut signals = ShutdownSignals::new()?;
    Ok(async move { signals.next().await })
}

/// Requests to stop, one after the other: Ctrl-C, on Unix also SIGTERM. The first asks for an orderly end; who
/// sends a second one does not want to wait for it.
///
/// From its making on the signals no longer end the process by themselves, also after it is dropped.
#[derive(Debug)]
pub struct ShutdownSignals {
    #[cfg(unix)]
    interrupt: tokio::signal::unix::Signal,
    #[cfg(unix)]
    terminate: tokio::signal::unix::Signal,
}

impl ShutdownSignals {
    /// Listens from the call on. Call it within a tokio runtime that has I/O enabled.
    ///
    /// # Errors
    ///
    /// Returns an error if the system gives no signals.
    pub fn new() -> io::Result<Self> {
        #[cfg(unix)]
        use tokio::signal::unix::{SignalKind, signal};
        Ok(Self {
            #[cfg(unix)]
            interrupt: signal(SignalKind::interrupt())?,
            #[cfg(unix)]
            terminate: signal(SignalKind::terminate())?,
        })
    }

    /// Resolves when the process is asked to stop, with the signal's name. Cancel-safe: a signal that came
    /// while nobody waited is returned by the next call. Several that came meanwhile count as one.
    #[cfg(unix)]
    pub async fn next(&mut self) -> &'static str {
        // `None` would mean that the driver is gone; nothing asks any more then.
        tokio::select! {
            Some(()) = self.interrupt.recv() => "Ctrl-C",
            Some(()) = self.terminate.recv() => "SIGTERM",
            else => std::future::pending().await,
        }
    }

    /// Resolves at Ctrl-C, which it names.
    ///
    /// # Cancel safety
    ///
    /// Not cancel-safe here: a Ctrl-C that comes while nobody waits is lost.
    #[cfg(not(unix))]
    pub async fn next(&mut self) -> &'static str {
        // Without a way to listen nothing ever asks.
        match tokio::signal::ctrl_c().await {
            Ok(()) => "Ctrl-C",
            Err(_) => std::future::pending().await,
        }
    }
}
