//! The process is asked to stop: heard on a thread of its own, so that nothing that blocks the runtime is in the way.

use std::io;
use std::time::Duration;

use tokio::sync::watch;

/// Exit code of a process that did not wait for its end.
const ENDED_AT_ONCE: i32 = 3;

/// Listens for Ctrl-C and, on Unix, SIGTERM from now on. The first sets the watch; a second one, or an end that takes
/// longer than its deadline, ends the process at once.
pub(crate) fn listen(timeout: Duration) -> io::Result<watch::Receiver<bool>> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    let mut signals = {
        let _inside = runtime.enter();
        Signals::new()?
    };
    let (asked, stop) = watch::channel(false);
    let listen = async move {
        signals.next().await;
        tracing::info!("asked to stop; a second signal ends the process at once");
        asked.send_replace(true);
        tokio::select! {
            () = signals.next() => tracing::warn!("asked to stop again: ended at once"),
            () = tokio::time::sleep(timeout) => tracing::error!("the deadline is over: ended at once"),
        }
        std::process::exit(ENDED_AT_ONCE);
    };
    std::thread::Builder::new()
        .name("signals".to_owned())
        .spawn(move || runtime.block_on(listen))?;
    Ok(stop)
}

/// The part of the deadline that an orderly end has, so that it is over before the process is ended.
pub(crate) fn orderly(timeout: Duration) -> Duration {
    timeout - (timeout / 20).min(Duration::from_millis(250))
}

/// Resolves when the process was asked to stop. Cancel-safe.
pub(crate) async fn asked(stop: &mut watch::Receiver<bool>) {
    if stop.wait_for(|stop| *stop).await.is_err() {
        // The thread is gone: nothing asks any more.
        std::future::pending().await
    }
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

    async fn next(&mut self) {
        tokio::select! {
            _ = self.interrupt.recv() => {}
            _ = self.terminate.recv() => {}
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

    async fn next(&mut self) {
        if tokio::signal::ctrl_c().await.is_err() {
            std::future::pending().await
        }
    }
}
