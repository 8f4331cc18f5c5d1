//! The current troubles (rule 9): computed at every beat, and reported when they begin and when they are over.

use std::collections::BTreeSet;
use std::time::Instant;

use crate::output::Output;
use crate::saturating::count;
use crate::trouble::{Difference, Trouble};

use super::assignment::OWNERLESS;
use super::machine::Fleet;

impl Fleet {
    pub(super) fn notice_troubles(&mut self, now: Instant) {
        let mut found = BTreeSet::new();
        self.own_troubles(now, &mut found);
        self.others_troubles(&mut found);
        self.lease_troubles(now, &mut found);
        self.budget_troubles(&mut found);
        let over = self.troubles.difference(&found).cloned().map(Output::TroubleOver);
        let new = found.difference(&self.troubles).cloned().map(Output::Trouble);
        self.outputs.extend(over.chain(new));
        self.troubles = found;
    }

    fn own_troubles(&self, now: Instant, found: &mut BTreeSet<Trouble>) {
        if self.id_is_used() {
            found.insert(Trouble::IdTaken);
        } else if self.presence.joined_at.is_some() && !self.is_confirmed(now) {
            found.insert(Trouble::Isolated);
        }
        if let Some(what) = self.own_difference() {
            let set_by = self.view.plan.value.as_ref().map_or("?", |plan| plan.by.worker.as_str());
            found.insert(Trouble::Refused { what, set_by: set_by.to_owned() });
        }
        if self.hold_off.is_some_and(|until| now < until) {
            found.insert(Trouble::HistoryLost);
        }
        for (key, version) in &self.view.unreadable {
            let (key, version) = (key.name(self.config.kind), *version);
            found.insert(Trouble::Unreadable { key, version });
        }
        if self.view.is_current() && self.view.plan.revision == 0 && self.config.total.is_none() {
            found.insert(Trouble::NoPlan);
        }
    }

    fn others_troubles(&self, found: &mut BTreeSet<Trouble>) {
        for (id, record) in self.living_others() {
            if let Some(what) = self.difference(&record.identity) {
                found.insert(Trouble::Differs { worker: id.to_owned(), what });
            }
        }
        let unreadable = self.view.unreadable.keys();
        for key in unreadable {
            if let crate::key::Key::Worker(id) = key {
                let what = Difference::Version;
                found.insert(Trouble::Differs { worker: id.clone(), what });
            }
        }
    }

    fn lease_troubles(&self, now: Instant, found: &mut BTreeSet<Trouble>) {
        let wanted = self.totals().into_iter().max().unwrap_or(0);
        let capacity = self.living_capacity();
        if self.view.is_current() && capacity < wanted {
            found.insert(Trouble::TooLittleCapacity { capacity, wanted });
        }
        let ownerless = self.ownerless.values().filter(|since| **since + OWNERLESS <= now).count();
        if ownerless > 0 {
            let count = count(ownerless);
            found.insert(Trouble::NoOwner { count, seconds: OWNERLESS.as_secs() });
        }
    }

    fn budget_troubles(&self, found: &mut BTreeSet<Trouble>) {
        if let Some((left, total)) = self.ledger.short {
            let waiting = count(self.waiting.len());
            if waiting > 0 {
                found.insert(Trouble::BudgetShort { left, total, waiting });
            }
        }
        for lease in &self.ledger.overspent {
            found.insert(Trouble::ShardOverspent { lease: *lease });
        }
        found.extend(self.reshard_refused.clone());
    }
}
