//! What a connection's task, its event stream and its senders share.

use std::sync::atomic::{AtomicBool, AtomicU64, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Instant;

use futures_util::task::AtomicWaker;
use gateway_proto::{Connection, Input, Shutdown, StopReason};
use tokio::sync::Notify;

use crate::config::Capacity;
use crate::events::Queue;

/// The present, by tokio's clock, so that time paused in a test is paused here too.
pub(crate) fn now() -> Instant {
    tokio::time::Instant::now().into_std()
}

/// Shared by the task, the stream and the senders of one connection.
#[derive(Debug)]
pub(crate) struct Shared {
    /// The protocol. Locked for one poll of the task, or one call of a sender; never across an await.
    machine: Mutex<Connection>,
    pub(crate) queue: Queue,
    pub(crate) counters: Counters,
    /// Events that may wait beyond the capacity.
    ahead: AtomicUsize,
    driver: AtomicWaker,
    signalled: AtomicBool,
    stop: Mutex<Stop>,
    /// Something was sent, or the end has come: whoever waits for either looks again.
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

    /// The protocol machine. It does not panic, so the lock is not poisoned; if it were, its state would
    /// still be whole.
    pub(crate) fn machine(&self) -> MutexGuard<'_, Connection> {
        self.machine.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Makes the task look at the machine.
    pub(crate) fn wake_driver(&self) {
        self.signalled.store(true, Ordering::Release);
        self.driver.wake();
    }

    /// Whether the task was woken since the last call; registers it for the next time.
    pub(crate) fn poll_signal(&self, cx: &std::task::Context<'_>) -> bool {
        self.driver.register(cx.waker());
        self.signalled.swap(false, Ordering::AcqRel)
    }

    /// So many events may wait beyond the capacity from now on.
    pub(crate) fn read_ahead(&self, events: usize) {
        self.ahead.store(events, Ordering::Release);
        self.wake_driver();
    }

    /// How much may wait now, where `capacity` is what usually may.
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

    /// Nobody reads events any more: the connection has no purpose. Its session is kept.
    pub(crate) fn consumer_gone(&self) {
        self.queue.consumer_gone();
        self.shut_down(Shutdown::KeepSession);
    }

    /// The machine is at its end.
    pub(crate) fn stopped(&self, reason: StopReason) {
        self.stop().reason = Some(reason);
    }

    /// The task is gone, with or without a reason.
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
        /// What a connection has done since it was made. They only rise.
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

        /// [`Counts`], written by the task once a poll and read by anyone.
        #[derive(Debug, Default)]
        pub(crate) struct Counters {
            $($name: AtomicU64,)*
        }

        impl Counters {
            /// Publishes. Only the task calls this, so there is nothing to add up.
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
