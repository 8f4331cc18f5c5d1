//! Measures how many messages a second the simulator processes: messages of users, and messages that a bot sends over
//! REST. Each is also an event on the gateway. In contrast to the bench `replay`, nothing is prepared.
//!
//! Run with `cargo bench -p gateway-sim --bench live`. The server has one thread. A client on another thread counts the
//! gateway's frames and discards them. A third thread sends requests on one connection, 32 of them at a time. The
//! result is the rate by the wall clock and by the CPU time of the server's thread.

#![allow(clippy::unwrap_used, clippy::print_stdout, reason = "a bench prints, and a panic ends it")]

mod wire;

use std::fmt::Write as _;
use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::TcpStream;
use std::sync::mpsc;
use std::time::{Duration, Instant};

use gateway_sim::Sim;
use gateway_sim::control::UserAction;
use serde_json::Value;
use wire::{Frames, busy, connect};

/// The number of messages of each kind.
const COUNT: usize = 100_000;

/// Guilds of the world.
const GUILDS: usize = 64;

/// Requests that are sent before their answers are read.
const AT_ONCE: usize = 32;

/// The number of actions between two yields to other tasks.
const BATCH: usize = 50;

/// A message to the server's thread.
enum Order {
    /// Lets users write this many messages.
    Act(usize),
    Busy(mpsc::Sender<Option<Duration>>),
    Stop,
}

struct Server {
    gateway: String,
    api: String,
    token: String,
    channels: Vec<String>,
}

fn serve(ready: &mpsc::Sender<Server>, mut orders: tokio::sync::mpsc::UnboundedReceiver<Order>) {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    runtime.block_on(async {
        let sim = Sim::builder().guilds(GUILDS).rest_limits(false).start().await.unwrap();
        let channels: Vec<String> = sim
            .inspect(|core| core.world().guilds().map(|id| (id.get() + 1).to_string()).collect());
        ready
            .send(Server {
                gateway: sim.gateway_url(),
                api: sim.api_url(),
                token: sim.token(),
                channels: channels.clone(),
            })
            .unwrap();
        while let Some(order) = orders.recv().await {
            match order {
                Order::Act(count) => {
                    for at in 0..count {
                        let channel = channels.get(at % channels.len()).cloned();
                        let message = UserAction::Message {
                            content: "a message like any other".to_owned(),
                            guild: None,
                            channel,
                            author: None,
                            fields: Value::Null,
                        };
                        sim.act(message).unwrap();
                        if at.is_multiple_of(BATCH) {
                            tokio::task::yield_now().await;
                        }
                    }
                }
                Order::Busy(answer) => answer.send(busy()).unwrap(),
                Order::Stop => return,
            }
        }
    });
}

/// Sends this many messages over REST, and reads the answers.
fn send(server: &Server, count: usize) {
    let address = server.api.trim_start_matches("http://").trim_end_matches("/api").to_owned();
    let stream = TcpStream::connect(&address).unwrap();
    stream.set_nodelay(true).unwrap();
    let mut answers = BufReader::new(stream.try_clone().unwrap());
    let (mut writing, mut line, mut body) = (stream, String::new(), Vec::new());
    let content = r#"{"content":"a message like any other"}"#;
    for first in (0..count).step_by(AT_ONCE) {
        let mut requests = String::new();
        let last = count.min(first + AT_ONCE);
        for at in first..last {
            let channel = &server.channels[at % server.channels.len()];
            write!(
                requests,
                "POST /api/v10/channels/{channel}/messages HTTP/1.1\r\nHost: sim\r\nAuthorization: Bot {}\r\n\
                 Content-Type: application/json\r\nContent-Length: {}\r\n\r\n{content}",
                server.token,
                content.len(),
            )
            .unwrap();
        }
        writing.write_all(requests.as_bytes()).unwrap();
        for _ in first..last {
            let mut length = 0;
            loop {
                line.clear();
                answers.read_line(&mut line).unwrap();
                if let Some(status) = line.strip_prefix("HTTP/1.1 ") {
                    assert!(status.starts_with("200"), "{status}");
                } else if let Some(text) = line.to_lowercase().strip_prefix("content-length: ") {
                    length = text.trim().parse().unwrap();
                } else if line == "\r\n" {
                    break;
                }
            }
            body.resize(length, 0);
            answers.read_exact(&mut body).unwrap();
        }
    }
}

struct Bench {
    server: Server,
    frames: Frames,
    orders: tokio::sync::mpsc::UnboundedSender<Order>,
}

impl Bench {
    fn busy(&self) -> Option<Duration> {
        let (answer, told) = mpsc::channel();
        self.orders.send(Order::Busy(answer)).unwrap();
        told.recv().unwrap()
    }

    /// Runs this many actions of users and this many requests concurrently; returns the time that they took.
    fn run(&mut self, name: &str, actions: usize, requests: usize) {
        let (before, start) = (self.busy(), Instant::now());
        if actions > 0 {
            self.orders.send(Order::Act(actions)).unwrap();
        }
        let (server, frames) = (&self.server, &mut self.frames);
        std::thread::scope(|scope| {
            scope.spawn(|| send(server, requests));
            (0..actions + requests).for_each(|_| frames.skip());
        });
        let (wall, after) = (start.elapsed(), self.busy());
        let rate = |time: Duration| (actions + requests) as f64 / time.as_secs_f64();
        let busy = before.zip(after).map(|(before, after)| after - before);
        println!(
            "{name:<28} {:>8.0} a second (wall) {:>8} a second of the server's CPU",
            rate(wall),
            busy.map_or_else(|| "?".to_owned(), |busy| format!("{:.0}", rate(busy))),
        );
    }
}

fn bench(query: &str) {
    let (orders, inbox) = tokio::sync::mpsc::unbounded_channel();
    let (ready, is_ready) = mpsc::channel();
    let thread = std::thread::spawn(move || serve(&ready, inbox));
    let server = is_ready.recv().unwrap();
    let frames = connect(&server.gateway, &server.token, query, GUILDS);
    let mut bench = Bench { server, frames, orders };
    println!("{query}");
    bench.run("users' messages", COUNT, 0);
    bench.run("REST messages", 0, COUNT);
    bench.run("both together", COUNT, COUNT);
    bench.orders.send(Order::Stop).unwrap();
    thread.join().unwrap();
}

fn main() {
    bench("v=10&encoding=json&compress=zlib-stream");
    bench("v=10&encoding=json");
}
