//! The state of one client's connection: whether it waits for a request, and whether it has to end.
//!
//! hyper's own timer for the head of a request is set and removed for each request, which costs more than all limits of
//! a request. A connection that waits too long is found once a second instead.

use std::sync::atomic::{AtomicBool, AtomicU64, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::{Context, Waker};

use http::Version;

/// A client has to send the head of its next request within this number of ticks, or its connection is closed.
const HEAD_TICKS: u64 = 30;

/// Counts the ticks of a timer, one a second.
#[derive(Clone, Debug, Default)]
pub(super) struct Ticks(Arc<AtomicU64>);

impl Ticks {
    pub(super) fn advance(&self) {
        self.0.fetch_add(1, Ordering::Relaxed);
    }

    fn now(&self) -> u64 {
        self.0.load(Ordering::Relaxed)
    }
}

/// The state of one connection. Clones share it.
#[derive(Clone, Debug)]
pub(super) struct Connection(Arc<State>);

#[derive(Debug)]
struct State {
    ticks: Ticks,
    /// The number of requests without a complete response.
    requests: AtomicUsize,
    /// The tick at which the last of them ended.
    idle_since: AtomicU64,
    /// Whether there was a request.
    was_used: AtomicBool,
    /// Whether it is probed with pings instead. It is known from the first request on, so a client of HTTP/2 has to send
    /// that in time too.
    is_http2: AtomicBool,
    stops: AtomicBool,
    /// Wakes the task of the connection.
    waker: Mutex<Option<Waker>>,
}

impl Connection {
    pub(super) fn new(ticks: &Ticks) -> Self {
        Self(Arc::new(State {
            ticks: ticks.clone(),
            requests: AtomicUsize::new(0),
            idle_since: AtomicU64::new(ticks.now()),
            was_used: AtomicBool::new(false),
            is_http2: AtomicBool::new(false),
            stops: AtomicBool::new(false),
            waker: Mutex::default(),
        }))
    }

    /// Records a request. The connection is busy until the result is dropped.
    pub(super) fn begin(&self, version: Version) -> Busy {
        if version == Version::HTTP_2 {
            self.0.is_http2.store(true, Ordering::Relaxed);
        }
        self.0.was_used.store(true, Ordering::Relaxed);
        self.0.requests.fetch_add(1, Ordering::Relaxed);
        Busy(Arc::clone(&self.0))
    }

    /// Returns whether its client took too long to send a request.
    pub(super) fn is_late(&self) -> bool {
        let state = &self.0;
        let idle = state.requests.load(Ordering::Acquire) == 0;
        let waited = state.ticks.now().saturating_sub(state.idle_since.load(Ordering::Relaxed));
        idle && waited > HEAD_TICKS && !state.is_http2.load(Ordering::Relaxed)
    }

    /// Returns whether there was a request.
    pub(super) fn was_used(&self) -> bool {
        self.0.was_used.load(Ordering::Relaxed)
    }

    /// Makes the connection end after its present requests.
    pub(super) fn stop(&self) {
        self.0.stops.store(true, Ordering::Release);
        self.wake();
    }

    /// Polls the task of the connection, so that it ends if it has to.
    pub(super) fn wake(&self) {
        if let Some(waker) = &*self.waker() {
            waker.wake_by_ref();
        }
    }

    /// Returns whether the connection was closed, and nothing else refers to it.
    pub(super) fn is_gone(&self) -> bool {
        Arc::strong_count(&self.0) == 1
    }

    /// Sets the task of the connection.
    pub(super) fn register(&self, cx: &Context<'_>) {
        *self.waker() = Some(cx.waker().clone());
    }

    /// Returns whether the connection ends after its present requests.
    pub(super) fn stops(&self) -> bool {
        self.0.stops.load(Ordering::Acquire)
    }

    fn waker(&self) -> MutexGuard<'_, Option<Waker>> {
        self.0.waker.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A request whose response is not complete.
#[derive(Debug)]
pub(super) struct Busy(Arc<State>);

impl Drop for Busy {
    fn drop(&mut self) {
        self.0.idle_since.store(self.0.ticks.now(), Ordering::Relaxed);
        self.0.requests.fetch_sub(1, Ordering::Release);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pass(ticks: &Ticks, count: u64) {
        for _ in 0..count {
            ticks.advance();
        }
    }

    #[test]
    fn a_connection_is_late_if_it_waits_too_long_for_a_request() {
        let ticks = Ticks::default();
        pass(&ticks, 100);
        let connection = Connection::new(&ticks);
        pass(&ticks, HEAD_TICKS);
        assert!(!connection.is_late());
        pass(&ticks, 1);
        assert!(connection.is_late());
    }

    #[test]
    fn a_response_may_take_long_and_the_wait_begins_after_it() {
        let ticks = Ticks::default();
        let connection = Connection::new(&ticks);
        let (first, second) =
            (connection.begin(Version::HTTP_11), connection.begin(Version::HTTP_11));
        pass(&ticks, 3 * HEAD_TICKS);
        drop(first);
        pass(&ticks, 3 * HEAD_TICKS);
        assert!(!connection.is_late());
        drop(second);
        assert!(!connection.is_late());
        pass(&ticks, HEAD_TICKS + 1);
        assert!(connection.is_late());
    }

    #[test]
    fn an_idle_connection_of_http2_is_kept() {
        let ticks = Ticks::default();
        let connection = Connection::new(&ticks);
        drop(connection.begin(Version::HTTP_2));
        pass(&ticks, 3 * HEAD_TICKS);
        assert!(!connection.is_late());
    }
}
