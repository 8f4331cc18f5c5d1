//! The network between machine and gateway: connections are dialled, carry payloads, break and close.

use std::time::{Duration, Instant};

use bytes::Bytes;
use gateway_proto::{Input, LinkFailure, LinkId};
use gateway_sim::core::{ConnId, CoreInput, CoreOutput};

use super::Pair;
use super::happening::{Arrival, Happening};
use crate::support::faults::{CloseFate, Dial};
use crate::support::wire::{Fate, Way, Wire};

impl Pair {
    pub(super) fn extra(&self) -> Duration {
        self.slow.filter(|(_, until)| self.now < *until).map_or(Duration::ZERO, |(extra, _)| extra)
    }

    pub(super) fn jitter(&mut self) -> Duration {
        Duration::from_micros(self.rng.below(20_000)) + self.extra()
    }

    fn arrives_at(&mut self, at: Instant, epoch: u32, arrival: Arrival) {
        self.later_at(at, Happening::ToMachine(epoch, arrival));
    }

    pub(super) fn dial(&mut self, link: LinkId, url: String) {
        let latency = Duration::from_micros(5_000 + self.rng.below(60_000));
        let conn = ConnId(self.wires.len() as u64 + 1);
        let mut wire = Wire::new(link, conn, latency, self.now);
        wire.hello_delay = std::mem::take(&mut self.next_hello_delay);
        let replays_slowly = self.slow_replay.filter(|(_, until)| self.now < *until);
        wire.replay_gap = replays_slowly.map_or(Duration::ZERO, |(gap, _)| gap);
        wire.close_unanswered = std::mem::take(&mut self.next_close_unanswered);
        if let Some((way, byte)) = self.next_cut.take() {
            wire.cut(way, byte);
        }
        let on_resume_host = url.contains("resume");
        self.dialled.push((self.now - self.start, url.clone()));
        let down = |(_, until): &(Dial, Instant)| self.now < *until;
        let failing = self
            .resume_host_down
            .filter(|host| on_resume_host && down(host))
            .or(self.outage.filter(down));
        let early_close = self.next_connection_closes.take();
        let failing = match early_close {
            Some((_, None)) => Some(Dial::AcceptsAndCloses),
            _ => failing.map(|(dial, _)| dial),
        };
        let round_trip = latency * 2 + self.extra();
        let epoch = self.epoch;
        match failing {
            Some(Dial::Refuses) => {
                wire.server_gone = true;
                let failure = LinkFailure::Connect("refused".into());
                self.arrives_at(self.now + round_trip, epoch, Input::Failed(link, failure).into());
            }
            Some(Dial::Hangs) => wire.server_gone = true,
            Some(kind) => {
                wire.server_gone = true;
                self.arrives_at(self.now + round_trip, epoch, Input::Opened(link).into());
                let code = early_close.map(|(code, _)| code);
                code.into_iter().for_each(|code| self.note_refusal(code));
                if kind == Dial::AcceptsAndCloses {
                    let closed = Input::Closed(link, code).into();
                    self.arrives_at(self.now + round_trip * 2, epoch, closed);
                }
            }
            None => {
                let half = latency + self.extra() / 2;
                if let Some((code, Some(after))) = early_close {
                    self.later(half + after, Happening::CloseAtServer(conn, code));
                }
                self.later(half, Happening::ToCore(CoreInput::Opened { conn, query: url }));
                // Opened takes the same path as what follows it, so that it arrives first.
                if let Fate::Arrives(at) = wire.send(Way::Down, 0, round_trip - latency, self.now) {
                    self.arrives_at(at, epoch, Input::Opened(link).into());
                }
            }
        }
        self.wires.push(wire);
    }

    pub(super) fn wire(&mut self, link: LinkId) -> Option<&mut Wire> {
        self.wires.iter_mut().rev().find(|wire| wire.link == link)
    }

    pub(super) fn send_up(&mut self, link: LinkId, payload: &str) {
        let (extra, now) = (self.jitter(), self.now);
        let Some(wire) = self.wire(link).filter(|wire| !wire.server_gone) else { return };
        let (conn, fate) = (wire.conn, wire.send(Way::Up, payload.len() as u64, extra, now));
        match fate {
            Fate::Arrives(at) => {
                let payload = Bytes::copy_from_slice(payload.as_bytes());
                self.later_at(at, Happening::ToCore(CoreInput::Frame { conn, payload }));
            }
            Fate::Breaks(at) => self.break_wire(link, conn, at, true),
            Fate::Lost => {}
        }
    }

    /// Breaks the connection, and informs both ends.
    pub(super) fn break_wire(
        &mut self,
        link: LinkId,
        conn: ConnId,
        at: Instant,
        server_sees: bool,
    ) {
        let failure = LinkFailure::Io("connection reset".into());
        self.arrives_at(at, self.epoch, Input::Failed(link, failure).into());
        if server_sees {
            self.later_at(at, Happening::ToCore(CoreInput::Closed { conn, code: None }));
        }
    }

    pub(super) fn client_close(&mut self, link: LinkId, code: u16) {
        let (extra, now, epoch) = (self.jitter(), self.now, self.epoch);
        let Some(wire) = self.wire(link) else { return };
        let (conn, unanswered) = (wire.conn, wire.close_unanswered || wire.server_gone);
        let Fate::Arrives(at) = wire.send(Way::Up, 8, extra, now) else { return };
        self.later_at(at, Happening::ToCore(CoreInput::Closed { conn, code: Some(code) }));
        if !unanswered {
            let back = at + extra;
            self.arrives_at(back, epoch, Input::Closed(link, Some(code)).into());
        }
    }

    pub(super) fn client_drop(&mut self, link: LinkId) {
        let (extra, now) = (self.jitter(), self.now);
        let Some(wire) = self.wire(link) else { return };
        wire.client_gone = true;
        let conn = wire.conn;
        if let Fate::Arrives(at) = wire.send(Way::Up, 0, extra, now) {
            self.later_at(at, Happening::ToCore(CoreInput::Closed { conn, code: None }));
        }
    }

    /// Records what arrives at the server on an open connection.
    pub(super) fn arrive(&mut self, input: &CoreInput) {
        if let CoreInput::Frame { conn, payload } = input
            && self.core.connections().contains(conn)
        {
            self.checks.commands.arrived(conn.0, payload);
        }
    }

    pub(super) fn drain_core(&mut self) {
        loop {
            match self.core.poll() {
                CoreOutput::Send { conn, payload } => self.send_down(conn, payload),
                CoreOutput::Close { conn, code, .. } => {
                    self.server_end(conn, |link| Input::Closed(link, Some(code)));
                }
                CoreOutput::Drop { conn } => {
                    self.server_end(conn, |link| {
                        Input::Failed(link, LinkFailure::Io("reset".into()))
                    });
                }
                CoreOutput::WaitUntil(time) => {
                    self.core_wake = Some(time);
                    return;
                }
                CoreOutput::Idle => {
                    self.core_wake = None;
                    return;
                }
            }
        }
    }

    pub(super) fn send_down(&mut self, conn: ConnId, payload: Bytes) {
        let mut extra = self.jitter();
        let payload = match self.ready_fault {
            Some(fault) if payload.starts_with(br#"{"t":"READY""#) => {
                self.ready_fault = None;
                fault.apply(&payload)
            }
            _ => payload,
        };
        let is_resumed = payload.starts_with(br#"{"t":"RESUMED""#);
        let ends_replay = is_resumed || payload.starts_with(br#"{"t":"READY""#);
        let is_event = payload.starts_with(br#"{"t":""#);
        if is_resumed && let Some((_, sequence)) = self.core.session_of(conn) {
            self.checks.resumed_was_sent(sequence);
        }
        let now = self.now;
        let Some(wire) = self.wires.iter_mut().find(|wire| wire.conn == conn) else { return };
        if wire.bytes(Way::Down) == 0 {
            extra += wire.hello_delay;
        }
        let link = wire.link;
        // Link numbers start from 1 in each process, so a late payload must know its process.
        if wire.server_gone {
            return;
        }
        match wire.send(Way::Down, payload.len() as u64, extra, now) {
            Fate::Arrives(at) => {
                let at = if is_event { wire.event_arrives(at, ends_replay) } else { at };
                // A slow replay does not count as the end.
                if at > now + Duration::from_secs(60) {
                    self.quiet_at = self.quiet_at.max(at);
                }
                self.arrives_at(at, self.epoch, Arrival::Message(link, payload));
            }
            Fate::Breaks(at) => self.break_wire(link, conn, at, true),
            Fate::Lost => {}
        }
    }

    pub(super) fn server_end(&mut self, conn: ConnId, input: impl Fn(LinkId) -> Input) {
        let (mut extra, now, epoch) = (self.jitter(), self.now, self.epoch);
        let mut again = Duration::from_millis(700);
        let mut twice = self.rng.below(4) == 0;
        let mut lost = false;
        match self.next_close.take() {
            Some(CloseFate::Lost) => lost = true,
            Some(CloseFate::Late(by)) => extra += by,
            Some(CloseFate::Twice(after)) => (twice, again) = (true, after),
            None => {}
        }
        let Some(wire) = self.wires.iter_mut().find(|wire| wire.conn == conn) else { return };
        let link = wire.link;
        if let Fate::Arrives(at) = wire.send(Way::Down, 4, extra, now)
            && !lost
        {
            self.arrives_at(at, epoch, input(link).into());
            // The close is reported twice, the second time when the next connection may be open.
            if twice {
                self.arrives_at(at + again, epoch, input(link).into());
            }
        }
        if let Some(wire) = self.wires.iter_mut().find(|wire| wire.conn == conn) {
            wire.server_gone = true;
        }
    }

    /// Breaks the present connection after this many bytes in one direction.
    pub(crate) fn cut_first(&mut self, way: Way, byte: u64) {
        if let Some(wire) = self.wires.last_mut() {
            wire.cut(way, byte);
        }
    }

    /// Returns the machine's present connection.
    pub(super) fn current(&self) -> Option<(LinkId, ConnId)> {
        let wire = self.wires.last()?;
        (!wire.client_gone).then_some((wire.link, wire.conn))
    }
}
