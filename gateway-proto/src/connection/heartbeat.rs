//! Heartbeats of one connection: schedule, ACK watch, op 1, pause and latency.
//!
//! Docs: [Gateway, Sending Heartbeats](https://docs.discord.com/developers/events/gateway#sending-heartbeats).

use std::collections::VecDeque;
use std::time::{Duration, Instant};

use super::deadline::Deadline;
use crate::planted::{WrongRule, planted};
use crate::rng::Rng;

/// The shortest interval kept to. No gateway asks for less, and with less the heartbeats alone would
/// fill the send window.
const SHORTEST: Duration = Duration::from_secs(1);
/// The longest interval kept to, about three times Discord's: with a wrong number a dead connection would
/// not be noticed. Beating early is allowed.
const LONGEST: Duration = Duration::from_secs(120);
/// The interval if Hello has none.
pub(super) const FALLBACK: Duration = Duration::from_secs(30);
/// Unanswered heartbeats whose times are kept, to measure the latency.
const TIMES_KEPT: usize = 8;

/// The heartbeats of one connection, from the open socket on.
#[derive(Debug, Default)]
pub(super) struct Heartbeat {
    /// `None` before Hello.
    schedule: Option<Schedule>,
    /// When the peer is given up, unless an ACK comes first; `None` while every scheduled beat is answered.
    ack_watch: Option<Deadline>,
    /// Nothing is read, so a missing ACK says nothing.
    paused: bool,
    /// Discord asked for a beat that is not sent yet.
    requested: bool,
    /// How many were sent.
    sent: u64,
    /// How many are acknowledged: never more than were sent, whatever the peer says.
    acknowledged: u64,
    last_ack: Option<Instant>,
    /// When the unanswered beats were sent, oldest first.
    unanswered: VecDeque<Instant>,
}

#[derive(Clone, Copy, Debug)]
struct Schedule {
    interval: Duration,
    due: Instant,
}

/// The payload of a heartbeat: it holds the last sequence received, or null.
///
/// Docs: [Heartbeat Interval](https://docs.discord.com/developers/events/gateway#heartbeat-interval).
pub(super) fn payload(sequence: Option<u64>) -> String {
    match sequence {
        Some(sequence) => format!(r#"{{"op":1,"d":{sequence}}}"#),
        None => r#"{"op":1,"d":null}"#.to_owned(),
    }
}

impl Heartbeat {
    /// Hello came. The first one starts the schedule, and the first beat comes after a random part of the
    /// interval. The interval of a later one counts from the next beat on.
    ///
    /// Docs: [Heartbeat Interval](https://docs.discord.com/developers/events/gateway#heartbeat-interval).
    pub(super) fn hello(&mut self, interval: Duration, now: Instant, rng: &mut Rng) -> Duration {
        let interval = interval.clamp(SHORTEST, LONGEST);
        let due = match self.schedule {
            None => now + rng.between(Duration::ZERO, interval),
            Some(schedule) => schedule.due.min(now + interval),
        };
        self.schedule = Some(Schedule { interval, due });
        interval
    }

    /// The interval; `None` before Hello.
    pub(super) fn interval(&self) -> Option<Duration> {
        self.schedule.map(|schedule| schedule.interval)
    }

    /// When the next scheduled beat is due; `None` before Hello.
    pub(super) fn due(&self) -> Option<Instant> {
        self.schedule.map(|schedule| schedule.due)
    }

    /// A scheduled beat was sent: the next is one interval after this one was due, so that lateness does
    /// not add up. Beats that were slept through are left out.
    pub(super) fn sent_scheduled(&mut self, now: Instant) {
        if let Some(Schedule { interval, due }) = &mut self.schedule {
            *due += *interval;
            if *due <= now {
                *due = now + *interval;
            }
            // One deadline at a time: the oldest unanswered beat counts.
            self.ack_watch.get_or_insert(Deadline::new(*interval, now));
        }
        self.count_sent(now);
    }

    /// Discord asks for a beat: "immediately send back another Heartbeat event". If it asks more often than the
    /// send window allows, the answer waits for room and counts for all.
    ///
    /// Docs: [Heartbeat Requests](https://docs.discord.com/developers/events/gateway#heartbeat-requests).
    pub(super) const fn request(&mut self) {
        self.requested = true;
    }

    /// Whether a beat that Discord asked for is not sent yet.
    pub(super) const fn is_requested(&self) -> bool {
        self.requested
    }

    /// A beat that Discord asked for was sent.
    pub(super) fn sent_requested(&mut self, now: Instant) {
        self.requested = false;
        self.count_sent(now);
    }

    fn count_sent(&mut self, now: Instant) {
        self.sent = self.sent.saturating_add(1);
        if self.paused {
            return;
        }
        if self.unanswered.len() == TIMES_KEPT {
            self.unanswered.pop_front();
        }
        self.unanswered.push_back(now);
    }

    /// An ACK came. Each beat is answered in its turn, so the n-th ACK is the answer to the n-th beat; and any ACK
    /// shows that the connection is alive. Returns the latency if it is known.
    ///
    /// Docs: [Heartbeat Interval](https://docs.discord.com/developers/events/gateway#heartbeat-interval).
    pub(super) fn acked(&mut self, now: Instant) -> Option<Duration> {
        self.acknowledged = self.sent.min(self.acknowledged.saturating_add(1));
        self.ack_watch = None;
        self.last_ack = Some(now);
        self.unanswered.pop_front().map(|sent| now.duration_since(sent))
    }

    /// How many beats were sent on this connection.
    pub(super) const fn sent(&self) -> u64 {
        self.sent
    }

    /// How many beats of this connection are acknowledged.
    pub(super) const fn acknowledged(&self) -> u64 {
        self.acknowledged
    }

    /// When Discord last answered a beat on this connection.
    pub(super) const fn last_ack(&self) -> Option<Instant> {
        self.last_ack
    }

    /// Reading stopped: ACKs may lie unread, so neither their absence nor their time says anything. Or reading goes
    /// on: the peer has a whole interval from now on.
    pub(super) fn set_paused(&mut self, paused: bool, now: Instant) {
        self.paused = paused;
        if paused {
            self.unanswered = VecDeque::new();
        } else if let Some(watch) = &mut self.ack_watch {
            watch.restart(now);
        }
    }

    /// Whether reading is paused.
    pub(super) const fn is_paused(&self) -> bool {
        self.paused
    }

    /// When a beat has to be answered at the latest; `None` while every scheduled one is.
    pub(super) fn ack_due(&self) -> Option<Instant> {
        self.ack_watch.map(|watch| watch.at())
    }

    /// Whether the peer did not answer in time: "a failed or 'zombied' connection".
    ///
    /// Docs: [Heartbeat Interval](https://docs.discord.com/developers/events/gateway#heartbeat-interval).
    pub(super) fn is_zombie(&mut self, now: Instant) -> bool {
        let Some(watch) = &mut self.ack_watch else { return false };
        if planted(WrongRule::ZombiesLive) {
            watch.restart(now);
            return false;
        }
        watch.has_passed(self.paused, now)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const INTERVAL: Duration = Duration::from_secs(2);

    fn beating(now: Instant) -> Heartbeat {
        let mut heartbeat = Heartbeat::default();
        heartbeat.hello(INTERVAL, now, &mut Rng::new(1));
        heartbeat
    }

    #[test]
    fn no_more_beats_are_acknowledged_than_were_sent() {
        let now = Instant::now();
        let mut heartbeat = Heartbeat::default();
        heartbeat.acked(now);
        assert_eq!((heartbeat.sent(), heartbeat.acknowledged()), (0, 0));
        heartbeat.request();
        heartbeat.sent_requested(now);
        heartbeat.acked(now);
        heartbeat.acked(now);
        assert_eq!((heartbeat.sent(), heartbeat.acknowledged()), (1, 1));
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
        heartbeat.set_paused(true, start + INTERVAL);
        let again = start + Duration::from_secs(60);
        heartbeat.set_paused(false, again);
        assert!(!heartbeat.is_zombie(again));
        assert!(!heartbeat.is_zombie(again + INTERVAL - Duration::from_nanos(1)));
        assert!(heartbeat.is_zombie(again + INTERVAL));
    }
}
