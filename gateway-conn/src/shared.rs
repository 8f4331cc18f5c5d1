//! The state that a connection's task, its event stream and its handles share.

use std::sync::atomic::{AtomicBool, AtomicU64, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Instant;

use futures_util::task::AtomicWaker;
use gateway_proto::{Connection, Input, Shutdown, StopReason};
use tokio::sync::Notify;

use crate::config::Capacity;
use crate::events::Queue;

/// The present time on tokio's clock, so that time that a test pauses is paused here too.
pub(crate) fn now() -> Instant {
    tokio::time::Instant::now().into_std()
}

/// The state that the task, the stream and the handles of one connection share.
#[derive(Debug)]
pub(crate) struct Shared {
    /// The state machine. It is locked for one poll of the task or one call of a handle, and never across an await.
    machine: Mutex<Connection>,
    pub(crate) queue: Queue,
    pub(crate) counters: Counters,
    /// How many events may wait beyond the capacity.
    ahead: AtomicUsize,
    driver: AtomicWaker,
    signalled: AtomicBool,
    stop: Mutex<Stop>,
    /// Notified when something was sent, or the connection has stopped.
    pub(crate) progress: Notify,
}

#[derive(Debug, Default)]
struct Stop {
    reason: Option<StopReason>,
    gone: bool,
}

impl Shared {
    pub(crate) fn new(machine: Connection) -> Arc<Self> {
        Arc::new(Self {
            machine: Mutex::new(machine),
            queue: Queue::default(),
            counters: Counters::default(),
            ahead: AtomicUsize::new(0),
            driver: AtomicWaker::new(),
            signalled: AtomicBool::new(false),
            stop: Mutex::default(),
            progress: Notify::new(),
        })
    }

    /// Locks the state machine. It does not panic, so the lock is not poisoned; if it were, its state would still be
    /// consistent.
    pub(crate) fn machine(&self) -> MutexGuard<'_, Connection> {
        self.machine.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Wakes the task so that it polls the machine.
    pub(crate) fn wake_driver(&self) {
        self.signalled.store(true, Ordering::Release);
        self.driver.wake();
    }

    /// Returns whether the task was woken since the last call, and registers it for the next time.
    pub(crate) fn poll_signal(&self, cx: &std::task::Context<'_>) -> bool {
        self.driver.register(cx.waker());
        self.signalled.swap(false, Ordering::AcqRel)
    }

    /// Sets how many events may wait beyond the capacity.
    pub(crate) fn read_ahead(&self, events: usize) {
        self.ahead.store(events, Ordering::Release);
        self.wake_driver();
    }

    /// Returns how much may wait now; `capacity` is the configured limit.
    pub(crate) fn capacity(&self, capacity: Capacity) -> Capacity {
        match self.ahead.load(Ordering::Acquire) {
            0 => capacity,
            ahead => Capacity { events: capacity.events.saturating_add(ahead), bytes: usize::MAX },
        }
    }

    pub(crate) fn shut_down(&self, shutdown: Shutdown) {
        self.machine().handle(Input::Shutdown(shutdown), now());
        self.wake_driver();
    }

    /// Handles the loss of the event stream: the connection is shut down, and its session is kept.
    pub(crate) fn consumer_gone(&self) {
        self.queue.consumer_gone();
        self.shut_down(Shutdown::KeepSession);
    }

    /// Records why the machine stopped.
    pub(crate) fn stopped(&self, reason: StopReason) {
        self.stop().reason = Some(reason);
    }

    /// Records that the task is gone, with or without a reason.
    pub(crate) fn driver_gone(&self) {
        self.stop().gone = true;
        self.queue.finish();
        self.progress.notify_waiters();
    }

    /// Waits for the task to end.
    pub(crate) async fn wait_stopped(&self) -> Option<StopReason> {
        loop {
            let progress = self.progress.notified();
            tokio::pin!(progress);
            progress.as_mut().enable();
            {
                let stop = self.stop();
                if stop.gone {
                    return stop.reason.clone();
                }
            }
            progress.await;
        }
    }

    pub(crate) fn is_gone(&self) -> bool {
        self.stop().gone
    }

    fn stop(&self) -> MutexGuard<'_, Stop> {
        self.stop.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

macro_rules! counters {
    ($($(#[doc = $doc:literal])+ $name:ident,)*) => {
        /// The counters of a connection. They never decrease.
        #[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
        #[non_exhaustive]
        pub struct Counts {
            $($(#[doc = $doc])+ pub $name: u64,)*
        }

        impl Counts {
            /// Each counter with its name.
            #[cfg(feature = "metrics")]
            pub(crate) const fn named(&self) -> [(&'static str, u64); Self::COUNT] {
                [$((stringify!($name), self.$name),)*]
            }

            /// Each counter's name and what it counts.
            #[cfg(feature = "metrics")]
            pub(crate) const MEANINGS: [(&'static str, &'static str); Self::COUNT] =
                [$((stringify!($name), concat!($($doc),+)),)*];

            #[cfg(feature = "metrics")]
            pub(crate) const COUNT: usize = [$(stringify!($name),)*].len();
        }

        /// [`Counts`], written by the task after each poll and read from anywhere.
        #[derive(Debug, Default)]
        pub(crate) struct Counters {
            $($name: AtomicU64,)*
        }

        impl Counters {
            /// Publishes the counters. Only the task calls this, so it stores them without adding.
            pub(crate) fn publish(&self, counts: &Counts) {
                $(self.$name.store(counts.$name, Ordering::Relaxed);)*
            }

            pub(crate) fn read(&self) -> Counts {
                Counts { $($name: self.$name.load(Ordering::Relaxed),)* }
            }
        }
    };
}

counters! {
    /// Events handed on to the consumer.
    events,
    /// Events left out because they are not among those asked for.
    events_filtered,
    /// Events dropped because the queue was full and the policy said so.
    events_dropped,
    /// Notices (state changes) dropped because far too many waited.
    notices_dropped,
    /// Payloads received, of any kind.
    payloads,
    /// Bytes of payloads after inflating.
    payload_bytes,
    /// Payloads sent.
    sent,
    /// Connections opened.
    opened,
    /// Connections that could not be opened.
    dial_failures,
    /// Open connections that broke: not those closed by either side.
    broken,
    /// How often reading stopped because the queue was full.
    pauses,
    /// How often the runtime ran the connection's task a second or more too late.
    late_polls,
}
