//! A thread for connections alone.

use std::future::Future;
use std::io;
use std::sync::Arc;

use tokio::runtime::{self, Handle};
use tokio::sync::oneshot;

/// A thread of its own for the tasks of connections, with a tokio runtime on it that runs nothing else.
///
/// Without one, [`connect`](crate::connect) spawns a connection's task on the runtime of its caller. A handler
/// there that blocks its thread (`std::thread::sleep`, a long computation, a synchronous database call) holds
/// up the connection as well: on a runtime of one thread no heartbeat is sent meanwhile. On a thread of their
/// own, connections send heartbeats whatever the program's own tasks do.
///
/// All connections of a process may share one: clones are the same thread. It does all the reading and
/// inflating, so it is worth it for programs that may block; others are faster without, since an
/// event then stays on the processor that read it. The thread ends with its last clone and its last connection.
///
/// ```no_run
/// use gateway_conn::{AlwaysReady, Config, DriverThread, connect};
/// # fn run(protocol: gateway_proto::ProtocolConfig) -> Result<(), Box<dyn std::error::Error>> {
/// let thread = DriverThread::start()?;
/// let config = Config::new(protocol).with_driver_thread(thread);
/// let (events, sender) = connect(config, AlwaysReady)?;
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Debug)]
pub struct DriverThread(Arc<Inner>);

#[derive(Debug)]
struct Inner {
    runtime: Handle,
    /// The thread ends when this is dropped.
    _running: oneshot::Sender<()>,
}

impl DriverThread {
    /// Starts the thread.
    ///
    /// # Errors
    ///
    /// Returns an error if the system refuses the thread or what the runtime needs.
    pub fn start() -> io::Result<Self> {
        let runtime = runtime::Builder::new_current_thread().enable_all().build()?;
        let handle = runtime.handle().clone();
        let (running, ended) = oneshot::channel::<()>();
        std::thread::Builder::new().name("gateway-conn".to_owned()).spawn(move || {
            // Ends when the sender is dropped; nothing is ever sent.
            let _ = runtime.block_on(ended);
        })?;
        Ok(Self(Arc::new(Inner { runtime: handle, _running: running })))
    }

    /// Runs a task there. It keeps the thread running until it ends.
    pub(crate) fn spawn(&self, task: impl Future<Output = ()> + Send + 'static) {
        let keep = self.clone();
        self.0.runtime.spawn(async move {
            task.await;
            drop(keep);
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn the_thread_lasts_as_long_as_its_tasks() {
        let thread = DriverThread::start().unwrap();
        let (go, wait) = oneshot::channel::<()>();
        let (done, name) = oneshot::channel();
        thread.spawn(async move {
            wait.await.unwrap();
            let name = std::thread::current().name().map(str::to_owned);
            done.send(name).unwrap();
        });
        // The task alone keeps it now, and ends it from within.
        let runtime = thread.0.runtime.clone();
        drop(thread);
        go.send(()).unwrap();
        assert_eq!(name.await.unwrap().as_deref(), Some("gateway-conn"));
        // A runtime that has ended drops what is spawned on it.
        while runtime.spawn(std::future::ready(())).await.is_ok() {
            tokio::task::yield_now().await;
        }
    }
}
