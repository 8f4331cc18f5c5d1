//! The rules that are checked at every step.

mod commands;
mod resuming;
mod sending;
mod violation;
mod waiting;

use std::collections::{BTreeSet, VecDeque};
use std::time::{Duration, Instant};

use gateway_model::gateway::{AfterClose, CloseCode, Opcode};
use gateway_model::{Dispatch, Envelope, EventKind};
use gateway_proto::{Connection, Input, LinkId, Output, State, StateChange};
use serde_json::Value;

use super::pair::{Arrival, Counts};
use commands::CommandWatch;
use resuming::ResumeWatch;

pub(crate) use commands::Wish;
pub(crate) use violation::Violation;

/// The state of the machine's socket, according to the outputs and inputs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Socket {
    None,
    Connecting(LinkId),
    Open(LinkId),
    Closing(LinkId, Instant),
}

/// The state of the permit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Permit {
    None,
    Asked,
    Held,
    /// It was granted after its request was withdrawn.
    Stray,
}

/// Watches one machine after the other, from the side of the driver and from that of Discord.
#[derive(Debug)]
pub(crate) struct Checks {
    start: Instant,
    now: Instant,
    token: String,
    pub(crate) violation: Option<Violation>,
    socket: Socket,
    permit: Permit,
    /// The present socket is not read.
    not_read: bool,
    sends: VecDeque<Instant>,
    /// The last 120 sends of this connection.
    recent: VecDeque<Instant>,
    handshakes: u32,
    beat_by: Option<Instant>,
    last_sequence: Option<u64>,
    /// Sequences of Resumed events. They are not replayed, so one may be missing.
    resumed: BTreeSet<u64>,
    may_identify: bool,
    alive_at: Instant,
    resuming: ResumeWatch,
    dials: VecDeque<Instant>,
    offline_asked: bool,
    wakes_at: (Instant, u32),
    pub(crate) identifies: u32,
    pub(crate) resumes: u32,
    pub(crate) dispatches: u64,
    pub(crate) commands: CommandWatch,
    /// How often each rule was checked.
    counts: Counts,
}

/// The maximum number of dials in a minute for a shard that fails repeatedly.
const DIALS_A_MINUTE: usize = 12;
/// The close timeout.
const CLOSE: Duration = Duration::from_secs(2);
/// How long a session may be resumed.
const SESSION: Duration = Duration::from_secs(15 * 60);

impl Checks {
    pub(crate) fn new(token: &str, has_session: Option<u64>, now: Instant) -> Self {
        Self {
            start: now,
            now,
            token: token.to_owned(),
            violation: None,
            socket: Socket::None,
            permit: Permit::None,
            not_read: false,
            sends: VecDeque::new(),
            recent: VecDeque::new(),
            handshakes: 0,
            beat_by: None,
            last_sequence: has_session,
            resumed: BTreeSet::new(),
            may_identify: has_session.is_none(),
            alive_at: now,
            resuming: ResumeWatch::default(),
            dials: VecDeque::new(),
            offline_asked: false,
            wakes_at: (now, 0),
            identifies: 0,
            resumes: 0,
            dispatches: 0,
            commands: CommandWatch::default(),
            counts: Counts::new(),
        }
    }

    pub(crate) fn fail(&mut self, rule: &'static str, detail: impl Into<String>) {
        let at = self.now.duration_since(self.start);
        self.violation.get_or_insert_with(|| Violation { rule, detail: detail.into(), at });
    }

    /// How often each rule was checked.
    pub(crate) fn counts(&self) -> Counts {
        self.counts.clone()
    }

    fn require(&mut self, holds: bool, rule: &'static str, detail: impl FnOnce() -> String) {
        *self.counts.entry(rule).or_default() += 1;
        if !holds {
            self.fail(rule, detail());
        }
    }

    pub(crate) fn hold(&mut self, holds: bool, rule: &'static str) {
        self.require(holds, rule, String::new);
    }

    /// The process starts again; the state of the old machine is lost.
    pub(crate) fn restarted(&mut self, first_connection: u64) {
        self.socket = Socket::None;
        self.permit = Permit::None;
        self.not_read = false;
        self.beat_by = None;
        self.dials.clear();
        self.resuming = ResumeWatch::default();
        self.commands.restarted(first_connection);
    }

    pub(crate) fn at(&mut self, now: Instant) {
        self.now = now;
    }

    pub(crate) fn before(&mut self, arrival: &Arrival, machine: &Connection) {
        let current = match self.socket {
            Socket::None => None,
            Socket::Connecting(link) | Socket::Open(link) | Socket::Closing(link, _) => Some(link),
        };
        if arrival.link().is_none_or(|link| Some(link) == current) {
            match arrival {
                Arrival::Message(_, message) => self.message(message),
                Arrival::Input(input) => self.input(input),
            }
        }
        if machine.state() == State::Live {
            self.alive_at = self.now;
        }
    }

    /// An input from the present socket, or from none.
    fn input(&mut self, input: &Input) {
        match input {
            Input::Opened(link) => self.socket = Socket::Open(*link),
            Input::Closed(_, code) => {
                let after = code.map(|code| CloseCode::from(code).after());
                self.may_identify |= after == Some(AfterClose::Identify);
                self.socket = Socket::None;
            }
            Input::Failed(..) => self.socket = Socket::None,
            Input::ReadingPaused(_) => self.not_read = matches!(self.socket, Socket::Open(_)),
            Input::ReadingResumed(_) => self.not_read = false,
            Input::IdentifyGranted => {
                self.permit = match self.permit {
                    Permit::Asked => Permit::Held,
                    _ => Permit::Stray,
                };
            }
            Input::Shutdown(gateway_proto::Shutdown::Offline) => self.offline_asked = true,
            _ => {}
        }
    }

    fn message(&mut self, message: &[u8]) {
        let Ok(envelope) = Envelope::scan(message) else { return };
        let is_open = matches!(self.socket, Socket::Open(_));
        match envelope.op {
            Opcode::InvalidSession if envelope.data() != b"true" => {
                self.may_identify = true;
            }
            Opcode::HeartbeatAck if is_open => self.commands.heartbeat_acknowledged(),
            _ => {}
        }
    }

    pub(crate) fn resumed_was_sent(&mut self, sequence: u64) {
        self.resumed.insert(sequence);
    }

    pub(crate) fn output(&mut self, output: &Output, machine: &Connection) {
        match output {
            Output::Connect { link, url } => self.connect(*link, url),
            Output::Send { link, payload } => self.send(*link, payload, machine),
            Output::Close { link, code } => self.close(*link, *code),
            Output::Drop { link } => self.dropped(*link),
            Output::RequestIdentify => {
                self.require(self.permit == Permit::None, "one permit at a time", String::new);
                self.permit = Permit::Asked;
            }
            Output::ReleaseIdentify => {
                self.require(
                    self.permit != Permit::None,
                    "a permit is given back once",
                    String::new,
                );
                self.permit = Permit::None;
            }
            Output::Dispatch(dispatch) => self.dispatch(dispatch),
            Output::State(change) => self.state(change),
            Output::WaitUntil(time, timer) => self.wait(*time, *timer, machine),
            Output::Stopped(_) => {
                let released = self.permit == Permit::None;
                self.require(released, "no permit leaks", || "held at the end".into());
            }
            other => self.fail("every output is known to the driver", format!("{other:?}")),
        }
    }

    fn dispatch(&mut self, dispatch: &Dispatch) {
        self.dispatches += 1;
        self.skipped(dispatch);
    }

    /// An event that nobody wants counts as delivered.
    pub(crate) fn skipped(&mut self, dispatch: &Dispatch) {
        let sequence = dispatch.sequence();
        if dispatch.kind() == EventKind::Ready {
            let data: Value = serde_json::from_slice(dispatch.data()).unwrap_or_default();
            let id = data["session_id"].as_str();
            self.may_identify = !id.is_some_and(|id| (1..=512).contains(&id.len()));
            self.last_sequence = Some(sequence);
            self.resumed.clear();
            self.in_use();
            return;
        }
        if dispatch.kind() != EventKind::Resumed {
            self.resuming.replayed += 1;
        }
        self.event(sequence);
    }

    fn event(&mut self, sequence: u64) {
        let last = self.last_sequence.unwrap_or(0);
        self.require(sequence > last, "no event is handed on twice", || {
            format!("{sequence} after {last}")
        });
        let lost = (last + 1..sequence).find(|missing| !self.resumed.contains(missing));
        self.require(lost.is_none(), "no event is lost", || {
            format!("{sequence} after {last}, {lost:?} is missing")
        });
        self.last_sequence = Some(sequence.max(last));
        self.in_use();
    }

    fn in_use(&mut self) {
        self.alive_at = self.now;
        self.resuming.in_use();
    }

    fn state(&mut self, change: &StateChange) {
        match change {
            StateChange::Ignored { .. } => return,
            StateChange::HeartbeatAcked { sequence, .. } => {
                let last = self.last_sequence;
                let is_right = sequence.is_none() || *sequence == last;
                return self.require(is_right, "an ACK says what was handed on", || {
                    format!("{sequence:?}, and {last:?} was the last")
                });
            }
            _ => {}
        }
        self.follow(change);
        let shown = format!("{change:?}");
        let leaked = shown.contains(&self.token);
        self.require(!leaked, "the token is in Identify and Resume only", || shown);
    }

    /// Checks the end of a run, long after the last fault.
    pub(crate) fn at_rest(&mut self, machine: &Connection, server_sequence: Option<u64>) {
        let state = machine.state();
        self.require(state == State::Live, "all ends well", || format!("{state:?}"));
        let sequence = machine.sequence();
        self.require(sequence == server_sequence, "no event is lost", || {
            format!("{sequence:?} of {server_sequence:?} at the end")
        });
        let waiting = machine.queued_commands();
        self.require(waiting == 0, "no command waits for ever", || format!("{waiting} wait"));
        for (rule, broken) in self.commands.at_rest() {
            self.require(broken.is_none(), rule, || broken.unwrap_or_default());
        }
    }
}
