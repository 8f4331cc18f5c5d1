//! The process in which the machine runs: it sleeps, stops reading, ends and starts again.

use std::time::Duration;

use bytes::Bytes;
use gateway_proto::{
    Admission, Connection, Input, LinkId, Output, Received, Session, Shutdown, StopReason,
};
use gateway_sim::core::CoreInput;

use super::Pair;
use super::happening::Happening;
use super::settings::{Shell, config};

impl Pair {
    /// Brings an input to the process: it may sleep, or not read.
    pub(super) fn deliver(&mut self, input: Input) {
        if !self.running {
            return;
        }
        let socket = match &input {
            Input::Message(link, _) | Input::Closed(link, _) | Input::Failed(link, _) => {
                Some(*link)
            }
            _ => None,
        };
        if socket.is_some() && socket == self.paused {
            self.unread.push_back(input);
            return;
        }
        if self.frozen_until.is_some() {
            self.frozen_backlog.push(input);
            return;
        }
        self.feed(input);
    }

    /// Gives the machine an input and does what it says.
    pub(crate) fn feed(&mut self, input: Input) {
        if !self.running {
            return;
        }
        self.checks.before(&input, &self.machine);
        if self.stale.len() < 64 && !matches!(input, Input::Timeout | Input::Shutdown(_)) {
            self.stale.push(input.clone());
        }
        match input {
            Input::Message(link, message) if self.settings.shell != Shell::Handles => {
                self.receive(link, &message);
            }
            input => self.machine.handle(input, self.now),
        }
        self.drain();
    }

    /// Gives the machine a message from a buffer. An event may come back at once.
    fn receive(&mut self, link: LinkId, message: &Bytes) {
        let (shell, mut skipped) = (self.settings.shell, false);
        let before = self.machine.sequence();
        let admit = |kind| {
            let admission = shell.wants(kind);
            skipped = admission == Admission::Skip;
            admission
        };
        match self.machine.receive(link, message, admit, self.now) {
            Received::Event(head) => {
                let event = head.with_message(message.clone());
                let event = event.expect("it was scanned from this message");
                self.checks.output(&Output::Dispatch(event), &self.machine);
            }
            Received::Taken => {
                let after = self
                    .machine
                    .sequence()
                    .filter(|_| skipped && self.machine.sequence() != before);
                if let Some(sequence) = after {
                    self.checks.skipped(sequence);
                }
            }
            Received::Later => self.checks.fail("events are postponed when asked for", "unasked"),
        }
    }

    pub(super) fn drain(&mut self) {
        for _ in 0..100_000 {
            let output = self.machine.poll();
            self.checks.output(&output, &self.machine);
            match output {
                Output::WaitUntil(time) => {
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
            Output::WantIdentify => {
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
        // Whether the timer or the socket is looked at first is the runtime's choice.
        if self.rng.below(2) == 0 {
            self.feed(Input::Timeout);
        }
        for input in backlog {
            self.deliver(input);
        }
    }

    pub(super) fn pause_reading(&mut self, lasts: Duration) {
        let until = self.disturbed_for(lasts);
        let Some((link, _)) = self.current() else { return };
        if self.paused.is_some() || self.frozen_until.is_some() {
            return;
        }
        self.paused = Some(link);
        self.feed(Input::ReadingPaused(link));
        self.later_at(until, Happening::ReadAgain(self.epoch, link));
    }

    pub(super) fn read_again(&mut self, epoch: u32, link: LinkId) {
        if epoch != self.epoch || self.paused != Some(link) {
            return;
        }
        if let Some(until) = self.frozen_until {
            // A process that sleeps does not begin to read.
            let then = until + Duration::from_nanos(1);
            self.later_at(then, Happening::ReadAgain(epoch, link));
            return;
        }
        self.paused = None;
        self.deliver(Input::ReadingResumed(link));
        for input in std::mem::take(&mut self.unread) {
            self.deliver(input);
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
        // It may have crashed, or fallen asleep, meanwhile.
        if self.epoch != epoch {
            return;
        }
        if self.stopped.is_none() && self.frozen_until.is_some() {
            self.crash();
            return;
        }
        match self.stopped.take() {
            Some(StopReason::Shutdown { session }) => self.leave(session),
            // Discord's refusal crossed it: there is nothing to start again.
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

    /// The user ends it for good, in one of the two ways: it takes no longer than the close timeout.
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
            // A process that sleeps stops when it wakes.
            self.later_at(until + Duration::from_nanos(1), Happening::HasStopped(epoch));
        } else if epoch == self.epoch && self.stopped.is_none() {
            // Its own deadline may be at this very moment, and not have had its turn.
            self.feed(Input::Timeout);
            if self.stopped.is_none() {
                self.checks.fail("a shutdown takes 2 s at most", format!("{:?}", self.machine));
            }
        }
    }

    /// The process is gone; another one starts after a while.
    pub(super) fn leave(&mut self, session: Option<Session>) {
        // As a file would keep it.
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
