//! How a connection ends and what follows: close codes, failures, op 7, op 9.
//!
//! Docs: [Gateway, Disconnecting](https://docs.discord.com/developers/events/gateway#disconnecting) and [Gateway Close
//! Event Codes](https://docs.discord.com/developers/topics/opcodes-and-status-codes#gateway-gateway-close-event-codes).
//! The table of codes is in gateway-model ([`CloseCode::after`]); this module acts on it.

use std::time::{Duration, Instant};

use gateway_model::gateway::{AfterClose, CloseCode};

use super::machine::Connection;
use super::phase::{Phase, Then};
use crate::backoff::Backoff;
use crate::input::{LinkFailure, LinkId};
use crate::output::{DisconnectCause, NextStep, Output, StateChange, StopReason};
use crate::planted::{WrongRule, planted};

/// The close code that keeps the session: any code but 1000 and 1001.
///
/// Docs: [Initiating a Disconnect](https://docs.discord.com/developers/events/gateway#initiating-a-disconnect).
pub(super) const CLOSE_KEEPING_SESSION: u16 = 4000;
/// The close code that ends the session and makes the bot appear offline.
///
/// Docs: [Initiating a Disconnect](https://docs.discord.com/developers/events/gateway#initiating-a-disconnect).
pub(super) const CLOSE_ENDING_SESSION: u16 = 1000;

/// The delay after Invalid Session. Today's docs name none. Earlier versions asked for a random 1 to 5 s, and an answer
/// to too many Identifies ([Rate Limiting](https://docs.discord.com/developers/events/gateway#rate-limiting)) must not
/// be followed by another Identify immediately.
const INVALID_SESSION_WAIT: (Duration, Duration) = (Duration::from_secs(1), Duration::from_secs(5));

/// What is done with the socket.
#[derive(Clone, Copy)]
pub(super) enum Socket {
    /// It is already gone.
    Gone,
    /// It is dropped without a close frame, because the peer does not answer.
    Drop,
    /// It is closed with a code that keeps the session.
    Close,
}

impl Connection {
    /// The peer closed the connection, or answered our close frame. If there is no code, the session can be resumed.
    ///
    /// Docs: [Resuming](https://docs.discord.com/developers/events/gateway#resuming).
    pub(super) fn on_closed(&mut self, link: LinkId, code: Option<u16>, now: Instant) {
        if !self.is_current(link) {
            return;
        }
        let after = code.map_or(AfterClose::Resume, |code| CloseCode::from(code).after());
        if let (AfterClose::Stop, Some(code)) = (after, code) {
            self.on_refused(CloseCode::from(code));
            return;
        }
        if after == AfterClose::Identify {
            self.session = None;
        }
        if let Phase::Closing { then, .. } = self.phase {
            self.after_closing(then, now);
        } else {
            self.disconnect(DisconnectCause::Closed(code), Socket::Gone, now);
        }
    }

    pub(super) fn on_failed(&mut self, link: LinkId, failure: LinkFailure, now: Instant) {
        if !self.is_current(link) {
            return;
        }
        if let Phase::Closing { then, .. } = self.phase {
            self.after_closing(then, now);
        } else {
            self.disconnect(failure.into(), Socket::Gone, now);
        }
    }

    /// Stops the machine in any state, after a close code of which the docs say "you should not attempt to reconnect".
    fn on_refused(&mut self, code: CloseCode) {
        self.release_permit();
        self.session = None;
        let privileged = self.config.intents.privileged();
        self.stop(StopReason::Refused { code, privileged });
    }

    /// Opcode 7, "even before/in place of receiving a Hello".
    ///
    /// Docs: [Gateway Events, Reconnect](https://docs.discord.com/developers/events/gateway-events#reconnect).
    pub(super) fn on_reconnect(&mut self, now: Instant) {
        self.disconnect(DisconnectCause::ReconnectRequested, Socket::Close, now);
    }

    /// Opcode 9.
    ///
    /// Docs: [Gateway Events, Invalid Session](https://docs.discord.com/developers/events/gateway-events#invalid-session),
    /// [Preparing to Resume](https://docs.discord.com/developers/events/gateway#preparing-to-resume).
    pub(super) fn on_invalid_session(&mut self, resumable: bool, now: Instant) {
        if !resumable {
            self.session = None;
        }
        self.state_changed(StateChange::InvalidSession { resumable });
        self.disconnect(DisconnectCause::InvalidSession, Socket::Close, now);
    }

    /// Gives up the connection and schedules the next attempt.
    pub(super) fn disconnect(&mut self, cause: DisconnectCause, socket: Socket, now: Instant) {
        self.release_permit();
        let on_resume_url = self.phase.attempt().is_some_and(|attempt| attempt.on_resume_url);
        if let Some(session) = self.session.as_mut().filter(|_| on_resume_url) {
            session.failed_on_resume_url(&cause);
        }
        if planted(WrongRule::LossEndsTheSession) {
            self.session = None;
        }
        self.commands.connection_lost();
        if planted(WrongRule::CommandsDieWithTheLink) {
            self.commands.clear();
        }
        let live_since = match &self.phase {
            Phase::Live { since, .. } => Some(*since),
            _ => None,
        };
        if let (Some(_), Some(session)) = (live_since, &mut self.session) {
            session.clock.in_use(now);
        }
        self.count_attempt(now);
        let next = self.attempt_at(now).next;
        let retry_in = self.wait_after(&cause, live_since, next, now);
        let next = self.count_wait(retry_in, now);
        self.state_changed(StateChange::Disconnected { cause, next, retry_in });
        let at = now + retry_in;
        let link = self.phase.link_id();
        let next = match (socket, link) {
            (Socket::Close, Some(link)) => {
                let ends = planted(WrongRule::ReconnectEndsTheSession);
                let code = if ends { CLOSE_ENDING_SESSION } else { CLOSE_KEEPING_SESSION };
                self.outputs.push_back(Output::Close { link, code });
                let drop_at = now + self.config.timeouts.close;
                Phase::Closing { link, drop_at, then: Then::Reconnect { at } }
            }
            (Socket::Drop, Some(link)) => {
                self.outputs.push_back(Output::Drop { link });
                Phase::Waiting { until: at }
            }
            _ => Phase::Waiting { until: at },
        };
        self.enter(|_| next);
    }

    /// Returns the delay before the next attempt.
    fn wait_after(
        &mut self,
        cause: &DisconnectCause,
        live_since: Option<Instant>,
        next: NextStep,
        now: Instant,
    ) -> Duration {
        match cause {
            DisconnectCause::ReconnectRequested if Backoff::was_settled(live_since, now) => {
                self.backoff.reset();
                Duration::ZERO
            }
            DisconnectCause::InvalidSession => {
                let (low, high) = INVALID_SESSION_WAIT;
                let wait = self.rng.between(low, high);
                wait.max(self.backoff.after_loss(live_since, now, next, &mut self.rng))
            }
            _ => self.backoff.after_loss(live_since, now, next, &mut self.rng),
        }
    }

    /// Counts an attempt on which Resume was sent and the session did not become live. It counts as refused, however it
    /// ended.
    fn count_attempt(&mut self, now: Instant) {
        let Some(session) = &mut self.session else { return };
        match &self.phase {
            Phase::Resuming { attempt, .. } => {
                session.clock.turned_away(attempt.begun, &self.config.timeouts, now);
            }
            _ => session.clock.not_reached(),
        }
    }

    /// Counts the delay after a refused attempt as well. Returns the next step.
    fn count_wait(&mut self, wait: Duration, now: Instant) -> NextStep {
        if let Some(session) = &mut self.session {
            session.clock.waits(wait);
        }
        self.attempt_at(now + wait).next
    }

    /// Gives back a requested or held permit when its connection ends, because permits are scarce.
    pub(super) fn release_permit(&mut self) {
        if planted(WrongRule::PermitsLeak) {
            return;
        }
        if matches!(self.phase, Phase::AwaitingPermit { .. }) {
            self.outputs.push_back(Output::ReleaseIdentify);
        }
    }

    /// The peer did not answer our close frame.
    pub(super) fn on_close_unanswered(&mut self, now: Instant) {
        let Phase::Closing { link, then, .. } = self.phase else { return };
        self.outputs.push_back(Output::Drop { link });
        self.after_closing(then, now);
    }

    /// The closing socket is gone.
    fn after_closing(&mut self, then: Then, now: Instant) {
        match then {
            Then::Reconnect { at } => self.enter(|_| Phase::Waiting { until: at.max(now) }),
            Then::Stop(shutdown) => self.finish(shutdown),
        }
    }
}
