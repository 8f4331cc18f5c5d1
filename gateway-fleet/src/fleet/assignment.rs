//! Claims the leases that are assigned to this worker, and gives away the others (rule 7).
//!
//! Every worker computes the whole assignment from its view, and carries out its own part. If views differ for a moment
//! and two workers claim one lease, one of the writes is refused.

use std::collections::BTreeMap;
use std::time::{Duration, Instant};

use crate::assign::{Candidate, assign};
use crate::key::Key;
use crate::lease::Lease;
use crate::planted::{WrongRule, planted};
use crate::value::WorkerState;

use super::machine::Fleet;
use super::ownership::{Phase, Why};

/// A lease that has had no owner for this time is a trouble.
pub(super) const OWNERLESS: Duration = Duration::from_secs(30);

/// The assigned worker and the owner of each lease of one total.
pub(super) struct Assignment {
    /// The workers that take leases: id and capacity.
    pub(super) workers: Vec<(String, u32)>,
    /// The owner of each lease, as an index into the workers; `None` if none of them owns it.
    pub(super) owners: Vec<Option<usize>>,
    /// The worker that each lease is assigned to; `None` if there is no room for it.
    pub(super) assigned: Vec<Option<usize>>,
}

impl Fleet {
    pub(super) fn run_assign(&mut self, now: Instant) {
        self.assign_at = None;
        self.advance_drain(now);
        let settled = self.presence.joined_at.map(|at| at + self.config.times.settle);
        if !self.view.is_current() || !self.is_confirmed(now) {
            return;
        }
        self.ensure_plan(now);
        if self.drain.is_some() {
            let held = self.held();
            return self.give_away(&held, now);
        }
        for total in self.totals() {
            let (claims, moves) = self.own_part(total, now);
            self.give_away(&moves, now);
            let held_off = self.hold_off.is_some_and(|until| now < until);
            if settled.is_some_and(|settled| settled <= now) {
                if !held_off {
                    self.claim_all(&claims, now);
                }
            } else {
                self.assign_at = settled;
            }
        }
        self.end_other_totals(now);
        self.finish_reshard(now);
    }

    /// Computes the worker of each lease of a total.
    pub(super) fn assignment(&self, total: u32) -> Assignment {
        let workers = self.candidates();
        let candidates: Vec<_> = workers
            .iter()
            .map(|(id, capacity)| Candidate { id: id.as_str(), capacity: *capacity })
            .collect();
        let position: BTreeMap<&str, usize> =
            candidates.iter().enumerate().map(|(index, worker)| (worker.id, index)).collect();
        let me = position.get(self.config.worker.as_str()).copied();
        let own = self.me();
        let owners: Vec<Option<usize>> = (0..total)
            .map(|index| Lease { total, index })
            .map(|lease| match self.local.get(&lease) {
                Some(Phase::Claiming | Phase::Held(_)) => me,
                Some(_) => None,
                None => {
                    let owner = self.view.owner(lease)?;
                    let index = position.get(owner.worker.as_str()).copied()?;
                    (*owner == own || !self.is_gone(owner)).then_some(index)
                }
            })
            .collect();
        let pins = self.pins(total, &position);
        let assigned = assign(&candidates, &owners, &pins);
        Assignment { workers, owners, assigned }
    }

    /// Returns the leases of one total that this worker has to claim, and those that it has to give away.
    fn own_part(&mut self, total: u32, now: Instant) -> (Vec<Lease>, Vec<Lease>) {
        let Assignment { workers, owners, assigned } = self.assignment(total);
        let me = workers.iter().position(|(id, _)| *id == self.config.worker);
        let leases = (0..total).map(|index| Lease { total, index });
        let (mut claims, mut moves) = (Vec::new(), Vec::new());
        for (lease, worker) in leases.zip(&assigned) {
            match self.local.get(&lease) {
                None if me.is_some() && (*worker == me || self.is_stray(lease)) => {
                    claims.push(lease);
                }
                Some(Phase::Held(_)) if worker.is_some() && *worker != me => moves.push(lease),
                _ => {}
            }
        }
        for (index, owner) in (0..total).zip(&owners) {
            let lease = Lease { total, index };
            match owner {
                Some(_) => drop(self.ownerless.remove(&lease)),
                None => drop(self.ownerless.entry(lease).or_insert(now)),
            }
        }
        (claims, moves)
    }

    /// The living workers that agree with the plan and take leases, including this one.
    pub(super) fn candidates(&self) -> Vec<(String, u32)> {
        let others = self.living_others().filter_map(|(id, record)| {
            let takes = record.state == WorkerState::Active && self.agrees(record);
            takes.then(|| (id.to_owned(), record.capacity))
        });
        let takes = self.drain.is_none() && self.own_difference().is_none();
        let own = takes.then(|| (self.config.worker.clone(), self.config.capacity));
        let mut all: Vec<_> = others.chain(own).collect();
        all.sort();
        if planted(WrongRule::CapacityIsIgnored) {
            all.iter_mut().for_each(|(_, capacity)| *capacity = 1000);
        }
        all
    }

    /// Returns how many leases of one total all workers together can own.
    pub(super) fn living_capacity(&self) -> u32 {
        let workers = self.candidates().into_iter();
        workers.fold(0, |sum, (_, capacity)| sum.saturating_add(capacity))
    }

    /// Returns the living workers, as far as this one knows. Draining workers are included; workers that have left or
    /// that differ from the plan are not.
    #[must_use]
    pub fn living_workers(&self) -> Vec<String> {
        let others = self.living_others().filter(|(_, record)| self.agrees(record));
        let others = others.map(|(id, _)| id.to_owned());
        let has_left = self.presence.state == WorkerState::Left;
        let is_in = self.presence.joined_at.is_some() && !has_left;
        let takes_part = is_in && self.own_difference().is_none();
        others.chain(takes_part.then(|| self.config.worker.clone())).collect()
    }

    /// Returns whether a worker with this id is living and takes leases, as far as this one knows.
    #[must_use]
    pub fn takes_leases(&self, worker: &str) -> bool {
        self.candidates().iter().any(|(id, _)| id == worker)
    }

    /// Returns whether the key of a lease names this worker although the worker does not run it: the bucket has lost
    /// its release, or its claim was wrongly taken for refused. The lease is claimed again, and given away if it is
    /// assigned to another worker.
    fn is_stray(&self, lease: Lease) -> bool {
        !self.local.contains_key(&lease) && self.view.owner(lease) == Some(&self.me())
    }

    fn claim_all(&mut self, claims: &[Lease], now: Instant) {
        let fresh = |fleet: &Self, lease: Lease| {
            fleet.view.lease(lease).is_none_or(|value| value.session.is_none())
        };
        let starting = |fleet: &Self| {
            let starts = |(lease, phase): &(&Lease, &Phase)| match phase {
                Phase::Claiming => fresh(fleet, **lease),
                Phase::Held(held) => !held.is_live && held.session.is_none(),
                _ => false,
            };
            fleet.local.iter().filter(starts).count()
        };
        let mut room = self.config.starts_at_once.saturating_sub(starting(self));
        for lease in claims {
            // An operator's move to a full worker waits until that worker has given another lease away.
            let held = self.local.keys().filter(|held| held.total == lease.total).count();
            let is_full = held >= self.config.capacity as usize && !self.is_stray(*lease);
            if is_full || !self.is_claimable(*lease, now) {
                continue;
            }
            if fresh(self, *lease) {
                if room == 0 {
                    continue;
                }
                room -= 1;
            }
            self.claim(*lease, now);
        }
    }

    /// Ends the leases of totals that are no longer in the plan.
    fn end_other_totals(&mut self, now: Instant) {
        let totals = self.totals();
        if totals.is_empty() {
            return;
        }
        for lease in self.held() {
            if !totals.contains(&lease.total) {
                self.stop(lease, Why::Done, now);
            }
        }
    }

    /// Returns whether the lease's key can be written now.
    pub(super) fn own_leases_live(&self, lease: Lease) -> bool {
        matches!(self.local.get(&lease), Some(Phase::Held(held)) if held.is_live)
            && !self.writes.is_pending(&Key::Lease(lease))
    }
}
