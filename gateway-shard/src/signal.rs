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
        asked_to_stop().await?;
        tracing::info!(?kind, "asked to stop");
        Ok(self.shutdown(kind, deadline).await)
    }
}

#[cfg(unix)]
async fn asked_to_stop() -> io::Result<()> {
    use tokio::signal::unix::{SignalKind, signal};
    let mut terminate = signal(SignalKind::terminate())?;
    tokio::select! {
        interrupted = tokio::signal::ctrl_c() => interrupted,
        _ = terminate.recv() => Ok(()),
    }
}

#[cfg(not(unix))]
async fn asked_to_stop() -> io::Result<()> {
    tokio::signal::ctrl_c().await
}
