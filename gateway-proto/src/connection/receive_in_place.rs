//! Messages from a buffer that the shell uses again: owned only where an event is handed on.

use std::time::Instant;

use bytes::Bytes;
use gateway_model::{DispatchError, DispatchHead, EventKind};

use super::Connection;
use super::phase::Phase;
use crate::input::LinkId;
use crate::output::Output;
use crate::planted::{WrongRule, planted};

/// What the shell wants done with an event that is next to be handed on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Admission {
    /// Hand it on.
    HandOn,
    /// Count its sequence and forget it: nobody wants it.
    Skip,
    /// There is no room for it now. The machine takes no notice of it; the shell gives it again later.
    Later,
}

/// What became of a message.
#[derive(Clone, Debug, PartialEq, Eq)]
#[must_use]
pub enum Received {
    /// It is taken in; what follows from it comes from [`poll`](Connection::poll).
    Taken,
    /// It is counted, and the next event to be handed on. The shell makes it, by
    /// [`DispatchHead::with_message`], of whatever buffer it wants.
    Event(DispatchHead),
    /// There was no room for it, and the machine took no notice of it.
    Later,
}

impl Connection {
    /// As [`handle`](Self::handle) with [`Input::Message`](crate::Input::Message), for a message that still lies in the shell's
    /// buffer: the machine copies it where it needs it for longer, so an event that nobody wants costs no
    /// allocation, and several events may become parts of one.
    ///
    /// `admit` is asked for each event but Ready and Resumed, which the machine itself needs: those are
    /// asked about afterwards, and anything but [`Admission::Skip`] hands them on.
    ///
    /// An event is given back as [`Received::Event`] only where no other output waits, so that
    /// nothing overtakes it.
    #[inline]
    pub fn receive(
        &mut self,
        link: LinkId,
        message: &[u8],
        admit: impl FnOnce(EventKind) -> Admission,
        now: Instant,
    ) -> Received {
        let head = match DispatchHead::scan(message) {
            Ok(head) if self.is_next_event(link, &head) => head,
            head => return self.receive_other(link, message, head, admit, now),
        };
        match admit(head.kind()) {
            Admission::HandOn => {
                self.sequence = Some(head.sequence());
                // An event makes nothing due, only time does; many are received at the same time.
                // What comes of this is polled after the event was given back.
                if now > self.now && !planted(WrongRule::ReceiveForgetsTime) {
                    self.time_passed(now);
                }
                Received::Event(head)
            }
            Admission::Skip => {
                self.skip(head.sequence(), now);
                Received::Taken
            }
            Admission::Later => Received::Later,
        }
    }

    /// Whatever is not an event in the midst of a session.
    #[inline(never)]
    fn receive_other(
        &mut self,
        link: LinkId,
        message: &[u8],
        head: Result<DispatchHead, DispatchError>,
        admit: impl FnOnce(EventKind) -> Admission,
        now: Instant,
    ) -> Received {
        let Some(event) = head.as_ref().ok().filter(|_| self.in_session(link)).copied() else {
            self.take_in(link, message, head, now);
            return Received::Taken;
        };
        let needed = is_needed(event.kind());
        match admit(event.kind()) {
            Admission::Later if !needed => return Received::Later,
            Admission::Skip if !needed => self.skip(event.sequence(), now),
            admission => {
                self.take_in(link, message, head, now);
                if admission == Admission::Skip {
                    self.outputs.retain(|output| {
                        !matches!(output, Output::Dispatch(other) if other.kind() == event.kind())
                    });
                }
            }
        }
        Received::Taken
    }

    #[cold]
    fn time_passed(&mut self, now: Instant) {
        let now = self.advance(now);
        self.after_input(now);
    }

    /// As `handle` with a message, whose envelope is read once only.
    #[cold]
    fn take_in(
        &mut self,
        link: LinkId,
        message: &[u8],
        head: Result<DispatchHead, DispatchError>,
        now: Instant,
    ) {
        let now = self.advance(now);
        self.on_scanned(link, Bytes::copy_from_slice(message), head, now);
        self.after_input(now);
    }

    /// Whether an event on this link belongs to a session.
    fn in_session(&self, link: LinkId) -> bool {
        match &self.phase {
            Phase::Live { link: present, .. }
            | Phase::Identifying { link: present, .. }
            | Phase::Resuming { link: present, .. } => present.link.id == link,
            _ => false,
        }
    }

    /// Whether this is an event that the machine itself has no need of and is only to be handed on, and
    /// nothing before it.
    #[inline]
    fn is_next_event(&self, link: LinkId, head: &DispatchHead) -> bool {
        let Phase::Live { link: present, .. } = &self.phase else { return false };
        (present.link.id == link || planted(WrongRule::OldLinksTakeTheShortWay))
            && !is_needed(head.kind())
            && !self.is_repeated(head.sequence())
            && self.outputs.is_empty()
    }

    /// An event that is received but not handed on.
    fn skip(&mut self, sequence: u64, now: Instant) {
        let now = self.advance(now);
        if let Phase::Resuming { deadline, replayed, .. } = &mut self.phase {
            *replayed += 1;
            if !planted(WrongRule::SkippedReplayLeavesTheDeadline) {
                deadline.restart(now);
            }
            if !planted(WrongRule::SkippedReplayIsNoUse) {
                self.replay_goes_on(sequence, now);
            }
        }
        self.sequence = self.sequence.max(Some(sequence));
        self.after_input(now);
    }
}

/// Whether the machine itself has need of an event.
const fn is_needed(kind: EventKind) -> bool {
    matches!(kind, EventKind::Ready | EventKind::Resumed)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::input::Input;
    use crate::{Config, State, Token};
    use gateway_model::gateway::Intents;

    fn live() -> (Connection, LinkId, Instant) {
        let now = Instant::now();
        let config =
            Config::new(Token::new("t").unwrap(), Intents::GUILDS, "ws://localhost").unwrap();
        let mut machine = Connection::new(config, 1, now);
        let Output::Connect { link, .. } = std::iter::repeat_with(|| machine.poll())
            .find(|o| matches!(o, Output::Connect { .. }))
            .unwrap()
        else {
            unreachable!()
        };
        machine.handle(Input::Opened(link), now);
        let hello = br#"{"op":10,"d":{"heartbeat_interval":45000}}"#;
        assert_eq!(machine.receive(link, hello, |_| Admission::Later, now), Received::Taken);
        machine.handle(Input::IdentifyGranted, now);
        (machine, link, now)
    }

    const READY: &[u8] = br#"{"t":"READY","s":1,"op":0,"d":{"session_id":"s","resume_gateway_url":"ws://localhost"}}"#;

    fn event(sequence: u64) -> Vec<u8> {
        format!(r#"{{"t":"TYPING_START","s":{sequence},"op":0,"d":{{}}}}"#).into_bytes()
    }

    fn dispatched(machine: &mut Connection) -> Vec<u64> {
        let mut seen = Vec::new();
        loop {
            match machine.poll() {
                Output::Dispatch(event) => seen.push(event.sequence()),
                Output::WaitUntil(_) | Output::Stopped(_) => return seen,
                _ => {}
            }
        }
    }

    #[test]
    fn a_skipped_event_counts_and_a_postponed_one_does_not() {
        let (mut machine, link, now) = live();
        let mut give = |message: Vec<u8>, admission| {
            let received = machine.receive(link, &message, |_| admission, now);
            (received, machine.sequence(), dispatched(&mut machine))
        };
        assert_eq!(give(READY.to_vec(), Admission::HandOn), (Received::Taken, Some(1), vec![1]));
        assert_eq!(give(event(2), Admission::Skip), (Received::Taken, Some(2), vec![]));
        assert_eq!(give(event(3), Admission::Later), (Received::Later, Some(2), vec![]));
        let (received, sequence, seen) = give(event(3), Admission::HandOn);
        let Received::Event(head) = received else { panic!("{received:?}") };
        assert_eq!((head.sequence(), head.message_bytes()), (3, event(3).len()));
        assert_eq!(head.with_message(event(3).into()).unwrap().message(), &event(3));
        assert_eq!((sequence, seen), (Some(3), vec![]));
        // A repeated one is reported, not handed on.
        assert_eq!(give(event(3), Admission::HandOn), (Received::Taken, Some(3), vec![]));
    }

    #[test]
    fn no_event_overtakes_what_waits_to_be_polled() {
        let (mut machine, link, now) = live();
        let ready = machine.receive(link, READY, |_| Admission::HandOn, now);
        assert_eq!(ready, Received::Taken);
        let event = machine.receive(link, &event(2), |_| Admission::HandOn, now);
        assert_eq!((event, dispatched(&mut machine)), (Received::Taken, vec![1, 2]));
    }

    #[test]
    fn ready_takes_effect_even_where_nobody_wants_it() {
        for admission in [Admission::Skip, Admission::Later] {
            let (mut machine, link, now) = live();
            let received = machine.receive(link, READY, |_| admission, now);
            assert_eq!((received, machine.state()), (Received::Taken, State::Live));
            assert_eq!(dispatched(&mut machine).is_empty(), admission == Admission::Skip);
        }
    }

    #[test]
    fn before_ready_an_event_is_postponed_or_skipped_as_well() {
        let (mut machine, link, now) = live();
        let mut give = |number, admission| {
            let received = machine.receive(link, &event(number), |_| admission, now);
            (received, machine.sequence(), dispatched(&mut machine))
        };
        assert_eq!(give(2, Admission::Later), (Received::Later, None, vec![]));
        assert_eq!(give(2, Admission::Skip), (Received::Taken, Some(2), vec![]));
        assert_eq!(give(3, Admission::HandOn), (Received::Taken, Some(3), vec![3]));
        assert_eq!(machine.state(), State::Identifying);
    }

    #[test]
    fn nobody_is_asked_about_an_event_of_no_session() {
        let (mut machine, link, now) = live();
        let asked = |_| panic!("asked about an event of another socket");
        let other = LinkId(link.0 + 1);
        assert_eq!(machine.receive(other, &event(2), asked, now), Received::Taken);
        assert_eq!(machine.receive(link, READY, |_| Admission::HandOn, now), Received::Taken);
        assert_eq!(dispatched(&mut machine), [1]);
        assert_eq!(machine.receive(other, &event(2), asked, now), Received::Taken);
        assert_eq!((machine.sequence(), dispatched(&mut machine)), (Some(1), vec![]));
    }

    #[test]
    fn an_event_that_comes_later_brings_what_is_due_by_then() {
        let (mut machine, link, now) = live();
        let ready = machine.receive(link, READY, |_| Admission::HandOn, now);
        assert_eq!((ready, dispatched(&mut machine)), (Received::Taken, vec![1]));
        let later = now + std::time::Duration::from_secs(45);
        let received = machine.receive(link, &event(2), |_| Admission::HandOn, later);
        assert!(matches!(received, Received::Event(_)), "{received:?}");
        let Output::Send { payload, .. } = machine.poll() else { panic!("no heartbeat") };
        assert_eq!(payload, r#"{"op":1,"d":2}"#);
    }
}
