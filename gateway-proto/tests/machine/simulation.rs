//! Many seeds, each of which gives a schedule of faults. All invariants are checked at every step.
//!
//! `GATEWAY_SIM_SEEDS` sets the number of seeds (default 10,000), and `GATEWAY_SIM_FIRST` the first one.

use std::collections::BTreeSet;
use std::sync::Mutex;
use std::sync::atomic::{AtomicU64, Ordering};

use crate::support::pair::{Counts, Summary};
use crate::support::shrink::shrink;
use crate::support::{Fault, Pair, Violation, schedule};

fn number(name: &str, default: u64) -> u64 {
    std::env::var(name).ok().map_or(default, |text| {
        text.parse().unwrap_or_else(|_| panic!("{name} is not a number: {text}"))
    })
}

/// Describes a failed seed: the shortest schedule found that fails too.
fn explain(seed: u64, violation: &Violation) -> String {
    let steps = schedule(seed);
    let run = |steps: &[_]| Pair::run_schedule(seed, steps).err();
    let short = shrink(&steps, violation.rule, &run);
    let why = run(&short).map_or_else(String::new, |violation| violation.to_string());
    format!(
        "seed {seed}: {violation}\n{} of {} steps are enough ({why}):\n{short:#?}",
        short.len(),
        steps.len()
    )
}

#[test]
fn nothing_breaks_the_rules() {
    let (first, seeds) = (number("GATEWAY_SIM_FIRST", 0), number("GATEWAY_SIM_SEEDS", 10_000));
    let next = AtomicU64::new(first);
    let failed: Mutex<Vec<(u64, Violation)>> = Mutex::new(Vec::new());
    let total = Mutex::new(Summary::default());
    let threads = std::thread::available_parallelism().map_or(2, usize::from);
    std::thread::scope(|scope| {
        for _ in 0..threads {
            scope.spawn(|| {
                let mut own = Summary::default();
                loop {
                    let seed = next.fetch_add(1, Ordering::Relaxed);
                    if seed >= first + seeds || failed.lock().unwrap().len() >= 3 {
                        break;
                    }
                    match Pair::run_schedule(seed, &schedule(seed)) {
                        Ok(summary) => own.add(summary),
                        Err(violation) => failed.lock().unwrap().push((seed, violation)),
                    }
                }
                total.lock().unwrap().add(own);
            });
        }
    });
    let failed = failed.into_inner().unwrap();
    let reports: Vec<_> = failed.iter().map(|(seed, why)| explain(*seed, why)).collect();
    assert!(reports.is_empty(), "{}", reports.join("\n\n"));
    let total = total.into_inner().unwrap();
    let count =
        |counts: &Counts| counts.iter().map(|(name, n)| format!("\n  {n:>10} {name}")).collect();
    let (faults, checks): (String, String) = (count(&total.faults), count(&total.checks));
    println!(
        "{seeds} seeds from {first}: {} connections, {} Identifies, {} Resumes, {} events\nfaults:{faults}\nchecks:{checks}",
        total.connections, total.identifies, total.resumes, total.dispatches
    );
    if seeds >= 1000 {
        met_what_they_are_about(seeds, &total);
    }
}

/// Checks that every kind of fault occurred, and that each invariant was checked.
fn met_what_they_are_about(seeds: u64, total: &Summary) {
    assert!(total.identifies >= seeds && total.resumes >= seeds / 2, "{total:?}");
    for fault in Fault::NAMES {
        let met = total.faults.get(fault).copied().unwrap_or_default();
        // The rarest is the shutdown, because nothing can happen after it.
        assert!(met >= seeds / 100, "'{fault}' was met {met} times in {seeds} runs");
    }
    for answer in ["handed on", "skipped", "postponed"] {
        let given = total.admissions.get(answer).copied().unwrap_or_default();
        assert!(given >= seeds / 2, "{given} events in {seeds} runs were {answer}");
    }
    let seen: BTreeSet<&str> = total.faults.keys().copied().collect();
    assert_eq!(seen, BTreeSet::from(Fault::NAMES), "every kind of fault has its name");
    for rule in INVARIANTS {
        let checked = total.checks.get(rule).copied().unwrap_or_default();
        assert!(checked >= seeds / 10, "'{rule}' was checked {checked} times in {seeds} runs");
    }
}

/// The rules that are checked at each step.
const INVARIANTS: [&str; 25] = [
    "no event is lost",
    "no event is handed on twice",
    "no heartbeat is late",
    "120 sends in 60 s",
    "4096 bytes",
    "no Identify while there is a session",
    "no Identify without a permit",
    "one handshake a connection",
    "no permit leaks",
    "one permit at a time",
    "never silent",
    "no deadline lies behind",
    "the token is in Identify and Resume only",
    "Resume names the last sequence handed on",
    "1000 ends the session, so only when wanted",
    "dials are spaced",
    "commands keep their order",
    "no command is lost",
    "all ends well",
    "a refused session is given up",
    "only a settled session settles the back-off",
    "each replayed event is counted once",
    "an event becomes what the driver wants",
    "nothing is held against a peer that is not read",
    "the timer is one of the state",
];
