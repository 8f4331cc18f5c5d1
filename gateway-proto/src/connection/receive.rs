//! Parses messages: each is an event, or another opcode with its effect.
//!
//! Docs: [Gateway Opcodes](https://docs.discord.com/developers/topics/opcodes-and-status-codes#gateway-gateway-opcodes).

use std::time::{Duration, Instant};

use gateway_model::gateway::Opcode;
use gateway_model::{DispatchError, DispatchHead, Envelope, EventKind};
use serde::Deserialize;
use serde_json::value::RawValue;

use super::admission::{Admission, Received};
use super::event::Role;
use super::heartbeat;
use super::machine::Connection;
use super::phase::Phase;
use crate::input::LinkId;
use crate::output::{IgnoredReason, StateChange};

impl Connection {
    /// Processes one whole, inflated message: the JSON of one payload. It cannot fail. A message that cannot be read is
    /// reported as [`StateChange::Ignored`], and a message of an old socket is ignored.
    ///
    /// The driver may reuse the buffer of the message: the machine copies what it needs for longer. So a skipped event
    /// needs no allocation, and several events may share one buffer.
    ///
    /// `admit` is called for each event that counts. The Ready that begins a session and the Resumed that ends a replay
    /// always take effect, because the machine needs them; unless the answer is [`Admission::Skip`], they are also
    /// delivered.
    ///
    /// The event is returned as [`Received::Event`] if no other output is waiting. Otherwise it is copied and returned
    /// by [`poll`](Self::poll), so that it does not overtake the waiting outputs. Outputs of timers that have expired
    /// are polled after the event is returned.
    #[inline]
    pub fn receive(
        &mut self,
        link: LinkId,
        message: &[u8],
        admit: impl FnOnce(EventKind) -> Admission,
        now: Instant,
    ) -> Received {
        let head = match DispatchHead::scan(message) {
            Ok(head) => head,
            Err(error) => {
                self.receive_other(link, message, error, now);
                return Received::Handled;
            }
        };
        let role = self.role(link, &head, message);
        if role == Role::Counts {
            return self.receive_event(head, message, admit(head.kind()), now);
        }
        let asks = matches!(role, Role::BeginsSession | Role::EndsReplay);
        let wanted = asks && admit(head.kind()) != Admission::Skip;
        self.receive_special(role, wanted, head, message, now);
        Received::Handled
    }

    /// Handles a message that is not an event.
    fn receive_other(&mut self, link: LinkId, message: &[u8], error: DispatchError, now: Instant) {
        let now = self.advance(now);
        // While dialling there are no messages. While closing they are ignored, because a Resume replays the events.
        let reads = !matches!(self.phase, Phase::Connecting { .. } | Phase::Closing { .. });
        if reads && self.is_current(link) {
            match (error, Envelope::scan(message)) {
                (DispatchError::NotADispatch(opcode), Ok(envelope)) => {
                    self.on_control(opcode, envelope.data(), message, now);
                }
                (error, _) => self.ignored(error.into(), message),
            }
        }
        self.run_due(now);
    }

    fn on_control(&mut self, opcode: Opcode, data: &[u8], message: &[u8], now: Instant) {
        match opcode {
            Opcode::Hello => {
                let interval = hello_interval(data);
                if interval.is_none() {
                    self.ignored(IgnoredReason::HelloWithoutInterval, message);
                }
                self.on_hello(interval.unwrap_or(heartbeat::FALLBACK), now);
            }
            Opcode::HeartbeatAck => self.on_heartbeat_ack(now),
            Opcode::Heartbeat => {
                if let Some(link) = self.phase.link_mut() {
                    link.heartbeat.request();
                }
            }
            Opcode::Reconnect => self.on_reconnect(now),
            // Any value but `true` is taken as `false`, the usual one.
            Opcode::InvalidSession => self.on_invalid_session(data == b"true", now),
            other => self.ignored(IgnoredReason::UnexpectedOpcode(other), message),
        }
    }

    fn on_heartbeat_ack(&mut self, now: Instant) {
        let Some(link) = self.phase.link_mut() else { return };
        let latency = link.heartbeat.acked(now);
        self.commands.acknowledged(link.heartbeat.acknowledged());
        self.latency = latency.or(self.latency);
        self.state_changed(StateChange::HeartbeatAcked { latency, sequence: self.sequence.last() });
    }

    /// Handles a pause or the end of a pause of reading. Both restart the peer's time limit.
    pub(super) fn on_reading(&mut self, link: LinkId, paused: bool, now: Instant) {
        if !self.is_current(link) {
            return;
        }
        let Some(link) = self.phase.link_mut() else { return };
        link.heartbeat.set_paused(paused, now);
        if let Some(deadline) = self.phase.deadline_mut() {
            deadline.restart(now);
        }
    }
}

#[derive(Deserialize)]
struct HelloFields<'a> {
    #[serde(borrow)]
    heartbeat_interval: &'a RawValue,
}

/// Returns the interval of a Hello, if it has a usable one.
///
/// Docs: [Hello](https://docs.discord.com/developers/events/gateway-events#hello).
fn hello_interval(data: &[u8]) -> Option<Duration> {
    let fields: HelloFields<'_> = serde_json::from_slice(data).ok()?;
    let millis: f64 = fields.heartbeat_interval.get().parse().ok()?;
    // Well above the longest interval that is respected, and well below the limit of a Duration.
    (millis >= 1.0).then(|| Duration::from_millis(millis.min(1e9) as u64))
}

#[cfg(test)]
mod tests {
    use gateway_model::gateway::Intents;

    use super::*;
    use crate::input::Input;
    use crate::output::Output;
    use crate::{ProtocolConfig, State, Token};

    fn live() -> (Connection, LinkId, Instant) {
        let now = Instant::now();
        let config =
            ProtocolConfig::new(Token::new("t").unwrap(), Intents::GUILDS, "ws://localhost")
                .unwrap();
        let mut machine = Connection::new(config, 1, now);
        let Output::Connect { link, .. } = std::iter::repeat_with(|| machine.poll())
            .find(|o| matches!(o, Output::Connect { .. }))
            .unwrap()
        else {
            unreachable!()
        };
        machine.handle(Input::Opened(link), now);
        let hello = br#"{"op":10,"d":{"heartbeat_interval":45000}}"#;
        assert_eq!(machine.receive(link, hello, |_| Admission::Postpone, now), Received::Handled);
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
                Output::WaitUntil(..) | Output::Stopped(_) => return seen,
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
        assert_eq!(give(READY.to_vec(), Admission::Deliver), (Received::Handled, Some(1), vec![1]));
        assert_eq!(give(event(2), Admission::Skip), (Received::Handled, Some(2), vec![]));
        assert_eq!(give(event(3), Admission::Postpone), (Received::Postponed, Some(2), vec![]));
        let (received, sequence, seen) = give(event(3), Admission::Deliver);
        let Received::Event(head) = received else { panic!("{received:?}") };
        assert_eq!((head.sequence(), head.message_bytes()), (3, event(3).len()));
        assert_eq!(head.with_message(event(3).into()).unwrap().message(), &event(3));
        assert_eq!((sequence, seen), (Some(3), vec![]));
        // A repeated event is reported, not delivered.
        assert_eq!(give(event(3), Admission::Deliver), (Received::Handled, Some(3), vec![]));
    }

    #[test]
    fn no_event_overtakes_what_waits_to_be_polled() {
        let (mut machine, link, now) = live();
        let ready = machine.receive(link, READY, |_| Admission::Deliver, now);
        assert_eq!(ready, Received::Handled);
        let event = machine.receive(link, &event(2), |_| Admission::Deliver, now);
        assert_eq!((event, dispatched(&mut machine)), (Received::Handled, vec![1, 2]));
    }

    #[test]
    fn ready_takes_effect_even_where_nobody_wants_it() {
        for admission in [Admission::Skip, Admission::Postpone] {
            let (mut machine, link, now) = live();
            let received = machine.receive(link, READY, |_| admission, now);
            assert_eq!((received, machine.state()), (Received::Handled, State::Live));
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
        assert_eq!(give(2, Admission::Postpone), (Received::Postponed, None, vec![]));
        assert_eq!(give(2, Admission::Skip), (Received::Handled, Some(2), vec![]));
        let (received, sequence, seen) = give(3, Admission::Deliver);
        let Received::Event(head) = received else { panic!("{received:?}") };
        assert_eq!((head.sequence(), sequence, seen), (3, Some(3), vec![]));
        assert_eq!(machine.state(), State::Identifying);
    }

    #[test]
    fn nobody_is_asked_about_an_event_of_no_session() {
        let (mut machine, link, now) = live();
        let asked = |_| panic!("asked about an event of another socket");
        let other = LinkId(link.0 + 1);
        assert_eq!(machine.receive(other, &event(2), asked, now), Received::Handled);
        assert_eq!(machine.receive(link, READY, |_| Admission::Deliver, now), Received::Handled);
        assert_eq!(dispatched(&mut machine), [1]);
        assert_eq!(machine.receive(other, &event(2), asked, now), Received::Handled);
        assert_eq!((machine.sequence(), dispatched(&mut machine)), (Some(1), vec![]));
    }

    #[test]
    fn an_event_that_comes_later_brings_what_is_due_by_then() {
        let (mut machine, link, now) = live();
        let ready = machine.receive(link, READY, |_| Admission::Deliver, now);
        assert_eq!((ready, dispatched(&mut machine)), (Received::Handled, vec![1]));
        let later = now + std::time::Duration::from_secs(45);
        let received = machine.receive(link, &event(2), |_| Admission::Deliver, later);
        assert!(matches!(received, Received::Event(_)), "{received:?}");
        let Output::Send { payload, .. } = machine.poll() else { panic!("no heartbeat") };
        assert_eq!(payload, r#"{"op":1,"d":2}"#);
    }
}
