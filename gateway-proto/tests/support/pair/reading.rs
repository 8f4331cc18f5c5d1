//! How the process reads its socket: single messages or batches, with an answer for each event that is drawn from the
//! seed. While its consumer is slow, it does not read.

use std::time::{Duration, Instant};

use bytes::Bytes;
use gateway_model::{Dispatch, DispatchHead, EventKind};
use gateway_proto::{Admission, Input, LinkId, Output, Received};

use super::Pair;
use super::happening::{Arrival, Happening};
use super::settings::Admissions;

/// The longest time for which messages wait to be read together.
const BATCH_US: u64 = 50_000;
/// The longest time until an event for which there was no room is passed again.
const NO_ROOM_US: u64 = 500_000;

impl Pair {
    /// Reads something from the socket.
    pub(super) fn read(&mut self, arrival: Arrival) {
        match arrival {
            Arrival::Message(link, message) => {
                let begins = self.batch.is_empty();
                if begins && self.reading.below(100) >= self.settings.admissions.batched {
                    self.feed(Arrival::Message(link, message));
                    return;
                }
                self.batch.push_back((link, message));
                if begins {
                    let wait = Duration::from_micros(self.reading.below(BATCH_US));
                    self.later(wait, Happening::ReadBatch(self.epoch));
                }
            }
            arrival => {
                self.read_batch();
                self.deliver_unless_paused(arrival);
            }
        }
    }

    /// Delivers something unless reading is paused: the previous batch may have ended with an event for which there is
    /// no room.
    fn deliver_unless_paused(&mut self, arrival: Arrival) {
        if arrival.link() == self.paused {
            self.unread.push_back(arrival);
        } else {
            self.feed(arrival);
        }
    }

    /// Passes all messages that the socket has received. Outputs are polled before each message that is not an event,
    /// and at the end. So events in a row wait for each other.
    pub(super) fn read_batch(&mut self) {
        if self.frozen_until.is_some() {
            let batch = std::mem::take(&mut self.batch);
            let arrivals = batch.into_iter().map(|(link, message)| Arrival::Message(link, message));
            self.frozen_backlog.splice(..0, arrivals);
            return;
        }
        let mut given = false;
        while let Some((link, message)) = self.batch.pop_front() {
            if self.paused == Some(link) {
                self.unread.push_back(Arrival::Message(link, message));
                continue;
            }
            if DispatchHead::scan(&message).is_err() {
                self.drain_now();
            }
            self.note(&Arrival::Message(link, message.clone()));
            self.receive(link, &message);
            given = true;
        }
        if given {
            self.drain();
        }
    }

    /// Passes a message to the machine, with an answer for its event. The event may be returned immediately.
    pub(super) fn receive(&mut self, link: LinkId, message: &Bytes) {
        let event = Dispatch::parse(message.clone()).ok();
        let admission = match self.settings.admissions.draw(&mut self.reading) {
            Admission::Postpone if std::mem::take(&mut self.has_room) => Admission::Deliver,
            admission => admission,
        };
        if admission == Admission::Skip {
            // It does not appear in the outputs, so the outputs before it are polled first.
            self.drain_now();
        }
        let mut asked = false;
        let admit = |_| {
            asked = true;
            admission
        };
        let received = self.machine.receive(link, message, admit, self.now);
        let Some(event) = event.filter(|_| asked) else {
            self.checks
                .hold(received == Received::Handled, "only events are given back or postponed");
            return;
        };
        let needed = matches!(event.kind(), EventKind::Ready | EventKind::Resumed);
        let becomes = match (&received, admission) {
            (Received::Event(head), Admission::Deliver) => head.sequence() == event.sequence(),
            (Received::Handled, Admission::Postpone) => needed,
            (Received::Handled, _) | (Received::Postponed, Admission::Postpone) => true,
            _ => false,
        };
        self.checks.hold(becomes, "an event becomes what the driver wants");
        *self.admissions.entry(Admissions::name(admission)).or_default() += 1;
        match received {
            Received::Event(_) => self.checks.output(&Output::Dispatch(event), &self.machine),
            Received::Postponed => self.postpone(link, message),
            Received::Handled if admission == Admission::Skip => self.checks.skipped(&event),
            Received::Handled => {}
        }
    }

    /// Postpones an event for which there is no room. Nothing else is read meanwhile.
    fn postpone(&mut self, link: LinkId, message: &Bytes) {
        // Unread messages of an old socket are dropped with it.
        self.unread.clear();
        self.unread.push_back(Arrival::Message(link, message.clone()));
        let until = self.now + Duration::from_micros(1 + self.reading.below(NO_ROOM_US));
        self.stop_reading(link, until);
    }

    fn stop_reading(&mut self, link: LinkId, until: Instant) {
        self.paused = Some(link);
        self.feed(Input::ReadingPaused(link));
        self.later_at(until, Happening::ReadAgain(self.epoch, link));
    }

    pub(super) fn pause_reading(&mut self, lasts: Duration) {
        let until = self.disturbed_for(lasts);
        let Some((link, _)) = self.current() else { return };
        if self.paused.is_some() || self.frozen_until.is_some() {
            return;
        }
        self.read_batch();
        self.stop_reading(link, until);
    }

    pub(super) fn read_again(&mut self, epoch: u32, link: LinkId) {
        if epoch != self.epoch || self.paused != Some(link) {
            return;
        }
        if let Some(until) = self.frozen_until {
            // A sleeping process does not start to read.
            let then = until + Duration::from_nanos(1);
            self.later_at(then, Happening::ReadAgain(epoch, link));
            return;
        }
        self.paused = None;
        self.has_room = true;
        self.deliver(Input::ReadingResumed(link).into());
        for arrival in std::mem::take(&mut self.unread) {
            self.deliver(arrival);
        }
    }
}
