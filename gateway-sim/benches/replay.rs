//! Measures how many events a second the simulator writes in replay mode, on one core.
//!
//! Run with `cargo bench -p gateway-sim --bench replay`. The server has one thread. The client, on another thread,
//! counts frames and discards them. The result is the rate by the wall clock and by the CPU time of the server's
//! thread.

#![allow(clippy::unwrap_used, clippy::print_stdout, reason = "a bench prints, and a panic ends it")]

use std::io::{Read as _, Write as _};
use std::net::TcpStream;
use std::sync::mpsc;
use std::time::{Duration, Instant};

use gateway_sim::Sim;
use gateway_sim::control::ConnectionAction;

const EVENTS: u64 = 2_000_000;
const INTENTS: u64 = (1 << 0) | (1 << 8) | (1 << 9) | (1 << 11) | (1 << 15);

/// Returns the CPU time of the calling thread, if the system reports it.
fn busy() -> Option<Duration> {
    let stat = std::fs::read_to_string("/proc/thread-self/schedstat").ok()?;
    stat.split_whitespace().next()?.parse().ok().map(Duration::from_nanos)
}

/// What is sent to the server's thread.
enum Order {
    Replay,
    Busy(mpsc::Sender<Option<Duration>>),
    Stop,
}

fn serve(
    ready: &mpsc::Sender<(String, String)>,
    mut orders: tokio::sync::mpsc::UnboundedReceiver<Order>,
) {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    runtime.block_on(async {
        let sim = Sim::builder().guilds(64).start().await.unwrap();
        ready.send((sim.gateway_url(), sim.token())).unwrap();
        while let Some(order) = orders.recv().await {
            match order {
                Order::Replay => {
                    let templates = Vec::new();
                    let replay = ConnectionAction::Replay { events: EVENTS, templates };
                    sim.act(replay).unwrap();
                }
                Order::Busy(answer) => answer.send(busy()).unwrap(),
                Order::Stop => return,
            }
        }
    });
}

/// Reads frames from a socket without decoding their contents.
struct Frames {
    stream: TcpStream,
    buffer: Vec<u8>,
    start: usize,
    end: usize,
    bytes: u64,
}

impl Frames {
    fn need(&mut self, count: usize) {
        while self.end - self.start < count {
            if self.start > 0 {
                self.buffer.copy_within(self.start..self.end, 0);
                self.end -= self.start;
                self.start = 0;
            }
            if self.buffer.len() < count.max(1 << 18) {
                self.buffer.resize(count.max(1 << 18), 0);
            }
            let read = self.stream.read(&mut self.buffer[self.end..]).unwrap();
            assert!(read > 0, "the server hung up");
            self.end += read;
        }
    }

    fn skip(&mut self) {
        self.need(2);
        let head = match self.buffer[self.start + 1] {
            126 => 4,
            127 => 10,
            _ => 2,
        };
        self.need(head);
        let length = match (head, &self.buffer[self.start..]) {
            (2, bytes) => usize::from(bytes[1]),
            (4, bytes) => usize::from(u16::from_be_bytes([bytes[2], bytes[3]])),
            (_, bytes) => u64::from_be_bytes(bytes[2..10].try_into().unwrap()) as usize,
        };
        self.need(head + length);
        self.start += head + length;
        self.bytes += (head + length) as u64;
    }
}

fn connect(url: &str, token: &str, query: &str) -> Frames {
    let address = url.trim_start_matches("ws://").trim_end_matches('/');
    let mut stream = TcpStream::connect(address).unwrap();
    write!(
        stream,
        "GET /?{query} HTTP/1.1\r\nHost: sim\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\
         Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n\r\n"
    )
    .unwrap();
    let mut head = Vec::new();
    while !head.ends_with(b"\r\n\r\n") {
        let mut byte = [0];
        stream.read_exact(&mut byte).unwrap();
        head.push(byte[0]);
    }
    let identify = format!(
        r#"{{"op":2,"d":{{"token":"{token}","intents":{INTENTS},"properties":{{"os":"","browser":"","device":""}}}}}}"#
    );
    // A masked text frame; the mask is zero, so that the payload stays as it is.
    let length = u16::try_from(identify.len()).unwrap().to_be_bytes();
    let mut frame = vec![0x81, 0x80 | 126, length[0], length[1], 0, 0, 0, 0];
    frame.extend_from_slice(identify.as_bytes());
    stream.write_all(&frame).unwrap();
    let mut frames = Frames { stream, buffer: Vec::new(), start: 0, end: 0, bytes: 0 };
    // Hello, Ready and 64 times Guild Create.
    (0..66).for_each(|_| frames.skip());
    frames
}

fn run(name: &str, query: &str) {
    let (orders, inbox) = tokio::sync::mpsc::unbounded_channel();
    let (ready, is_ready) = mpsc::channel();
    let server = std::thread::spawn(move || serve(&ready, inbox));
    let (url, token) = is_ready.recv().unwrap();
    let mut frames = connect(&url, &token, query);
    let used = || {
        let (answer, told) = mpsc::channel();
        orders.send(Order::Busy(answer)).unwrap();
        told.recv().unwrap()
    };
    frames.bytes = 0;
    let (before, start) = (used(), Instant::now());
    orders.send(Order::Replay).unwrap();
    (0..EVENTS).for_each(|_| frames.skip());
    let (wall, after) = (start.elapsed(), used());
    let rate = |time: Duration| EVENTS as f64 / time.as_secs_f64();
    let busy = before.zip(after).map(|(before, after)| after - before);
    println!(
        "{name:<12} {:>10.0} events/s (wall) {:>10} events/s (server's CPU) {:>6.1} bytes an event",
        rate(wall),
        busy.map_or_else(|| "?".to_owned(), |busy| format!("{:.0}", rate(busy))),
        frames.bytes as f64 / EVENTS as f64,
    );
    orders.send(Order::Stop).unwrap();
    server.join().unwrap();
}

fn main() {
    run("zlib-stream", "v=10&encoding=json&compress=zlib-stream");
    run("plain", "v=10&encoding=json");
}
