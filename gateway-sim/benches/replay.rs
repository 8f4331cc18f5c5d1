//! Measures how many events a second the simulator writes in replay mode, on one core.
//!
//! Run with `cargo bench -p gateway-sim --bench replay`. The server has one thread. The client, on another thread,
//! counts frames and discards them. The result is the rate by the wall clock and by the CPU time of the server's
//! thread.

#![allow(clippy::unwrap_used, clippy::print_stdout, reason = "a bench prints, and a panic ends it")]

mod wire;

use std::sync::mpsc;
use std::time::{Duration, Instant};

use gateway_sim::Sim;
use gateway_sim::control::ConnectionAction;
use wire::{busy, connect};

const EVENTS: u64 = 2_000_000;
/// A message to the server's thread.
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

fn run(name: &str, query: &str) {
    let (orders, inbox) = tokio::sync::mpsc::unbounded_channel();
    let (ready, is_ready) = mpsc::channel();
    let server = std::thread::spawn(move || serve(&ready, inbox));
    let (url, token) = is_ready.recv().unwrap();
    let mut frames = connect(&url, &token, query, 64);
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
