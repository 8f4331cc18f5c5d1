//! Finds a short schedule that fails in the same way.

use std::time::Duration;

use super::checks::Violation;
use super::faults::{CloseFate, Fault, Step};

/// Runs a schedule. Returns the violation, if there is one.
pub(crate) type Run<'a> = dyn Fn(&[Step]) -> Option<Violation> + 'a;

/// Removes steps, then makes the remaining ones smaller, as long as the same rule is violated.
pub(crate) fn shrink(steps: &[Step], rule: &'static str, run: &Run<'_>) -> Vec<Step> {
    let fails = |steps: &[Step]| run(steps).is_some_and(|violation| violation.rule == rule);
    let mut steps = steps.to_vec();
    loop {
        let before = steps.clone();
        remove_steps(&mut steps, &fails);
        simplify_steps(&mut steps, &fails);
        if steps == before {
            return steps;
        }
    }
}

/// Tries to remove halves, quarters, and so on down to single steps.
fn remove_steps(steps: &mut Vec<Step>, fails: &dyn Fn(&[Step]) -> bool) {
    let mut size = steps.len().div_ceil(2);
    while size > 0 {
        let mut start = 0;
        while start < steps.len() {
            let mut fewer = steps.clone();
            fewer.drain(start..(start + size).min(steps.len()));
            if fails(&fewer) {
                *steps = fewer;
            } else {
                start += size;
            }
        }
        size /= 2;
    }
}

fn simplify_steps(steps: &mut [Step], fails: &dyn Fn(&[Step]) -> bool) {
    for index in 0..steps.len() {
        // Each round halves something, so it ends.
        for _ in 0..40 {
            let original = steps[index].clone();
            let mut changed = false;
            for simpler in simpler(&original) {
                steps[index] = simpler;
                if in_order(steps) && fails(steps) {
                    changed = true;
                    break;
                }
                steps[index] = original.clone();
            }
            if !changed {
                break;
            }
        }
    }
}

fn in_order(steps: &[Step]) -> bool {
    steps.windows(2).all(|pair| pair[0].at <= pair[1].at)
}

/// Returns variants of a step with one number halved or rounded.
fn simpler(step: &Step) -> Vec<Step> {
    let mut all = Vec::new();
    let mut add = |at, fault: Fault| {
        let simpler = Step { at, fault };
        if simpler != *step {
            all.push(simpler);
        }
    };
    add(Duration::from_secs(step.at.as_secs()), step.fault.clone());
    add(round(step.at / 2), step.fault.clone());
    let halved = match step.fault.clone() {
        Fault::Commands { count } => Fault::Commands { count: (count / 2).max(1) },
        Fault::Events { count } => Fault::Events { count: (count / 2).max(1) },
        Fault::HeartbeatRequests { count } => {
            Fault::HeartbeatRequests { count: (count / 2).max(1) }
        }
        Fault::CutAtByte { up, byte } => Fault::CutAtByte { up, byte: byte / 2 },
        Fault::SlowNetwork { extra, lasts } => {
            add(step.at, Fault::SlowNetwork { extra: round(extra / 2), lasts });
            Fault::SlowNetwork { extra, lasts: round(lasts / 2) }
        }
        Fault::Outage { dial, lasts } => Fault::Outage { dial, lasts: round(lasts / 2) },
        Fault::ResumeHostDown { dial, lasts } => {
            Fault::ResumeHostDown { dial, lasts: round(lasts / 2) }
        }
        Fault::Freeze { lasts } => Fault::Freeze { lasts: round(lasts / 2) },
        Fault::PauseReading { lasts } => Fault::PauseReading { lasts: round(lasts / 2) },
        Fault::PermitsStop { lasts } => Fault::PermitsStop { lasts: round(lasts / 2) },
        Fault::NextClose(CloseFate::Late(by)) => Fault::NextClose(CloseFate::Late(round(by / 2))),
        Fault::NextClose(CloseFate::Twice(after)) => {
            Fault::NextClose(CloseFate::Twice(round(after / 2)))
        }
        Fault::MuteAcks { lasts } => Fault::MuteAcks { lasts: round(lasts / 2) },
        Fault::LateHello { by } => Fault::LateHello { by: round(by / 2) },
        other => other,
    };
    add(step.at, halved);
    all
}

fn round(time: Duration) -> Duration {
    if time > Duration::from_secs(2) {
        Duration::from_secs(time.as_secs())
    } else {
        Duration::from_millis(time.as_millis() as u64)
    }
}
