//! Stop signals. A dedicated thread waits for them, so that code that blocks the runtime does not delay them.

use std::io;
use std::time::Duration;

use tokio::sync::watch;

/// The exit code of a process that was stopped without an orderly shutdown: by a second signal, or because the shutdown
/// took too long.
const ENDED_AT_ONCE: i32 = 3;

/// Whether a stop signal has arrived. Cheap to clone.
#[derive(Clone, Debug)]
pub struct StopSignals(watch::Receiver<bool>);

impl StopSignals {
    /// Starts listening for Ctrl-C and, on Unix, SIGTERM. The first signal asks for an orderly shutdown. After a second
    /// signal, or `timeout` after the first, the process exits immediately with exit code 3.
    ///
    /// # Errors
    ///
    /// Returns an error if the signal handlers or the thread cannot be created.
    pub fn listen(timeout: Duration) -> io::Result<Self> {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
        let mut signals = {
            let _inside = runtime.enter();
            Signals::new()?
        };
        let (asked, stop) = watch::channel(false);
        let listen = async move {
            let signal = signals.next().await;
            tracing::info!(
                signal,
                "stop signal received; a second one ends the process immediately"
            );
            asked.send_replace(true);
            tokio::select! {
                signal = signals.next() => {
                    tracing::warn!(signal, "second stop signal received: the process exits immediately");
                }
                () = tokio::time::sleep(timeout) => {
                    tracing::error!("the shutdown did not end in time: the process exits immediately");
                }
            }
            std::process::exit(ENDED_AT_ONCE);
        };
        std::thread::Builder::new()
            .name("signals".to_owned())
            .spawn(move || runtime.block_on(listen))?;
        Ok(Self(stop))
    }

    /// Resolves when a stop signal has arrived.
    ///
    /// # Cancel safety
    ///
    /// Cancel-safe.
    pub async fn asked(mut self) {
        if self.0.wait_for(|stop| *stop).await.is_err() {
            // The thread is gone, so no signal can arrive.
            std::future::pending().await
        }
    }
}

/// The part of `timeout` that is for the orderly shutdown, so that it ends before the process is stopped.
#[must_use]
pub fn orderly_part(timeout: Duration) -> Duration {
    timeout - (timeout / 20).min(Duration::from_millis(250))
}

/// The signals that stop a process.
#[cfg(unix)]
struct Signals {
    interrupt: tokio::signal::unix::Signal,
    terminate: tokio::signal::unix::Signal,
}

#[cfg(unix)]
impl Signals {
    fn new() -> io::Result<Self> {
        use tokio::signal::unix::{SignalKind, signal};
        let (interrupt, terminate) = (SignalKind::interrupt(), SignalKind::terminate());
        Ok(Self { interrupt: signal(interrupt)?, terminate: signal(terminate)? })
    }

    async fn next(&mut self) -> &'static str {
        tokio::select! {
            _ = self.interrupt.recv() => "Ctrl-C",
            _ = self.terminate.recv() => "SIGTERM",
        }
    }
}

/// The signals that stop a process.
#[cfg(not(unix))]
struct Signals;

#[cfg(not(unix))]
impl Signals {
    fn new() -> io::Result<Self> {
        Ok(Self)
    }

    async fn next(&mut self) -> &'static str {
        match tokio::signal::ctrl_c().await {
            Ok(()) => "Ctrl-C",
            Err(_) => std::future::pending().await,
        }
    }
}
