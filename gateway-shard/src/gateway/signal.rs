//! Stops a gateway when the process receives a stop signal.

use std::io;
use std::time::Duration;

use gateway_proto::Shutdown;

use super::handle::Gateway;
use super::shutdown::ShutdownReport;

impl Gateway {
    /// Waits for a stop signal (Ctrl-C, on Unix also SIGTERM), then [shuts down](Self::shutdown). Use
    /// [`Shutdown::KeepSession`] if the process will be started again, as in a deployment. After a second signal it
    /// does not wait until the deadline.
    ///
    /// Run it in a task beside the one that reads the events. The first call installs signal handlers: from then on the
    /// signals no longer terminate the process.
    ///
    /// # Errors
    ///
    /// Returns an error if the signal handlers cannot be installed.
    ///
    /// # Cancel safety
    ///
    /// If this is cancelled before a signal arrived, nothing stops, and the signals no longer terminate the process.
    /// After a signal, the same as [`shutdown`](Self::shutdown) applies.
    pub async fn shutdown_on_signal(
        &self,
        kind: Shutdown,
        timeout: Duration,
    ) -> io::Result<ShutdownReport> {
        let mut signals = ShutdownSignals::new()?;
        let signal = signals.next().await;
        tracing::info!(?kind, signal, "stop signal received");
        tokio::select! {
            report = self.shutdown(kind, timeout) => Ok(report),
            signal = signals.next() => {
                tracing::warn!(signal, "second stop signal received; not waiting any longer");
                Ok(self.shutdown(kind, Duration::ZERO).await)
            }
        }
    }
}

/// Starts to listen for stop signals when it is called, so that none is missed: Ctrl-C, on Unix also SIGTERM. The
/// future resolves with the name of the signal. The signals no longer terminate the process.
///
/// It is for a program that has to do something itself before it stops its gateway. Other programs need only
/// [`Gateway::shutdown_on_signal`]. To also listen for a second signal, use [`ShutdownSignals`]. Must be called within
/// a tokio runtime with I/O enabled.
///
/// # Errors
///
/// Returns an error if the signal handlers cannot be installed.
///
/// # Cancel safety
///
/// The future is cancel-safe: a signal is not lost while the future exists.
pub fn shutdown_signal() -> io::Result<impl Future<Output = &'static str> + Send> {
    let mut signals = ShutdownSignals::new()?;
    Ok(async move { signals.next().await })
}

/// A series of stop signals: Ctrl-C, on Unix also SIGTERM. The first one asks for an orderly shutdown; a second one
/// asks not to wait for it.
///
/// Once this is created, the signals no longer terminate the process, even after it is dropped.
#[derive(Debug)]
pub struct ShutdownSignals {
    #[cfg(unix)]
    interrupt: tokio::signal::unix::Signal,
    #[cfg(unix)]
    terminate: tokio::signal::unix::Signal,
}

impl ShutdownSignals {
    /// Starts to listen. Must be called within a tokio runtime with I/O enabled.
    ///
    /// # Errors
    ///
    /// Returns an error if the signal handlers cannot be installed.
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

    /// Resolves with the name of the next stop signal. Cancel-safe: a signal that arrived while nobody waited is
    /// returned by the next call. Several of them count as one.
    #[cfg(unix)]
    pub async fn next(&mut self) -> &'static str {
        // `None` would mean that the signal driver is gone, so no signal can arrive.
        tokio::select! {
            Some(()) = self.interrupt.recv() => "Ctrl-C",
            Some(()) = self.terminate.recv() => "SIGTERM",
            else => std::future::pending().await,
        }
    }

    /// Resolves at Ctrl-C, and returns its name.
    ///
    /// # Cancel safety
    ///
    /// Not cancel-safe on this platform: a Ctrl-C that arrives while nobody waits is lost.
    #[cfg(not(unix))]
    pub async fn next(&mut self) -> &'static str {
        // If listening is impossible, no signal can arrive.
        match tokio::signal::ctrl_c().await {
            Ok(()) => "Ctrl-C",
            Err(_) => std::future::pending().await,
        }
    }
}
