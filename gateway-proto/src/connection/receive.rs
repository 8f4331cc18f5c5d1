//! What each payload from Discord does: one short function an opcode.
//!
//! Docs: [Gateway Opcodes](https://docs.discord.com/developers/topics/opcodes-and-status-codes#gateway-gateway-opcodes).

use std::time::{Duration, Instant};

use bytes::Bytes;
use gateway_model::gateway::Opcode;
use gateway_model::{Dispatch, DispatchError, DispatchHead, Envelope, EventKind};
use serde::Deserialize;
use serde_json::value::RawValue;

use super::Connection;
use super::phase::Phase;
use crate::heartbeat;
use crate::input::LinkId;
use crate::output::{IgnoredReason, Output, StateChange};
use crate::planted::{WrongRule, planted};
use crate::send_window::Sender;

#[derive(Deserialize)]
struct HelloFields<'a> {
    #[serde(borrow)]
    heartbeat_interval: &'a RawValue,
}

/// The interval of a Hello, where it has a usable one.
fn hello_interval(data: &[u8]) -> Option<Duration> {
    let fields: HelloFields<'_> = serde_json::from_slice(data).ok()?;
    let millis: f64 = fields.heartbeat_interval.get().parse().ok()?;
    // Far more than the longest interval kept to, far less than a Duration can hold.
    (millis >= 1.0).then(|| Duration::from_millis(millis.min(1e9) as u64))
}

impl Connection {
    pub(super) fn on_message(&mut self, link: LinkId, message: Bytes, now: Instant) {
        let head = DispatchHead::scan(&message);
        self.on_scanned(link, message, head, now);
    }

    /// A message whose envelope was looked at already.
    pub(super) fn on_scanned(
        &mut self,
        link: LinkId,
        message: Bytes,
        head: Result<DispatchHead, DispatchError>,
        now: Instant,
    ) {
        // While dialling there is no message; while closing, what still comes is replayed by a Resume.
        let reads = !matches!(self.phase, Phase::Dialling { .. } | Phase::Closing { .. });
        if !reads || !self.is_current(link) {
            return;
        }
        match head {
            // It was scanned from this very message, so there is a dispatch.
            Ok(head) => {
                if let Some(dispatch) = head.with_message(message) {
                    self.on_dispatch(dispatch, now);
                }
            }
            Err(DispatchError::NotADispatch(opcode)) => self.on_control(opcode, message, now),
            Err(error) => self.ignored(error.into(), message),
        }
    }

    /// Opcode 0.
    ///
    /// Docs: [Dispatch Events](https://docs.discord.com/developers/events/gateway#dispatch-events).
    fn on_dispatch(&mut self, dispatch: Dispatch, now: Instant) {
        match &mut self.phase {
            Phase::Live { .. } => self.on_event(dispatch, now),
            Phase::Identifying { .. } if dispatch.kind() == EventKind::Ready => {
                self.begin_session(&dispatch, now);
                self.go_live(StateChange::Ready, now);
                self.outputs.push_back(Output::Dispatch(dispatch));
            }
            Phase::Identifying { .. } => self.hand_on(dispatch),
            Phase::Resuming { .. } => self.on_replayed(dispatch, now),
            _ => self.ignored(IgnoredReason::BeforeSession, dispatch.message().clone()),
        }
    }

    fn on_event(&mut self, dispatch: Dispatch, now: Instant) {
        // A Ready out of turn that names another session: that is the session from now on.
        if dispatch.kind() == EventKind::Ready && !self.ready_names_this_session(&dispatch) {
            self.begin_session(&dispatch, now);
            self.state_changed(StateChange::Ready);
            self.outputs.push_back(Output::Dispatch(dispatch));
            return;
        }
        self.hand_on(dispatch);
    }

    /// Hands an event on unless it was already. Gaps are no error: the docs do not say that there are
    /// none.
    fn hand_on(&mut self, dispatch: Dispatch) {
        if self.is_repeated(dispatch.sequence()) && !planted(WrongRule::RepeatsAreHandedOn) {
            self.ignored(IgnoredReason::RepeatedSequence, dispatch.message().clone());
            return;
        }
        self.sequence = Some(dispatch.sequence());
        self.outputs.push_back(Output::Dispatch(dispatch));
    }

    /// Whether an event with this sequence was handed on already.
    pub(super) fn is_repeated(&self, sequence: u64) -> bool {
        self.sequence.is_some_and(|last| sequence <= last)
    }

    /// Replayed events come "in order, finishing with a Resumed event".
    ///
    /// Docs: [Preparing to Resume](https://docs.discord.com/developers/events/gateway#preparing-to-resume).
    fn on_replayed(&mut self, dispatch: Dispatch, now: Instant) {
        let Phase::Resuming { deadline, replayed, .. } = &mut self.phase else { return };
        match dispatch.kind() {
            EventKind::Resumed => {
                let replayed = *replayed;
                self.sequence = self.sequence.max(Some(dispatch.sequence()));
                self.go_live(StateChange::Resumed { replayed }, now);
                self.outputs.push_back(Output::Dispatch(dispatch));
            }
            EventKind::Ready => {
                self.begin_session(&dispatch, now);
                self.go_live(StateChange::Ready, now);
                self.outputs.push_back(Output::Dispatch(dispatch));
            }
            _ => {
                *replayed += 1;
                deadline.restart(now);
                self.replay_goes_on(dispatch.sequence(), now);
                self.hand_on(dispatch);
            }
        }
    }

    /// A replayed event shows that Discord has the session; one that was handed on already shows nothing.
    pub(super) fn replay_goes_on(&mut self, sequence: u64, now: Instant) {
        let repeated = self.is_repeated(sequence);
        if let Some(session) = self.session.as_mut().filter(|_| !repeated) {
            session.clock.in_use(now);
        }
    }

    fn on_control(&mut self, opcode: Opcode, message: Bytes, now: Instant) {
        let data = match Envelope::scan(&message) {
            Ok(envelope) => envelope.data(),
            Err(error) => {
                self.ignored(DispatchError::from(error).into(), message);
                return;
            }
        };
        match opcode {
            Opcode::Hello => {
                let interval = hello_interval(data);
                if interval.is_none() {
                    self.ignored(IgnoredReason::HelloWithoutInterval, message);
                }
                self.on_hello(interval.unwrap_or(heartbeat::FALLBACK), now);
            }
            Opcode::HeartbeatAck => self.on_heartbeat_ack(now),
            Opcode::Heartbeat => self.on_heartbeat_request(now),
            Opcode::Reconnect => self.on_reconnect(now),
            // Anything but `true` is taken as the usual `false`.
            Opcode::InvalidSession => self.on_invalid_session(data == b"true", now),
            other => self.ignored(IgnoredReason::UnexpectedOpcode(other), message),
        }
    }

    /// Opcode 11.
    ///
    /// Docs: [Heartbeat Interval](https://docs.discord.com/developers/events/gateway#heartbeat-interval).
    fn on_heartbeat_ack(&mut self, now: Instant) {
        if let Some(link) = self.phase.link_mut() {
            link.heartbeats.acknowledged_one();
            self.commands.acknowledged(link.heartbeats.acknowledged);
        }
        let Some(greeted) = self.phase.greeted_mut() else { return };
        let latency = greeted.heartbeat.acked(now);
        self.latency = latency.or(self.latency);
        self.last_ack = Some(now);
        self.state_changed(StateChange::HeartbeatAcked { latency });
    }

    /// Opcode 1: "immediately send back another Heartbeat event". Where Discord asks more often than the
    /// send window allows, the answer waits for room and counts for all.
    ///
    /// Docs: [Heartbeat Requests](https://docs.discord.com/developers/events/gateway#heartbeat-requests).
    fn on_heartbeat_request(&mut self, now: Instant) {
        let link = match &mut self.phase {
            Phase::AwaitingHello { link, .. } => link,
            phase => match phase.greeted_mut() {
                Some(greeted) => {
                    greeted.heartbeat.owe();
                    return; // Sent with what is due.
                }
                None => return,
            },
        };
        if link.window.take(Sender::RequestedHeartbeat, now) {
            self.send_heartbeat();
        }
    }

    /// A heartbeat holds the last sequence received, or null.
    ///
    /// Docs: [Gateway Events, Heartbeat](https://docs.discord.com/developers/events/gateway-events#heartbeat).
    pub(super) fn send_heartbeat(&mut self) {
        let Some(link) = self.phase.link_mut() else { return };
        link.heartbeats.sent_one();
        let id = link.id;
        let payload = match self.sequence {
            Some(sequence) => format!(r#"{{"op":1,"d":{sequence}}}"#),
            None => r#"{"op":1,"d":null}"#.to_owned(),
        };
        self.send(id, payload);
    }

    /// Reports a message that has no effect.
    pub(super) fn ignored(&mut self, reason: IgnoredReason, message: Bytes) {
        self.state_changed(StateChange::Ignored { reason, message });
    }

    /// The shell stopped or began reading again.
    pub(super) fn on_reading(&mut self, link: LinkId, paused: bool, now: Instant) {
        if !self.is_current(link) {
            return;
        }
        match &mut self.phase {
            Phase::AwaitingHello { link, deadline, .. } => {
                link.paused = paused;
                deadline.restart(now);
            }
            Phase::Identifying { deadline, .. } | Phase::Resuming { deadline, .. } => {
                deadline.restart(now);
            }
            _ => {}
        }
        let Some(greeted) = self.phase.greeted_mut() else { return };
        greeted.link.paused = paused;
        if paused { greeted.heartbeat.pause() } else { greeted.heartbeat.resume(now) }
    }
}
