//! End-to-end replay: a server process, and one client process for each contender.
//!
//! `replay run` measures CPU an event, events a second and core, and peak memory; `replay idle` measures
//! what an idle shard holds after a storm of guilds. Both print a table.

#![recursion_limit = "256"]

mod clients;
mod events;
mod floor;
mod gateway;
mod measure;
mod report;
mod server;
mod stream;

use std::cell::RefCell;
use std::rc::Rc;
use std::time::Duration;

use clients::{Target, Work};
use floor::Buffers;
use stream::Mode;

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let argument = |at: usize| arguments.get(at).map_or("", String::as_str);
    let number = |at: usize| argument(at).parse::<usize>().expect("a number");
    match argument(0) {
        "run" => report::run(&arguments[1..]),
        "idle" => report::idle(&arguments[1..]),
        "server" => server::serve(mode(argument(1)), number(2), number(3), argument(4)),
        "client" => client(argument(1), target(&arguments), number(4), number(5)),
        "rest" => rest(argument(1), target(&arguments), number(4), number(5)),
        _ => eprintln!("replay run [events] [shards] [rounds] | replay idle [shards]"),
    }
}

pub fn mode(name: &str) -> Mode {
    [Mode::Plain, Mode::Zlib, Mode::Zstd]
        .into_iter()
        .find(|mode| mode.name() == name)
        .expect("plain, zlib-stream or zstd-stream")
}

/// `... MODE PORT EVENTS SHARDS [CERTIFICATE PLAIN_PORT]`
fn target(arguments: &[String]) -> Target<'_> {
    Target {
        mode: mode(&arguments[2]),
        port: arguments[3].parse().expect("a port"),
        certificate: arguments.get(6).map(String::as_str),
        plain: arguments.get(7).unwrap_or(&arguments[3]).parse().expect("a port"),
    }
}

/// On a runtime of one thread; with `REPLAY_THREADS` of so many, on which ours run, while the others are read by the main
/// thread.
fn on_a_runtime<T>(work: impl Future<Output = T>) -> T {
    let threads = std::env::var("REPLAY_THREADS").ok().and_then(|text| text.parse().ok());
    let mut runtime = match threads {
        None => tokio::runtime::Builder::new_current_thread(),
        Some(_) => tokio::runtime::Builder::new_multi_thread(),
    };
    let runtime = runtime.worker_threads(threads.unwrap_or(1)).enable_all().build().expect("tokio");
    let local = tokio::task::LocalSet::new();
    local.block_on(&runtime, work)
}

/// Reads `events` events on each shard; prints peak KiB, and CPU nanoseconds an event for each stretch.
fn client(contender: &str, target: Target<'_>, events: usize, shards: usize) {
    measure::start();
    on_a_runtime(read_all(contender, target, events, shards));
    let stretches: Vec<_> =
        measure::stretches(events * shards).iter().map(f64::to_string).collect();
    println!("{} {}", measure::memory("VmHWM"), stretches.join(" "));
}

/// Reads the storm, rests, and prints how many bytes each idle shard added to the process.
fn rest(contender: &str, target: Target<'_>, events: usize, shards: usize) {
    on_a_runtime(async {
        // The first connection pays for what all share.
        let _first = read_all(contender, target, events, 1).await;
        tokio::time::sleep(Duration::from_millis(300)).await;
        let before = measure::memory("VmRSS");
        let _all = read_all(contender, target, events, shards).await;
        tokio::time::sleep(Duration::from_secs(1)).await;
        let after = measure::memory("VmRSS");
        println!("{}", after.saturating_sub(before) * 1024 / shards as u64);
        // Nothing is dropped, so that a heap profiler shows what is held.
        std::process::exit(0);
    });
}

/// Runs the shards side by side and keeps them.
async fn read_all(
    contender: &str,
    target: Target<'_>,
    events: usize,
    shards: usize,
) -> Vec<Box<dyn std::any::Any>> {
    let buffers = Rc::new(RefCell::new(Buffers::default()));
    let transport = clients::transport(target);
    let work = match contender.split('-').nth(1) {
        Some("typed") => Work::Typed,
        Some("messages") => Work::OnlyMessages,
        _ => Work::Raw,
    };
    if contender.starts_with("shards") {
        return vec![gateway::gateway(target, transport, events, shards, work).await];
    }
    let certificate = target.certificate.map(str::to_owned);
    let mut running = Vec::new();
    for _ in 0..shards {
        let (contender, buffers) = (contender.to_owned(), Rc::clone(&buffers));
        let (transport, certificate) = (transport.clone(), certificate.clone());
        let (port, mode, plain) = (target.port, target.mode, target.plain);
        running.push(tokio::task::spawn_local(async move {
            let target = Target { port, mode, plain, certificate: certificate.as_deref() };
            let kept: Box<dyn std::any::Any> = match contender.split('-').next() {
                Some("floor") => Box::new(clients::floor(target, events, buffers).await),
                Some("twilight") => Box::new(clients::twilight(target, events, work).await),
                _ => clients::ours_kept(target, &transport, events, work).await,
            };
            kept
        }));
    }
    let mut kept = Vec::new();
    for shard in running {
        kept.push(shard.await.expect("a shard"));
    }
    kept
}
