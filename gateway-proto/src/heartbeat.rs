//! Heartbeats: when they are due, whether they are answered, how long the answer took.
//!
//! Docs: [Gateway, Sending Heartbeats](https://docs.discord.com/developers/events/gateway#sending-heartbeats).

use std::collections::VecDeque;
use std::time::{Duration, Instant};

use crate::planted::{WrongRule, planted};
use crate::rng::Rng;

/// The shortest interval kept to. No gateway asks for less, and with less the heartbeats alone would
/// fill the send window.
const SHORTEST: Duration = Duration::from_secs(1);
/// The longest interval kept to, about three times Discord's: with a wrong number a dead connection would
/// not be noticed. Beating early is allowed.
const LONGEST: Duration = Duration::from_secs(120);
/// The interval where Hello has none.
pub(crate) const FALLBACK: Duration = Duration::from_secs(30);
/// A deadline noticed later than this was slept through: what the peer sent meanwhile is not read yet,
/// so nothing is held against it.
pub(crate) const SLEPT: Duration = Duration::from_secs(5);
/// Unanswered heartbeats whose times are kept, to measure the latency.
const TIMES_KEPT: usize = 8;

/// Heartbeats of one connection, counted. Each is answered in its turn, so the n-th ACK is the answer to
/// the n-th heartbeat.
///
/// Docs: [Heartbeat Interval](https://docs.discord.com/developers/events/gateway#heartbeat-interval).
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct HeartbeatCount {
    /// How many were sent.
    pub(crate) sent: u64,
    /// How many are acknowledged: never more than were sent, whatever the peer says.
    pub(crate) acknowledged: u64,
}

impl HeartbeatCount {
    /// One more was sent.
    pub(crate) const fn sent_one(&mut self) {
        self.sent = self.sent.saturating_add(1);
    }

    /// An ACK came.
    pub(crate) const fn acknowledged_one(&mut self) {
        if self.acknowledged < self.sent {
            self.acknowledged += 1;
        }
    }
}

/// The heartbeat of one connection.
#[derive(Debug)]
pub(crate) struct Heartbeat {
    interval: Duration,
    due: Instant,
    /// When the peer is given up, unless an ACK comes first; `None` while every scheduled beat is answered.
    ack_deadline: Option<Instant>,
    /// Nothing is read, so a missing ACK says nothing.
    paused: bool,
    /// Beats that Discord asked for and that found no room in the send window.
    owed: bool,
    /// When the unanswered beats were sent, oldest first.
    unanswered: VecDeque<Instant>,
}

impl Heartbeat {
    /// Starts at Hello. The first beat comes after a random part of the interval.
    ///
    /// Docs: [Heartbeat Interval](https://docs.discord.com/developers/events/gateway#heartbeat-interval).
    pub(crate) fn start(interval: Duration, paused: bool, now: Instant, rng: &mut Rng) -> Self {
        let interval = interval.clamp(SHORTEST, LONGEST);
        let due = now + rng.between(Duration::ZERO, interval);
        let unanswered = VecDeque::new();
        Self { interval, due, ack_deadline: None, paused, owed: false, unanswered }
    }

    /// Another Hello: its interval counts from the next beat on.
    pub(crate) fn set_interval(&mut self, interval: Duration, now: Instant) {
        self.interval = interval.clamp(SHORTEST, LONGEST);
        self.due = self.due.min(now + self.interval);
    }

    pub(crate) const fn interval(&self) -> Duration {
        self.interval
    }

    /// Whether a scheduled beat is due.
    pub(crate) fn is_due(&self, now: Instant) -> bool {
        now >= self.due
    }

    /// A scheduled beat was sent: the next is one interval after this one was due, so that lateness does
    /// not add up. Beats that were slept through are left out.
    pub(crate) fn sent_scheduled(&mut self, now: Instant) {
        self.due += self.interval;
        if self.due <= now {
            self.due = now + self.interval;
        }
        // One deadline at a time: the oldest unanswered beat counts.
        self.ack_deadline.get_or_insert(now + self.interval);
        self.sent(now);
    }

    /// A beat that Discord asked for was sent.
    ///
    /// Docs: [Heartbeat Requests](https://docs.discord.com/developers/events/gateway#heartbeat-requests).
    pub(crate) fn sent_requested(&mut self, now: Instant) {
        self.owed = false;
        self.sent(now);
    }

    fn sent(&mut self, now: Instant) {
        if self.paused {
            return;
        }
        if self.unanswered.len() == TIMES_KEPT {
            self.unanswered.pop_front();
        }
        self.unanswered.push_back(now);
    }

    /// A beat was asked for and has to wait for room.
    pub(crate) fn owe(&mut self) {
        self.owed = true;
    }

    pub(crate) const fn owes(&self) -> bool {
        self.owed
    }

    /// An ACK came. Any ACK shows that the connection is alive. Returns the latency where it is known.
    pub(crate) fn acked(&mut self, now: Instant) -> Option<Duration> {
        self.ack_deadline = None;
        self.unanswered.pop_front().map(|sent| now.duration_since(sent))
    }

    /// Reading stopped: ACKs may lie unread, so neither their absence nor their time says anything.
    pub(crate) fn pause(&mut self) {
        self.paused = true;
        self.unanswered = VecDeque::new();
    }

    /// Reading goes on: the peer has a whole interval from now on.
    pub(crate) fn resume(&mut self, now: Instant) {
        self.paused = false;
        if let Some(deadline) = &mut self.ack_deadline {
            *deadline = now + self.interval;
        }
    }

    /// Whether the peer did not answer in time: "a failed or 'zombied' connection".
    ///
    /// Docs: [Heartbeat Interval](https://docs.discord.com/developers/events/gateway#heartbeat-interval).
    pub(crate) fn is_zombie(&mut self, now: Instant) -> bool {
        let Some(deadline) = self.ack_deadline.filter(|deadline| now >= *deadline) else {
            return false;
        };
        let judged = !self.paused && now.duration_since(deadline) <= SLEPT;
        if !judged || planted(WrongRule::ZombiesLive) {
            self.ack_deadline = Some(now + self.interval);
            return false;
        }
        true
    }

    /// When the next scheduled beat is due.
    pub(crate) const fn due(&self) -> Instant {
        self.due
    }

    /// When to look again, where the next beat can go out at `beat_at`.
    pub(crate) fn deadline(&self, beat_at: Instant) -> Instant {
        self.ack_deadline.map_or(beat_at, |deadline| deadline.min(beat_at))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const INTERVAL: Duration = Duration::from_secs(2);

    fn beating(now: Instant) -> Heartbeat {
        Heartbeat::start(INTERVAL, false, now, &mut Rng::new(1))
    }

    #[test]
    fn no_more_beats_are_acknowledged_than_were_sent() {
        let mut count = HeartbeatCount::default();
        count.acknowledged_one();
        assert_eq!((count.sent, count.acknowledged), (0, 0));
        count.sent_one();
        count.acknowledged_one();
        count.acknowledged_one();
        assert_eq!((count.sent, count.acknowledged), (1, 1));
    }

    #[test]
    fn the_oldest_beat_without_an_answer_is_answered_first() {
        let start = Instant::now();
        let at = |seconds| start + Duration::from_secs(seconds);
        let mut heartbeat = beating(start);
        for second in 0..3 {
            heartbeat.sent_requested(at(second));
        }
        for second in 0..3 {
            assert_eq!(heartbeat.acked(at(10)), Some(Duration::from_secs(10 - second)));
        }
        assert_eq!(heartbeat.acked(at(10)), None);
        for second in 0..100 {
            heartbeat.sent_requested(at(second));
        }
        assert_eq!(heartbeat.unanswered.len(), TIMES_KEPT);
    }

    #[test]
    fn a_peer_has_a_whole_interval_once_it_is_read_again() {
        let start = Instant::now();
        let mut heartbeat = beating(start);
        heartbeat.sent_scheduled(start + INTERVAL);
        heartbeat.pause();
        let again = start + Duration::from_secs(60);
        heartbeat.resume(again);
        assert!(!heartbeat.is_zombie(again));
        assert!(!heartbeat.is_zombie(again + INTERVAL - Duration::from_nanos(1)));
        assert!(heartbeat.is_zombie(again + INTERVAL));
    }
}
