//! Checks what the machine waits for, and that it acts in time.

use std::time::{Duration, Instant};

use gateway_proto::{Connection, State, Timer};

use super::{Checks, Socket};

/// Longest time between two wake-ups: the longest back-off, or heartbeat interval.
const LONGEST_WAIT: Duration = Duration::from_secs(180);

/// Returns whether a timer belongs to a state.
fn belongs(timer: Timer, state: State) -> bool {
    let beats = [State::AwaitingPermit, State::Identifying, State::Resuming, State::Live];
    match timer {
        Timer::Reconnect => state == State::Waiting,
        Timer::Connect => state == State::Connecting,
        Timer::Hello => state == State::AwaitingHello,
        Timer::Ready => state == State::Identifying,
        Timer::Resumed => state == State::Resuming,
        Timer::Close => state == State::Closing,
        Timer::Heartbeat | Timer::HeartbeatAck => beats.contains(&state),
        Timer::SendWindow => beats.contains(&state) || state == State::AwaitingHello,
        _ => false,
    }
}

impl Checks {
    pub(super) fn wait(&mut self, time: Instant, timer: Timer, machine: &Connection) {
        let state = machine.state();
        self.require(belongs(timer, state), "the timer is one of the state", || {
            format!("{timer:?} in {state:?}")
        });
        let ahead = time.checked_duration_since(self.now).filter(|wait| !wait.is_zero());
        self.require(ahead.is_some(), "no deadline lies behind", || {
            format!("{timer:?} in {state:?}")
        });
        let silent = ahead.is_some_and(|wait| wait > LONGEST_WAIT);
        self.require(!silent, "never silent", || format!("{ahead:?} in {state:?}"));
    }

    /// The machine was woken at the time that it asked for.
    pub(crate) fn woken(&mut self) {
        if self.wakes_at.0 == self.now {
            self.wakes_at.1 += 1;
        } else {
            self.wakes_at = (self.now, 1);
        }
        let wakes = self.wakes_at.1;
        self.require(wakes < 20, "no busy loop", || format!("{wakes} wake-ups at once"));
    }

    /// Checks the machine after each drain, while the process runs.
    pub(crate) fn after(&mut self, machine: &Connection) {
        match machine.heartbeat_interval() {
            Some(every) => {
                let latest = self.now + every;
                let by = self.beat_by.map_or(latest, |by| by.min(latest));
                self.beat_by = Some(by);
                let late = self.now.duration_since(by);
                // If a second Hello requires far more heartbeats than the machine reserved room for, the send limit
                // takes precedence, because Discord would close the connection.
                let window = Duration::from_secs(62);
                let full = self.recent.len() == 120
                    && self.recent.front().is_some_and(|at| self.now - *at < window);
                let in_time = late.is_zero() || full;
                self.require(in_time, "no heartbeat is late", || format!("{late:?}"));
            }
            None => self.beat_by = None,
        }
        if let Socket::Closing(_, by) = self.socket {
            let late = self.now.duration_since(by);
            self.require(late.is_zero(), "a closing socket is dropped in time", || {
                format!("{late:?}")
            });
        }
        if machine.state() == State::Live {
            self.alive_at = self.now;
        }
    }
}
