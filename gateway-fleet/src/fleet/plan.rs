//! The plan: the number of leases, the number that is being brought up beside them, and the leases that operators
//! moved.
//!
//! The first worker writes the plan. A change is applied to the plan that the view shows. If another worker changed it
//! first, the change is applied again to the newer plan.
//!
//! A change of the total brings the new leases up beside the present ones. When all of them are live, the new total
//! replaces the old one, and each worker ends its leases of the old total.

use std::collections::BTreeMap;
use std::time::Instant;

use crate::config::Identity;
use crate::key::Key;
use crate::lease::{Lease, LeaseKind};
use crate::planted::{WrongRule, planted};
use crate::trouble::{Difference, Trouble};
use crate::value::{PlanValue, Rest, Stamp, VERSION, WorkerRecord};

use super::machine::Fleet;
use super::writes::Draft;

/// A change of the plan.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Edit {
    Pin(u32, Option<String>),
    /// Bring up this total beside the present one.
    Next(u32),
    /// The new total is live, and replaces the present one.
    Replace(u32),
    /// The new total is no longer brought up.
    GiveUp(u32),
}

impl Edit {
    /// Applies the edit; returns `false` if the plan already has it, or it does not fit the plan.
    fn apply(&self, plan: &mut PlanValue) -> bool {
        let before = plan.clone();
        match self {
            Self::Pin(index, Some(worker)) => drop(plan.pins.insert(*index, worker.clone())),
            Self::Pin(index, None) => drop(plan.pins.remove(index)),
            Self::Next(total) if *total != plan.total => plan.next = Some(*total),
            Self::Next(_) => plan.next = None,
            Self::Replace(total) if plan.next == Some(*total) => {
                (plan.total, plan.next) = (*total, None);
                plan.pins.clear();
            }
            Self::GiveUp(total) if plan.next == Some(*total) => plan.next = None,
            Self::Replace(_) | Self::GiveUp(_) => {}
        }
        *plan != before
    }
}

impl Fleet {
    /// Returns the plan, if it is in the bucket and this version can read it.
    fn plan(&self) -> Option<&PlanValue> {
        self.view.plan.value.as_ref().filter(|_| self.view.plan.revision > 0)
    }

    /// The totals that are in use.
    pub(super) fn totals(&self) -> Vec<u32> {
        self.plan().map_or_else(Vec::new, |plan| {
            [Some(plan.total), plan.next].into_iter().flatten().collect()
        })
    }

    /// Writes the first plan, or the last known one if it is gone, and pending changes.
    pub(super) fn ensure_plan(&mut self, now: Instant) {
        if self.view.unreadable.contains_key(&Key::Plan) {
            return;
        }
        let expected = self.view.plan.revision;
        if self.plan().is_none() {
            let known = self.view.plan.value.clone();
            let plan = known.or_else(|| Some(self.first_plan(self.config.total?)));
            if let Some(plan) = plan {
                self.write(Key::Plan, expected, Draft::Plan(plan), now);
            }
            return;
        }
        while let (Some(edit), Some(plan)) = (self.edits.front(), self.plan()) {
            let mut plan = plan.clone();
            if edit.apply(&mut plan) {
                self.write(Key::Plan, expected, Draft::Plan(plan), now);
                return;
            }
            self.edits.pop_front();
        }
    }

    fn first_plan(&self, total: u32) -> PlanValue {
        PlanValue {
            v: VERSION,
            by: Stamp::default(),
            total,
            next: None,
            identity: self.config.identity.clone(),
            pins: BTreeMap::new(),
            rest: Rest::new(),
        }
    }

    /// The view has another plan, or the first one.
    pub(super) fn plan_changed(&mut self, now: Instant) {
        self.has_agreed |= self.plan().is_some() && self.own_difference().is_none();
        self.assign_soon(now);
    }

    pub(super) fn pins(
        &self,
        total: u32,
        position: &BTreeMap<&str, usize>,
    ) -> BTreeMap<u32, usize> {
        let Some(plan) = self.plan().filter(|plan| plan.total == total) else {
            return BTreeMap::new();
        };
        let worker = |(index, id): (&u32, &String)| Some((*index, *position.get(id.as_str())?));
        plan.pins.iter().filter_map(worker).collect()
    }

    /// Checks whether the total could be changed to this one now. The present total is always allowed: it cancels a
    /// change in progress.
    ///
    /// # Errors
    ///
    /// Returns the trouble that prevents it: too few session starts, or too little capacity.
    pub fn may_reshard(&self, total: u32) -> Result<(), Trouble> {
        if total > 0 && self.total() == Some(total) {
            return Ok(());
        }
        let left = self.spendable().unwrap_or(0);
        if total == 0 || (self.config.kind == LeaseKind::Shard && total > left) {
            return Err(Trouble::ReshardRefused { wanted: total, left });
        }
        let capacity = self.living_capacity();
        if capacity < total && !planted(WrongRule::ReshardNeedsNoRoom) {
            return Err(Trouble::TooLittleCapacity { capacity, wanted: total });
        }
        Ok(())
    }

    pub(super) fn request_reshard(&mut self, total: u32, now: Instant) {
        self.reshard_refused = self.may_reshard(total).err();
        if self.reshard_refused.is_some() {
            return self.notice_troubles(now);
        }
        self.edits.push_back(Edit::Next(total));
        self.assign_soon(now);
    }

    pub(super) fn give_up_reshard(&mut self, total: u32, why: String, now: Instant) {
        if self.next_total() == Some(total) && !planted(WrongRule::GiveUpIsForgotten) {
            self.reshard_refused = Some(Trouble::ReshardFailed { wanted: total, why });
            self.edits.push_back(Edit::GiveUp(total));
            self.assign_soon(now);
            self.notice_troubles(now);
        }
    }

    /// Replaces the present total if every lease of the next one is live.
    pub(super) fn finish_reshard(&mut self, now: Instant) {
        let Some(next) = self.plan().and_then(|plan| plan.next) else { return };
        let all_live = (0..next).all(|index| {
            let lease = Lease { total: next, index };
            let owner = self.view.owner(lease);
            self.own_leases_live(lease)
                || owner.is_some_and(|owner| {
                    self.report(owner, lease).is_some_and(|report| report.3) && !self.is_gone(owner)
                })
        });
        if all_live && !self.edits.contains(&Edit::Replace(next)) {
            self.edits.push_back(Edit::Replace(next));
            self.assign_soon(now);
        }
    }

    /// Returns whether a worker's settings agree with the plan.
    pub(super) fn agrees(&self, record: &WorkerRecord) -> bool {
        self.difference(&record.identity).is_none()
    }

    pub(super) fn difference(&self, identity: &Identity) -> Option<Difference> {
        let plan = self.plan()?;
        if plan.identity.token != identity.token {
            return Some(Difference::Token);
        }
        (plan.identity.intents != identity.intents).then_some(Difference::Intents)
    }

    /// Returns the difference between this worker and the plan.
    pub(super) fn own_difference(&self) -> Option<Difference> {
        if self.view.unreadable.contains_key(&Key::Plan) {
            return Some(Difference::Version);
        }
        let plan = self.plan()?;
        let other_total = self.config.total.is_some_and(|total| {
            // Only the total that a worker starts with is compared. A later change applies to every worker.
            !self.has_agreed && total != plan.total && Some(total) != plan.next
        });
        self.difference(&self.config.identity).or(other_total.then_some(Difference::Total))
    }
}
