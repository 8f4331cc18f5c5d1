//! When a request was sent, and whether the time to its response is one round trip.

use std::time::{Duration, Instant};

/// When a request was sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Departure {
    pub(crate) at: Instant,
    /// Whether a connection had to be made for it, which takes several round trips.
    pub(crate) connects: bool,
}

impl Departure {
    /// Returns the round trip of a request that is answered now; `None` if a connection had to be made for it.
    pub(super) fn round_trip(self, now: Instant) -> Option<Duration> {
        (!self.connects).then(|| now.saturating_duration_since(self.at))
    }
}

#[cfg(test)]
impl From<Instant> for Departure {
    fn from(at: Instant) -> Self {
        Self { at, connects: false }
    }
}
