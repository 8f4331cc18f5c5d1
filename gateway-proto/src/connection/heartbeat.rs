//! The heartbeats of one connection: schedule, acknowledgement deadline, op 1, pause and latency.
//!
//! Docs: [Gateway, Sending Heartbeats](https://docs.discord.com/developers/events/gateway#sending-heartbeats).

use std::collections::VecDeque;
use std::time::{Duration, Instant};

use super::deadline::Deadline;
use crate::planted::{WrongRule, planted};
use crate::rng::Rng;

/// The shortest interval that is respected. No gateway asks for less, and with less the heartbeats alone would fill the
/// send window.
const SHORTEST: Duration = Duration::from_secs(1);
/// The longest interval that is respected, about three times Discord's. With a longer one a dead connection would go
/// unnoticed. Early heartbeats are allowed.
const LONGEST: Duration = Duration::from_secs(120);
/// The interval if Hello has none.
pub(super) const FALLBACK: Duration = Duration::from_secs(30);
/// The number of unanswered heartbeats whose send times are kept to measure the latency.
const TIMES_KEPT: usize = 8;

/// The heartbeats of one connection, from the moment its socket is open.
#[derive(Debug, Default)]
pub(super) struct Heartbeat {
    /// `None` before Hello.
    schedule: Option<Schedule>,
    /// When the connection is given up unless an ACK arrives first; `None` while every scheduled heartbeat is answered.
    ack_watch: Option<Deadline>,
    /// Reading is paused, so a missing ACK proves nothing.
    paused: bool,
    /// Discord requested a heartbeat that is not sent yet.
    requested: bool,
    /// How many were sent.
    sent: u64,
    /// How many are acknowledged. Never more than were sent, even if the peer sends more ACKs.
    acknowledged: u64,
    last_ack: Option<Instant>,
    /// When the unanswered heartbeats were sent, oldest first.
    unanswered: VecDeque<Instant>,
}

#[derive(Clone, Copy, Debug)]
struct Schedule {
    interval: Duration,
    due: Instant,
}

/// Returns the payload of a heartbeat. It holds the last sequence received, or null.
///
/// Docs: [Heartbeat Interval](https://docs.discord.com/developers/events/gateway#heartbeat-interval).
pub(super) fn payload(sequence: Option<u64>) -> String {
    match sequence {
        Some(sequence) => format!(r#"{{"op":1,"d":{sequence}}}"#),
        None => r#"{"op":1,"d":null}"#.to_owned(),
    }
}

impl Heartbeat {
    /// Handles Hello. The first Hello starts the schedule: the first heartbeat is due after a random part of the
    /// interval. The interval of a later Hello applies from the next heartbeat on.
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

    /// When the next scheduled heartbeat is due; `None` before Hello.
    pub(super) fn due(&self) -> Option<Instant> {
        self.schedule.map(|schedule| schedule.due)
    }

    /// Records a scheduled heartbeat. The next is due one interval after this one was due, so that delays do not add
    /// up. Heartbeats missed while the process was suspended are not made up for.
    pub(super) fn sent_scheduled(&mut self, now: Instant) {
        if let Some(Schedule { interval, due }) = &mut self.schedule {
            *due += *interval;
            if *due <= now {
                *due = now + *interval;
            }
            // There is one deadline at a time: that of the oldest unanswered heartbeat.
            self.ack_watch.get_or_insert(Deadline::new(*interval, now));
        }
        self.count_sent(now);
    }

    /// Records that Discord requested a heartbeat: "immediately send back another Heartbeat event". If it requests more
    /// than the send window allows, one heartbeat answers all requests once there is room.
    ///
    /// Docs: [Heartbeat Requests](https://docs.discord.com/developers/events/gateway#heartbeat-requests).
    pub(super) const fn request(&mut self) {
        self.requested = true;
    }

    /// Whether a requested heartbeat is not sent yet.
    pub(super) const fn is_requested(&self) -> bool {
        self.requested
    }

    /// Records a requested heartbeat.
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

    /// Handles an ACK. Heartbeats are answered in order, so the n-th ACK answers the n-th heartbeat. Any ACK shows that
    /// the connection is alive. Returns the latency if it is known.
    ///
    /// Docs: [Heartbeat Interval](https://docs.discord.com/developers/events/gateway#heartbeat-interval).
    pub(super) fn acked(&mut self, now: Instant) -> Option<Duration> {
        self.acknowledged = self.sent.min(self.acknowledged.saturating_add(1));
        self.ack_watch = None;
        self.last_ack = Some(now);
        self.unanswered.pop_front().map(|sent| now.duration_since(sent))
    }

    /// How many heartbeats were sent on this connection.
    pub(super) const fn sent(&self) -> u64 {
        self.sent
    }

    /// How many heartbeats of this connection are acknowledged.
    pub(super) const fn acknowledged(&self) -> u64 {
        self.acknowledged
    }

    /// When Discord last answered a heartbeat on this connection.
    pub(super) const fn last_ack(&self) -> Option<Instant> {
        self.last_ack
    }

    /// Records that reading stopped or started. While it is stopped, ACKs may be unread, so neither their absence nor
    /// their time proves anything. When it starts, the peer has a whole interval again.
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

    /// The latest time at which an ACK must arrive; `None` while every scheduled heartbeat is answered.
    pub(super) fn ack_due(&self) -> Option<Instant> {
        self.ack_watch.map(|watch| watch.at())
    }

    /// Returns whether the peer did not answer in time: "a failed or 'zombied' connection".
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
