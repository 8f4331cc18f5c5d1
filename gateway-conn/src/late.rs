//! Polls that come late: the runtime did not run a connection's task when its timer was due.
//!
//! A task that does not yield (`std::thread::sleep`, a long computation, blocking I/O) holds its thread. On a
//! runtime of one thread no connection sends a heartbeat meanwhile. That cannot be prevented from within the
//! runtime (see [`DriverThread`](crate::DriverThread)), but it is noticed and told, so that nobody looks for
//! the fault at Discord.

use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use tokio::runtime;

/// The task looks at the clock at least this often, so that the length of a blockade is known to a second
/// although heartbeats are due once in 41 s only.
const LOOK_EVERY: Duration = Duration::from_secs(1);

/// A poll is late from here on. Less is what a busy machine does now and then.
const LATE: Duration = Duration::from_secs(1);

/// How long after a blockade a loss of the connection may be its consequence: the peer may have given up the
/// connection because of missing heartbeats, or is about to.
const CONSEQUENCE: Duration = Duration::from_secs(60);

/// The end of the last blockade that was logged at level warn, and on which runtime. All its connections
/// are late together; one of them says so.
static TOLD: Mutex<Option<(runtime::Id, Instant)>> = Mutex::new(None);

/// The last blockade of a connection's task.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Blockade {
    /// How long it was at least.
    pub(crate) length: Duration,
    until: Instant,
}

/// Watches one connection's task.
#[derive(Debug)]
pub(crate) struct Lateness {
    look_at: Instant,
    last: Option<Blockade>,
}

impl Lateness {
    pub(crate) fn new(now: Instant) -> Self {
        Self { look_at: now + LOOK_EVERY, last: None }
    }

    /// When the task has to be polled again.
    pub(crate) const fn look_at(&self) -> Instant {
        self.look_at
    }

    /// The poll that was due at `due` has come; returns for how long the runtime was blocked, if it was.
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

    /// The blockade that a loss of the connection at this time may come of.
    pub(crate) fn recent(&self, now: Instant) -> Option<Duration> {
        let last =
            self.last.filter(|last| now.saturating_duration_since(last.until) <= CONSEQUENCE);
        last.map(|last| last.length)
    }
}

/// Logs a blockade; at level debug if another connection of this runtime was late in it and told it already.
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
            "the runtime was blocked for {seconds:.1} s by a task, or the process stood still: no heartbeat was \
             sent; use tokio::task::spawn_blocking for what blocks, or give the connections a DriverThread"
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
        // A poll before the next look does not put it off.
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
