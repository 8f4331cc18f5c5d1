//! Stopping a gateway when the process is asked to stop.

use std::io;
use std::time::Duration;

use gateway_proto::Shutdown;

use crate::gateway::Gateway;
use crate::shutdown::ShutdownReport;

impl Gateway {
    /// Waits until the process is asked to stop (Ctrl-C, on Unix also SIGTERM), then [shuts
    /// down](Self::shutdown). [`Shutdown::KeepSession`] is right where the process is started again, as in a
    /// deployment.
    ///
    /// Run it in a task beside the one that reads the events. The first call takes the signals over from the
    /// system: from then on they no longer end the process by themselves.
    ///
    /// # Errors
    ///
    /// Where the system gives no signals.
    pub async fn shutdown_on_signal(
        &self,
        kind: Shutdown,
        deadline: Duration,
    ) -> io::Result<ShutdownReport> {
        let signal = asked_to_stop()?.await;
        tracing::info!(?kind, signal, "asked to stop");
        Ok(self.shutdown(kind, deadline).await)
    }
}

/// Listens for a request to stop from the call on, so that none is missed: Ctrl-C, on Unix also SIGTERM. The
/// future is ready when one comes, and names it. The signals no longer end the process by themselves.
///
/// For a program that has to do something of its own before it stops its gateway;
/// [`Gateway::shutdown_on_signal`] is all that others need. Call it within a tokio runtime that has I/O enabled.
///
/// # Errors
///
/// Where the system gives no signals.
#[cfg(unix)]
pub fn asked_to_stop() -> io::Result<impl Future<Output = &'static str> + Send> {
    use tokio::signal::unix::{SignalKind, signal};
    let (mut interrupt, mut terminate) =
        (signal(SignalKind::interrupt())?, signal(SignalKind::terminate())?);
    Ok(async move {
        tokio::select! {
            _ = interrupt.recv() => "Ctrl-C",
            _ = terminate.recv() => "SIGTERM",
        }
    })
}

/// Ready at Ctrl-C, which it names. For a program that has to do something of its own before it stops its
/// gateway; [`Gateway::shutdown_on_signal`] is all that others need.
///
/// # Errors
///
/// None on this system.
#[cfg(not(unix))]
pub fn asked_to_stop() -> io::Result<impl Future<Output = &'static str> + Send> {
    Ok(async {
        // Without a way to listen nothing ever asks.
        match tokio::signal::ctrl_c().await {
            Ok(()) => "Ctrl-C",
            Err(_) => std::future::pending().await,
        }
    })
}
