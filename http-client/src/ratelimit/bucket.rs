//! What is known about one bucket, and when it lets the next request go.
//!
//! Discord runs two kinds of window side by side and does not say which a bucket has. In a *fixed* window
//! all slots come back at the reset. In a *sliding* one each slot comes back by itself and the reset moves
//! with every request ([hikari#2427](https://github.com/hikari-py/hikari/pull/2427)). In both, the reset is
//! the time at which the bucket is full, so "what is left until the reset, then all" is safe for either. A
//! bucket is known to slide when the reset moved while it had not yet passed; then its slots are used as
//! they come back.

use std::time::{Duration, Instant};

use super::headers::BucketHeaders;
use super::patience::Patience;
use super::round_trip::RoundTrip;

/// Two server stamps closer than this are the same moment, written by two machines or rounded.
const SAME_STAMP_MS: u64 = 3;

/// Of the quickest round trip, half is kept as a margin.
const MARGIN_PART: u32 = 2;

/// When a bucket lets its next request go.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Room {
    /// At once.
    Now,
    /// At this time, if nothing else happens.
    At(Instant),
    /// When a request in flight is answered.
    WhenAnswered,
}

/// One bucket's limit as far as its answers told.
#[derive(Debug)]
pub(crate) struct BucketState {
    known: Known,
    /// A 429 said to wait until then.
    blocked_until: Option<Instant>,
    patience: Patience,
    /// Whether no request leaves before the reset, because one met a 429.
    punctual: bool,
}

#[derive(Debug)]
enum Known {
    /// Nothing: one request goes alone and finds out.
    Nothing,
    /// Its answers have no rate limit headers.
    Unlimited,
    /// A window.
    Window(Window),
}

#[derive(Debug)]
struct Window {
    /// Slots of a whole window.
    limit: u32,
    /// Slots left by the newest answer, requests in flight not taken off.
    left: u32,
    /// When the bucket is full again; `None` in a new window of which no answer came yet.
    full_at: Option<Instant>,
    /// The server's own time of that moment.
    stamp_ms: Option<u64>,
    /// Whether the bucket was seen to slide.
    slides: bool,
    /// The least time a slot takes to come back. Never more than the true one: a longer time would count
    /// slots as free that are not.
    slot_least: Duration,
}

impl BucketState {
    /// A bucket about which nothing is known.
    pub(crate) const fn new() -> Self {
        Self {
            known: Known::Nothing,
            blocked_until: None,
            patience: Patience::new(),
            punctual: false,
        }
    }

    /// Whether a request may go now, with `in_flight` others not yet answered.
    ///
    /// It may leave before the reset, so that it arrives after it: the reset was told on the server's side and read one
    /// way later; the request takes the other way. Half of the round trip is kept as a margin.
    pub(super) fn room(&mut self, in_flight: u32, trip: &RoundTrip, now: Instant) -> Room {
        if let Some(until) = self.blocked_until {
            if now < until {
                return Room::At(until);
            }
            self.blocked_until = None;
        }
        let early = if self.punctual { Duration::ZERO } else { trip.least(MARGIN_PART) };
        match &mut self.known {
            Known::Nothing if in_flight == 0 => Room::Now,
            Known::Nothing => Room::WhenAnswered,
            Known::Unlimited => Room::Now,
            Known::Window(window) => window.room(in_flight, now, early),
        }
    }

    /// An answer came. `sent` is when its request left, `ok` whether it succeeded, `in_flight` how many
    /// others are not yet answered.
    pub(crate) fn answered(
        &mut self,
        headers: Option<&BucketHeaders<'_>>,
        ok: bool,
        sent: Instant,
        now: Instant,
        in_flight: u32,
    ) {
        self.patience.answered(sent);
        let trip = now.saturating_duration_since(sent);
        let Some(headers) = headers else {
            if ok && matches!(self.known, Known::Nothing) {
                self.known = Known::Unlimited;
            }
            return self.unanswered(in_flight);
        };
        match &mut self.known {
            Known::Window(window) => window.merge(headers, trip, now),
            known => *known = Known::Window(Window::new(headers, now)),
        }
    }

    /// A request ended with no word about the limit: it may have been counted or not, so its slot is taken
    /// as used until the next answer or reset.
    pub(crate) fn unanswered(&mut self, in_flight: u32) {
        if let Known::Window(window) = &mut self.known {
            window.left = window.left.saturating_sub(1);
            // A window of which nothing is known and nothing is out: ask again, or wait for ever.
            if window.left == 0 && window.full_at.is_none() && in_flight == 0 {
                self.known = Known::Nothing;
            }
        }
    }

    /// A 429: nothing goes for `wait`, or longer after several of them, then one request finds out how things
    /// are. Its headers are not believed (the emoji routes' are wrong, a resource's limit is not in them); the
    /// time is.
    ///
    /// Docs: [Exceeding A Rate Limit](https://docs.discord.com/developers/topics/rate-limits#exceeding-a-rate-limit).
    pub(crate) fn exceeded(&mut self, wait: Duration, sent: Instant, now: Instant) {
        let until = now + self.patience.exceeded(wait, sent, now);
        self.blocked_until = Some(self.blocked_until.map_or(until, |other| other.max(until)));
        self.known = Known::Nothing;
        self.punctual = true;
    }

    /// Whether forgetting the bucket loses nothing: it is full or was never limited.
    pub(crate) fn is_idle(&self, now: Instant) -> bool {
        self.blocked_until.is_none_or(|until| until <= now)
            && match &self.known {
                Known::Nothing | Known::Unlimited => true,
                Known::Window(window) => window.full_at.is_none_or(|full_at| full_at <= now),
            }
    }
}

impl Window {
    fn new(headers: &BucketHeaders<'_>, now: Instant) -> Self {
        Self {
            limit: headers.limit,
            left: headers.remaining,
            full_at: Some(now + headers.reset_after),
            stamp_ms: headers.stamp_ms,
            slides: false,
            slot_least: slot_least(headers),
        }
    }

    fn room(&mut self, in_flight: u32, now: Instant, early: Duration) -> Room {
        if self.full_at.is_some_and(|full_at| now + early >= full_at) {
            self.left = self.limit;
            self.full_at = None;
        }
        let Some(full_at) = self.full_at else {
            return if in_flight < self.left { Room::Now } else { Room::WhenAnswered };
        };
        if in_flight < self.left {
            return Room::Now;
        }
        if in_flight >= self.limit {
            return Room::WhenAnswered;
        }
        let mut at = full_at.checked_sub(early).unwrap_or(now);
        if self.slides {
            // `in_flight + 1` slots are needed, so `limit - in_flight - 1` may still be missing.
            let missing = self.slot_least * (self.limit - in_flight - 1);
            at = at.min(full_at.checked_sub(missing).unwrap_or(now));
        }
        if at <= now { Room::Now } else { Room::At(at) }
    }

    /// Takes in a further answer. Answers may come in another order than they were counted in.
    fn merge(&mut self, headers: &BucketHeaders<'_>, trip: Duration, now: Instant) {
        let full_at = now + headers.reset_after;
        if self.limit != headers.limit {
            self.limit = headers.limit;
            self.slot_least = Duration::ZERO;
        }
        self.slot_least = self.slot_least.max(slot_least(headers));
        match self.age_of(headers, full_at, trip) {
            Age::Older => {}
            Age::Same => {
                self.left = self.left.min(headers.remaining);
                // Each answer's time is the true one plus its way back: the least is the nearest.
                self.full_at = Some(self.full_at.map_or(full_at, |other| other.min(full_at)));
                self.stamp_ms = headers.stamp_ms.or(self.stamp_ms);
            }
            Age::Newer => {
                self.watch_for_sliding(headers);
                self.left = headers.remaining;
                self.full_at = Some(full_at);
                self.stamp_ms = headers.stamp_ms;
            }
        }
    }

    /// Whether an answer speaks of this window, of a later one, or of one that is over.
    fn age_of(&self, headers: &BucketHeaders<'_>, full_at: Instant, trip: Duration) -> Age {
        if let (Some(old), Some(new)) = (self.stamp_ms, headers.stamp_ms) {
            if new > old + SAME_STAMP_MS {
                return Age::Newer;
            }
            return if new + SAME_STAMP_MS < old { Age::Older } else { Age::Same };
        }
        // Without stamps the local times tell, which are wrong by up to a round trip.
        match self.full_at {
            None => Age::Newer,
            Some(known) if full_at > known + trip => Age::Newer,
            Some(known) if full_at + trip < known => Age::Older,
            Some(_) => Age::Same,
        }
    }

    /// The reset moved although it had not passed when this request was counted: the bucket slides.
    fn watch_for_sliding(&mut self, headers: &BucketHeaders<'_>) {
        let (Some(old), Some(new)) = (self.stamp_ms, headers.stamp_ms) else { return };
        let reset_after_ms = u64::try_from(headers.reset_after.as_millis()).unwrap_or(u64::MAX);
        if new.saturating_sub(reset_after_ms) + SAME_STAMP_MS < old {
            self.slides = true;
        }
    }
}

/// The least time a slot of a sliding bucket takes, by one answer: so many slots are used, the last of them
/// maybe in part, and all come back within the reset. A millisecond less, as the reset is rounded.
fn slot_least(headers: &BucketHeaders<'_>) -> Duration {
    let used = headers.limit.saturating_sub(headers.remaining).max(1);
    headers.reset_after.saturating_sub(Duration::from_millis(1)) / used
}

#[derive(Debug, PartialEq, Eq)]
enum Age {
    Older,
    Same,
    Newer,
}

#[cfg(test)]
mod tests;
