//! A time limit for the peer, and when it is fair to hold it against the peer.

use std::time::{Duration, Instant};

use crate::planted::{WrongRule, planted};

/// A deadline noticed later than this was slept through: what the peer sent meanwhile is not read yet, so nothing
/// is held against it.
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

    /// When it ends.
    pub(super) const fn at(&self) -> Instant {
        self.at
    }

    /// Starts anew.
    pub(super) fn restart(&mut self, now: Instant) {
        self.at = now + self.length;
    }

    /// Whether the peer is late. While reading is paused, and if we slept through the deadline, what the peer sent
    /// may not be read yet: then the limit starts anew.
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
