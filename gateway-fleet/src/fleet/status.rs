//! The fleet as this worker sees it, for people and programs. It implements no rule.

use std::collections::{BTreeMap, BTreeSet};
use std::time::Instant;

use crate::key::Key;
use crate::lease::Lease;
use crate::saturating::{count, millis};
use crate::status::{
    BudgetStatus, DisconnectStatus, FleetStatus, IdentifyKeyStatus, MoveStatus, PlanStatus,
    STATUS_VERSION, ShardTile, TileState, TroubleStatus, ViewStatus, WorkerCondition, WorkerTile,
};
use crate::value::{TroubleReport, VitalsReport, WorkerState};
use crate::vitals::{AWAITS_PERMIT, Vitals};

use super::assignment::Assignment;
use super::machine::Fleet;
use super::ownership::Phase;
use super::view::WorkerSeen;

/// The vitals of leases, by the owner that reports them.
type OthersVitals<'a> = BTreeMap<(&'a str, Lease), &'a VitalsReport>;

impl Fleet {
    /// Returns the whole fleet, as this worker sees it at this time.
    ///
    /// It recomputes the assignment: call it once a second, not for every event.
    #[must_use]
    pub fn status(&self, now: Instant) -> FleetStatus {
        let now = now.max(self.now);
        let vitals = self.others_vitals();
        let shards: Vec<ShardTile> =
            self.shown_leases().map(|lease| self.tile(lease, &vitals, now)).collect();
        FleetStatus {
            v: STATUS_VERSION,
            worker: self.config.worker.clone(),
            kind: self.config.kind,
            view: ViewStatus {
                current: self.view.is_current(),
                confirmed: self.is_confirmed(now),
                age_ms: self.proven_at.map(|at| millis(now.saturating_duration_since(at))),
            },
            plan: self.plan_status(&shards),
            workers: self.worker_tiles(&shards, now),
            budget: self.budget_status(now),
            identify: self.identify_status(&shards, now),
            moves: self.moves(&shards),
            troubles: self.all_troubles(),
            shards,
        }
    }

    /// Returns the leases of the plan, and those of an earlier total that have not ended yet.
    fn shown_leases(&self) -> impl Iterator<Item = Lease> {
        let totals = self.totals();
        let planned =
            totals.iter().flat_map(|total| (0..*total).map(|index| Lease { total: *total, index }));
        let shown: BTreeSet<Lease> = planned.chain(self.ending(&totals)).collect();
        shown.into_iter()
    }

    /// Returns the leases of totals that are no longer in the plan and that a living worker owns.
    pub(super) fn ending(&self, totals: &[u32]) -> Vec<Lease> {
        let lives =
            |lease: &&Lease| self.view.owner(**lease).is_some_and(|owner| !self.is_gone(owner));
        let others = self.view.leases.keys().filter(|lease| !totals.contains(&lease.total));
        others.filter(lives).copied().collect()
    }

    fn plan_status(&self, shards: &[ShardTile]) -> Option<PlanStatus> {
        let plan = self.view.plan.value.as_ref()?;
        let live = |total: u32| {
            let tiles = shards.iter().filter(|tile| tile.total == total);
            count(tiles.filter(|tile| tile.state == TileState::Live).count())
        };
        Some(PlanStatus {
            total: plan.total,
            next: plan.next,
            next_live: plan.next.map(live),
            ending: count(self.ending_leases().len()),
            set_by: plan.by.worker.clone(),
        })
    }

    /// Returns what the records of the other workers report about their leases.
    fn others_vitals(&self) -> OthersVitals<'_> {
        let workers = self.view.workers.iter().flat_map(|(id, seen)| {
            let reports = seen.record.iter().flat_map(|record| &record.vitals);
            reports.map(move |report| ((id.as_str(), report.0), report))
        });
        workers.collect()
    }

    fn tile(&self, lease: Lease, vitals: &OthersVitals<'_>, now: Instant) -> ShardTile {
        let (state, vitals) = match self.local.get(&lease) {
            Some(phase) => own_tile(phase, self.state_of(phase)),
            None => self.others_tile(lease, vitals, now),
        };
        let vitals = vitals.as_ref();
        ShardTile {
            index: lease.index,
            total: lease.total,
            state,
            owner: self.owner(lease).map(str::to_owned),
            epoch: self.epoch(lease),
            connection: vitals.map(|vitals| vitals.connection.clone()),
            latency_ms: vitals.and_then(|vitals| vitals.latency).map(millis),
            events_per_second: vitals.map(|vitals| vitals.events_per_second),
            queued: vitals.map(|vitals| vitals.queued),
            last_disconnect: vitals.and_then(|vitals| vitals.last_disconnect.as_ref()).map(
                |lost| {
                    let ago = now.saturating_duration_since(lost.at);
                    DisconnectStatus { why: lost.why.clone(), seconds_ago: ago.as_secs() }
                },
            ),
        }
    }

    fn others_tile(
        &self,
        lease: Lease,
        vitals: &OthersVitals<'_>,
        now: Instant,
    ) -> (TileState, Option<Vitals>) {
        let Some(owner) = self.view.owner(lease) else { return (TileState::Free, None) };
        if self.is_gone(owner) {
            return (TileState::OwnerGone, None);
        }
        let Some(seen) = self.view.workers.get(&owner.worker) else {
            return (TileState::OwnerSilent, None);
        };
        let vitals = vitals.get(&(owner.worker.as_str(), lease));
        let vitals = vitals.map(|report| report.vitals(seen.moved_at));
        let state = match self.report(owner, lease) {
            _ if self.is_silent(seen, now) => TileState::OwnerSilent,
            Some(report) if report.3 => TileState::Live,
            Some(_) => TileState::Starting,
            // Its record does not have the lease: it was claimed after the record was written, or is being given away.
            None if self.view.revision(&Key::Lease(lease)) > seen.revision => TileState::Starting,
            None => TileState::Moving,
        };
        (state, vitals)
    }

    fn is_silent(&self, seen: &WorkerSeen, now: Instant) -> bool {
        seen.moved_at + self.config.times.confirmed <= now
    }

    fn worker_tiles(&self, shards: &[ShardTile], now: Instant) -> Vec<WorkerTile> {
        let mut load: BTreeMap<&str, u32> = BTreeMap::new();
        for owner in shards.iter().filter_map(|tile| tile.owner.as_deref()) {
            *load.entry(owner).or_default() += 1;
        }
        let workers = self.view.workers.iter().map(|(id, seen)| WorkerTile {
            id: id.clone(),
            state: self.condition(id, seen, now),
            capacity: seen.record.as_ref().map_or(0, |record| record.capacity),
            load: load.get(id.as_str()).copied().unwrap_or(0),
            record_age_ms: millis(now.saturating_duration_since(seen.moved_at)),
        });
        workers.collect()
    }

    fn condition(&self, id: &str, seen: &WorkerSeen, now: Instant) -> WorkerCondition {
        let is_own = id == self.config.worker;
        let differs = match &seen.record {
            _ if is_own => self.own_difference().is_some(),
            Some(record) => !self.agrees(record),
            None => self.view.unreadable.contains_key(&Key::Worker(id.to_owned())),
        };
        match seen.record.as_ref().map(|record| record.state) {
            Some(WorkerState::Left) => WorkerCondition::Left,
            _ if !is_own && self.is_dead(id) => WorkerCondition::Dead,
            _ if is_own && !self.is_confirmed(now) => WorkerCondition::Isolated,
            _ if !is_own && self.is_silent(seen, now) => WorkerCondition::Isolated,
            _ if differs => WorkerCondition::Refused,
            Some(WorkerState::Draining) => WorkerCondition::Draining,
            Some(WorkerState::Active) | None => WorkerCondition::Active,
        }
    }

    fn budget_status(&self, now: Instant) -> Option<BudgetStatus> {
        let starts = self.view.starts.value.as_ref()?;
        Some(BudgetStatus {
            total: starts.total,
            left: starts.left,
            spendable: self.spendable()?,
            resets_in_s: self.starts_come_back_in(now).map(|millis| millis / 1000),
            max_concurrency: starts.max_concurrency,
        })
    }

    fn identify_status(&self, shards: &[ShardTile], now: Instant) -> Vec<IdentifyKeyStatus> {
        let keys = self.ledger_concurrency().unwrap_or(0);
        let waits = |tile: &&ShardTile| tile.connection.as_deref() == Some(AWAITS_PERMIT);
        let waiting: Vec<u32> = shards.iter().filter(waits).map(|tile| tile.index).collect();
        // There is no use in more keys than shards.
        let most = self.totals().into_iter().max().unwrap_or(0);
        let status = |key: u32| IdentifyKeyStatus {
            key,
            last: self.view.identify.get(&key).and_then(|grant| grant.lease).map(|l| l.to_string()),
            free_in_ms: millis(self.key_free_at(key).saturating_duration_since(now)),
            waiting: count(waiting.iter().filter(|index| *index % keys == key).count()),
        };
        (0..keys.min(most)).map(status).collect()
    }

    fn moves(&self, shards: &[ShardTile]) -> Vec<MoveStatus> {
        let mut moves = Vec::new();
        for total in self.totals() {
            let Assignment { workers, owners, assigned } = self.assignment(total);
            let name = |worker: Option<usize>| worker.map(|worker| workers[worker].0.clone());
            for tile in shards.iter().filter(|tile| tile.total == total) {
                let index = tile.index as usize;
                let (is, wanted) = (owners[index], assigned[index]);
                if is == wanted {
                    continue;
                }
                let under_way = matches!(tile.state, TileState::Moving | TileState::Free);
                // The assignment ignores the leases of draining and dead workers.
                let (index, from, to) = (tile.index, tile.owner.clone(), name(wanted));
                if from != to {
                    moves.push(MoveStatus { index, total, from, to, under_way });
                }
            }
        }
        moves
    }

    /// Returns the troubles of this worker, and those in the records of living workers.
    fn all_troubles(&self) -> Vec<TroubleStatus> {
        let mut found: BTreeMap<TroubleReport, Vec<String>> = BTreeMap::new();
        for trouble in &self.troubles {
            let told = found.entry(TroubleReport::new(trouble)).or_default();
            told.push(self.config.worker.clone());
        }
        for (id, record) in self.living_others() {
            for report in &record.troubles {
                found.entry(report.clone()).or_default().push(id.to_owned());
            }
        }
        let status = |(TroubleReport(code, what, remedy), workers)| TroubleStatus {
            code,
            what,
            remedy,
            workers,
        };
        found.into_iter().map(status).collect()
    }
}

fn own_tile(phase: &Phase, state: crate::lease::LeaseState) -> (TileState, Option<Vitals>) {
    use crate::lease::LeaseState;
    let vitals = match phase {
        Phase::Claiming => None,
        Phase::Held(held) | Phase::Stopping(held, _) | Phase::Releasing(held, _) => {
            held.vitals.clone()
        }
    };
    let state = match state {
        LeaseState::Live => TileState::Live,
        LeaseState::Doubted => TileState::Doubted,
        LeaseState::Stopping | LeaseState::Releasing => TileState::Moving,
        LeaseState::Elsewhere | LeaseState::Claiming | LeaseState::Starting => TileState::Starting,
    };
    (state, vitals)
}
