//! Lets two parties poll the driver: its task, and a consumer that has read the whole queue.
//!
//! In a burst on several connections, each connection evicts the others' data from the processor's cache: the window of
//! the decompressor, and the events that were just read. Many events in a row from one connection keep the window in
//! the cache, few keep the events there. A consumer that polls the driver itself, instead of waiting for the task, gets
//! both: it handles the events of one short poll before the next, for many polls in a row.

use std::any::Any;
use std::fmt;
use std::future::Future;
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::pin::Pin;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll, Waker};

use tokio::runtime::{Handle, Id};

/// How many times in a row a consumer polls the driver before it waits for the task, so that other tasks of the runtime
/// run. It is about 4,000 events.
const POLLS_IN_A_ROW: usize = 64;

type Driving = Pin<Box<dyn Future<Output = ()> + Send>>;

/// The task of a connection.
pub(crate) struct DriverTask(Arc<Mutex<State>>);

/// The consumer's access to the driver.
pub(crate) struct DriverPoller {
    driver: Arc<Mutex<State>>,
    /// The runtime on which the task runs. The socket and the timers belong to it.
    runtime: Id,
}

struct State {
    /// `None` after it has ended.
    driver: Option<Driving>,
    /// The task's waker. The driver wakes it, whichever party polls. `None` until the task first runs.
    waker: Option<Waker>,
    polls_left: usize,
    /// The driver's panic, if it panicked while the consumer polled it.
    panic: Option<Box<dyn Any + Send>>,
}

/// Shares a driver between its consumer and its task, which must be spawned on the caller's runtime.
pub(crate) fn share(driver: impl Future<Output = ()> + Send + 'static) -> DriverTask {
    let state = State { driver: Some(Box::pin(driver)), waker: None, polls_left: 0, panic: None };
    DriverTask(Arc::new(Mutex::new(state)))
}

impl DriverTask {
    /// Locks the state. If a thread panicked while it held the lock, the driver is still there, to be dropped.
    fn lock(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Returns access to the driver for consumers on this runtime.
    pub(crate) fn poller(&self, runtime: &Handle) -> DriverPoller {
        DriverPoller { driver: Arc::clone(&self.0), runtime: runtime.id() }
    }
}

impl Future for DriverTask {
    type Output = ();

    fn poll(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<()> {
        // A consumer that polls it now on another thread releases the lock after one short poll.
        let mut state = self.lock();
        if let Some(panic) = state.panic.take() {
            drop(state);
            resume_unwind(panic);
        }
        match &mut state.waker {
            Some(waker) => waker.clone_from(cx.waker()),
            none => *none = Some(cx.waker().clone()),
        }
        state.polls_left = POLLS_IN_A_ROW;
        state.poll(cx)
    }
}

impl Drop for DriverTask {
    fn drop(&mut self) {
        let driver = self.lock().driver.take();
        drop(driver);
    }
}

impl State {
    /// Polls the driver, and drops it when it ends.
    fn poll(&mut self, cx: &mut Context<'_>) -> Poll<()> {
        let Some(driver) = &mut self.driver else { return Poll::Ready(()) };
        let polled = driver.as_mut().poll(cx);
        if polled.is_ready() {
            self.driver = None;
        }
        polled
    }
}

impl DriverPoller {
    /// Polls the driver once, if this is its runtime, nobody else polls it, and the limit of polls in a row is not
    /// reached. Returns whether it did. If the driver panics, the panic is passed on to its task.
    pub(crate) fn poll(&self) -> bool {
        if !Handle::try_current().is_ok_and(|current| current.id() == self.runtime) {
            return false;
        }
        let Ok(mut state) = self.driver.try_lock() else { return false };
        if state.polls_left == 0 {
            return false;
        }
        state.polls_left -= 1;
        let Some(waker) = state.waker.clone() else { return false };
        let mut cx = Context::from_waker(&waker);
        match catch_unwind(AssertUnwindSafe(|| state.poll(&mut cx))) {
            Ok(Poll::Pending) => {}
            Ok(Poll::Ready(())) => waker.wake(),
            Err(panic) => {
                state.panic = Some(panic);
                state.driver = None;
                waker.wake();
            }
        }
        true
    }
}

impl fmt::Debug for DriverPoller {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("DriverPoller")
    }
}

#[cfg(test)]
mod tests {
    use std::future::poll_fn;
    use std::sync::atomic::{AtomicUsize, Ordering};

    use tokio::task::yield_now;

    use super::*;

    /// A driver that counts its polls, and does `each` in each poll.
    fn counting(
        each: impl Fn(usize) -> Poll<()> + Send + 'static,
    ) -> (Arc<AtomicUsize>, DriverTask) {
        let polls = Arc::new(AtomicUsize::new(0));
        let counted = Arc::clone(&polls);
        let task = share(poll_fn(move |_| each(counted.fetch_add(1, Ordering::Relaxed) + 1)));
        (polls, task)
    }

    #[tokio::test]
    async fn the_consumer_polls_so_often_in_a_row_and_then_waits_for_the_task() {
        let (polls, task) = counting(|_| Poll::Pending);
        let poller = task.poller(&Handle::current());
        assert!(!poller.poll(), "the task has not run");
        let wakes = Arc::clone(&task.0);
        drop(tokio::spawn(task));
        yield_now().await;
        for _ in 0..2 {
            let in_a_row = (0..).take_while(|_| poller.poll()).count();
            assert_eq!(in_a_row, POLLS_IN_A_ROW);
            wakes.lock().unwrap().waker.as_ref().unwrap().wake_by_ref();
            yield_now().await;
        }
        assert_eq!(polls.load(Ordering::Relaxed), 1 + 2 * (POLLS_IN_A_ROW + 1));
    }

    #[tokio::test]
    async fn only_the_runtime_of_the_task_polls_it() {
        let (_, task) = counting(|_| Poll::Pending);
        let poller = task.poller(&Handle::current());
        drop(tokio::spawn(task));
        yield_now().await;
        let poller = std::thread::spawn(move || {
            assert!(!poller.poll(), "no runtime");
            let other = tokio::runtime::Builder::new_current_thread().build().unwrap();
            other.block_on(async { assert!(!poller.poll(), "another one") });
            poller
        });
        assert!(poller.join().unwrap().poll());
    }

    #[tokio::test]
    async fn the_task_ends_or_panics_with_the_driver_whoever_polls_it() {
        for ends in [true, false] {
            let (polls, task) = counting(move |poll| match poll {
                1 => Poll::Pending,
                _ if ends => Poll::Ready(()),
                _ => panic!("on purpose"),
            });
            let poller = task.poller(&Handle::current());
            let task = tokio::spawn(task);
            yield_now().await;
            assert!(poller.poll());
            assert_eq!(task.await.is_ok(), ends);
            assert!(Arc::strong_count(&polls) == 1, "it is dropped");
        }
    }

    #[tokio::test]
    async fn a_task_that_is_aborted_drops_the_driver() {
        let (polls, task) = counting(|_| Poll::Pending);
        let poller = task.poller(&Handle::current());
        let task = tokio::spawn(task);
        yield_now().await;
        task.abort();
        assert!(task.await.is_err_and(|error| error.is_cancelled()));
        assert_eq!(Arc::strong_count(&polls), 1);
        poller.poll();
        assert_eq!(polls.load(Ordering::Relaxed), 1);
    }
}
