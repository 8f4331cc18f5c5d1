//! Machine, network and gateway in one virtual time.

use std::cmp::Reverse;
use std::collections::{BinaryHeap, VecDeque};
use std::time::{Duration, Instant};

use bytes::Bytes;
use gateway_model::Id;
use gateway_model::gateway::Intents;
use gateway_model::gateway::command::{RequestGuildMembers, UpdatePresence, UpdateVoiceState};
use gateway_model::presence::Status;
use gateway_proto::{
    Command, CommandError, Config, Connection, Input, LinkFailure, LinkId, Output, Session,
    Shutdown, State, StateChange, StopReason, Token,
};
use gateway_sim::core::{
    ConnId, Core, CoreConfig, CoreInput, CoreOutput, DEFAULT_TOKEN, Rng, Route,
};
use serde_json::json;

use super::checks::{Checks, Violation};
use super::faults::{Dial, Fault, Step};
use super::payloads::ReadyFault;
use super::wire::{Fate, Way, Wire};

/// How a pair is made.
#[derive(Clone, Debug)]
pub(crate) struct Settings {
    pub(crate) seed: u64,
    pub(crate) core: CoreConfig,
    pub(crate) intents: Intents,
    pub(crate) session: Option<Session>,
    /// Keep all state changes, for tests that look at them.
    pub(crate) keep_states: bool,
}

impl Settings {
    pub(crate) fn new(seed: u64) -> Self {
        Self {
            seed,
            core: CoreConfig { guilds: 1, members_per_guild: 1, ..CoreConfig::default() },
            intents: Intents::GUILDS | Intents::GUILD_MESSAGES | Intents::GUILD_MEMBERS,
            session: None,
            keep_states: true,
        }
    }
}

/// Something that will happen.
#[derive(Debug)]
enum Happening {
    ToMachine(u32, Input),
    ToCore(CoreInput),
    Fault(Fault),
    Permit(u32),
    Thaw,
    ReadAgain(u32, LinkId),
    UnmuteAcks(ConnId),
    StartAgain(Option<Session>),
}

#[derive(Debug)]
struct Entry {
    at: Instant,
    order: u64,
    happening: Happening,
}

impl PartialEq for Entry {
    fn eq(&self, other: &Self) -> bool {
        (self.at, self.order) == (other.at, other.order)
    }
}

impl Eq for Entry {}

impl PartialOrd for Entry {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Entry {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        (self.at, self.order).cmp(&(other.at, other.order))
    }
}

/// A machine and a gateway, joined by a network.
#[derive(Debug)]
pub(crate) struct Pair {
    settings: Settings,
    rng: Rng,
    pub(crate) start: Instant,
    pub(crate) now: Instant,
    pub(crate) core: Core,
    core_wake: Option<Instant>,
    pub(crate) machine: Connection,
    machine_wake: Option<Instant>,
    pub(crate) stopped: Option<StopReason>,
    running: bool,
    stopping: bool,
    epoch: u32,
    queue: BinaryHeap<Reverse<Entry>>,
    order: u64,
    pub(crate) wires: Vec<Wire>,
    frozen_until: Option<Instant>,
    frozen_backlog: Vec<Input>,
    paused: Option<LinkId>,
    unread: VecDeque<Input>,
    outage: Option<(Dial, Instant)>,
    resume_host_down: Option<(Dial, Instant)>,
    slow: Option<(Duration, Instant)>,
    next_cut: Option<(Way, u64)>,
    next_hello_delay: Duration,
    next_close_unanswered: bool,
    ready_fault: Option<ReadyFault>,
    permit_generation: u32,
    permits_stopped_until: Instant,
    last_grant: Option<Instant>,
    quiet_at: Instant,
    stale: Vec<Input>,
    nonce: u64,
    pub(crate) checks: Checks,
    pub(crate) states: Vec<(Duration, StateChange)>,
    /// Every URL dialled, with its time.
    pub(crate) dialled: Vec<(Duration, String)>,
    /// Every payload sent on any link, with its time.
    pub(crate) sent: Vec<(Duration, String)>,
}

impl Pair {
    pub(crate) fn new(settings: Settings) -> Self {
        let now = Instant::now();
        let seed = settings.seed;
        let core = Core::new(settings.core.clone(), seed, now);
        let machine = Connection::new(config(&settings, settings.session.clone()), seed, now);
        let sequence = settings.session.as_ref().map(|session| session.sequence);
        let mut pair = Self {
            rng: Rng::new(seed ^ 0x0ddb_a115),
            start: now,
            now,
            core,
            core_wake: None,
            machine,
            machine_wake: None,
            stopped: None,
            running: true,
            stopping: false,
            epoch: 0,
            queue: BinaryHeap::new(),
            order: 0,
            wires: Vec::new(),
            frozen_until: None,
            frozen_backlog: Vec::new(),
            paused: None,
            unread: VecDeque::new(),
            outage: None,
            resume_host_down: None,
            slow: None,
            next_cut: None,
            next_hello_delay: Duration::ZERO,
            next_close_unanswered: false,
            ready_fault: None,
            permit_generation: 0,
            permits_stopped_until: now,
            last_grant: None,
            quiet_at: now,
            stale: Vec::new(),
            nonce: 0,
            checks: Checks::new(&settings.core.token, sequence, now),
            states: Vec::new(),
            dialled: Vec::new(),
            sent: Vec::new(),
            settings,
        };
        pair.drain();
        pair
    }

    /// Runs a schedule, then some time of peace, and says what did not hold.
    pub(crate) fn run_schedule(seed: u64, steps: &[Step]) -> Result<Summary, Violation> {
        let mut settings = Settings::new(seed);
        settings.keep_states = false;
        let mut pair = Self::new(settings);
        for step in steps {
            pair.later_at(pair.start + step.at, Happening::Fault(step.fault.clone()));
        }
        let last = steps.last().map_or(Duration::ZERO, |step| step.at);
        pair.run_until(pair.start + last);
        while pair.checks.violation.is_none() && pair.now < pair.quiet_at {
            pair.run_until(pair.quiet_at);
        }
        pair.rest();
        pair.end();
        match pair.checks.violation.take() {
            Some(violation) => Err(violation),
            None => Ok(Summary {
                identifies: pair.checks.identifies,
                resumes: pair.checks.resumes,
                dispatches: pair.checks.dispatches,
                connections: pair.dial_count(),
            }),
        }
    }

    /// Long after the last fault all must be well again, and events must flow.
    fn rest(&mut self) {
        self.next_cut = None;
        for wire in &mut self.wires {
            wire.uncut();
        }
        self.run_for(Duration::from_secs(20 * 60));
        self.events(3);
        self.run_for(Duration::from_secs(5));
        if self.checks.violation.is_some() {
            return;
        }
        let sequence = self
            .core
            .connections()
            .last()
            .and_then(|conn| self.core.session_of(*conn))
            .map(|(_, sequence)| sequence);
        self.checks.at_rest(&self.machine, sequence);
    }

    /// Shuts down in one of the two ways: it takes no longer than the close timeout.
    fn end(&mut self) {
        if self.checks.violation.is_some() {
            return;
        }
        let shutdown =
            if self.rng.below(2) == 0 { Shutdown::Offline } else { Shutdown::KeepSession };
        self.feed(Input::Shutdown(shutdown));
        self.run_for(Duration::from_secs(2));
        let kept = matches!(self.stopped, Some(StopReason::Shutdown { session: Some(_) }));
        if self.stopped.is_none() || (shutdown == Shutdown::Offline && kept) {
            self.checks.fail("a shutdown takes 2 s at most", format!("{:?}", self.stopped));
        }
    }

    pub(crate) fn dial_count(&self) -> usize {
        self.wires.len()
    }

    /// Runs for a time.
    pub(crate) fn run_for(&mut self, time: Duration) {
        self.run_until(self.now + time);
    }

    /// Runs until something holds; panics where it does not within the time.
    #[track_caller]
    pub(crate) fn run_until_holds(&mut self, limit: Duration, holds: impl Fn(&Self) -> bool) {
        let end = self.now + limit;
        while !holds(self) {
            assert!(self.step(end), "does not hold within {limit:?}: {:?}", self.machine);
            self.assert_sound();
        }
    }

    /// Runs until the session is live.
    #[track_caller]
    pub(crate) fn run_until_live(&mut self) {
        self.run_until_holds(Duration::from_secs(600), |pair| pair.machine.state() == State::Live);
    }

    /// Panics where a check failed.
    #[track_caller]
    pub(crate) fn assert_sound(&self) {
        if let Some(violation) = &self.checks.violation {
            panic!("{violation}");
        }
    }

    /// Runs until a time, or until a check fails.
    pub(crate) fn run_until(&mut self, end: Instant) {
        while self.checks.violation.is_none() && self.step(end) {}
        self.now = self.now.max(end);
        self.checks.at(self.now);
    }

    /// Lets the next thing happen, if it happens by then.
    fn step(&mut self, end: Instant) -> bool {
        let queued = self.queue.peek().map(|Reverse(entry)| entry.at);
        let machine = self.machine_wake.map(|wake| match self.frozen_until {
            Some(until) => wake.max(until),
            None => wake,
        });
        let Some(next) = [queued, machine, self.core_wake].into_iter().flatten().min() else {
            return false;
        };
        if next > end {
            return false;
        }
        self.now = self.now.max(next);
        self.checks.at(self.now);
        if queued.is_some_and(|at| at <= next) {
            if let Some(Reverse(entry)) = self.queue.pop() {
                self.happen(entry.happening);
            }
        } else if machine.is_some_and(|at| at <= next) {
            self.checks.woken();
            self.feed(Input::Timeout);
        } else {
            self.core.handle(CoreInput::Timeout, self.now);
            self.drain_core();
        }
        true
    }

    fn later_at(&mut self, at: Instant, happening: Happening) {
        self.order += 1;
        self.queue.push(Reverse(Entry { at, order: self.order, happening }));
    }

    fn later(&mut self, after: Duration, happening: Happening) {
        self.later_at(self.now + after, happening);
    }

    fn happen(&mut self, happening: Happening) {
        match happening {
            Happening::ToMachine(epoch, input) if epoch == self.epoch => self.deliver(input),
            Happening::ToMachine(..) => {}
            Happening::ToCore(input) => {
                self.core.handle(input, self.now);
                self.drain_core();
            }
            Happening::Fault(fault) => self.apply(fault),
            Happening::Permit(generation) => {
                if generation == self.permit_generation && self.running {
                    self.last_grant = Some(self.now);
                    self.deliver(Input::IdentifyGranted);
                }
            }
            Happening::Thaw => self.thaw(),
            Happening::ReadAgain(epoch, link) => self.read_again(epoch, link),
            Happening::UnmuteAcks(conn) => {
                self.core.mute_acks(conn, false);
            }
            Happening::StartAgain(session) => self.start_again(session),
        }
    }

    /// Brings an input to the process: it may sleep, or not read.
    fn deliver(&mut self, input: Input) {
        if !self.running {
            return;
        }
        let socket = match &input {
            Input::Message(link, _) | Input::Closed(link, _) | Input::Failed(link, _) => {
                Some(*link)
            }
            _ => None,
        };
        if socket.is_some() && socket == self.paused {
            self.unread.push_back(input);
            return;
        }
        if self.frozen_until.is_some() {
            self.frozen_backlog.push(input);
            return;
        }
        self.feed(input);
    }

    /// Gives the machine an input and does what it says.
    pub(crate) fn feed(&mut self, input: Input) {
        if !self.running {
            return;
        }
        self.checks.before(&input, &self.machine);
        if self.stale.len() < 64 && !matches!(input, Input::Timeout | Input::Shutdown(_)) {
            self.stale.push(input.clone());
        }
        self.machine.handle(input, self.now);
        self.drain();
    }

    fn drain(&mut self) {
        for _ in 0..100_000 {
            let output = self.machine.poll();
            self.checks.output(&output, &self.machine);
            match output {
                Output::WaitUntil(time) => {
                    self.machine_wake = Some(time);
                    self.checks.after(&self.machine);
                    return;
                }
                Output::Stopped(reason) => {
                    self.machine_wake = None;
                    self.stopped = Some(reason);
                    return;
                }
                output => self.obey(output),
            }
        }
        self.checks.fail("a drain ends", "100,000 outputs");
    }

    fn obey(&mut self, output: Output) {
        let at = self.now - self.start;
        match output {
            Output::Connect { link, url } => self.dial(link, url),
            Output::Send { link, payload } => {
                self.send_up(link, &payload);
                if self.settings.keep_states {
                    self.sent.push((at, payload));
                }
            }
            Output::Close { link, code } => self.client_close(link, code),
            Output::Drop { link } => self.client_drop(link),
            Output::WantIdentify => {
                self.permit_generation += 1;
                let spaced =
                    self.last_grant.map_or(self.now, |at| at + Duration::from_millis(5100));
                let at = (self.now + Duration::from_millis(1))
                    .max(spaced)
                    .max(self.permits_stopped_until);
                self.later_at(at, Happening::Permit(self.permit_generation));
            }
            Output::ReleaseIdentify => self.permit_generation += 1,
            Output::State(change) if self.settings.keep_states => self.states.push((at, change)),
            _ => {}
        }
    }

    fn extra(&self) -> Duration {
        self.slow.filter(|(_, until)| self.now < *until).map_or(Duration::ZERO, |(extra, _)| extra)
    }

    fn jitter(&mut self) -> Duration {
        Duration::from_micros(self.rng.below(20_000)) + self.extra()
    }

    fn dial(&mut self, link: LinkId, url: String) {
        let latency = Duration::from_micros(5_000 + self.rng.below(60_000));
        let conn = ConnId(self.wires.len() as u64 + 1);
        let mut wire = Wire::new(link, conn, latency, self.now);
        wire.hello_delay = std::mem::take(&mut self.next_hello_delay);
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
        let round_trip = latency * 2 + self.extra();
        let epoch = self.epoch;
        match failing.map(|(dial, _)| dial) {
            Some(Dial::Refuses) => {
                wire.server_gone = true;
                let failure = LinkFailure::Dial("refused".into());
                self.later(round_trip, Happening::ToMachine(epoch, Input::Failed(link, failure)));
            }
            Some(Dial::Hangs) => wire.server_gone = true,
            Some(kind) => {
                wire.server_gone = true;
                self.later(round_trip, Happening::ToMachine(epoch, Input::Opened(link)));
                if kind == Dial::AcceptsAndCloses {
                    let closed = Input::Closed(link, None);
                    self.later(round_trip * 2, Happening::ToMachine(epoch, closed));
                }
            }
            None => {
                let half = latency + self.extra() / 2;
                self.later(half, Happening::ToCore(CoreInput::Opened { conn, query: url }));
                // Opened goes down the same way as what follows it, so that it comes first.
                if let Fate::Arrives(at) = wire.send(Way::Down, 0, round_trip - latency, self.now) {
                    self.later_at(at, Happening::ToMachine(epoch, Input::Opened(link)));
                }
            }
        }
        self.wires.push(wire);
    }

    fn wire(&mut self, link: LinkId) -> Option<&mut Wire> {
        self.wires.iter_mut().rev().find(|wire| wire.link == link)
    }

    fn send_up(&mut self, link: LinkId, payload: &str) {
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

    /// Both ends learn that the connection broke.
    fn break_wire(&mut self, link: LinkId, conn: ConnId, at: Instant, server_sees: bool) {
        let failure = LinkFailure::Io("connection reset".into());
        self.later_at(at, Happening::ToMachine(self.epoch, Input::Failed(link, failure)));
        if server_sees {
            self.later_at(at, Happening::ToCore(CoreInput::Closed { conn, code: None }));
        }
    }

    fn client_close(&mut self, link: LinkId, code: u16) {
        let (extra, now, epoch) = (self.jitter(), self.now, self.epoch);
        let Some(wire) = self.wire(link) else { return };
        let (conn, unanswered) = (wire.conn, wire.close_unanswered || wire.server_gone);
        let Fate::Arrives(at) = wire.send(Way::Up, 8, extra, now) else { return };
        self.later_at(at, Happening::ToCore(CoreInput::Closed { conn, code: Some(code) }));
        if !unanswered {
            let back = at + extra;
            self.later_at(back, Happening::ToMachine(epoch, Input::Closed(link, Some(code))));
        }
    }

    fn client_drop(&mut self, link: LinkId) {
        let (extra, now) = (self.jitter(), self.now);
        let Some(wire) = self.wire(link) else { return };
        wire.client_gone = true;
        let conn = wire.conn;
        if let Fate::Arrives(at) = wire.send(Way::Up, 0, extra, now) {
            self.later_at(at, Happening::ToCore(CoreInput::Closed { conn, code: None }));
        }
    }

    fn drain_core(&mut self) {
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

    fn send_down(&mut self, conn: ConnId, payload: Bytes) {
        let mut extra = self.jitter();
        let payload = match self.ready_fault {
            Some(fault) if payload.starts_with(br#"{"t":"READY""#) => {
                self.ready_fault = None;
                fault.apply(&payload)
            }
            _ => payload,
        };
        if payload.starts_with(br#"{"t":"RESUMED""#)
            && let Some((_, sequence)) = self.core.session_of(conn)
        {
            self.checks.resumed_was_sent(sequence);
        }
        let now = self.now;
        let Some(wire) = self.wires.iter_mut().find(|wire| wire.conn == conn) else { return };
        if wire.bytes(Way::Down) == 0 {
            extra += wire.hello_delay;
        }
        let link = wire.link;
        // Links count anew in each process, so a late payload must know whose it is.
        if wire.server_gone {
            return;
        }
        match wire.send(Way::Down, payload.len() as u64, extra, now) {
            Fate::Arrives(at) => {
                self.later_at(at, Happening::ToMachine(self.epoch, Input::Message(link, payload)));
            }
            Fate::Breaks(at) => self.break_wire(link, conn, at, true),
            Fate::Lost => {}
        }
    }

    fn server_end(&mut self, conn: ConnId, input: impl Fn(LinkId) -> Input) {
        let (extra, now, epoch) = (self.jitter(), self.now, self.epoch);
        let twice = self.rng.below(4) == 0;
        let Some(wire) = self.wires.iter_mut().find(|wire| wire.conn == conn) else { return };
        let link = wire.link;
        if let Fate::Arrives(at) = wire.send(Way::Down, 4, extra, now) {
            self.later_at(at, Happening::ToMachine(epoch, input(link)));
            // A close that is reported twice, the second time when the next connection may be open.
            if twice {
                let again = at + Duration::from_millis(700);
                self.later_at(again, Happening::ToMachine(epoch, input(link)));
            }
        }
        if let Some(wire) = self.wires.iter_mut().find(|wire| wire.conn == conn) {
            wire.server_gone = true;
        }
    }

    /// The present connection breaks after so many bytes one way.
    pub(crate) fn cut_first(&mut self, way: Way, byte: u64) {
        if let Some(wire) = self.wires.last_mut() {
            wire.cut(way, byte);
        }
    }

    /// The connection that the machine has now.
    fn current(&self) -> Option<(LinkId, ConnId)> {
        let wire = self.wires.last()?;
        (!wire.client_gone).then_some((wire.link, wire.conn))
    }

    fn disturbed_for(&mut self, lasts: Duration) -> Instant {
        let until = self.now + lasts;
        self.quiet_at = self.quiet_at.max(until);
        until
    }

    /// Lets something go wrong now.
    pub(crate) fn apply(&mut self, fault: Fault) {
        self.disturbed_for(Duration::from_secs(1));
        let now = self.now;
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
            Fault::StaleEcho => self.echo_stale(),
            Fault::CloseUnanswered => {
                self.next_close_unanswered = true;
                if let Some(wire) = self.wires.last_mut() {
                    wire.close_unanswered = true;
                }
            }
            Fault::Freeze { lasts } => {
                let until = self.disturbed_for(lasts);
                if self.frozen_until.is_none() && self.running {
                    self.frozen_until = Some(until);
                    self.later_at(until, Happening::Thaw);
                }
            }
            Fault::PauseReading { lasts } => self.pause_reading(lasts),
            Fault::Commands { count } => {
                self.commands(count);
            }
            Fault::PermitsStop { lasts } => {
                self.permits_stopped_until = self.disturbed_for(lasts);
            }
            Fault::Restart => self.restart(),
            Fault::Crash => self.crash(),
            Fault::ForgetSession => {
                let ids: Vec<String> = self.core.stats().sessions.keys().cloned().collect();
                for id in ids {
                    self.core.forget_session(&id, now);
                }
                // A server that lost a session under a live connection says so by breaking it.
                self.drain_core();
                self.break_current(true);
            }
            Fault::Events { count } => self.events(count),
            Fault::LateHello { by } => self.next_hello_delay = by,
            Fault::Ready(fault) => self.ready_fault = Some(fault),
            other => self.apply_at_server(other),
        }
    }

    fn apply_at_server(&mut self, fault: Fault) {
        let (Some((_, conn)), now) = (self.current(), self.now) else { return };
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
                self.core.close_connection(conn, code, "by schedule", now);
            }
            Fault::MuteAcks { lasts } => {
                self.core.mute_acks(conn, true);
                let until = self.disturbed_for(lasts);
                self.later_at(until, Happening::UnmuteAcks(conn));
            }
            Fault::Raw(raw) => {
                self.core.send_raw(conn, raw.bytes(), now);
            }
            _ => {}
        }
        self.drain_core();
    }

    fn break_current(&mut self, server_sees: bool) {
        let Some((link, conn)) = self.current() else { return };
        let at = self.now + Duration::from_millis(1);
        if let Some(wire) = self.wires.last_mut() {
            wire.black_hole = true;
        }
        self.break_wire(link, conn, at, server_sees);
    }

    /// Old connections speak again: each machine's own, under their old numbers.
    fn echo_stale(&mut self) {
        let current = self.current().map(|(link, _)| link);
        let of_old_links: Vec<Input> = self
            .stale
            .iter()
            .filter(|input| match input {
                Input::Opened(link)
                | Input::Message(link, _)
                | Input::Closed(link, _)
                | Input::Failed(link, _)
                | Input::ReadingPaused(link)
                | Input::ReadingResumed(link) => Some(*link) != current,
                _ => false,
            })
            .cloned()
            .collect();
        for input in of_old_links {
            self.deliver(input);
        }
    }

    fn thaw(&mut self) {
        self.frozen_until = None;
        let backlog = std::mem::take(&mut self.frozen_backlog);
        // Whether the timer or the socket is looked at first is the runtime's choice.
        if self.rng.below(2) == 0 {
            self.feed(Input::Timeout);
        }
        for input in backlog {
            self.deliver(input);
        }
    }

    fn pause_reading(&mut self, lasts: Duration) {
        let until = self.disturbed_for(lasts);
        let Some((link, _)) = self.current() else { return };
        if self.paused.is_some() || self.frozen_until.is_some() {
            return;
        }
        self.paused = Some(link);
        self.feed(Input::ReadingPaused(link));
        self.later_at(until, Happening::ReadAgain(self.epoch, link));
    }

    fn read_again(&mut self, epoch: u32, link: LinkId) {
        if epoch != self.epoch || self.paused != Some(link) {
            return;
        }
        if let Some(until) = self.frozen_until {
            // A process that sleeps does not begin to read.
            let then = until + Duration::from_nanos(1);
            self.later_at(then, Happening::ReadAgain(epoch, link));
            return;
        }
        self.paused = None;
        self.deliver(Input::ReadingResumed(link));
        for input in std::mem::take(&mut self.unread) {
            self.deliver(input);
        }
    }

    /// The user sends commands of all kinds. Returns how many were refused because the queue was full.
    pub(crate) fn commands(&mut self, count: u32) -> u32 {
        if !self.running || self.frozen_until.is_some() {
            return 0;
        }
        let mut refused = 0;
        for _ in 0..count {
            self.nonce += 1;
            let (command, nonce, presence) = self.command();
            match self.machine.command(command, self.now) {
                Ok(()) => self.checks.command_accepted(nonce, presence),
                Err(CommandError::QueueFull { .. }) => refused += 1,
                Err(CommandError::Stopped) => {}
                Err(error) => self.checks.fail("good commands are taken", error.to_string()),
            }
        }
        self.drain();
        refused
    }

    fn command(&mut self) -> (Command, Option<String>, Option<u64>) {
        let guild_id = Id::new(1 + self.rng.below(5)).unwrap();
        let number = self.nonce;
        match self.rng.below(10) {
            0 => {
                let mut presence = UpdatePresence::new(Status::Online);
                presence.since = Some(number);
                (presence.into(), None, Some(number))
            }
            1 => (UpdateVoiceState::leave(guild_id).into(), None, None),
            _ => {
                let nonce = format!("n{number}");
                let request = RequestGuildMembers::named(guild_id, "a", 1);
                let request = request.nonce(nonce.as_str()).unwrap();
                (request.into(), Some(nonce), None)
            }
        }
    }

    /// Events happen at Discord.
    pub(crate) fn events(&mut self, count: u32) {
        let Some(guild) = self.core.world().guilds().next() else { return };
        for number in 0..count {
            let data = json!({ "id": number.to_string(), "guild_id": guild.to_string() });
            self.core.inject("CHANNEL_UPDATE", Route::Guild(guild), &data, self.now);
        }
        self.drain_core();
    }

    fn restart(&mut self) {
        if !self.running || self.frozen_until.is_some() || self.stopping {
            return;
        }
        self.stopping = true;
        self.feed(Input::Shutdown(Shutdown::KeepSession));
        let (end, epoch) = (self.now + Duration::from_secs(2), self.epoch);
        while self.stopped.is_none() && self.checks.violation.is_none() && self.step(end) {}
        // It may have crashed, or fallen asleep, meanwhile.
        if self.epoch != epoch {
            return;
        }
        if self.stopped.is_none() && self.frozen_until.is_some() {
            self.crash();
            return;
        }
        match self.stopped.take() {
            Some(StopReason::Shutdown { session }) => self.leave(session),
            other => self.checks.fail("a shutdown takes 2 s at most", format!("{other:?}")),
        }
    }

    fn crash(&mut self) {
        if !self.running {
            return;
        }
        let session = self.machine.session();
        if let Some((_, conn)) = self.current() {
            let closed = CoreInput::Closed { conn, code: None };
            self.later(Duration::from_millis(10), Happening::ToCore(closed));
        }
        self.leave(session);
    }

    /// The process is gone; another one starts after a while.
    fn leave(&mut self, session: Option<Session>) {
        // As a file would keep it.
        let stored = session.map(|session| serde_json::to_string(&session).unwrap());
        let session = stored.map(|text| serde_json::from_str(&text).unwrap());
        self.running = false;
        self.stopping = false;
        self.epoch += 1;
        self.machine_wake = None;
        self.frozen_until = None;
        self.frozen_backlog.clear();
        self.paused = None;
        self.unread.clear();
        self.stale.clear();
        self.permit_generation += 1;
        if let Some(wire) = self.wires.last_mut() {
            wire.client_gone = true;
            wire.black_hole = true;
        }
        let pause = Duration::from_millis(50 + self.rng.below(3000));
        self.disturbed_for(pause);
        self.later(pause, Happening::StartAgain(session));
    }

    fn start_again(&mut self, session: Option<Session>) {
        self.checks.restarted();
        self.running = true;
        self.stopped = None;
        let config = config(&self.settings, session);
        self.machine = Connection::new(config, self.rng.next_u64(), self.now);
        self.drain();
    }
}

fn config(settings: &Settings, session: Option<Session>) -> Config {
    let token = Token::new(DEFAULT_TOKEN).unwrap();
    let config = Config::new(token, settings.intents, &settings.core.gateway_url).unwrap();
    match session {
        Some(session) => config.with_session(session).unwrap(),
        None => config,
    }
}

/// What a run came to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Summary {
    pub(crate) identifies: u32,
    pub(crate) resumes: u32,
    pub(crate) dispatches: u64,
    pub(crate) connections: usize,
}

impl Summary {
    pub(crate) fn add(&mut self, other: Self) {
        self.identifies += other.identifies;
        self.resumes += other.resumes;
        self.dispatches += other.dispatches;
        self.connections += other.connections;
    }
}
