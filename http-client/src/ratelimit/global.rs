//! The global limit: the number of requests per second on all routes.
//!
//! Discord counts a request when it arrives, at an unknown time between sending it and its response. So a request holds
//! its slot until a second after its response, less most of the quickest round trip: the next request in the slot then
//! cannot arrive earlier than a second after this one. An eighth of the round trip is kept as a margin, in case the way
//! back of one request and the way out of the next are together quicker than the quickest trip.
//!
//! Docs: [Rate Limits, Global Rate Limit](https://docs.discord.com/developers/topics/rate-limits#global-rate-limit).

use std::collections::VecDeque;
use std::time::{Duration, Instant};

use super::learnt::Learnt;
use super::patience::Patience;
use super::round_trip::RoundTrip;

/// The documented limit: 50 requests per second.
pub(crate) const DEFAULT_PER_SECOND: u32 = 50;

/// The window in which Discord counts.
const WINDOW: Duration = Duration::from_secs(1);

/// How long an unanswered request holds its slot. It has arrived long before: what takes longer, such as a large
/// upload, is not the way to the server.
const UNANSWERED: Duration = Duration::from_secs(2);

/// An eighth of the quickest round trip is kept as a margin.
const MARGIN_PART: u32 = 8;

/// The number of requests per second.
#[derive(Debug)]
enum PerSecond {
    Fixed(usize),
    Learnt(Learnt),
}

/// The requests that Discord may still count.
#[derive(Debug)]
pub(crate) struct Global {
    per_second: PerSecond,
    /// When the unanswered requests were sent, oldest first.
    out: VecDeque<Instant>,
    /// When the slots of answered requests are free again, soonest first. They are added almost in this order.
    back: VecDeque<Instant>,
    blocked_until: Option<Instant>,
    patience: Patience,
}

impl Global {
    /// Creates a limit; `per_second` is at least one.
    pub(crate) fn new(per_second: u32) -> Self {
        Self {
            per_second: PerSecond::Fixed(count(per_second)),
            out: VecDeque::new(),
            back: VecDeque::new(),
            blocked_until: None,
            patience: Patience::new(),
        }
    }

    /// Sets the limit.
    pub(crate) fn set_limit(&mut self, per_second: u32) {
        self.per_second = PerSecond::Fixed(count(per_second));
    }

    /// Learns the limit from use: from the configured limit up to this one.
    pub(crate) fn learn_limit(&mut self, most_per_second: u32) {
        let least = self.limit();
        let most = count(most_per_second).max(least);
        self.per_second = PerSecond::Learnt(Learnt::new(least, most));
    }

    /// Requests per second.
    pub(crate) const fn limit(&self) -> usize {
        match &self.per_second {
            PerSecond::Fixed(limit) => *limit,
            PerSecond::Learnt(learnt) => learnt.limit(),
        }
    }

    /// Returns when the next request may be sent; `None` means now. A response before then may allow it earlier.
    pub(crate) fn wait_until(&mut self, now: Instant) -> Option<Instant> {
        if let Some(until) = self.blocked_until {
            if now < until {
                return Some(until);
            }
            self.blocked_until = None;
        }
        while self.out.front().is_some_and(|sent| *sent + UNANSWERED <= now) {
            self.out.pop_front();
        }
        while self.back.front().is_some_and(|free_at| *free_at <= now) {
            self.back.pop_front();
        }
        if self.out.len() + self.back.len() < self.limit() {
            return None;
        }
        if let PerSecond::Learnt(learnt) = &mut self.per_second {
            learnt.is_full(now);
        }
        let answered = self.back.front().copied();
        let unanswered = self.out.front().map(|sent| *sent + UNANSWERED);
        answered.into_iter().chain(unanswered).min()
    }

    /// Returns the time before which certainly no request may be sent, if there is one.
    pub(crate) fn surely_until(&mut self, now: Instant) -> Option<Instant> {
        let at = self.wait_until(now)?;
        if self.blocked_until.is_some() {
            return Some(at);
        }
        self.back.front().copied()
    }

    /// Takes a slot for a request that is sent now.
    pub(crate) fn take(&mut self, now: Instant) {
        self.out.push_back(now);
    }

    /// Records the response to the request sent at that time.
    pub(super) fn answered(&mut self, sent: Instant, trip: &RoundTrip, now: Instant) {
        if self.forget(sent) {
            self.hold_until(now + WINDOW.saturating_sub(trip.least(MARGIN_PART)));
        }
    }

    /// Records that the request sent at that time met no global limit.
    pub(crate) fn passed(&mut self, sent: Instant) {
        self.patience.answered(sent);
        if let PerSecond::Learnt(learnt) = &mut self.per_second {
            learnt.passed(sent, WINDOW);
        }
    }

    /// Records that the request sent at that time ended without a response, and may still be counted.
    pub(crate) fn abandoned(&mut self, sent: Instant, now: Instant) {
        if self.forget(sent) {
            self.hold_until(now + WINDOW);
        }
    }

    /// Holds a slot until this time.
    fn hold_until(&mut self, free_at: Instant) {
        if self.back.back().is_none_or(|last| *last <= free_at) {
            return self.back.push_back(free_at);
        }
        let place = self.back.partition_point(|other| *other <= free_at);
        self.back.insert(place, free_at);
    }

    /// Returns the slot of a request that was never sent.
    pub(crate) fn unused(&mut self, taken: Instant) {
        self.forget(taken);
    }

    /// Removes a request from the unanswered ones. Returns false if it was dropped from them because of its age.
    fn forget(&mut self, sent: Instant) -> bool {
        match self.out.binary_search(&sent) {
            Ok(index) => self.out.remove(index).is_some(),
            Err(_) => false,
        }
    }

    /// Records a 429 with scope global.
    pub(crate) fn exceeded(&mut self, wait: Duration, sent: Instant, now: Instant) {
        if let PerSecond::Learnt(learnt) = &mut self.per_second {
            learnt.exceeded(sent, now);
        }
        let until = now + self.patience.exceeded(wait, sent, now);
        self.blocked_until = Some(self.blocked_until.map_or(until, |other| other.max(until)));
    }
}

fn count(per_second: u32) -> usize {
    usize::try_from(per_second.max(1)).unwrap_or(usize::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    const MS: Duration = Duration::from_millis(1);

    /// A quickest round trip of this length; none if it is zero.
    fn trip(quickest: Duration) -> RoundTrip {
        let (mut trip, now) = (RoundTrip::default(), Instant::now());
        for _ in 0..if quickest.is_zero() { 0 } else { 16 } {
            trip.seen(now.into(), now + quickest);
        }
        trip
    }

    #[test]
    fn never_more_than_the_limit_in_any_second() {
        let start = Instant::now();
        let mut global = Global::new(50);
        let mut now = start;
        let (mut trip, mut sent) = (RoundTrip::default(), Vec::new());
        while sent.len() < 500 {
            match global.wait_until(now) {
                None => {
                    global.take(now);
                    trip.seen(now.into(), now + 100 * MS);
                    global.answered(now, &trip, now + 100 * MS);
                    sent.push(now);
                }
                Some(at) => now = at,
            }
        }
        for window in sent.windows(51) {
            assert!(window[50] - window[0] >= Duration::from_secs(1));
        }
        let rate = 500.0 / (now - start).as_secs_f64();
        assert!(rate > 48.5, "{rate} a second");
    }

    #[test]
    fn a_slot_is_held_as_long_as_its_request_may_be_counted() {
        let now = Instant::now();
        let mut global = Global::new(1);
        global.take(now);
        assert_eq!(global.wait_until(now), Some(now + UNANSWERED));
        // It may have arrived at any time up to its response, and the next one needs at least about 80 ms.
        global.answered(now, &trip(80 * MS), now + 80 * MS);
        assert_eq!(global.wait_until(now + 80 * MS), Some(now + 1_010 * MS));
        global.take(now + 1_010 * MS);
        global.answered(now + 1_010 * MS, &trip(80 * MS), now + 1_500 * MS);
        assert_eq!(global.wait_until(now + 1_500 * MS), Some(now + 2_430 * MS));
        global.take(now + 2_430 * MS);
        global.abandoned(now + 2_430 * MS, now + 2_500 * MS);
        assert_eq!(global.wait_until(now + 2_500 * MS), Some(now + 3_500 * MS));
        global.take(now + 3_500 * MS);
        global.unused(now + 3_500 * MS);
        assert_eq!(global.wait_until(now + 3_500 * MS), None);
    }

    #[test]
    fn a_slot_is_held_for_the_whole_second_while_little_is_known_of_the_way() {
        let now = Instant::now();
        let mut global = Global::new(1);
        global.take(now);
        global.answered(now, &trip(Duration::ZERO), now + 400 * MS);
        assert_eq!(global.wait_until(now + 400 * MS), Some(now + 1_400 * MS));
    }

    #[test]
    fn a_learnt_limit_rises_when_it_is_used_up_and_falls_after_a_429() {
        let (mut global, mut now) = (Global::new(50), Instant::now());
        global.learn_limit(500);
        for limit in [50, 63, 79] {
            assert_eq!(global.limit(), limit);
            for _ in 0..limit {
                assert_eq!(global.wait_until(now), None);
                global.take(now);
                global.answered(now, &trip(Duration::ZERO), now);
            }
            assert!(global.wait_until(now).is_some());
            global.passed(now);
            now += WINDOW;
            global.take(now);
            global.passed(now);
            now += WINDOW;
            global.unused(now - WINDOW);
        }
        global.exceeded(MS, now, now);
        assert_eq!(global.limit(), 79);
        global.set_limit(500);
        global.exceeded(MS, now, now);
        assert_eq!(global.limit(), 500, "one that was given does not change");
    }

    #[test]
    fn a_global_429_stops_everything_for_its_time() {
        let now = Instant::now();
        let mut global = Global::new(50);
        global.exceeded(Duration::from_millis(64_570), now, now);
        assert_eq!(global.wait_until(now), Some(now + Duration::from_millis(64_570)));
        assert_eq!(global.wait_until(now + Duration::from_millis(64_570)), None);
    }

    #[test]
    fn slots_come_back_in_the_order_of_their_times() {
        let now = Instant::now();
        let mut global = Global::new(2);
        global.take(now);
        global.take(now + MS);
        assert_eq!(
            global.surely_until(now + MS),
            None,
            "an answer may let the next go at any time"
        );
        global.abandoned(now, now + 100 * MS);
        assert_eq!(global.surely_until(now + 100 * MS), Some(now + 1_100 * MS));
        global.answered(now + MS, &trip(100 * MS), now + 101 * MS);
        let first = now + Duration::from_micros(1_013_500);
        assert_eq!(global.wait_until(now + 101 * MS), Some(first));
        assert_eq!(global.surely_until(now + 101 * MS), Some(first));
        global.take(first);
        assert_eq!(global.wait_until(first), Some(now + 1_100 * MS));
        global.exceeded(Duration::from_secs(5), first, first);
        assert_eq!(global.surely_until(first), Some(first + Duration::from_secs(5)));
    }

    #[test]
    fn a_request_that_ends_long_after_it_was_sent_takes_no_slot_again() {
        let now = Instant::now();
        let mut global = Global::new(1);
        global.take(now);
        let later = now + UNANSWERED;
        assert_eq!(global.wait_until(later), None);
        global.abandoned(now, later);
        assert_eq!(global.wait_until(later), None);
        global.answered(now, &trip(MS), later);
        assert_eq!(global.wait_until(later), None);
    }

    #[test]
    fn the_least_wait_starts_anew_after_a_request_that_passed() {
        let now = Instant::now();
        let mut global = Global::new(50);
        for wait in [50, 100] {
            let sent = global.blocked_until.unwrap_or(now);
            global.exceeded(Duration::ZERO, sent, sent);
            assert_eq!(global.blocked_until, Some(sent + wait * MS));
        }
        let sent = now + 150 * MS;
        global.passed(sent);
        global.exceeded(Duration::ZERO, sent, sent);
        assert_eq!(global.blocked_until, Some(sent + 50 * MS));
    }
}
