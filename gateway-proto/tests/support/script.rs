//! A machine whose peer is the test itself, for messages that no gateway would send.

use std::time::{Duration, Instant};

use bytes::Bytes;
use gateway_model::gateway::Intents;
use gateway_proto::{
    Admission, Connection, Input, LinkId, Output, ProtocolConfig, Received, StateChange, Timer,
    Token,
};

/// A machine, the time, and the machine's last outputs.
#[derive(Debug)]
pub(crate) struct Script {
    pub(crate) machine: Connection,
    pub(crate) now: Instant,
    pub(crate) link: Option<LinkId>,
    pub(crate) outputs: Vec<Output>,
    pub(crate) wake: Option<Instant>,
    /// What it waits for.
    pub(crate) timer: Option<Timer>,
}

pub(crate) const HELLO: &str = r#"{"t":null,"s":null,"op":10,"d":{"heartbeat_interval":41250}}"#;
pub(crate) const READY: &str = r#"{"t":"READY","s":1,"op":0,"d":{"session_id":"abc","resume_gateway_url":"wss://resume.example"}}"#;
pub(crate) const RESUMED: &str = r#"{"t":"RESUMED","s":9,"op":0,"d":{}}"#;

impl Script {
    pub(crate) fn new() -> Self {
        let token = Token::new("token").unwrap();
        let config = ProtocolConfig::new(token, Intents::GUILDS, "wss://gateway.example").unwrap();
        Self::with(config)
    }

    pub(crate) fn with(config: ProtocolConfig) -> Self {
        let now = Instant::now();
        Self::of(Connection::new(config, 1, now), now)
    }

    pub(crate) fn of(machine: Connection, now: Instant) -> Self {
        let (outputs, wake, timer) = (Vec::new(), None, None);
        let mut script = Self { machine, now, link: None, outputs, wake, timer };
        script.drain();
        script
    }

    /// A machine with a live session.
    pub(crate) fn live() -> Self {
        let mut script = Self::new();
        script.open();
        script.say(HELLO);
        script.handle(Input::IdentifyGranted);
        script.say(READY);
        script
    }

    fn drain(&mut self) {
        self.outputs.clear();
        loop {
            match self.machine.poll() {
                Output::WaitUntil(time, timer) => {
                    (self.wake, self.timer) = (Some(time), Some(timer));
                    return;
                }
                output => {
                    if let Output::Connect { link, .. } = &output {
                        self.link = Some(*link);
                    }
                    let stopped = matches!(output, Output::Stopped(_));
                    self.outputs.push(output);
                    if stopped {
                        (self.wake, self.timer) = (None, None);
                        return;
                    }
                }
            }
        }
    }

    pub(crate) fn handle(&mut self, input: Input) {
        self.machine.handle(input, self.now);
        self.drain();
    }

    pub(crate) fn link(&self) -> LinkId {
        self.link.unwrap()
    }

    pub(crate) fn open(&mut self) {
        self.handle(Input::Opened(self.link()));
    }

    pub(crate) fn say(&mut self, message: &str) {
        self.say_on(self.link(), message.as_bytes());
    }

    /// Passes a message of a socket. An event that is returned is the first of the outputs.
    pub(crate) fn say_on(&mut self, link: LinkId, message: &[u8]) {
        let received = self.machine.receive(link, message, |_| Admission::Deliver, self.now);
        self.drain();
        match received {
            Received::Event(head) => {
                let event = head.with_message(Bytes::copy_from_slice(message)).unwrap();
                self.outputs.insert(0, Output::Dispatch(event));
            }
            Received::Handled => {}
            Received::Postponed => panic!("postponed unasked"),
        }
    }

    /// Passes an event with this sequence that nobody wants, in the same way as production code.
    pub(crate) fn skip(&mut self, sequence: u64) {
        let event = format!(r#"{{"t":"X","s":{sequence},"op":0,"d":1}}"#);
        let skip = |_| Admission::Skip;
        let received = self.machine.receive(self.link(), event.as_bytes(), skip, self.now);
        assert_eq!(received, Received::Handled);
        self.handle(Input::Timeout);
    }

    pub(crate) fn close(&mut self, code: Option<u16>) {
        self.handle(Input::Closed(self.link(), code));
    }

    /// Advances the time, and wakes the machine whenever it asks for it. All outputs are kept.
    pub(crate) fn wait(&mut self, time: Duration) {
        let end = self.now + time;
        let mut all = Vec::new();
        while let Some(wake) = self.wake.filter(|wake| *wake <= end) {
            self.now = self.now.max(wake);
            self.handle(Input::Timeout);
            all.append(&mut self.outputs);
        }
        self.now = end;
        self.outputs = all;
    }

    /// Returns the payloads among the last outputs.
    pub(crate) fn sent(&self) -> Vec<&str> {
        self.outputs
            .iter()
            .filter_map(|output| match output {
                Output::Send { payload, .. } => Some(payload.as_str()),
                _ => None,
            })
            .collect()
    }

    /// Returns whether a payload with this opcode is among the last outputs.
    pub(crate) fn has_sent(&self, opcode: u8) -> bool {
        let start = format!(r#"{{"op":{opcode},"#);
        self.sent().iter().any(|payload| payload.starts_with(&start))
    }

    /// Returns the state changes among the last outputs.
    pub(crate) fn changes(&self) -> Vec<&StateChange> {
        self.outputs
            .iter()
            .filter_map(|output| match output {
                Output::State(change) => Some(change),
                _ => None,
            })
            .collect()
    }

    /// Returns the URL dialled among the last outputs.
    pub(crate) fn dialled(&self) -> Option<&str> {
        self.outputs.iter().find_map(|output| match output {
            Output::Connect { url, .. } => Some(url.as_str()),
            _ => None,
        })
    }

    /// Returns the names of the events among the last outputs.
    pub(crate) fn events(&self) -> Vec<&str> {
        self.outputs
            .iter()
            .filter_map(|output| match output {
                Output::Dispatch(dispatch) => Some(dispatch.name()),
                _ => None,
            })
            .collect()
    }
}
