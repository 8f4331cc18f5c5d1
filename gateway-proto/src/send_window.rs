//! At most 120 sends in any 60 s on a connection, with room reserved for heartbeats.
//!
//! Docs: [Gateway, Rate Limiting](https://docs.discord.com/developers/events/gateway#rate-limiting).

use std::collections::VecDeque;
use std::time::{Duration, Instant};

use crate::planted::{WrongRule, planted};

/// The maximum number of sends in one window.
pub(crate) const LIMIT: usize = 120;

/// The length of the window: 60 s, and 2 s more because sends that leave 60 s apart may arrive closer together.
pub(crate) const WINDOW: Duration = Duration::from_secs(62);

/// Room reserved for Identify or Resume, of which a connection sends one.
const HANDSHAKE: usize = 1;
/// Room reserved for heartbeats that Discord requests.
const REQUESTED: usize = 3;

/// The maximum number of heartbeats to reserve room for: one a second, the shortest interval that is respected.
const MOST_BEATS: usize = 64;

/// The sender of a payload. Each may fill the window up to its own limit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Sender {
    /// A scheduled heartbeat. It may use the whole window.
    Heartbeat,
    /// Identify or Resume.
    Handshake,
    /// A heartbeat that Discord requested.
    RequestedHeartbeat,
    /// A command of the user.
    Command,
}

/// The sends within the last window.
#[derive(Debug)]
pub(crate) struct SendWindow {
    sent: VecDeque<Sent>,
    /// How many of them are not scheduled heartbeats.
    others: usize,
    /// How many scheduled heartbeats fall into one window.
    beats: usize,
}

#[derive(Clone, Copy, Debug)]
struct Sent {
    at: Instant,
    is_beat: bool,
}

impl SendWindow {
    pub(crate) const fn new() -> Self {
        // Until Hello gives the interval, room is reserved for the shortest one.
        Self { sent: VecDeque::new(), others: 0, beats: MOST_BEATS }
    }

    /// Reserves room for heartbeats of this interval.
    pub(crate) fn reserve_for(&mut self, interval: Duration) {
        let per_window = WINDOW.as_millis().div_ceil(interval.as_millis().max(1));
        self.beats =
            usize::try_from(per_window).map_or(MOST_BEATS, |beats| (beats + 1).min(MOST_BEATS));
    }

    /// How many sends, not counting scheduled heartbeats, the window may hold when this sender sends.
    fn mark(&self, sender: Sender) -> usize {
        if planted(WrongRule::NoRoomForHeartbeats) {
            return LIMIT;
        }
        match sender {
            Sender::Heartbeat => LIMIT,
            Sender::Handshake => LIMIT - self.beats,
            Sender::RequestedHeartbeat => LIMIT - self.beats - HANDSHAKE,
            Sender::Command => LIMIT - self.beats - HANDSHAKE - REQUESTED,
        }
    }

    /// Takes a place in the window if there is room now. Returns whether there was.
    pub(crate) fn take(&mut self, sender: Sender, now: Instant) -> bool {
        while let Some(oldest) = self.sent.front()
            && now.duration_since(oldest.at) >= WINDOW
        {
            self.others -= usize::from(!oldest.is_beat);
            self.sent.pop_front();
        }
        if self.others >= self.mark(sender) || self.sent.len() >= LIMIT {
            return false;
        }
        let is_beat = sender == Sender::Heartbeat;
        self.others += usize::from(!is_beat);
        self.sent.push_back(Sent { at: now, is_beat });
        true
    }

    /// When there is room. `None` or a time in the past means now.
    pub(crate) fn room_at(&self, sender: Sender) -> Option<Instant> {
        // There is room once enough sends have left the window to bring their count below the limit.
        let leaving = |count: usize, limit: usize| count.checked_sub(limit);
        let of_all = leaving(self.sent.len(), LIMIT).and_then(|index| self.sent.get(index));
        let of_others = leaving(self.others, self.mark(sender))
            .and_then(|index| self.sent.iter().filter(|sent| !sent.is_beat).nth(index));
        [of_all, of_others].into_iter().flatten().map(|sent| sent.at + WINDOW).max()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn commands_leave_room_for_every_heartbeat() {
        let start = Instant::now();
        let mut window = SendWindow::new();
        let interval = Duration::from_millis(41_250);
        window.reserve_for(interval);
        let mut commands = 0;
        while window.take(Sender::Command, start) {
            commands += 1;
        }
        // Two heartbeats fall into 62 s, or three with one at each end.
        assert_eq!(commands, 120 - 3 - 1 - 3);
        assert!(window.take(Sender::Handshake, start));
        for beat in 0..3 {
            assert!(window.take(Sender::Heartbeat, start + interval * beat / 2));
        }
    }

    #[test]
    fn each_sender_has_its_own_mark() {
        let start = Instant::now();
        let mut window = SendWindow::new();
        window.reserve_for(Duration::from_millis(41_250));
        let senders =
            [Sender::Command, Sender::RequestedHeartbeat, Sender::Handshake, Sender::Heartbeat];
        let taken = senders.map(|sender| (0..200).filter(|_| window.take(sender, start)).count());
        assert_eq!(taken, [113, 3, 1, 3]);
    }

    #[test]
    fn never_more_than_the_limit_in_any_window() {
        let start = Instant::now();
        let mut window = SendWindow::new();
        window.reserve_for(Duration::from_secs(1));
        let mut sends = Vec::new();
        for step in 0..4000_u64 {
            let now = start + Duration::from_millis(step * 100);
            if step % 10 == 0 {
                assert!(window.take(Sender::Heartbeat, now), "a beat was late at {step}");
                sends.push(now);
            }
            for sender in [Sender::RequestedHeartbeat, Sender::Command] {
                if window.take(sender, now) {
                    sends.push(now);
                }
            }
        }
        for (index, first) in sends.iter().enumerate() {
            let within = sends[index..]
                .iter()
                .take_while(|sent| sent.duration_since(*first) < Duration::from_secs(60))
                .count();
            assert!(within <= LIMIT, "{within} sends from {index}");
        }
    }

    #[test]
    fn beats_do_not_starve_commands() {
        let start = Instant::now();
        let mut window = SendWindow::new();
        window.reserve_for(Duration::from_secs(1));
        let mut commands = 0;
        for second in 0..600 {
            let now = start + Duration::from_secs(second);
            assert!(window.take(Sender::Heartbeat, now));
            while window.take(Sender::Command, now) {
                commands += 1;
            }
        }
        // Room is reserved for 63 heartbeats, a handshake and 3 requested heartbeats.
        assert_eq!(commands, (LIMIT - 63 - 1 - 3) * 10);
    }

    #[test]
    fn says_exactly_when_there_is_room() {
        let start = Instant::now();
        let mut window = SendWindow::new();
        assert_eq!(window.room_at(Sender::Command), None);
        let mut now = start;
        while window.take(Sender::Command, now) {
            now += Duration::from_millis(10);
        }
        let room = window.room_at(Sender::Command).unwrap();
        assert_eq!(room, start + WINDOW);
        assert!(!window.take(Sender::Command, room - Duration::from_nanos(1)));
        assert!(window.take(Sender::Command, room));
    }
}
