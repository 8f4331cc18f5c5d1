//! The known state of one bucket, and when it allows the next request.
//!
//! Discord uses two kinds of window and does not say which kind a bucket has. In a *fixed* window all slots return at
//! the reset. In a *sliding* window each slot returns separately, and the reset moves with every request
//! ([hikari#2427](https://github.com/hikari-py/hikari/pull/2427)). In both, the bucket is full at the reset. So it is
//! always safe to use the remaining slots until the reset, and then all slots. A bucket is known to slide once its
//! reset has moved before it passed; its slots are then used as they return.

use std::time::{Duration, Instant};

use super::headers::BucketHeaders;
use super::patience::Patience;
use super::round_trip::RoundTrip;

/// Two server timestamps closer than this are the same moment, recorded by two machines or rounded.
const SAME_STAMP_MS: u64 = 3;

/// Half of the quickest round trip is kept as a margin.
const MARGIN_PART: u32 = 2;

/// When a bucket allows its next request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Room {
    /// Now.
    Now,
    /// At this time, if nothing else happens.
    At(Instant),
    /// When a request in flight is answered.
    WhenAnswered,
}

/// The limit of one bucket, as far as it is known from responses.
#[derive(Debug)]
pub(crate) struct BucketState {
    known: Known,
    /// A 429 blocks the bucket until this time.
    blocked_until: Option<Instant>,
    patience: Patience,
    /// Whether no request may be sent before the reset, because such a request met a 429.
    punctual: bool,
}

#[derive(Debug)]
enum Known {
    /// Nothing is known: one request is sent alone to learn the limit.
    Nothing,
    /// Its responses have no rate limit headers.
    Unlimited,
    /// A window.
    Window(Window),
}

#[derive(Debug)]
struct Window {
    /// The slots of a full window.
    limit: u32,
    /// The remaining slots of the newest response, without subtracting requests in flight.
    left: u32,
    /// When the bucket is full again; `None` in a new window without a response so far.
    full_at: Option<Instant>,
    /// That moment on the server's clock.
    stamp_ms: Option<u64>,
    /// Whether the bucket is known to slide.
    slides: bool,
    /// The minimum time in which a slot returns. It must never exceed the true time, because used slots would then
    /// count as free.
    slot_least: Duration,
}

impl BucketState {
    /// Returns a bucket about which nothing is known.
    pub(crate) const fn new() -> Self {
        Self {
            known: Known::Nothing,
            blocked_until: None,
            patience: Patience::new(),
            punctual: false,
        }
    }

    /// Returns whether a request may be sent now, with `in_flight` other unanswered requests.
    ///
    /// A request may be sent shortly before the reset, because it arrives after the reset: the response with the time of
    /// the reset took the way back, and the request takes the way out. Half of the round trip is kept as a margin.
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

    /// Processes a response. `sent` is when its request was sent, `ok` whether it succeeded, `in_flight` how many other
    /// requests are unanswered.
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

    /// Processes the end of a request without information about the limit. It may have been counted, so its slot counts
    /// as used until the next response or reset.
    pub(crate) fn unanswered(&mut self, in_flight: u32) {
        if let Known::Window(window) = &mut self.known {
            window.left = window.left.saturating_sub(1);
            // Nothing is known of the window and no request is in flight, so a new request must learn the limit.
            if window.left == 0 && window.full_at.is_none() && in_flight == 0 {
                self.known = Known::Nothing;
            }
        }
    }

    /// Processes a 429: no request is sent for `wait`, or longer after several 429s, and then one request learns the
    /// limit again. The headers of a 429 are ignored, because they are wrong on the emoji routes and do not show the
    /// limit of a resource; only the time is used.
    ///
    /// Docs: [Exceeding A Rate Limit](https://docs.discord.com/developers/topics/rate-limits#exceeding-a-rate-limit).
    pub(crate) fn exceeded(&mut self, wait: Duration, sent: Instant, now: Instant) {
        let until = now + self.patience.exceeded(wait, sent, now);
        self.blocked_until = Some(self.blocked_until.map_or(until, |other| other.max(until)));
        self.known = Known::Nothing;
        self.punctual = true;
    }

    /// Returns whether the bucket can be forgotten without loss: it is full, or was never limited.
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

    /// Processes a later response of the same window. Responses may arrive in a different order than the server counted
    /// them.
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
                // Each response overestimates the reset by its way back, so the earliest time is the most accurate.
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

    /// Returns whether a response belongs to this window, to a later one, or to an earlier one.
    fn age_of(&self, headers: &BucketHeaders<'_>, full_at: Instant, trip: Duration) -> Age {
        if let (Some(old), Some(new)) = (self.stamp_ms, headers.stamp_ms) {
            if new > old + SAME_STAMP_MS {
                return Age::Newer;
            }
            return if new + SAME_STAMP_MS < old { Age::Older } else { Age::Same };
        }
        // Without timestamps, the local times decide, which are wrong by up to a round trip.
        match self.full_at {
            None => Age::Newer,
            Some(known) if full_at > known + trip => Age::Newer,
            Some(known) if full_at + trip < known => Age::Older,
            Some(_) => Age::Same,
        }
    }

    /// Detects a sliding bucket: its reset moved before it had passed when this request was counted.
    fn watch_for_sliding(&mut self, headers: &BucketHeaders<'_>) {
        let (Some(old), Some(new)) = (self.stamp_ms, headers.stamp_ms) else { return };
        let reset_after_ms = u64::try_from(headers.reset_after.as_millis()).unwrap_or(u64::MAX);
        if new.saturating_sub(reset_after_ms) + SAME_STAMP_MS < old {
            self.slides = true;
        }
    }
}

/// Estimates the minimum time of a slot in a sliding bucket from one response: the used slots, the last of them perhaps
/// in part, all return until the reset. A millisecond is subtracted because the reset is rounded.
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
