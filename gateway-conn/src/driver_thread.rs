//! A thread that runs only connections.

use std::future::Future;
use std::io;
use std::sync::Arc;

use tokio::runtime::{self, Handle};
use tokio::sync::oneshot;

/// A thread for the tasks of connections. Its tokio runtime runs nothing else.
///
/// Without one, [`connect`](crate::connect) spawns the connection's task on the caller's runtime. If a handler there
/// blocks its thread (`std::thread::sleep`, a long computation, a synchronous database call), the connection is blocked
/// as well: on a single-threaded runtime no heartbeat is sent meanwhile. On a driver thread, connections send
/// heartbeats whatever the program's own tasks do.
///
/// All connections of a process can share one: clones refer to the same thread. The thread does all reading and
/// inflating. Use it if your program may block. Otherwise a program is faster without it, because events stay in the
/// cache of the processor that read them. The thread ends when its last clone and its last connection are dropped.
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
    /// The thread ends when this sender is dropped.
    _running: oneshot::Sender<()>,
}

impl DriverThread {
    /// Starts the thread.
    ///
    /// # Errors
    ///
    /// Returns an error if the operating system cannot create the thread or the resources of its runtime.
    pub fn start() -> io::Result<Self> {
        let runtime = runtime::Builder::new_current_thread().enable_all().build()?;
        let handle = runtime.handle().clone();
        let (running, ended) = oneshot::channel::<()>();
        std::thread::Builder::new().name("gateway-conn".to_owned()).spawn(move || {
            // Ends when the sender is dropped. Nothing is ever sent.
            let _ = runtime.block_on(ended);
        })?;
        Ok(Self(Arc::new(Inner { runtime: handle, _running: running })))
    }

    /// Spawns a task on the thread. The thread runs at least until the task ends.
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
        // Now only the task holds the thread, and ends it from within.
        let runtime = thread.0.runtime.clone();
        drop(thread);
        go.send(()).unwrap();
        assert_eq!(name.await.unwrap().as_deref(), Some("gateway-conn"));
        // A runtime that has ended drops spawned tasks.
        while runtime.spawn(std::future::ready(())).await.is_ok() {
            tokio::task::yield_now().await;
        }
    }
}
