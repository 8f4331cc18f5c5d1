//! The timer table: when each timer expires, and what happens then.
//!
//! [`Connection::at`] answers both what is due and how long to wait, so the two cannot disagree.

use std::time::Instant;

use super::close::Socket;
use super::heartbeat;
use super::machine::Connection;
use super::phase::{Link, Phase};
use crate::output::{DisconnectCause, Output};
use crate::planted::{WrongRule, planted};
use crate::send_window::Sender;
use crate::timer::Timer;

/// Returns when a sender that wants to send at `time` has room in the window.
fn room_from(link: &Link, sender: Sender, time: Instant) -> Instant {
    link.window.room_at(sender).map_or(time, |room| room.max(time))
}

impl Connection {
    /// When a timer expires; `None` if it is not running.
    fn at(&self, timer: Timer) -> Option<Instant> {
        match (timer, &self.phase) {
            (Timer::Reconnect, Phase::Waiting { until }) => Some(*until),
            (Timer::Connect, Phase::Connecting { deadline, .. })
            | (Timer::Hello, Phase::AwaitingHello { deadline, .. })
            | (Timer::Ready, Phase::Identifying { deadline, .. }) => Some(deadline.at()),
            (Timer::Resumed, Phase::Resuming { replay, .. }) => Some(replay.deadline.at()),
            (Timer::Close, Phase::Closing { drop_at, .. }) => Some(*drop_at),
            (Timer::HeartbeatAck, phase) => phase.link()?.heartbeat.ack_due(),
            (Timer::Heartbeat, phase) => {
                let link = phase.link()?;
                Some(room_from(link, Sender::Heartbeat, link.heartbeat.due()?))
            }
            (Timer::SendWindow, phase) => {
                let link = phase.link()?;
                let requested = link.heartbeat.is_requested();
                let commands = matches!(phase, Phase::Live { .. }) && !self.commands.is_empty();
                let senders =
                    [(requested, Sender::RequestedHeartbeat), (commands, Sender::Command)];
                let waiting = senders.into_iter().filter(|(waits, _)| *waits);
                waiting.map(|(_, sender)| room_from(link, sender, self.now)).min()
            }
            _ => None,
        }
    }

    /// The timer that expires first.
    pub(super) fn next_timer(&self) -> Option<(Instant, Timer)> {
        Timer::ALL.iter().filter_map(|timer| Some((self.at(*timer)?, *timer))).min()
    }

    /// Handles all expired timers.
    pub(super) fn run_due(&mut self, now: Instant) {
        for timer in Timer::ALL {
            if self.at(*timer).is_some_and(|at| at <= now) {
                self.ended(*timer, now);
            }
        }
    }

    fn ended(&mut self, timer: Timer, now: Instant) {
        match timer {
            Timer::Close if planted(WrongRule::ClosingHasNoDeadline) => {}
            Timer::Close => self.on_close_unanswered(now),
            Timer::Reconnect => self.dial(now),
            Timer::Connect => self.judge(DisconnectCause::ConnectTimedOut, Socket::Drop, now),
            Timer::Hello => self.judge(DisconnectCause::HelloTimedOut, Socket::Drop, now),
            Timer::Ready => self.judge(DisconnectCause::ReadyTimedOut, Socket::Close, now),
            Timer::Resumed => self.judge(DisconnectCause::ResumedTimedOut, Socket::Close, now),
            Timer::HeartbeatAck => self.judge_heartbeat(now),
            Timer::Heartbeat => self.beat(now),
            Timer::SendWindow => self.send_waiting(now),
        }
    }

    /// Gives up the connection if the peer is late.
    fn judge(&mut self, cause: DisconnectCause, socket: Socket, now: Instant) {
        let paused = self.phase.link().is_some_and(|link| link.heartbeat.is_paused());
        if self.phase.deadline_mut().is_some_and(|deadline| deadline.has_passed(paused, now)) {
            self.disconnect(cause, socket, now);
        }
    }

    /// Gives up the connection if it is dead; its session is resumed on the next one.
    ///
    /// Docs: [Heartbeat Interval](https://docs.discord.com/developers/events/gateway#heartbeat-interval).
    fn judge_heartbeat(&mut self, now: Instant) {
        if self.phase.link_mut().is_some_and(|link| link.heartbeat.is_zombie(now)) {
            self.disconnect(DisconnectCause::HeartbeatUnanswered, Socket::Close, now);
        }
    }

    fn beat(&mut self, now: Instant) {
        let Some(link) = self.phase.link_mut() else { return };
        if link.window.take(Sender::Heartbeat, now) {
            link.heartbeat.sent_scheduled(now);
            self.send_heartbeat();
        }
    }

    /// Sends what waits for room in the window: first a requested heartbeat, then commands.
    fn send_waiting(&mut self, now: Instant) {
        let Some(link) = self.phase.link_mut() else { return };
        if link.heartbeat.is_requested() && link.window.take(Sender::RequestedHeartbeat, now) {
            link.heartbeat.sent_requested(now);
            self.send_heartbeat();
        }
        let Phase::Live { link, .. } = &mut self.phase else { return };
        while !self.commands.is_empty() && link.window.take(Sender::Command, now) {
            if let Some(payload) = self.commands.send_next(link.heartbeat.sent()) {
                self.outputs.push_back(Output::Send { link: link.id, payload });
            }
        }
    }

    fn send_heartbeat(&mut self) {
        if let Some(link) = self.phase.link_id() {
            self.send(link, heartbeat::payload(self.sequence.last()));
        }
    }
}
