//! Requests to stop: heard on a thread of their own, so that nothing that blocks the runtime is in the way.

use std::io;
use std::time::Duration;

use tokio::sync::watch;

/// Exit code of a process that did not wait for its end: at a second signal, or because the end hung.
const ENDED_AT_ONCE: i32 = 3;

/// Whether the process was asked to stop. Cheap to clone.
#[derive(Clone, Debug)]
pub struct StopSignals(watch::Receiver<bool>);

impl StopSignals {
    /// Listens for Ctrl-C and, on Unix, SIGTERM from now on. The first asks for an orderly end. A second one, or an end that
    /// takes longer than `timeout`, ends the process at once with exit code 3.
    ///
    /// # Errors
    ///
    /// Returns an error if the system gives no signals or no thread.
    pub fn listen(timeout: Duration) -> io::Result<Self> {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
        let mut signals = {
            let _inside = runtime.enter();
            Signals::new()?
        };
        let (asked, stop) = watch::channel(false);
        let listen = async move {
            let signal = signals.next().await;
            tracing::info!(signal, "asked to stop; a second signal ends the process at once");
            asked.send_replace(true);
            tokio::select! {
                signal = signals.next() => {
                    tracing::warn!(signal, "asked to stop again: ended at once");
                }
                () = tokio::time::sleep(timeout) => {
                    tracing::error!("the deadline is over and something hangs: ended at once");
                }
            }
            std::process::exit(ENDED_AT_ONCE);
        };
        std::thread::Builder::new()
            .name("signals".to_owned())
            .spawn(move || runtime.block_on(listen))?;
        Ok(Self(stop))
    }

    /// Resolves when the process was asked to stop.
    ///
    /// # Cancel safety
    ///
    /// Cancel-safe.
    pub async fn asked(mut self) {
        if self.0.wait_for(|stop| *stop).await.is_err() {
            // The thread is gone: nothing asks any more.
            std::future::pending().await
        }
    }
}

/// The part of `timeout` that an orderly end has, so that it is over before the process is ended.
#[must_use]
pub fn orderly_part(timeout: Duration) -> Duration {
    timeout - (timeout / 20).min(Duration::from_millis(250))
}

/// The signals that ask a process to stop.
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

/// The signals that ask a process to stop.
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
