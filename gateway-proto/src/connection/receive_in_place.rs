//! Messages from a buffer that the shell uses again: owned only where an event is handed on.

use std::time::Instant;

use bytes::Bytes;
use gateway_model::{DispatchError, DispatchHead, EventKind};

use super::Connection;
use super::phase::Phase;
use crate::input::LinkId;
use crate::output::Output;

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

impl Connection {
    /// As [`handle`](Self::handle) with [`Input::Message`](crate::Input::Message), for a message that still lies in the shell's
    /// buffer: it becomes [`Bytes`] only where that is needed, so an event that nobody wants costs no
    /// allocation.
    ///
    /// `admit` is asked for each event but Ready and Resumed, which the machine itself needs: those are
    /// asked about afterwards, and anything but [`Admission::Skip`] hands them on.
    ///
    /// # Errors
    ///
    /// The message itself, where `admit` said [`Admission::Later`].
    pub fn receive<M: AsRef<[u8]> + Into<Bytes>>(
        &mut self,
        link: LinkId,
        message: M,
        admit: impl FnOnce(EventKind) -> Admission,
        now: Instant,
    ) -> Result<(), M> {
        let head = DispatchHead::scan(message.as_ref());
        let event = head.as_ref().ok().filter(|_| self.in_session(link));
        let Some((kind, sequence)) = event.map(|head| (head.kind(), head.sequence())) else {
            self.take_in(link, message.into(), head, now);
            return Ok(());
        };
        match admit(kind) {
            Admission::Skip if matches!(kind, EventKind::Ready | EventKind::Resumed) => {
                self.take_in(link, message.into(), head, now);
                self.outputs.retain(
                    |output| !matches!(output, Output::Dispatch(event) if event.kind() == kind),
                );
            }
            Admission::Later if !matches!(kind, EventKind::Ready | EventKind::Resumed) => {
                return Err(message);
            }
            Admission::Skip => self.skip(sequence, now),
            Admission::HandOn | Admission::Later => {
                self.take_in(link, message.into(), head, now);
            }
        }
        Ok(())
    }

    /// As `handle` with a message, whose envelope is read once only.
    fn take_in(
        &mut self,
        link: LinkId,
        message: Bytes,
        head: Result<DispatchHead, DispatchError>,
        now: Instant,
    ) {
        let now = self.advance(now);
        self.on_scanned(link, message, head, now);
        self.after_input(now);
    }

    /// Whether an event on this link belongs to a session.
    fn in_session(&self, link: LinkId) -> bool {
        self.phase.link_id() == Some(link)
            && matches!(
                self.phase,
                Phase::Live { .. } | Phase::Identifying { .. } | Phase::Resuming { .. }
            )
    }

    /// An event that is received but not handed on.
    fn skip(&mut self, sequence: u64, now: Instant) {
        let now = self.advance(now);
        if let Phase::Resuming { deadline, replayed, .. } = &mut self.phase {
            *replayed += 1;
            deadline.restart(now);
            if let Some(session) = &mut self.session {
                session.alive_at = now;
            }
        }
        self.sequence = self.sequence.max(Some(sequence));
        self.after_input(now);
    }
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
        let hello = br#"{"op":10,"d":{"heartbeat_interval":45000}}"#.to_vec();
        machine.receive(link, hello, |_| Admission::Later, now).unwrap();
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
        machine.receive(link, READY.to_vec(), |_| Admission::HandOn, now).unwrap();
        machine.receive(link, event(2), |_| Admission::Skip, now).unwrap();
        assert_eq!(machine.sequence(), Some(2));
        let back = machine.receive(link, event(3), |_| Admission::Later, now).unwrap_err();
        assert_eq!(machine.sequence(), Some(2));
        machine.receive(link, back, |_| Admission::HandOn, now).unwrap();
        assert_eq!((machine.sequence(), dispatched(&mut machine)), (Some(3), vec![1, 3]));
    }

    #[test]
    fn ready_takes_effect_even_where_nobody_wants_it() {
        for admission in [Admission::Skip, Admission::Later] {
            let (mut machine, link, now) = live();
            machine.receive(link, READY.to_vec(), |_| admission, now).unwrap();
            assert_eq!(machine.state(), State::Live);
            assert_eq!(dispatched(&mut machine).is_empty(), admission == Admission::Skip);
        }
    }
}
