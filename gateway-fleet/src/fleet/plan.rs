//! The plan: how many leases there are, what is brought up beside them, and what operators moved.
//!
//! The first worker writes it. A change is applied to the plan as the view shows it, and again to the newer one if somebody
//! else was first.
//!
//! A change of the total brings the new leases up beside the present ones. When every one of them is live, the new total
//! takes the old one's place, and each worker ends what it holds of the old.

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
    /// The new total is live.
    Replace(u32),
    /// The new total is not brought up any more.
    GiveUp(u32),
}

impl Edit {
    /// Applies it; `false` if the plan has it already, or has no place for it.
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
    /// The plan, if this version can read it and it is in the bucket.
    fn plan(&self) -> Option<&PlanValue> {
        self.view.plan.value.as_ref().filter(|_| self.view.plan.revision > 0)
    }

    /// The totals that are served.
    pub(super) fn totals(&self) -> Vec<u32> {
        self.plan().map_or_else(Vec::new, |plan| {
            [Some(plan.total), plan.next].into_iter().flatten().collect()
        })
    }

    /// Writes the first plan, or the last known one if it is gone, and changes that wait.
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

    /// The view has another plan, or one of which nothing is known yet.
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

    /// Whether the total could be changed to this one now. The present one can always be had: it ends a change under way.
    ///
    /// # Errors
    ///
    /// Returns what is in the way: too few session starts, or too little capacity.
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

    /// Whether every lease of the next total is live; then it replaces the present one.
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

    /// Whether a worker has what the plan wants.
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

    /// In what this worker differs from the plan.
    pub(super) fn own_difference(&self) -> Option<Difference> {
        if self.view.unreadable.contains_key(&Key::Plan) {
            return Some(Difference::Version);
        }
        let plan = self.plan()?;
        let other_total = self.config.total.is_some_and(|total| {
            // Only the total that a worker starts with is compared: a later change is everybody's.
            !self.has_agreed && total != plan.total && Some(total) != plan.next
        });
        self.difference(&self.config.identity).or(other_total.then_some(Difference::Total))
    }
}
