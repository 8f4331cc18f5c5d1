//! A time limit for the peer that does not run out while the process cannot read.

use std::time::{Duration, Instant};

use crate::planted::{WrongRule, planted};

/// If a deadline is noticed later than this, the process was suspended. What the peer sent meanwhile has not been read
/// yet, so the peer is not considered late.
const SLEPT: Duration = Duration::from_secs(5);

/// A time limit for the peer.
#[derive(Clone, Copy, Debug)]
pub(super) struct Deadline {
    at: Instant,
    length: Duration,
}

impl Deadline {
    pub(super) fn new(length: Duration, now: Instant) -> Self {
        Self { at: now + length, length }
    }

    /// When it expires.
    pub(super) const fn at(&self) -> Instant {
        self.at
    }

    /// Restarts the limit.
    pub(super) fn restart(&mut self, now: Instant) {
        self.at = now + self.length;
    }

    /// Returns whether the peer is late. If reading is paused, or if the process was suspended past the deadline, data
    /// of the peer may be unread, so the limit restarts.
    pub(super) fn has_passed(&mut self, paused: bool, now: Instant) -> bool {
        if now < self.at {
            return false;
        }
        let paused = paused && !planted(WrongRule::PausedReadingIsHeldAgainstThePeer);
        let unfair = paused || now.duration_since(self.at) > SLEPT;
        if unfair {
            self.restart(now);
        }
        !unfair
    }
}
