//! Detects late polls: the runtime did not run a connection's task when its timer was due.
//!
//! A task that does not yield (`std::thread::sleep`, a long computation, blocking I/O) blocks its thread. On a
//! single-threaded runtime no connection sends a heartbeat meanwhile. The connection's task cannot prevent that (see
//! [`DriverThread`](crate::DriverThread)), but it detects and reports it, so that nobody blames Discord.

use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use tokio::runtime;

/// The task reads the clock at least this often, so that the length of a block is known to a second, although
/// heartbeats are due only every 41 s.
const LOOK_EVERY: Duration = Duration::from_secs(1);

/// A poll that is later than this is reported. Shorter delays are normal on a busy machine.
const LATE: Duration = Duration::from_secs(1);

/// A connection lost within this time after a block may be lost because of it: the peer may have missed heartbeats.
const CONSEQUENCE: Duration = Duration::from_secs(60);

/// The end of the last block that was logged at level warn, and its runtime. All connections of a runtime are late
/// together; only one of them logs a warning.
static TOLD: Mutex<Option<(runtime::Id, Instant)>> = Mutex::new(None);

/// The last block of a connection's task.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Blockade {
    /// Its minimum length.
    pub(crate) length: Duration,
    until: Instant,
}

/// Detects late polls of one connection's task.
#[derive(Debug)]
pub(crate) struct Lateness {
    look_at: Instant,
    last: Option<Blockade>,
}

impl Lateness {
    pub(crate) fn new(now: Instant) -> Self {
        Self { look_at: now + LOOK_EVERY, last: None }
    }

    /// When the task must be polled again.
    pub(crate) const fn look_at(&self) -> Instant {
        self.look_at
    }

    /// Records the poll that was due at `due`. Returns how long the runtime was blocked, if it was.
    pub(crate) fn polled(&mut self, due: Instant, now: Instant) -> Option<Duration> {
        if now >= self.look_at {
            self.look_at = now + LOOK_EVERY;
        }
        let length = now.saturating_duration_since(due);
        if length < LATE {
            return None;
        }
        self.last = Some(Blockade { length, until: now });
        tell(length, due, now);
        Some(length)
    }

    /// The block that may be the cause of a connection loss at this time.
    pub(crate) fn recent(&self, now: Instant) -> Option<Duration> {
        let last =
            self.last.filter(|last| now.saturating_duration_since(last.until) <= CONSEQUENCE);
        last.map(|last| last.length)
    }
}

/// Logs a block. The level is debug if another connection of this runtime already logged it.
#[cold]
fn tell(length: Duration, due: Instant, now: Instant) {
    let thread = std::thread::current();
    let thread = thread.name().unwrap_or("unnamed");
    let seconds = length.as_secs_f64();
    if is_told(due, now) {
        tracing::debug!(thread, "the runtime was blocked for {seconds:.1} s by a task");
    } else {
        tracing::warn!(
            thread,
            "the runtime was blocked for {seconds:.1} s by a task, or the process was suspended, and no \
             heartbeat was sent; use tokio::task::spawn_blocking for blocking code, or run connections on a DriverThread"
        );
    }
}

fn is_told(due: Instant, now: Instant) -> bool {
    let Ok(runtime) = runtime::Handle::try_current() else { return false };
    let runtime = runtime.id();
    let mut told = TOLD.lock().unwrap_or_else(PoisonError::into_inner);
    let is_told = told.is_some_and(|(other, until)| other == runtime && until >= due);
    if !is_told {
        *told = Some((runtime, now));
    }
    is_told
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_poll_is_late_from_a_second_on_and_remembered_for_a_minute() {
        let start = Instant::now();
        let mut lateness = Lateness::new(start);
        let due = lateness.look_at();
        assert_eq!(due, start + LOOK_EVERY);
        assert_eq!(lateness.polled(due, due + LATE - Duration::from_millis(1)), None);
        assert_eq!(lateness.recent(due), None);
        let due = lateness.look_at();
        let late = due + Duration::from_secs(20);
        assert_eq!(lateness.polled(due, late), Some(Duration::from_secs(20)));
        assert_eq!(lateness.look_at(), late + LOOK_EVERY);
        assert_eq!(lateness.recent(late + CONSEQUENCE), Some(Duration::from_secs(20)));
        assert_eq!(lateness.recent(late + CONSEQUENCE + LATE), None);
        // An earlier poll does not postpone the deadline.
        assert_eq!(lateness.polled(late, late), None);
        assert_eq!(lateness.look_at(), late + LOOK_EVERY);
    }

    #[tokio::test]
    async fn one_connection_of_a_runtime_tells_a_blockade() {
        let due = Instant::now();
        let end = due + Duration::from_secs(20);
        assert!(!is_told(due, end));
        assert!(is_told(due + Duration::from_secs(1), end));
        assert!(!is_told(end + Duration::from_secs(1), end + Duration::from_secs(9)));
    }
}
