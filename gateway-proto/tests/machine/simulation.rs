//! Many seeds, each a schedule of faults: what must hold, holds at every step.
//!
//! `GATEWAY_SIM_SEEDS` says how many (10,000 by default), `GATEWAY_SIM_FIRST` from which one on.

use std::sync::Mutex;
use std::sync::atomic::{AtomicU64, Ordering};

use crate::support::pair::Summary;
use crate::support::shrink::shrink;
use crate::support::{Pair, Violation, schedule};

fn number(name: &str, default: u64) -> u64 {
    std::env::var(name).ok().map_or(default, |text| {
        text.parse().unwrap_or_else(|_| panic!("{name} is not a number: {text}"))
    })
}

/// What to tell about a seed that fails: the shortest schedule found that shows it.
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
    // The runs did meet what they are about.
    assert!(total.identifies as u64 >= seeds && total.resumes as u64 >= seeds / 2, "{total:?}");
    println!("{seeds} seeds from {first}: {total:?}");
}
