//! What the state folder costs on the path of an event: hard case 8 allows 2 % of the throughput.
//!
//! One shard reads replayed events from a simulation in a thread of its own, with a state folder and without, in
//! turn, and which goes first changes from round to round. What is compared is the CPU time of all threads but
//! the simulation's, round by round; the median of the rounds is printed with the middle half of them, which says
//! how far to trust it. Linux only.
#![allow(
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "a bench prints, and stops at the first surprise"
)]

use std::fs;
use std::path::PathBuf;
use std::sync::mpsc;
use std::time::{Duration, Instant};

use gateway_model::gateway::Intents;
use gateway_shard::{Gateway, Shutdown};
use gateway_sim::Sim;
use gateway_sim::control::{Action, Target};

const EVENTS: u64 = 400_000;
const ROUNDS: usize = 60;

fn main() {
    // `cargo test --benches` only has to see that it runs.
    let (events, rounds) =
        if std::env::args().any(|arg| arg == "--bench") { (EVENTS, ROUNDS) } else { (20_000, 1) };
    let mut pairs = Vec::new();
    for round in 0..rounds {
        let folder =
            std::env::temp_dir().join(format!("state-folder-bench-{}-{round}", std::process::id()));
        let with = || measure(events, Some(folder.clone()));
        let without = || measure(events, None);
        pairs.push(if round % 2 == 0 {
            let without = without();
            (without, with())
        } else {
            let with = with();
            (without(), with)
        });
        fs::remove_dir_all(folder).unwrap();
    }
    let of = |figure: fn(&(f64, f64)) -> f64| {
        let mut figures: Vec<_> = pairs.iter().map(figure).collect();
        figures.sort_unstable_by(f64::total_cmp);
        let at = |part: usize| figures[part * (figures.len() - 1) / 4];
        (at(1), at(2), at(3))
    };
    let ((_, without, _), (_, with, _)) = (of(|pair| pair.0), of(|pair| pair.1));
    let (low, middle, high) = of(|(without, with)| (with / without - 1.0) * 100.0);
    println!("without a state folder  {without:.3} us of CPU an event");
    println!("with a state folder     {with:.3} us of CPU an event");
    println!(
        "difference              {middle:+.1} % (middle half of {rounds} rounds {low:+.1} to {high:+.1} %)"
    );
}

/// CPU microseconds an event.
fn measure(events: u64, folder: Option<PathBuf>) -> f64 {
    let (started, simulation) = mpsc::channel();
    let (stop, stopped) = tokio::sync::oneshot::channel::<()>();
    let thread = std::thread::spawn(move || {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        runtime.block_on(async {
            let sim = Sim::builder().guilds(1).start().await.unwrap();
            let own = fs::read_link("/proc/thread-self").unwrap();
            started.send((sim, own.file_name().unwrap().to_owned())).unwrap();
            let _ = stopped.await;
        });
    });
    let (sim, sim_thread) = simulation.recv().unwrap();
    let cpu = || -> u64 {
        let threads = fs::read_dir("/proc/self/task").unwrap().map(|entry| entry.unwrap());
        let ours = threads.filter(|entry| entry.file_name() != sim_thread);
        let times =
            ours.filter_map(|entry| fs::read_to_string(entry.path().join("schedstat")).ok());
        times.map(|text| text.split(' ').next().unwrap().parse::<u64>().unwrap()).sum()
    };
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let used = runtime.block_on(async {
        let mut builder = Gateway::builder(sim.token(), Intents::all()).api_url(sim.api_url());
        if let Some(folder) = folder {
            builder = builder.state_folder(folder);
        }
        let (gateway, mut stream) = builder.start().await.unwrap();
        while stream
            .next()
            .await
            .unwrap()
            .dispatch()
            .is_none_or(|event| event.name() != "GUILD_CREATE")
        {}
        let before = cpu();
        let began = Instant::now();
        sim.act(Action::Replay { target: Target::All, events, templates: Vec::new() }).unwrap();
        let mut seen = 0;
        while seen < events {
            let event = stream.next().await.unwrap();
            seen += u64::from(event.dispatch().is_some());
            assert!(began.elapsed() < Duration::from_secs(300), "{seen} events in five minutes");
        }
        let used = cpu() - before;
        drop(stream);
        gateway.shutdown(Shutdown::Offline, Duration::from_secs(5)).await;
        used
    });
    drop(stop);
    drop(sim);
    thread.join().unwrap();
    used as f64 / events as f64 / 1000.0
}
