//! What gateway-commands costs: the dispatch of an interaction, and an event while others wait.
//!
//! `cargo run --profile lto -p bench-commands` prints both tables. With arguments one case runs so many times, for
//! callgrind: `dispatch bare|router TIMES`, `waits ours|standby apart|together WAITS TIMES`.

mod dispatch;
mod waits;

use std::time::{Duration, Instant};

use self::dispatch::{Dispatch, Service};
use self::waits::{Library, Place, Waiting};

/// Rounds of each case; the cases take turns.
const ROUNDS: usize = 25;

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    match arguments[..] {
        [] => {
            dispatches();
            println!();
            waits();
        }
        ["dispatch", service, times] => {
            Dispatch::new(Service::named(service)).run(number(times));
        }
        ["waits", library, place, waits, times] => {
            Waiting::new(Library::named(library), Place::named(place), number(waits))
                .run(number(times));
        }
        _ => panic!("see the first lines of src/main.rs"),
    }
}

fn number(text: &str) -> usize {
    text.parse().expect("a number")
}

fn dispatches() {
    println!("| an interaction over HTTP | ns |\n| --- | --- |");
    let cases = [("a bare `Receiver`", Service::Bare), ("`Commands::receiver`", Service::Router)];
    let mut cases: Vec<_> = cases.map(|(name, service)| (name, Dispatch::new(service))).into();
    let medians = alternate(&mut cases, 2_000, |dispatch, times| dispatch.run(times));
    for (name, nanoseconds) in medians {
        println!("| {name} | {nanoseconds:.0} |");
    }
}

fn waits() {
    println!(
        "| an event that nobody waits for, ns | 0 waits | 1,000 | 10,000 |\n| --- | --- | --- | --- |"
    );
    let kinds = [
        ("`Waits`, each in a channel of its own", Library::Ours, Place::Apart),
        ("twilight-standby, the same", Library::Standby, Place::Apart),
        ("`Waits`, all in the channel of the event", Library::Ours, Place::Together),
        ("twilight-standby, the same", Library::Standby, Place::Together),
    ];
    for (name, library, place) in kinds {
        let mut cases: Vec<_> =
            [0, 1_000, 10_000].map(|waits| (waits, Waiting::new(library, place, waits))).into();
        let medians = alternate(&mut cases, 1_000, |waiting, times| waiting.run(times));
        let cells: Vec<String> =
            medians.iter().map(|(_, nanoseconds)| format!("{nanoseconds:.0}")).collect();
        println!("| {name} | {} |", cells.join(" | "));
    }
}

/// The median time of one run of each case, in nanoseconds. The cases take turns, so that none profits from a quieter
/// machine.
fn alternate<N: Copy, C>(
    cases: &mut [(N, C)],
    times: usize,
    run: impl Fn(&mut C, usize),
) -> Vec<(N, f64)> {
    let mut taken = vec![Vec::new(); cases.len()];
    for _ in 0..ROUNDS {
        for ((_, case), taken) in cases.iter_mut().zip(&mut taken) {
            let began = Instant::now();
            run(case, times);
            taken.push(began.elapsed());
        }
    }
    let median = |mut taken: Vec<Duration>| {
        taken.sort_unstable();
        taken[taken.len() / 2].as_nanos() as f64 / times as f64
    };
    cases.iter().zip(taken).map(|((name, _), taken)| (*name, median(taken))).collect()
}
