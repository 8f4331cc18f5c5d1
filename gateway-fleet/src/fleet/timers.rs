//! The table of timers: when each fires, and what it does.

use std::time::Instant;

use crate::timer::Timer;

use super::machine::Fleet;
use super::presence::Place;

impl Fleet {
    /// Returns when a timer fires; `None` if it does not run.
    fn at(&self, timer: Timer) -> Option<Instant> {
        match timer {
            Timer::Watch => self.watch_at(),
            Timer::IdTaken => matches!(self.presence.place, Place::Taken(_)).then(|| {
                let seen = self.view.workers.get(&self.config.worker);
                seen.map_or(self.now, |seen| seen.moved_at) + self.config.times.dead
            }),
            Timer::Beat => Some(self.presence.next_beat),
            Timer::Retry => self.writes.due(),
            Timer::Assign => self.assign_at,
            Timer::Identify => self.identify_at,
            Timer::Drain => self.drain_at(),
        }
    }

    /// Returns the timer that fires first.
    pub(super) fn next_timer(&self) -> Option<(Instant, Timer)> {
        Timer::ALL.iter().filter_map(|timer| Some((self.at(*timer)?, *timer))).min()
    }

    /// Does everything that is due.
    pub(super) fn run_due(&mut self, now: Instant) {
        for timer in Timer::ALL {
            if self.at(*timer).is_some_and(|at| at <= now) {
                self.ended(*timer, now);
            }
        }
    }

    fn ended(&mut self, timer: Timer, now: Instant) {
        match timer {
            Timer::Watch => self.rewatch(now),
            Timer::IdTaken => self.find_place(now),
            Timer::Beat => self.beat(now),
            Timer::Retry => self.run_writes(now),
            Timer::Assign => self.run_assign(now),
            Timer::Identify => self.run_identify(now),
            Timer::Drain => self.drain_ended(now),
        }
    }
}
