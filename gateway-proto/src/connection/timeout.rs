//! What is done when its time has come, and when that is.

use std::time::Instant;

use super::Connection;
use super::close::Socket;
use super::phase::Phase;
use crate::output::{DisconnectCause, Output};
use crate::planted::{WrongRule, planted};
use crate::send_window::Sender;

impl Connection {
    /// Does all that is due.
    pub(super) fn run_due(&mut self, now: Instant) {
        match &mut self.phase {
            Phase::Waiting { until } => {
                if now >= *until {
                    self.dial(now);
                }
            }
            Phase::Dialling { deadline, .. } => {
                if deadline.has_passed(false, now) {
                    self.disconnect(DisconnectCause::ConnectTimedOut, Socket::Drop, now);
                }
            }
            Phase::AwaitingHello { link, deadline, .. } => {
                if deadline.has_passed(link.paused, now) {
                    self.disconnect(DisconnectCause::HelloTimedOut, Socket::Drop, now);
                }
            }
            Phase::Identifying { link, deadline } => {
                if deadline.has_passed(link.link.paused, now) {
                    self.disconnect(DisconnectCause::ReadyTimedOut, Socket::Close, now);
                }
            }
            Phase::Resuming { link, deadline, .. } => {
                if deadline.has_passed(link.link.paused, now) {
                    self.disconnect(DisconnectCause::ResumedTimedOut, Socket::Close, now);
                }
            }
            Phase::Closing { link, drop_at, then } => {
                if now >= *drop_at && !planted(WrongRule::ClosingHasNoDeadline) {
                    let (link, then) = (*link, *then);
                    self.outputs.push_back(Output::Drop { link });
                    self.after_closing(then, now);
                    // The wait for the next connection may be over too.
                    self.run_due(now);
                }
            }
            Phase::AwaitingPermit { .. } | Phase::Live { .. } | Phase::Stopped(_) => {}
        }
        self.beat(now);
    }

    /// Gives a dead connection up, or sends the heartbeats that are due.
    fn beat(&mut self, now: Instant) {
        let Some(greeted) = self.phase.greeted_mut() else { return };
        if greeted.heartbeat.is_zombie(now) {
            self.disconnect(DisconnectCause::HeartbeatUnanswered, Socket::Close, now);
            return;
        }
        let (heartbeat, window) = (&mut greeted.heartbeat, &mut greeted.link.window);
        let mut send = false;
        if heartbeat.is_due(now) && window.take(Sender::Heartbeat, now) {
            heartbeat.sent_scheduled(now);
            send = true;
        }
        let mut answer = false;
        if heartbeat.owes() && window.take(Sender::RequestedHeartbeat, now) {
            heartbeat.sent_requested(now);
            answer = true;
        }
        if send {
            self.send_heartbeat();
        }
        if answer {
            self.send_heartbeat();
        }
    }

    /// When the machine wants to be woken at the latest.
    pub(super) fn deadline(&self) -> Instant {
        let own = match &self.phase {
            Phase::Waiting { until } => Some(*until),
            Phase::Dialling { deadline, .. }
            | Phase::AwaitingHello { deadline, .. }
            | Phase::Identifying { deadline, .. }
            | Phase::Resuming { deadline, .. } => Some(deadline.at),
            Phase::Closing { drop_at, .. } => Some(*drop_at),
            Phase::AwaitingPermit { .. } | Phase::Live { .. } | Phase::Stopped(_) => None,
        };
        let beat = self.phase.greeted().map(|greeted| {
            let (heartbeat, window) = (&greeted.heartbeat, &greeted.link.window);
            let no_sooner_than = |sender, at: Instant| window.room_at(sender).unwrap_or(at).max(at);
            let mut deadline =
                heartbeat.deadline(no_sooner_than(Sender::Heartbeat, heartbeat.due()));
            if heartbeat.owes() {
                deadline = deadline.min(no_sooner_than(Sender::RequestedHeartbeat, self.now));
            }
            if matches!(self.phase, Phase::Live { .. }) && !self.commands.is_empty() {
                deadline = deadline.min(no_sooner_than(Sender::Command, self.now));
            }
            deadline
        });
        // The phases without a deadline of their own beat; a stopped machine wants nothing.
        own.into_iter().chain(beat).min().unwrap_or(self.now)
    }
}
