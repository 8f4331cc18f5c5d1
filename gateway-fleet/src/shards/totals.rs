//! Makes the gateway follow the totals of the fleet's plan, so that the number of shards changes while it runs.

use gateway_dial::Report;
use gateway_shard::{Gateway, LeaseError, LeasedTotals, ShardStatus};

use crate::input::Request;
use crate::lease::Lease;
use crate::nats::{Gone, Worker};

pub(super) struct Totals {
    gateway: Gateway,
    worker: Worker,
    /// Whether shards of two totals were in use at the last check.
    has_two_totals: bool,
}

impl Totals {
    pub(super) const fn new(gateway: Gateway, worker: Worker) -> Self {
        Self { gateway, worker, has_two_totals: false }
    }

    /// Makes the gateway run shards of the totals of the plan. A change that is not possible yet is retried in a
    /// second.
    pub(super) fn follow_plan(&mut self) {
        let plan = self.worker.look(|fleet| Some((fleet.total()?, fleet.next_total())));
        let (Some((total, next)), Some(here)) = (plan, self.gateway.leased_totals()) else {
            return;
        };
        if let Err(error) = self.follow(total, next, here) {
            tracing::debug!(total, ?next, error = %Report::new(&error), "the gateway does not follow the plan yet");
        }
        let (has_two, ending) =
            self.worker.look(|fleet| (fleet.has_two_totals(), fleet.ending_leases()));
        if self.has_two_totals && !has_two {
            self.gateway.end_overlap();
        }
        self.has_two_totals = has_two;
        if next.is_none() {
            self.overlap(&ending);
        }
    }

    /// Old shards are ending in other processes. If this process has joined since the change, its gateway does not know
    /// of them.
    fn overlap(&self, ending: &[Lease]) {
        let Some(before) = ending.iter().map(|lease| lease.total).max() else { return };
        let of_it = ending.iter().filter(|lease| lease.total == before).map(|lease| lease.index);
        if let Err(error) = self.gateway.begin_overlap(before, of_it) {
            tracing::debug!(before, error = %Report::new(&error), "events of old shards elsewhere are not marked");
        }
    }

    fn follow(&self, total: u32, next: Option<u32>, here: LeasedTotals) -> Result<(), LeaseError> {
        let runs = |total| self.gateway.shards().iter().any(|shard| shard.count().get() == total);
        match here.beside {
            // The change was cancelled, or another one has followed it.
            Some(beside) if beside != total && Some(beside) != next && !runs(beside) => {
                self.gateway.give_up_total()?;
            }
            _ => {}
        }
        if here.serving != total {
            self.gateway.begin_total(total)?;
            self.gateway.serve_total(total)?;
        }
        next.map_or(Ok(()), |next| self.gateway.begin_total(next))
    }

    /// If Discord refuses a shard of the total that is being brought up, the change cannot succeed, and it is
    /// cancelled. If Discord refuses a shard of the present total, the gateway ends.
    pub(super) async fn give_up_refused(&self, shards: &[ShardStatus]) -> Result<(), Gone> {
        let Some(beside) = self.gateway.leased_totals().and_then(|totals| totals.beside) else {
            return Ok(());
        };
        for status in shards {
            let refused = status.stopped.as_ref().filter(|reason| reason.is_fatal());
            if let Some(reason) = refused.filter(|_| status.shard.count().get() == beside) {
                let why = format!("shard {}: {reason}", status.shard);
                return self.worker.request(Request::GiveUpReshard { total: beside, why }).await;
            }
        }
        Ok(())
    }
}
