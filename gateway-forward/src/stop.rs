//! The process is asked to stop: heard on a thread of its own, so that nothing that blocks the runtime is in the way.

use std::io;
use std::time::Duration;

use gateway_shard::ShutdownSignals;
use tokio::sync::watch;

/// Exit code of a process that did not wait for its end: at a second signal, or because the end hung.
const ENDED_AT_ONCE: i32 = 3;

/// Listens for signals from now on. The first sets the watch; a second one, or an end that takes longer than its
/// deadline, ends the process at once.
pub(crate) fn listen(timeout: Duration) -> io::Result<watch::Receiver<bool>> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    let mut signals = {
        let _inside = runtime.enter();
        ShutdownSignals::new()?
    };
    let (asked, stop) = watch::channel(false);
    let listen = async move {
        let signal = signals.next().await;
        tracing::info!(signal, "asked to stop; a second signal ends the process at once");
        asked.send_replace(true);
        tokio::select! {
            signal = signals.next() => {
                tracing::warn!(signal, "asked to stop again: ended at once, what is not handled comes again");
            }
            () = tokio::time::sleep(timeout) => {
                tracing::error!("the deadline is over and something hangs: ended at once, what is not handled comes again");
            }
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
