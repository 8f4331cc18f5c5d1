//! The process in which the machine runs: it sleeps, ends and starts again.

use std::time::Duration;

use gateway_proto::{Connection, Input, Output, Session, Shutdown, StopReason};
use gateway_sim::core::CoreInput;

use super::Pair;
use super::happening::{Arrival, Happening};
use super::settings::config;

impl Pair {
    /// Delivers something to the process, which may be asleep or not reading.
    pub(super) fn deliver(&mut self, arrival: Arrival) {
        if !self.running {
            return;
        }
        if arrival.is_read() && arrival.link() == self.paused {
            self.unread.push_back(arrival);
        } else if self.frozen_until.is_some() {
            self.frozen_backlog.push(arrival);
        } else if arrival.is_read() {
            self.read(arrival);
        } else {
            self.feed(arrival);
        }
    }

    /// Passes an input to the machine and carries out its outputs.
    pub(crate) fn feed(&mut self, arrival: impl Into<Arrival>) {
        if !self.running {
            return;
        }
        let arrival = arrival.into();
        self.note(&arrival);
        match arrival {
            Arrival::Message(link, message) => self.receive(link, &message),
            Arrival::Input(input) => self.machine.handle(input, self.now),
        }
        self.drain();
    }

    pub(super) fn note(&mut self, arrival: &Arrival) {
        self.checks.before(arrival, &self.machine);
        let kept = !matches!(arrival, Arrival::Input(Input::Timeout | Input::Shutdown(_)));
        if self.stale.len() < 64 && kept {
            self.stale.push(arrival.clone());
        }
    }

    pub(super) fn drain(&mut self) {
        for _ in 0..100_000 {
            let output = self.machine.poll();
            self.checks.output(&output, &self.machine);
            match output {
                Output::WaitUntil(time, _) => {
                    self.machine_wake = Some(time);
                    self.checks.after(&self.machine);
                    return;
                }
                Output::Stopped(reason) => {
                    self.machine_wake = None;
                    self.stopped = Some(reason);
                    return;
                }
                output => self.obey(output),
            }
        }
        self.checks.fail("a drain ends", "100,000 outputs");
    }

    /// Carries out the machine's outputs except waiting: it may not know the present time yet.
    pub(super) fn drain_now(&mut self) {
        while let Some(output) = self.machine.poll_now() {
            self.checks.output(&output, &self.machine);
            self.obey(output);
        }
    }

    pub(super) fn obey(&mut self, output: Output) {
        let at = self.now - self.start;
        match output {
            Output::Connect { link, url } => self.dial(link, url),
            Output::Send { link, payload } => {
                self.send_up(link, &payload);
                if self.settings.keep_states {
                    self.sent.push((at, payload));
                }
            }
            Output::Close { link, code } => self.client_close(link, code),
            Output::Drop { link } => self.client_drop(link),
            Output::RequestIdentify => {
                self.permit_generation += 1;
                let spaced =
                    self.last_grant.map_or(self.now, |at| at + Duration::from_millis(5100));
                let at = (self.now + Duration::from_millis(1))
                    .max(spaced)
                    .max(self.permits_stopped_until);
                self.later_at(at, Happening::Permit(self.permit_generation));
            }
            Output::ReleaseIdentify => self.permit_generation += 1,
            Output::State(change) if self.settings.keep_states => self.states.push((at, change)),
            _ => {}
        }
    }

    pub(super) fn thaw(&mut self) {
        self.frozen_until = None;
        let backlog = std::mem::take(&mut self.frozen_backlog);
        // The runtime decides whether the timer or the socket is polled first.
        if self.rng.below(2) == 0 {
            self.feed(Input::Timeout);
        }
        for arrival in backlog {
            self.deliver(arrival);
        }
    }

    pub(super) fn restart(&mut self) {
        if !self.can_be_stopped() {
            return;
        }
        self.stopping = true;
        self.feed(Input::Shutdown(Shutdown::KeepSession));
        let (end, epoch) = (self.now + Duration::from_secs(2), self.epoch);
        while self.stopped.is_none() && self.checks.violation.is_none() && self.step(end) {}
        // The process may have crashed, or fallen asleep, meanwhile.
        if self.epoch != epoch {
            return;
        }
        if self.stopped.is_none() && self.frozen_until.is_some() {
            self.crash();
            return;
        }
        match self.stopped.take() {
            Some(StopReason::Shutdown { session }) => self.leave(session),
            // Discord refused the bot at the same time, so nothing is started again.
            Some(refused @ StopReason::Refused { .. }) => self.stopped = Some(refused),
            other => self.checks.fail("a shutdown takes 2 s at most", format!("{other:?}")),
        }
    }

    pub(super) fn crash(&mut self) {
        if !self.running || self.stopped.is_some() {
            return;
        }
        let session = self.machine.session();
        if let Some((_, conn)) = self.current() {
            let closed = CoreInput::Closed { conn, code: None };
            self.later(Duration::from_millis(10), Happening::ToCore(closed));
        }
        self.leave(session);
    }

    pub(super) fn can_be_stopped(&self) -> bool {
        let awake = self.running && self.frozen_until.is_none();
        awake && !self.stopping && self.ending.is_none() && self.stopped.is_none()
    }

    /// Shuts the machine down permanently, in one of the two ways, and checks that this takes no longer than the close
    /// timeout.
    pub(super) fn shut_down(&mut self, how: Shutdown) {
        if !self.can_be_stopped() {
            return;
        }
        self.ending = Some(how);
        self.feed(Input::Shutdown(how));
        let limit = self.disturbed_for(Duration::from_secs(2));
        self.later_at(limit, Happening::HasStopped(self.epoch));
    }

    pub(super) fn has_stopped(&mut self, epoch: u32) {
        if let Some(until) = self.frozen_until {
            // A sleeping process stops when it wakes.
            self.later_at(until + Duration::from_nanos(1), Happening::HasStopped(epoch));
        } else if epoch == self.epoch && self.stopped.is_none() {
            // Its own deadline may be due at this moment and not processed yet.
            self.feed(Input::Timeout);
            if self.stopped.is_none() {
                self.checks.fail("a shutdown takes 2 s at most", format!("{:?}", self.machine));
            }
        }
    }

    /// Ends the process. Another one starts after a while.
    pub(super) fn leave(&mut self, session: Option<Session>) {
        // In the form in which a file would store it.
        let stored = session.map(|session| serde_json::to_string(&session).unwrap());
        let session = stored.map(|text| serde_json::from_str(&text).unwrap());
        self.running = false;
        self.stopping = false;
        self.epoch += 1;
        self.machine_wake = None;
        self.frozen_until = None;
        self.frozen_backlog.clear();
        self.paused = None;
        self.unread.clear();
        self.batch.clear();
        self.has_room = false;
        self.stale.clear();
        self.permit_generation += 1;
        if let Some(wire) = self.wires.last_mut() {
            wire.client_gone = true;
            wire.black_hole = true;
        }
        let pause = Duration::from_millis(50 + self.rng.below(3000));
        self.disturbed_for(pause);
        self.later(pause, Happening::StartAgain(session));
    }

    pub(super) fn start_again(&mut self, session: Option<Session>) {
        self.checks.restarted(self.dial_count() as u64 + 1);
        self.running = true;
        self.stopped = None;
        let config = config(&self.settings, session);
        self.machine = Connection::new(config, self.rng.next_u64(), self.now);
        self.drain();
    }
}
