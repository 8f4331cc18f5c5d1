//! Who polls the driver: its task, and a consumer that has read all there is.
//!
//! In a flood on several connections, each of them pushes what the others work with out of the processor's cache: the
//! window of the decompressor, and the events that were read a moment ago. Many events in a row from one connection keep the
//! window there, few keep the events. A consumer that polls the driver itself, instead of waiting for its task, has both: it
//! handles the events of one short poll before the next, for many polls in a row.

use std::any::Any;
use std::fmt;
use std::future::Future;
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::pin::Pin;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll, Waker};

use tokio::runtime::{Handle, Id};

/// How often in a row a consumer polls the driver before it waits for the task, so that the runtime's other tasks have
/// their turn: some 4,000 events.
const POLLS_IN_A_ROW: usize = 64;

type Driving = Pin<Box<dyn Future<Output = ()> + Send>>;

/// The task of a connection.
pub(crate) struct DriverTask(Arc<Mutex<State>>);

/// The consumer's way to the driver.
pub(crate) struct DriverPoller {
    driver: Arc<Mutex<State>>,
    /// Where the task runs: its socket and its timers belong to this runtime.
    runtime: Id,
}

struct State {
    /// `None` at its end.
    driver: Option<Driving>,
    /// The task's; whoever polls the driver, this is what it wakes. `None` until the task first runs.
    waker: Option<Waker>,
    polls_left: usize,
    /// What the driver panicked with while the consumer polled it.
    panic: Option<Box<dyn Any + Send>>,
}

/// Shares a driver between its task, which must be spawned on the runtime of the caller, and its consumer.
pub(crate) fn share(driver: impl Future<Output = ()> + Send + 'static) -> DriverTask {
    let state = State { driver: Some(Box::pin(driver)), waker: None, polls_left: 0, panic: None };
    DriverTask(Arc::new(Mutex::new(state)))
}

impl DriverTask {
    /// A panic while it is locked leaves the driver where it is, to be dropped.
    fn lock(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// A way to poll the driver for consumers on this runtime.
    pub(crate) fn poller(&self, runtime: &Handle) -> DriverPoller {
        DriverPoller { driver: Arc::clone(&self.0), runtime: runtime.id() }
    }
}

impl Future for DriverTask {
    type Output = ();

    fn poll(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<()> {
        // A consumer that polls it at this moment on another thread is done after one short poll.
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
    /// Polls the driver, and drops it at its end.
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
    /// Polls the driver once, if this is its runtime, nobody else polls it, and the others had their turn. Returns whether
    /// it did. If the driver panics, its task panics.
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

    /// A driver that counts its polls and does in each what `each` says.
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
