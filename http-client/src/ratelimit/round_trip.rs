//! The quickest round trip to the API, which determines how early a request may be sent.
//!
//! A response arrives some time after Discord counted its request, and the next request needs some time to arrive. How
//! a round trip is split between the two ways is unknown. But the way back of one request and the way out of the next
//! together take at least about as long as the quickest round trip. This is only true if both ways of that trip were
//! quick: among few trips, even the quickest may have been delayed on one way, by a process that had just started or by
//! a busy machine.

use std::time::{Duration, Instant};

use super::departure::Departure;

/// The number of trips that must be known.
const ENOUGH: u32 = 16;
/// How much of each trip may be this machine's own delay, which may be missing the next time.
const OWN: Duration = Duration::from_millis(10);

/// The quickest round trip on established connections.
#[derive(Debug, Default)]
pub(super) struct RoundTrip {
    quickest: Duration,
    seen: u32,
}

impl RoundTrip {
    /// Records the response to a request with this departure.
    pub(super) fn seen(&mut self, sent: Departure, now: Instant) {
        let Some(trip) = sent.round_trip(now) else { return };
        self.quickest = if self.seen == 0 { trip } else { self.quickest.min(trip) };
        self.seen = self.seen.saturating_add(1);
    }

    /// Returns the minimum time that a way back and a way out take together, less one `part`th of it as a margin. Zero
    /// if too little is known.
    pub(super) fn least(&self, part: u32) -> Duration {
        if self.seen < ENOUGH {
            return Duration::ZERO;
        }
        self.quickest.saturating_sub((self.quickest / part).max(OWN))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const MS: Duration = Duration::from_millis(1);

    #[test]
    fn few_trips_and_the_time_of_connections_say_nothing() {
        let (mut trip, now) = (RoundTrip::default(), Instant::now());
        for _ in 0..20 {
            trip.seen(Departure { at: now, connects: true }, now + 10 * MS);
        }
        for _ in 1..ENOUGH {
            trip.seen(now.into(), now + 100 * MS);
            assert_eq!(trip.least(2), Duration::ZERO);
        }
        trip.seen(now.into(), now + 80 * MS);
        trip.seen(now.into(), now + 400 * MS);
        assert_eq!((trip.least(2), trip.least(8)), (40 * MS, 70 * MS));
    }

    #[test]
    fn a_trip_that_may_be_this_machines_own_time_is_none() {
        let (mut trip, now) = (RoundTrip::default(), Instant::now());
        for _ in 0..ENOUGH {
            trip.seen(now.into(), now + 10 * MS);
        }
        assert_eq!((trip.least(2), trip.least(8)), (Duration::ZERO, Duration::ZERO));
    }
}
