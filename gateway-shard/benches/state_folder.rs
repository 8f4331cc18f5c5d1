//! The cost of the state folder on the path of an event: hard case 8 allows 2 % of the throughput.
//!
//! Two gateways of one shard each, one with a state folder and one without, run in their own threads and read replayed
//! events alternately, in slices of about 50 ms, so that other load on the machine affects both equally. The addresses
//! of their memory make a difference of a few percent for their whole life, so many such pairs are started. The
//! benchmark compares the CPU time of their threads, including those that write the folder. The simulations run in a
//! thread that is not measured. Linux only.
#![allow(
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "a bench prints, and stops at the first surprise"
)]

use std::fs;
use std::path::PathBuf;
use std::sync::mpsc;
use std::thread;
use std::time::Duration;

use gateway_model::EventKind;
use gateway_model::gateway::Intents;
use gateway_shard::{Events, Gateway, Shutdown};
use gateway_sim::Sim;
use gateway_sim::control::ConnectionAction;
use tokio::runtime::{Builder, Runtime};

/// The number of events in a slice.
const EVENTS: u64 = 20_000;
/// The number of slices of each gateway.
const SLICES: usize = 20;
/// The number of pairs of gateways.
const STARTS: usize = 50;

/// The names of threads, by which their CPU time is found.
const WITH: &str = "with-folder";
const WITHOUT: &str = "no-folder";

fn main() {
    // `cargo test --benches` only checks that it runs.
    let bench = std::env::args().any(|arg| arg == "--bench");
    let (starts, slices) = if bench { (STARTS, SLICES) } else { (1, 2) };
    let pairs: Vec<_> = (0..starts).map(|start| pair(start, slices)).collect();
    report(&pairs);
}

/// Returns the CPU time for one event, in microseconds, without and with a state folder.
fn pair(start: usize, slices: usize) -> (f64, f64) {
    let folder =
        std::env::temp_dir().join(format!("state-folder-bench-{}-{start}", std::process::id()));
    let (stop, mut sims) = simulations();
    let with = Side::start(WITH, sims.remove(0), Some(folder.clone()));
    let without = Side::start(WITHOUT, sims.remove(0), None);
    // The first slices fill caches and tables, so they are not measured.
    for side in [&with, &without] {
        side.read(EVENTS);
    }
    let mut used = [0.0; 2];
    for slice in 0..slices {
        let order = if (start + slice).is_multiple_of(2) { [0, 1] } else { [1, 0] };
        for which in order {
            used[which] += [&without, &with][which].measure(EVENTS);
        }
    }
    with.end();
    without.end();
    drop(stop);
    fs::remove_dir_all(folder).unwrap();
    let slices = slices as f64;
    (used[0] / slices, used[1] / slices)
}

fn report(pairs: &[(f64, f64)]) {
    let count = pairs.len() as f64;
    let without = pairs.iter().map(|pair| pair.0).sum::<f64>() / count;
    let with = pairs.iter().map(|pair| pair.1).sum::<f64>() / count;
    let mean = with - without;
    let variance = pairs.iter().map(|pair| (pair.1 - pair.0 - mean).powi(2)).sum::<f64>() / count;
    let percent = |microseconds: f64| microseconds / without * 100.0;
    let (difference, error) = (percent(mean), percent((variance / count).sqrt()));
    println!("without a state folder  {without:.3} us of CPU an event");
    println!("with a state folder     {with:.3} us of CPU an event");
    println!(
        "difference              {difference:+.1} %, standard error {error:.1} %, {count} pairs"
    );
}

/// Runs two simulations in a separate thread until the sender is dropped.
fn simulations() -> (tokio::sync::oneshot::Sender<()>, Vec<Sim>) {
    let (started, simulations) = mpsc::channel();
    let (stop, stopped) = tokio::sync::oneshot::channel::<()>();
    thread::spawn(move || {
        runtime("simulations").block_on(async {
            let mut sims = Vec::new();
            for _ in 0..2 {
                sims.push(Sim::builder().guilds(1).start().await.unwrap());
            }
            started.send(sims).unwrap();
            let _ = stopped.await;
        });
    });
    (stop, simulations.recv().unwrap())
}

/// Returns a runtime whose blocking threads have this name too and never end, because the CPU time of an ended thread
/// is lost.
fn runtime(name: &str) -> Runtime {
    let mut builder = Builder::new_current_thread();
    let builder = builder.enable_all().thread_name(name);
    builder.thread_keep_alive(Duration::from_secs(3600)).build().unwrap()
}

/// A gateway in its thread.
struct Side {
    name: &'static str,
    wanted: tokio::sync::mpsc::UnboundedSender<u64>,
    done: mpsc::Receiver<()>,
    thread: thread::JoinHandle<()>,
}

impl Side {
    fn start(name: &'static str, sim: Sim, folder: Option<PathBuf>) -> Self {
        let (wanted, mut orders) = tokio::sync::mpsc::unbounded_channel();
        let (tell, done) = mpsc::channel();
        let life = async move {
            let mut builder = Gateway::builder(sim.token(), Intents::all()).api_url(sim.api_url());
            if let Some(folder) = folder {
                builder = builder.state_folder(folder);
            }
            let (gateway, mut stream) = builder.start().await.unwrap();
            while !dispatch(&mut stream).await {}
            while let Some(events) = orders.recv().await {
                let replay = ConnectionAction::Replay { events, templates: Vec::new() };
                sim.act(replay).unwrap();
                let read = async {
                    for _ in 0..events {
                        dispatch(&mut stream).await;
                    }
                };
                tokio::time::timeout(Duration::from_secs(60), read).await.unwrap();
                tell.send(()).unwrap();
            }
            drop(stream);
            gateway.shutdown(Shutdown::Offline, Duration::from_secs(5)).await;
        };
        let thread = thread::Builder::new().name(name.to_owned());
        let thread = thread.spawn(move || runtime(name).block_on(life)).unwrap();
        Self { name, wanted, done, thread }
    }

    fn read(&self, events: u64) {
        self.wanted.send(events).unwrap();
        self.done.recv().unwrap();
    }

    /// Returns the CPU time for one event, in microseconds.
    fn measure(&self, events: u64) -> f64 {
        let before = self.cpu();
        self.read(events);
        (self.cpu() - before) as f64 / events as f64 / 1000.0
    }

    /// Returns the CPU time of its threads until now, in nanoseconds.
    fn cpu(&self) -> u64 {
        let threads = fs::read_dir("/proc/self/task").unwrap().map(|entry| entry.unwrap().path());
        let ours = threads.filter(|path| {
            fs::read_to_string(path.join("comm")).is_ok_and(|comm| comm.trim() == self.name)
        });
        let times = ours.filter_map(|path| fs::read_to_string(path.join("schedstat")).ok());
        times.map(|text| text.split(' ').next().unwrap().parse::<u64>().unwrap()).sum()
    }

    fn end(self) {
        drop(self.wanted);
        self.thread.join().unwrap();
    }
}

/// Reads up to the next dispatch, and drops it. Returns whether it was a Guild Create.
async fn dispatch(stream: &mut Events) -> bool {
    loop {
        let event = stream.next().await.unwrap();
        if let Some(kind) = event.event_kind() {
            return kind == EventKind::GuildCreate;
        }
    }
}
