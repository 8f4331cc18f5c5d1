//! The cost of the machine alone, without a socket and without JSON beyond the envelope.
//!
//! `cargo bench -p gateway-proto`

use std::hint::black_box;
use std::time::Instant;

use bytes::Bytes;
use divan::Bencher;
use divan::counter::ItemsCount;
use gateway_model::Dispatch;
use gateway_model::gateway::Intents;
use gateway_proto::{Admission, Connection, Input, LinkId, Output, ProtocolConfig, Token};

const EVENTS: usize = 1000;

fn main() {
    divan::main();
}

/// A machine, its socket and the present time.
struct Live {
    machine: Connection,
    link: Option<LinkId>,
    now: Instant,
    wake: Instant,
}

impl Live {
    fn new() -> Self {
        let now = Instant::now();
        let token = Token::new("token").expect("a token");
        let config = ProtocolConfig::new(token, Intents::GUILDS, "wss://gateway.example")
            .expect("an address");
        let machine = Connection::new(config, 1, now);
        let mut live = Self { machine, link: None, now, wake: now };
        live.drain();
        live.handle(Input::Opened(live.link()));
        live.say(r#"{"t":null,"s":null,"op":10,"d":{"heartbeat_interval":41250}}"#);
        live.handle(Input::IdentifyGranted);
        live.say(r#"{"t":"READY","s":1,"op":0,"d":{"session_id":"abc","resume_gateway_url":"wss://r.example"}}"#);
        live
    }

    fn link(&self) -> LinkId {
        self.link.expect("a new machine asks for a socket")
    }

    /// Handles the outputs like a driver, but sends nothing.
    fn drain(&mut self) -> usize {
        let mut outputs = 0;
        loop {
            match self.machine.poll() {
                Output::Connect { link, .. } => self.link = Some(link),
                Output::WaitUntil(time, _) => {
                    self.wake = time;
                    return outputs;
                }
                Output::Stopped(_) => return outputs,
                other => drop(black_box(other)),
            }
            outputs += 1;
        }
    }

    fn handle(&mut self, input: Input) -> usize {
        self.machine.handle(input, self.now);
        self.drain()
    }

    fn say(&mut self, message: &'static str) -> usize {
        self.receive(message.as_bytes());
        self.drain()
    }

    fn receive(&mut self, message: &[u8]) {
        let received = self.machine.receive(self.link(), message, |_| Admission::Deliver, self.now);
        let _ = black_box(received);
    }
}

/// Messages of about 700 bytes, as in a chat.
fn messages() -> Vec<Bytes> {
    let data = format!(r#"{{"id":"1","channel_id":"2","content":"{}"}}"#, "x".repeat(650));
    let message =
        |sequence| format!(r#"{{"t":"MESSAGE_CREATE","s":{sequence},"op":0,"d":{data}}}"#);
    (2..2 + EVENTS).map(|sequence| Bytes::from(message(sequence))).collect()
}

/// An event from bytes to output: envelope, sequence, delivery.
#[divan::bench]
fn dispatch(bencher: Bencher<'_, '_>) {
    let messages = messages();
    bencher.counter(ItemsCount::new(EVENTS)).with_inputs(Live::new).bench_local_refs(|live| {
        for message in &messages {
            live.receive(message);
            live.drain();
        }
    });
}

/// The part of that cost that is the envelope, read by gateway-model.
#[divan::bench]
fn envelope_alone(bencher: Bencher<'_, '_>) {
    let messages = messages();
    bencher.counter(ItemsCount::new(EVENTS)).bench_local(|| {
        for message in &messages {
            let _ = black_box(Dispatch::parse(black_box(message.clone())));
        }
    });
}

/// An event that nobody wants: its sequence is counted, and nothing is allocated or delivered.
#[divan::bench]
fn skipped_dispatch(bencher: Bencher<'_, '_>) {
    let messages = messages();
    bencher.counter(ItemsCount::new(EVENTS)).with_inputs(Live::new).bench_local_refs(|live| {
        for message in &messages {
            let _ = live.machine.receive(live.link(), message, |_| Admission::Skip, live.now);
            live.drain();
        }
    });
}

/// What an idle shard does every 41 s: a heartbeat when it is due, and its ACK.
#[divan::bench]
fn idle_heartbeat(bencher: Bencher<'_, '_>) {
    bencher.counter(ItemsCount::new(EVENTS)).with_inputs(Live::new).bench_local_refs(|live| {
        for _ in 0..EVENTS {
            live.now = live.wake;
            live.handle(Input::Timeout);
            live.say(r#"{"op":11}"#);
        }
    });
}

/// From a new machine to a live session.
#[divan::bench]
fn handshake(bencher: Bencher<'_, '_>) {
    bencher.bench_local(|| black_box(Live::new()).link());
}
