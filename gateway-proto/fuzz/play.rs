//! What a fuzzer thought of, played on a machine: bytes become inputs, and what must hold is checked.
//!
//! Two fuzz targets and one test share this file: the test replays the corpus on any toolchain.

use std::collections::BTreeSet;
use std::collections::VecDeque;
use std::time::{Duration, Instant};

use gateway_model::gateway::Intents;
use gateway_model::gateway::command::{RequestGuildMembers, UpdatePresence, UpdateVoiceState};
use gateway_model::id::Id;
use gateway_model::presence::Status;
use gateway_model::{DispatchHead, EventKind};
use gateway_proto::{
    Admission, Connection, Input, LinkFailure, LinkId, Output, ProtocolConfig, Received, Shutdown,
    State, Token,
};

const TOKEN: &str = "a-token-that-nobody-may-see";

/// Payloads with a meaning; random bytes would seldom make one.
const PAYLOADS: [&str; 14] = [
    r#"{"t":null,"s":null,"op":10,"d":{"heartbeat_interval":41250}}"#,
    r#"{"op":10,"d":{"heartbeat_interval":1}}"#,
    r#"{"op":10,"d":{}}"#,
    r#"{"op":11}"#,
    r#"{"op":1,"d":null}"#,
    r#"{"op":7,"d":null}"#,
    r#"{"op":9,"d":true}"#,
    r#"{"op":9,"d":false}"#,
    r#"{"t":"READY","s":1,"op":0,"d":{"session_id":"abc","resume_gateway_url":"wss://resume.example"}}"#,
    r#"{"t":"READY","s":1,"op":0,"d":{"session_id":7}}"#,
    r#"{"t":"RESUMED","s":2,"op":0,"d":{}}"#,
    r#"{"t":"GUILD_CREATE","s":3,"op":0,"d":{}}"#,
    r#"{"t":"SOMETHING_NEW","s":18446744073709551615,"op":0,"d":[]}"#,
    r#"{"op":0,"s":4,"d":{"t":"x"},"t":"TYPING_START"}"#,
];

/// The choice that hands an event on.
const HAND_ON: u8 = 0;

/// Bytes that are used up.
struct Source<'a>(&'a [u8]);

impl<'a> Source<'a> {
    fn byte(&mut self) -> Option<u8> {
        let (first, rest) = self.0.split_first()?;
        self.0 = rest;
        Some(*first)
    }

    fn number(&mut self) -> u16 {
        u16::from_le_bytes([self.byte().unwrap_or(0), self.byte().unwrap_or(0)])
    }

    fn take(&mut self, count: usize) -> &'a [u8] {
        let (taken, rest) = self.0.split_at(count.min(self.0.len()));
        self.0 = rest;
        taken
    }
}

/// A machine and what a strict driver knows of it.
struct Play {
    machine: Connection,
    now: Instant,
    wake: Option<Instant>,
    links: Vec<LinkId>,
    /// The socket that may be sent on.
    open: Option<LinkId>,
    sends: VecDeque<Instant>,
    permits: u32,
    last_sequence: Option<u64>,
    seen: BTreeSet<State>,
}

impl Play {
    fn new() -> Self {
        let now = Instant::now();
        let token = Token::new(TOKEN).unwrap();
        let config = ProtocolConfig::new(token, Intents::all(), "wss://gateway.example").unwrap();
        let mut play = Self {
            machine: Connection::new(config, 1, now),
            now,
            wake: None,
            links: Vec::new(),
            open: None,
            sends: VecDeque::new(),
            permits: 0,
            last_sequence: None,
            seen: BTreeSet::new(),
        };
        play.drain();
        play
    }

    fn handle(&mut self, input: Input) {
        match &input {
            Input::Opened(link)
                if self.links.last() == Some(link) && self.is(State::Connecting) =>
            {
                self.open = Some(*link);
            }
            Input::Closed(link, _) | Input::Failed(link, _) if self.open == Some(*link) => {
                self.open = None;
            }
            _ => {}
        }
        self.machine.handle(input, self.now);
        self.drain();
    }

    fn is(&self, state: State) -> bool {
        self.machine.state() == state
    }

    fn drain(&mut self) {
        for _ in 0..100_000 {
            match self.machine.poll() {
                Output::Connect { link, url } => {
                    assert!(url.starts_with("wss://"), "{url}");
                    assert_eq!(self.open, None, "one socket at a time");
                    self.links.push(link);
                    self.sends.clear();
                }
                Output::Send { link, payload } => self.send(link, &payload),
                Output::Close { link, .. } => {
                    assert_eq!(self.open, Some(link), "the open socket is closed");
                    self.open = None;
                }
                Output::Drop { .. } => self.open = None,
                Output::RequestIdentify => self.permits += 1,
                Output::ReleaseIdentify => self.permits = self.permits.saturating_sub(1),
                Output::Dispatch(event) => self.handed_on(event.kind(), event.sequence()),
                Output::WaitUntil(time, _) => {
                    assert!(
                        time > self.now,
                        "a deadline lies behind in {:?}",
                        self.machine.state()
                    );
                    let longest = Duration::from_secs(180);
                    assert!(time <= self.now + longest, "silent in {:?}", self.machine.state());
                    self.wake = Some(time);
                    self.seen.insert(self.machine.state());
                    return;
                }
                Output::Stopped(_) => {
                    assert_eq!(self.permits, 0, "a permit leaks");
                    self.wake = None;
                    self.seen.insert(State::Stopped);
                    return;
                }
                _ => {}
            }
        }
        panic!("a drain does not end");
    }

    fn send(&mut self, link: LinkId, payload: &str) {
        assert_eq!(self.open, Some(link), "sends go to the open socket");
        assert!(payload.len() <= 4096, "{} bytes", payload.len());
        let identify = payload.starts_with(r#"{"op":2,"#);
        if identify {
            assert_eq!(self.permits, 1, "no Identify without a permit");
            self.permits = 0;
            self.last_sequence = None;
        }
        if !identify && !payload.starts_with(r#"{"op":6,"#) {
            assert!(!payload.contains(TOKEN), "the token is in {payload}");
        }
        self.sends.push_back(self.now);
        while self.sends.front().is_some_and(|at| self.now - *at >= Duration::from_secs(60)) {
            self.sends.pop_front();
        }
        assert!(self.sends.len() <= 120, "{} sends in 60 s", self.sends.len());
    }

    /// The present socket, or now and then an old one.
    fn link(&self, choice: u8) -> LinkId {
        let back = if choice >= 224 { usize::from(choice - 223) } else { 0 };
        let index = self.links.len().saturating_sub(1 + back);
        self.links[index]
    }

    fn command(&mut self, choice: u8) {
        let guild = Id::new(1 + u64::from(choice >> 4)).unwrap();
        let _ = match choice % 4 {
            0 => self.machine.queue_command(UpdatePresence::new(Status::Idle).into(), self.now),
            1 => self.machine.queue_command(UpdateVoiceState::leave(guild).into(), self.now),
            2 => self.machine.queue_command(RequestGuildMembers::all(guild).into(), self.now),
            _ => {
                let request = RequestGuildMembers::by_query(guild, "a".repeat(4000), 1);
                self.machine.queue_command(request.into(), self.now)
            }
        };
        self.drain();
    }

    /// The sequences of a session rise.
    fn handed_on(&mut self, kind: EventKind, sequence: u64) {
        let begins = kind == EventKind::Ready;
        let rises = self.last_sequence.is_none_or(|last| sequence > last);
        let resumed = kind == EventKind::Resumed;
        assert!(rises || begins || resumed, "{kind:?} {sequence} after {:?}", self.last_sequence);
        let kept = self.last_sequence.filter(|_| !begins);
        self.last_sequence = kept.max(Some(sequence));
    }

    /// Gives a message, and if it is asked for, the byte's answer about an event.
    fn receive(&mut self, link: LinkId, message: &[u8], choice: u8) {
        let admission = match choice % 3 {
            0 => Admission::Deliver,
            1 => Admission::Skip,
            _ => Admission::Postpone,
        };
        let before = self.machine.sequence();
        let mut asked = false;
        let admit = |_| {
            asked = true;
            admission
        };
        match self.machine.receive(link, message, admit, self.now) {
            Received::Event(head) => self.handed_on(head.kind(), head.sequence()),
            // What is skipped is as good as handed on, in its turn.
            Received::Handled if asked && admission == Admission::Skip => {
                self.drain();
                let head = DispatchHead::scan(message).unwrap();
                self.handed_on(head.kind(), head.sequence());
            }
            Received::Handled => {}
            Received::Postponed => {
                assert!(asked && admission == Admission::Postpone, "postponed unasked");
                assert_eq!(self.machine.sequence(), before, "what is postponed does not count");
            }
        }
        self.drain();
    }

    /// One step, as the bytes say.
    fn step(&mut self, kind: u8, source: &mut Source<'_>) {
        let choice = source.byte().unwrap_or(0);
        let link = self.link(choice);
        match kind % 16 {
            0 => self.handle(Input::Opened(link)),
            1 | 2 => {
                let payload = PAYLOADS[usize::from(source.byte().unwrap_or(0)) % PAYLOADS.len()];
                self.receive(link, payload.as_bytes(), HAND_ON);
            }
            3 => {
                let count = usize::from(source.byte().unwrap_or(0));
                self.receive(link, source.take(count), HAND_ON);
            }
            4 => {
                let payload = PAYLOADS[usize::from(source.byte().unwrap_or(0)) % PAYLOADS.len()];
                self.receive(link, payload.as_bytes(), choice);
            }
            5 => {
                let event =
                    format!(r#"{{"t":"GUILD_UPDATE","s":{},"op":0,"d":{{}}}}"#, source.number());
                self.receive(link, event.as_bytes(), choice);
            }
            6 => self.handle(Input::Closed(link, Some(source.number()))),
            7 => self.handle(Input::Closed(link, Some(4000 + source.number() % 16))),
            8 => self.handle(Input::Closed(link, None)),
            9 => self.handle(Input::Failed(link, LinkFailure::Io("fuzz".into()))),
            10 if choice.is_multiple_of(2) => self.handle(Input::ReadingPaused(link)),
            10 => self.handle(Input::ReadingResumed(link)),
            11 => self.handle(Input::IdentifyGranted),
            12 => self.command(choice),
            13 => {
                self.now += Duration::from_millis(u64::from(source.number()) * 16);
                self.handle(Input::Timeout);
            }
            14 => {
                if let Some(wake) = self.wake {
                    self.now = wake;
                }
                self.handle(Input::Timeout);
            }
            // Rarely, since nothing can happen afterwards.
            _ if choice == 0 => self.handle(Input::Shutdown(Shutdown::Offline)),
            _ if choice == 1 => self.handle(Input::Shutdown(Shutdown::KeepSession)),
            _ => self.handle(Input::Timeout),
        }
    }
}

/// Plays bytes as a list of inputs. Returns the states that were seen.
pub fn inputs(bytes: &[u8]) -> BTreeSet<State> {
    let (mut play, mut source) = (Play::new(), Source(bytes));
    while let Some(kind) = source.byte() {
        play.step(kind, &mut source);
    }
    play.seen
}

/// Gives the bytes as one message to a machine in each state in which it reads.
pub fn message(bytes: &[u8]) {
    let hello = [1, 0, 0];
    let ready = [1, 0, 8];
    let before: [&[&[u8]]; 5] = [
        &[&[0, 0]],
        &[&[0, 0], &hello],
        &[&[0, 0], &hello, &[11, 0]],
        &[&[0, 0], &hello, &[11, 0], &ready],
        // Resuming: the live connection broke, the wait is over, and Hello came again.
        &[&[0, 0], &hello, &[11, 0], &ready, &[9, 0], &[14, 0], &[0, 0], &hello],
    ];
    for steps in before {
        let mut play = Play::new();
        for step in steps {
            play.step(step[0], &mut Source(&step[1..]));
        }
        play.receive(play.link(0), bytes, HAND_ON);
        // Whatever it was, the machine goes on.
        for _ in 0..3 {
            play.step(14, &mut Source(&[0]));
        }
    }
}
