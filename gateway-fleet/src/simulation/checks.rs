//! The invariants: what must hold at every step, whatever happens.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::time::Instant;

use crate::assign::{Candidate, quotas};
use crate::lease::{Lease, LeaseState};
use crate::timer::Timer;
use crate::trouble::{Difference, Trouble};
use crate::value::{LeaseValue, PlanValue, StartsValue, decode};

use super::faults::{Fault, Step};
use super::world::{Event, World};

/// An invariant that was broken.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Violation {
    pub(super) rule: &'static str,
    pub(super) detail: String,
    pub(super) at: u64,
}

impl fmt::Display for Violation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} at {} ms: {}", self.rule, self.at, self.detail)
    }
}

#[derive(Debug, Default)]
pub(super) struct Checks {
    pub(super) violation: Option<Violation>,
    /// Since when each lease has had two confirmed owners.
    two_owners: BTreeMap<Lease, u64>,
    /// The process that was confirmed last for each lease.
    confirmed: BTreeMap<Lease, usize>,
    /// The moves of all leases, if they are recorded.
    pub(super) moves: Option<BTreeSet<(LeaseState, LeaseState)>>,
    /// The bucket has lost acknowledged writes.
    pub(super) writes_lost: bool,
    wakes: BTreeMap<usize, (u64, u32)>,
    pub(super) faults: BTreeMap<&'static str, u64>,
    pub(super) counts: BTreeMap<&'static str, u64>,
    pub(super) troubles: BTreeSet<Trouble>,
    /// When each process resumed each lease.
    pub(super) taken_up: Vec<(u64, usize, Lease)>,
    /// When each lease was closed by its owner.
    pub(super) closed: Vec<(u64, Lease)>,
    /// When everything worked for the first time after the last fault.
    pub(super) settled_at: Option<u64>,
}

/// After the last fault has ended, everything works within this time: `T_dead` until dead workers are
/// detected, or nothing may be taken over; twice that if an id has to be waited for first; half a minute for
/// shards that ended; and an Identify each 5.5 s.
pub(super) const ALL_WELL_MS: u64 = 120_000;

/// By this time a fleet has started, and every worker has its share.
const SETTLED_MS: u64 = 60_000;

/// How long there may be two confirmed owners if the bucket has lost writes: `T_dead`.
const TWO_OWNERS_MS: u64 = 15_000;

impl World {
    fn checked(&mut self, rule: &'static str) {
        *self.checks.counts.entry(rule).or_default() += 1;
    }

    /// There are never two confirmed owners.
    pub(super) fn check_owners(&mut self, index: usize) {
        const RULE: &str = "one confirmed owner";
        let now = self.instant();
        let processes = &self.processes;
        let confirmed = |process: usize, lease: Lease| {
            let process = &processes[process];
            process.is_running() && process.fleet.confirmed(lease).is_some_and(|until| now < until)
        };
        let held = self.processes[index].fleet.leases().map(|(lease, _)| lease);
        let held: Vec<_> = held.filter(|lease| confirmed(index, *lease)).collect();
        let mut found = Vec::new();
        for lease in held {
            // Only the previously confirmed process can be the other owner.
            let before = self.checks.confirmed.insert(lease, index);
            let other = before.filter(|other| *other != index && confirmed(*other, lease));
            found.push((lease, other));
        }
        for (lease, other) in found {
            self.checked(RULE);
            let Some(other) = other else { continue };
            let since = *self.checks.two_owners.entry(lease).or_insert(self.now);
            let allowed = if self.checks.writes_lost { TWO_OWNERS_MS } else { 0 };
            if self.now - since >= allowed {
                self.fail(RULE, format!("{lease}: processes {index} and {other} since {since} ms"));
            }
        }
        if !self.checks.two_owners.is_empty() {
            self.forget_single_owners();
        }
    }

    fn forget_single_owners(&mut self) {
        let now = self.instant();
        let owners = |lease: &Lease| {
            let confirmed = |(_, process): &(usize, &super::process::Process)| {
                process.fleet.confirmed(*lease).is_some_and(|until| now < until)
            };
            self.running().filter(confirmed).count()
        };
        let two: BTreeMap<_, _> = self
            .checks
            .two_owners
            .iter()
            .filter(|(lease, _)| owners(lease) > 1)
            .map(|(lease, since)| (*lease, *since))
            .collect();
        self.checks.two_owners = two;
    }

    /// A machine always waits for something, and never for something in the past.
    pub(super) fn check_wait(&mut self, index: usize, at: Instant, timer: Timer) {
        const RULE: &str = "never busy, never silent";
        self.checked(RULE);
        let now = self.instant();
        if at.saturating_duration_since(now).as_secs() > 60 {
            self.fail(RULE, format!("process {index} waits {:?} for {timer:?}", at - now));
        }
        if at > now {
            return;
        }
        let (when, count) = self.checks.wakes.entry(index).or_default();
        if *when != self.now {
            (*when, *count) = (self.now, 0);
        }
        *count += 1;
        if *count > 50 {
            self.fail(RULE, format!("process {index} is woken for {timer:?} again and again"));
        }
    }

    /// Every Identify is counted in the shared ledger before it is sent.
    pub(super) fn check_counted(&mut self, lease: Lease) {
        const RULE: &str = "an Identify is counted before";
        self.checked(RULE);
        let starts = self.bucket.get("starts").and_then(|entry| entry.value.clone());
        let left = starts.and_then(|value| decode::<StartsValue>(&value).ok());
        let left = left.map_or(u32::MAX, |starts| starts.left);
        if left >= self.discord.remaining && !self.checks.writes_lost {
            let remaining = self.discord.remaining;
            self.fail(RULE, format!("{lease}: the ledger has {left} left, Discord {remaining}"));
        }
    }

    pub(super) fn check_gap(&mut self) {
        const RULE: &str = "5 s between two Identifies of one key";
        self.checked(RULE);
        let gap = self.discord.least_gap;
        if gap < 5000 {
            self.fail(RULE, format!("{gap} ms"));
        }
        if self.discord.remaining == 0 {
            self.fail("the starts of the day are not spent", "none is left".to_owned());
        }
    }

    /// A Resume names a session of this lease and a sequence up to which everything was handled, at least
    /// that of Ready.
    pub(super) fn check_resume(&mut self, lease: Lease, session: usize, sequence: u64) {
        const RULE: &str = "no event is lost by a Resume";
        self.checked(RULE);
        let session = &self.discord.sessions[session];
        let handled = session.handled;
        // Discord refuses 0, because no event has this sequence.
        if session.lease != lease || sequence > handled || sequence == 0 {
            self.fail(RULE, format!("{lease}: from {sequence}, and {handled} were handled"));
        }
    }

    /// An outage for all workers takes no lease from any of them.
    pub(super) fn check_start(&mut self, index: usize, lease: Lease) {
        const RULE: &str = "an outage for all moves nothing";
        let is_outage = |step: &Step| matches!(step.fault, Fault::Outage { .. });
        let settled = self.steps.first().map_or(u64::MAX, |step| step.at.max(SETTLED_MS));
        if self.now < settled || !self.steps.iter().all(is_outage) || self.goes_on {
            return;
        }
        self.checked(RULE);
        self.fail(RULE, format!("{lease} is started at process {index}"));
    }

    /// A session is ended only together with its total.
    pub(super) fn check_end(&mut self, lease: Lease) {
        const RULE: &str = "no session is ended by a move";
        // The plan that ended the total may be among the lost writes.
        if !self.checks.writes_lost && self.plan().is_none_or(|plan| plan.total == lease.total) {
            self.fail(RULE, format!("{lease}"));
        }
    }

    /// A worker must have refused a change of the total for which the workers never had room.
    pub(super) fn check_room(&mut self, index: usize, total: u32) {
        const RULE: &str = "a change that does not fit is refused";
        let most = |process: &super::process::Process| {
            process.config.capacity.max(process.fleet.capacity())
        };
        // The capacity may have been higher for a while.
        let changed = self.checks.faults.contains_key("capacity");
        let room: u32 = self.processes.iter().map(most).sum();
        let process = &self.processes[index];
        if changed || room >= total || process.paused_until.is_some() {
            return;
        }
        let refused = process.fleet.troubles().any(|trouble| match trouble {
            Trouble::TooLittleCapacity { wanted, .. } | Trouble::ReshardRefused { wanted, .. } => {
                *wanted == total
            }
            _ => false,
        });
        if !refused && process.fleet.total() != Some(total) {
            self.fail(RULE, format!("{total} at process {index}, and there is room for {room}"));
        }
    }

    /// When Discord's count begins anew is changed by Discord's answer only, once it is known.
    pub(super) fn check_window(&mut self, index: usize, before: Option<Instant>) {
        const RULE: &str = "a known window is kept";
        let Some(before) = before.filter(|at| *at > self.instant()) else { return };
        self.checked(RULE);
        let after = self.processes[index].fleet.window();
        if after != Some(before) {
            let by = after.map(|after| after.saturating_duration_since(before));
            self.fail(RULE, format!("process {index} moved it by {by:?}"));
        }
    }

    pub(super) fn plan(&self) -> Option<PlanValue> {
        decode(self.bucket.get("plan")?.value.as_ref()?).ok()
    }

    /// Runs once a second: checks whether everything works after the last fault.
    pub(super) fn look(&mut self) {
        const RULE: &str = "all is well in time";
        self.push(1000, Event::Look);
        let last = self.steps.last().map_or(0, |step| step.at);
        self.quiet_from = self.quiet_from.max(last);
        if self.now <= self.quiet_from {
            return;
        }
        if self.steps.is_empty() && self.goes_on {
            return;
        }
        self.checked(RULE);
        match self.what_is_wrong() {
            None => {
                self.checks.settled_at.get_or_insert(self.now);
                self.is_done = !self.goes_on;
            }
            Some(wrong) if self.now > self.quiet_from + ALL_WELL_MS => {
                let quiet = self.quiet_from;
                let all: Vec<_> = self
                    .running()
                    .map(|(index, process)| {
                        let (id, fleet) = (&process.id, &process.fleet);
                        let leases: Vec<_> = fleet.leases().collect();
                        let troubles: Vec<_> = fleet.troubles().collect();
                        format!("\n  {index} {id} of {}: {leases:?} {troubles:?}", fleet.capacity())
                    })
                    .collect();
                self.fail(RULE, format!("{wrong}; quiet since {quiet}{}", all.concat()));
            }
            Some(_) => {}
        }
    }

    /// What is still wrong after the last fault.
    pub(super) fn what_is_wrong(&self) -> Option<String> {
        // A second process with the same id takes no part; neither does one that first saw the plan after a
        // change of its total.
        let refused = |trouble: &Trouble| {
            matches!(trouble, Trouble::IdTaken | Trouble::Refused { what: Difference::Total, .. })
        };
        let takes_part = |process: &super::process::Process| !process.fleet.troubles().any(refused);
        let running: Vec<_> = self.running().filter(|(_, process)| takes_part(process)).collect();
        if running.is_empty() {
            return None;
        }
        let Some(plan) = self.plan() else { return Some("there is no plan".to_owned()) };
        let candidates: Vec<_> = running
            .iter()
            .map(|(_, process)| Candidate {
                id: process.id.as_str(),
                capacity: process.fleet.capacity(),
            })
            .collect();
        let capacity: u32 = candidates.iter().map(|worker| worker.capacity).sum();
        match plan.next {
            // It waits for more workers.
            Some(next) if capacity < next => return None,
            Some(_) => return Some("the total is still being changed".to_owned()),
            None => {}
        }
        let quotas = quotas(&candidates, plan.total);
        for ((index, process), quota) in running.iter().zip(&quotas) {
            let leases: Vec<_> = process.fleet.leases().collect();
            // A worker whose capacity was lowered keeps the leases that no other worker has room for.
            let kept = capacity < plan.total && leases.len() > *quota as usize;
            if leases.len() != *quota as usize && !kept {
                return Some(format!("process {index} has {leases:?}, its share is {quota}"));
            }
            for (lease, state) in leases {
                if state != LeaseState::Live || lease.total != plan.total {
                    return Some(format!("{lease} is {state:?} at process {index}"));
                }
                if !self.is_served(lease, *index) {
                    return Some(format!("{lease} is not connected to process {index}"));
                }
            }
        }
        None
    }

    fn is_served(&self, lease: Lease, index: usize) -> bool {
        let key = format!("shard.{}.{}", lease.total, lease.index);
        let value = self.bucket.get(&key).and_then(|entry| entry.value.clone());
        let value: Option<LeaseValue> = value.and_then(|value| decode(&value).ok());
        let owner = value.and_then(|value| value.owner);
        let connected = self.discord.sessions.iter().filter(|session| {
            session.lease == lease && session.connected.is_some_and(|(by, _)| by == index)
        });
        owner.is_some_and(|owner| owner.instance == self.processes[index].config.instance)
            && connected.count() == 1
    }
}
