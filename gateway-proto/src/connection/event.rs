//! Opcode 0: classifies and counts events. This is the only place that counts sequences and replayed events.
//!
//! Docs: [Dispatch Events](https://docs.discord.com/developers/events/gateway#dispatch-events).

use std::time::Instant;

use bytes::Bytes;
use gateway_model::{Dispatch, DispatchHead, EventKind};

use super::admission::{Admission, Received};
use super::machine::Connection;
use super::phase::Phase;
use crate::input::LinkId;
use crate::output::{IgnoredReason, Output, StateChange};
use crate::planted::{WrongRule, planted};

/// How an event relates to the session.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Role {
    /// It is counted, and delivered, skipped or postponed, as the driver decides.
    Counts,
    /// A Ready that begins a session.
    BeginsSession,
    /// The Resumed that ends a replay.
    EndsReplay,
    /// It was counted before.
    Repeated,
    /// It came before Identify or Resume was sent.
    BeforeSession,
    /// It is not read, because it belongs to an old or closing socket. A Resume replays it.
    NotRead,
}

impl Connection {
    /// Classifies an event.
    ///
    /// Docs: [Dispatch Events](https://docs.discord.com/developers/events/gateway#dispatch-events),
    /// [Ready](https://docs.discord.com/developers/events/gateway-events#ready),
    /// [Resumed](https://docs.discord.com/developers/events/gateway-events#resumed).
    #[inline]
    pub(super) fn role(&self, link: LinkId, head: &DispatchHead, message: &[u8]) -> Role {
        if !self.is_current(link) && !planted(WrongRule::OldLinksAreReceived) {
            return Role::NotRead;
        }
        match (&self.phase, head.kind()) {
            (Phase::Identifying { .. } | Phase::Resuming { .. }, EventKind::Ready) => {
                Role::BeginsSession
            }
            (Phase::Resuming { .. }, EventKind::Resumed) => Role::EndsReplay,
            (Phase::Live { .. }, EventKind::Ready)
                if self.is_of_another_session(*head, message) =>
            {
                Role::BeginsSession
            }
            (Phase::Identifying { .. } | Phase::Resuming { .. } | Phase::Live { .. }, _) => {
                let repeated = self.sequence.is_repeated(head.sequence());
                if repeated && !planted(WrongRule::RepeatsAreHandedOn) {
                    Role::Repeated
                } else {
                    Role::Counts
                }
            }
            (Phase::AwaitingHello { .. } | Phase::AwaitingPermit { .. }, _) => Role::BeforeSession,
            _ => Role::NotRead,
        }
    }

    /// Returns whether an unexpected Ready names a session other than the present one. If so, that session replaces it.
    #[cold]
    fn is_of_another_session(&self, head: DispatchHead, message: &[u8]) -> bool {
        let ready = owned(head, message);
        let present = self.session.as_ref();
        !ready.is_some_and(|ready| present.is_some_and(|session| session.is_named_by(&ready)))
    }

    /// Delivers, skips or postpones an event that counts. Rate Limited has no special case here: the caller that
    /// requested members waits and asks again.
    ///
    /// Docs: [Rate Limited](https://docs.discord.com/developers/events/gateway-events#rate-limited).
    #[inline]
    pub(super) fn receive_event(
        &mut self,
        head: DispatchHead,
        message: &[u8],
        admission: Admission,
        now: Instant,
    ) -> Received {
        let received = match admission {
            Admission::Postpone => {
                if planted(WrongRule::PostponedEventsCount) {
                    self.count(head.sequence(), false, now);
                }
                return Received::Postponed;
            }
            Admission::Skip => Received::Handled,
            Admission::Deliver if self.outputs.is_empty() || planted(WrongRule::EventsOvertake) => {
                Received::Event(head)
            }
            Admission::Deliver => {
                self.outputs.extend(owned(head, message).map(Output::Dispatch));
                Received::Handled
            }
        };
        self.count(head.sequence(), admission == Admission::Skip, now);
        // Events do not expire timers, only time does. Several events may be received at the same time.
        if now > self.now && !planted(WrongRule::ReceiveForgetsTime) {
            self.time_passed(now);
        }
        received
    }

    /// Counts a delivered or skipped event, once.
    #[inline]
    fn count(&mut self, sequence: u64, skipped: bool, now: Instant) {
        if skipped && planted(WrongRule::SkippedEventsDoNotCount) {
            return;
        }
        self.sequence.count(sequence);
        if matches!(self.phase, Phase::Resuming { .. }) {
            self.count_replayed(skipped, now);
        }
    }

    /// Counts a replayed event, once. It shows that Discord has the session and that the replay continues.
    ///
    /// Docs: [Preparing to Resume](https://docs.discord.com/developers/events/gateway#preparing-to-resume).
    fn count_replayed(&mut self, skipped: bool, now: Instant) {
        let now = self.now.max(now);
        let wrong = |rule| skipped && planted(rule);
        let Phase::Resuming { replay, .. } = &mut self.phase else { return };
        if !wrong(WrongRule::SkippedReplayIsNotCounted) {
            replay.events += 1;
        }
        if !wrong(WrongRule::SkippedReplayLeavesTheDeadline) {
            replay.deadline.restart(now);
        }
        if let Some(session) = &mut self.session
            && !wrong(WrongRule::SkippedReplayIsNoUse)
        {
            session.clock.in_use(now);
        }
    }

    #[cold]
    fn time_passed(&mut self, now: Instant) {
        let now = self.advance(now);
        self.run_due(now);
    }

    /// Handles an event that is not simply counted.
    #[cold]
    pub(super) fn receive_special(
        &mut self,
        role: Role,
        wanted: bool,
        head: DispatchHead,
        message: &[u8],
        now: Instant,
    ) {
        let now = self.advance(now);
        match role {
            Role::BeginsSession => {
                let Some(ready) = owned(head, message) else { return };
                if wanted || !planted(WrongRule::SkippedReadyHasNoEffect) {
                    self.begin_session(&ready, now);
                }
                self.outputs.extend(wanted.then_some(Output::Dispatch(ready)));
            }
            Role::EndsReplay => {
                if let Phase::Resuming { replay, .. } = &self.phase {
                    let replayed = replay.events;
                    self.go_live(StateChange::Resumed { replayed }, now);
                }
                // The replay is over, so this event is not part of it.
                self.count(head.sequence(), !wanted, now);
                if wanted {
                    self.outputs.extend(owned(head, message).map(Output::Dispatch));
                }
            }
            Role::Repeated => self.ignored(IgnoredReason::RepeatedSequence, message),
            Role::BeforeSession => self.ignored(IgnoredReason::BeforeSession, message),
            Role::Counts | Role::NotRead => {}
        }
        self.run_due(now);
    }
}

/// Copies the message into an event. Its head was scanned from this message, so the result is always `Some`.
fn owned(head: DispatchHead, message: &[u8]) -> Option<Dispatch> {
    head.with_message(Bytes::copy_from_slice(message))
}
