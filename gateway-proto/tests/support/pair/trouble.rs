//! Applies faults.

use std::time::{Duration, Instant};

use gateway_model::gateway::{AfterClose, CloseCode};
use gateway_sim::core::{ConnId, HandshakeFaults, ResumeRefusal};

use super::Pair;
use super::happening::{Arrival, Happening};
use crate::support::faults::Fault;
use crate::support::payloads::RawPayload;
use crate::support::wire::Way;

impl Pair {
    pub(super) fn disturbed_for(&mut self, lasts: Duration) -> Instant {
        let until = self.now + lasts;
        self.quiet_at = self.quiet_at.max(until);
        until
    }

    /// Applies a fault now.
    pub(crate) fn apply(&mut self, fault: Fault) {
        self.disturbed_for(Duration::from_secs(1));
        *self.faults.entry(fault.name()).or_default() += 1;
        match fault {
            Fault::Restart => self.restart(),
            Fault::Crash => self.crash(),
            Fault::Freeze { lasts } => {
                let until = self.disturbed_for(lasts);
                if self.frozen_until.is_none() && self.running {
                    self.frozen_until = Some(until);
                    self.later_at(until, Happening::Thaw);
                    // What it finds first when it wakes may be an event instead of the time.
                    self.events(1);
                }
            }
            Fault::PauseReading { lasts } => self.pause_reading(lasts),
            Fault::Commands { count } => {
                self.commands(count);
            }
            Fault::PermitsStop { lasts } => {
                self.permits_stopped_until = self.disturbed_for(lasts);
            }
            Fault::Shutdown(how) => self.shut_down(how),
            other => self.apply_on_the_way(other),
        }
    }

    fn apply_on_the_way(&mut self, fault: Fault) {
        match fault {
            Fault::Break { server_sees } => self.break_current(server_sees),
            Fault::BlackHole => {
                if let Some(wire) = self.wires.last_mut() {
                    wire.black_hole = true;
                }
            }
            Fault::CutAtByte { up, byte } => {
                self.next_cut = Some((if up { Way::Up } else { Way::Down }, byte));
            }
            Fault::SlowNetwork { extra, lasts } => {
                self.slow = Some((extra, self.disturbed_for(lasts)));
            }
            Fault::Outage { dial, lasts } => {
                self.outage = Some((dial, self.disturbed_for(lasts)));
                self.break_current(true);
            }
            Fault::ResumeHostDown { dial, lasts } => {
                self.resume_host_down = Some((dial, self.disturbed_for(lasts)));
                self.break_current(true);
            }
            Fault::ResumesRefused { how, lasts } => {
                if let ResumeRefusal::Close(code) = how {
                    self.note_refusal(code);
                }
                self.refuse_resumes(Some(how));
                self.resumes_refused_until = self.disturbed_for(lasts);
                self.later_at(self.resumes_refused_until, Happening::TakeResumes);
                self.break_current(true);
            }
            Fault::SlowReplay { gap, lasts } => {
                self.slow_replay = Some((gap, self.disturbed_for(lasts)));
                self.break_current(true);
            }
            Fault::StaleEcho => self.echo_stale(),
            Fault::CloseUnanswered => {
                self.next_close_unanswered = true;
                if let Some(wire) = self.wires.last_mut() {
                    wire.close_unanswered = true;
                }
            }
            Fault::NextClose(fate) => self.next_close = Some(fate),
            Fault::NextConnectionCloses { code, after } => {
                self.next_connection_closes = Some((code, after));
                self.break_current(true);
            }
            Fault::LateHello { by } => self.next_hello_delay = by,
            Fault::Ready(fault) => self.ready_fault = Some(fault),
            other => self.apply_at_server(other),
        }
    }

    pub(super) fn apply_at_server(&mut self, fault: Fault) {
        let now = self.now;
        match fault {
            Fault::Events { count } => return self.events(count),
            Fault::ForgetSession => return self.forget_sessions(),
            _ => {}
        }
        let Some((_, conn)) = self.current() else { return };
        match fault {
            Fault::Reconnect => {
                self.core.send_reconnect(conn, now);
            }
            Fault::InvalidSession { resumable } => {
                self.core.invalidate_session(conn, resumable, now);
            }
            Fault::HeartbeatRequests { count } => {
                for _ in 0..count {
                    self.core.request_heartbeat(conn, now);
                }
            }
            Fault::HelloAgain => {
                self.core.send_hello_again(conn, now);
            }
            Fault::RepeatEvent => {
                self.core.repeat_last_dispatch(conn, now);
            }
            Fault::CloseWith { code } => {
                self.close_at_server(conn, code);
            }
            Fault::MuteAcks { lasts } => {
                self.core.mute_acks(conn, true);
                let until = self.disturbed_for(lasts);
                self.later_at(until, Happening::UnmuteAcks(conn));
            }
            Fault::Raw(raw) => {
                if raw == RawPayload::AckUnasked {
                    self.checks.commands.lied_to();
                }
                self.core.send_raw(conn, raw.bytes(), now);
            }
            _ => {}
        }
        self.drain_core();
    }

    fn refuse_resumes(&mut self, how: Option<ResumeRefusal>) {
        let faults = HandshakeFaults { resumes: how, ..HandshakeFaults::default() };
        self.core.set_handshake_faults(faults);
    }

    /// Ends the refusal of Resumes, unless another fault still refuses them.
    pub(super) fn take_resumes(&mut self) {
        if self.now >= self.resumes_refused_until {
            self.refuse_resumes(None);
        }
    }

    pub(super) fn close_at_server(&mut self, conn: ConnId, code: u16) {
        self.note_refusal(code);
        self.core.close_connection(conn, code, "by schedule", self.now);
        self.drain_core();
    }

    /// Records that the machine may stop with this code from now on.
    pub(super) fn note_refusal(&mut self, code: u16) {
        if CloseCode::from(code).after() == AfterClose::Stop {
            self.refusals.push(code);
        }
    }

    /// The server loses all sessions, and breaks the connections of those that are live.
    fn forget_sessions(&mut self) {
        let ids: Vec<String> = self.core.stats().sessions.keys().cloned().collect();
        for id in ids {
            self.core.forget_session(&id, self.now);
        }
        self.drain_core();
        self.break_current(true);
    }

    pub(super) fn break_current(&mut self, server_sees: bool) {
        let Some((link, conn)) = self.current() else { return };
        let at = self.now + Duration::from_millis(1);
        if let Some(wire) = self.wires.last_mut() {
            wire.black_hole = true;
        }
        self.break_wire(link, conn, at, server_sees);
    }

    /// Repeats the messages of old connections, each with its old link number.
    pub(super) fn echo_stale(&mut self) {
        let current = self.current().map(|(link, _)| link);
        let is_old = |arrival: &&Arrival| arrival.link().is_some_and(|link| Some(link) != current);
        let of_old_links: Vec<_> = self.stale.iter().filter(is_old).cloned().collect();
        for arrival in of_old_links {
            self.deliver(arrival);
        }
    }
}
