//! A machine, a network and a gateway in one virtual time.

mod happening;
mod network;
mod process;
mod reading;
mod settings;
mod summary;
mod trouble;
mod user;

use std::collections::VecDeque;
use std::time::{Duration, Instant};

use bytes::Bytes;
use gateway_proto::{Connection, Input, LinkId, Session, Shutdown, State, StateChange, StopReason};
use gateway_sim::core::{Core, CoreInput, Rng};

use super::checks::{Checks, Violation};
use super::faults::{CloseFate, Dial, Fault, Step};
use super::payloads::ReadyFault;
use super::wire::{Way, Wire};
use happening::{Agenda, Happening};
use settings::config;

pub(crate) use happening::Arrival;
pub(crate) use settings::{Admissions, Settings};
pub(crate) use summary::{Counts, Summary};

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
    agenda: Agenda,
    pub(crate) wires: Vec<Wire>,
    frozen_until: Option<Instant>,
    frozen_backlog: Vec<Arrival>,
    paused: Option<LinkId>,
    unread: VecDeque<Arrival>,
    /// Messages that the socket has received, to be read together.
    batch: VecDeque<(LinkId, Bytes)>,
    /// There is room for the next event.
    has_room: bool,
    /// Draws how the driver treats messages.
    reading: Rng,
    outage: Option<(Dial, Instant)>,
    resume_host_down: Option<(Dial, Instant)>,
    slow: Option<(Duration, Instant)>,
    slow_replay: Option<(Duration, Instant)>,
    resumes_refused_until: Instant,
    next_cut: Option<(Way, u64)>,
    next_hello_delay: Duration,
    next_close_unanswered: bool,
    /// The code with which the next connection is closed: in place of Hello, or this long after it was opened.
    next_connection_closes: Option<(u16, Option<Duration>)>,
    /// The fate of the next close that the server sends.
    next_close: Option<CloseFate>,
    /// The shutdown that the user requested.
    ending: Option<Shutdown>,
    /// Fatal close codes that the server sent.
    refusals: Vec<u16>,
    /// How often each fault occurred.
    faults: Counts,
    /// How often each answer was given for an event.
    admissions: Counts,
    ready_fault: Option<ReadyFault>,
    permit_generation: u32,
    permits_stopped_until: Instant,
    last_grant: Option<Instant>,
    quiet_at: Instant,
    stale: Vec<Arrival>,
    nonce: u64,
    pub(crate) checks: Checks,
    pub(crate) states: Vec<(Duration, StateChange)>,
    /// Every dialled URL, with its time.
    pub(crate) dialled: Vec<(Duration, String)>,
    /// Every payload sent on any connection, with its time.
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
            agenda: Agenda::default(),
            wires: Vec::new(),
            frozen_until: None,
            frozen_backlog: Vec::new(),
            paused: None,
            unread: VecDeque::new(),
            batch: VecDeque::new(),
            has_room: false,
            reading: Rng::new(seed ^ 0x0adb_1550),
            outage: None,
            resume_host_down: None,
            slow: None,
            slow_replay: None,
            resumes_refused_until: now,
            next_cut: None,
            next_hello_delay: Duration::ZERO,
            next_close_unanswered: false,
            next_connection_closes: None,
            next_close: None,
            ending: None,
            refusals: Vec::new(),
            faults: Counts::new(),
            admissions: Counts::new(),
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

    /// Runs a schedule, then some time without faults. Returns the violation, if there is one.
    pub(crate) fn run_schedule(seed: u64, steps: &[Step]) -> Result<Summary, Violation> {
        let mut settings = Settings::new(seed);
        settings.keep_states = false;
        settings.admissions = Admissions::of_seed(seed);
        let mut pair = Self::new(settings);
        for step in steps {
            pair.later_at(pair.start + step.at, Happening::Fault(step.fault.clone()));
        }
        let last = steps.last().map_or(Duration::ZERO, |step| step.at);
        pair.run_until(pair.start + last);
        while pair.checks.violation.is_none() && pair.now < pair.quiet_at {
            pair.run_until(pair.quiet_at);
        }
        if pair.stopped.is_none() {
            pair.rest();
        }
        if pair.stopped.is_none() {
            pair.end();
        }
        pair.check_the_end();
        match pair.checks.violation.take() {
            Some(violation) => Err(violation),
            None => Ok(pair.summary()),
        }
    }

    /// Checks that, long after the last fault, the session is live and events flow.
    pub(crate) fn rest(&mut self) {
        (self.next_cut, self.next_connection_closes) = (None, None);
        for wire in &mut self.wires {
            wire.uncut();
        }
        self.run_for(Duration::from_secs(20 * 60));
        self.events(3);
        self.run_for(Duration::from_secs(5));
        if self.checks.violation.is_some() || self.stopped.is_some() {
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

    /// Shuts down in one of the two ways, and checks that this takes no longer than the close timeout.
    fn end(&mut self) {
        if self.checks.violation.is_some() {
            return;
        }
        let shutdown =
            if self.rng.below(2) == 0 { Shutdown::Offline } else { Shutdown::KeepSession };
        self.shut_down(shutdown);
        self.run_for(Duration::from_secs(3));
    }

    /// Checks that the machine stopped only if the user wanted it or Discord refused the bot.
    fn check_the_end(&mut self) {
        let allowed = match &self.stopped {
            Some(StopReason::Refused { code, .. }) => self.refusals.contains(&u16::from(*code)),
            Some(StopReason::Shutdown { session }) => {
                self.ending.is_some_and(|how| how == Shutdown::KeepSession || session.is_none())
            }
            Some(_) | None => false,
        };
        if !allowed {
            let how = format!("{:?}, asked for {:?}", self.stopped, self.ending);
            self.checks.fail("it stops when it has to, and only then", how);
        }
    }

    fn summary(&self) -> Summary {
        Summary {
            identifies: self.checks.identifies.into(),
            resumes: self.checks.resumes.into(),
            dispatches: self.checks.dispatches,
            connections: self.dial_count() as u64,
            faults: self.faults.clone(),
            admissions: self.admissions.clone(),
            checks: self.checks.counts(),
        }
    }

    pub(crate) fn dial_count(&self) -> usize {
        self.wires.len()
    }

    /// Runs for a time.
    pub(crate) fn run_for(&mut self, time: Duration) {
        self.run_until(self.now + time);
    }

    /// Runs until the condition is true. Panics if it is not true in time.
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

    /// Panics if a check failed.
    #[track_caller]
    pub(crate) fn assert_sound(&self) {
        if let Some(violation) = &self.checks.violation {
            panic!("{violation}");
        }
    }

    /// Runs until this time, or until a check fails.
    pub(crate) fn run_until(&mut self, end: Instant) {
        while self.checks.violation.is_none() && self.step(end) {}
        self.now = self.now.max(end);
        self.checks.at(self.now);
    }

    /// Processes the next event, if it is due by then.
    fn step(&mut self, end: Instant) -> bool {
        let queued = self.agenda.next_at();
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
            if let Some(happening) = self.agenda.take_next() {
                self.happen(happening);
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
        self.agenda.add(at, happening);
    }

    fn later(&mut self, after: Duration, happening: Happening) {
        self.later_at(self.now + after, happening);
    }

    fn happen(&mut self, happening: Happening) {
        match happening {
            Happening::ToMachine(epoch, arrival) if epoch == self.epoch => self.deliver(arrival),
            Happening::ToMachine(..) => {}
            Happening::ToCore(input) => {
                self.arrive(&input);
                self.core.handle(input, self.now);
                self.drain_core();
            }
            Happening::Fault(fault) => self.apply(fault),
            Happening::Permit(generation) => {
                if generation == self.permit_generation && self.running {
                    self.last_grant = Some(self.now);
                    self.deliver(Input::IdentifyGranted.into());
                }
            }
            Happening::Thaw => self.thaw(),
            Happening::ReadAgain(epoch, link) => self.read_again(epoch, link),
            Happening::ReadBatch(epoch) if epoch == self.epoch => self.read_batch(),
            Happening::ReadBatch(_) => {}
            Happening::UnmuteAcks(conn) => {
                self.core.mute_acks(conn, false);
            }
            Happening::TakeResumes => self.take_resumes(),
            Happening::StartAgain(session) => self.start_again(session),
            Happening::CloseAtServer(conn, code) => self.close_at_server(conn, code),
            Happening::HasStopped(epoch) => self.has_stopped(epoch),
        }
    }
}
