//! Two numbers of leased shards at once, while the number changes: the new ones begin beside the old.
//!
//! Several processes change together, each with its part of either. An event of a guild comes to its old session and to its new one.
//! If both are in this process, it is handed on once, as in a [reshard](Gateway::reshard): the old one's. If the old one
//! is in another process, that one hands it on as well, and here it is marked
//! ([`ShardEvent::may_be_doubled`](crate::ShardEvent::may_be_doubled)) and counted.

use std::sync::Arc;

use super::handle::Gateway;
use super::leases::LeaseError;
use crate::plan::ShardPlan;
use crate::shard::Fleet;

/// How many leased shards there are, of all processes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct LeasedTotals {
    /// By which commands find the shard of a guild.
    pub serving: u32,
    /// The number that begins beside it.
    pub beside: Option<u32>,
    /// The number that served before, while shards of it run here.
    pub ending: Option<u32>,
}

impl Gateway {
    /// How many leased shards there are; `None` without [`ShardPlan::Leased`].
    #[must_use]
    pub fn leased_totals(&self) -> Option<LeasedTotals> {
        self.inner.fleets.blueprint.leased?;
        let (serving, beside, before) = self.inner.fleets.leased_fleets();
        let count = |fleet: Arc<Fleet>| fleet.count.get();
        Some(LeasedTotals {
            serving: count(serving),
            beside: beside.map(count),
            ending: before.map(count),
        })
    }

    /// Shards of another number may be started beside those that serve, which are to follow them. All processes have to be told
    /// at about the same time. Does nothing if it is so already.
    ///
    /// # Errors
    ///
    /// Returns an error if the shards are not leased, if the number cannot be one, or while another change is under way.
    pub fn begin_total(&self, total: u32) -> Result<(), LeaseError> {
        let fleets = &self.inner.fleets;
        let totals = self.leased_totals().ok_or(LeaseError::NotLeased)?;
        if totals.serving == total || totals.beside == Some(total) {
            return Ok(());
        }
        if let Some(other) = totals.beside.or(totals.ending) {
            return Err(LeaseError::Busy(other));
        }
        let plan = ShardPlan::Leased { total };
        plan.shards(0)?;
        let Some(count) = plan.leased() else { return Err(LeaseError::NotLeased) };
        let fleet = Arc::new(Fleet::empty(fleets.next_number(), count));
        let serving = fleets.serving();
        let here = serving.shards();
        let here = here.iter().map(|shard| shard.id.id());
        self.inner.resharder.handover().begin_part(fleet.number, count, serving.count, here);
        if !fleets.begin_beside(&fleet) {
            self.inner.resharder.handover().end(fleet.number);
            return Err(LeaseError::Stopping);
        }
        tracing::info!(from = totals.serving, to = total, "shards of another number begin");
        Ok(())
    }

    /// The number that began beside serves from now on: the shard of a guild is found by it. The old shards are to be ended
    /// one by one with [`end_shard`](Self::end_shard). Does nothing if it is so already.
    ///
    /// # Errors
    ///
    /// Returns an error if this number has not begun, or the shards of an earlier one have not ended.
    pub fn serve_total(&self, total: u32) -> Result<(), LeaseError> {
        let totals = self.leased_totals().ok_or(LeaseError::NotLeased)?;
        if totals.serving == total {
            return Ok(());
        }
        if totals.beside != Some(total) || !self.inner.fleets.replace_leased() {
            return Err(LeaseError::Busy(
                totals.ending.or(totals.beside).unwrap_or(totals.serving),
            ));
        }
        tracing::info!(from = totals.serving, to = total, "shards of another number serve");
        Ok(())
    }

    /// The number that began beside does not come to serve. Its shards have to be ended before.
    ///
    /// # Errors
    ///
    /// Returns an error if the shards are not leased.
    pub fn give_up_total(&self) -> Result<(), LeaseError> {
        self.leased_totals().ok_or(LeaseError::NotLeased)?;
        if let (_, Some(beside), _) = self.inner.fleets.leased_fleets() {
            self.inner.fleets.give_up(&beside);
            self.inner.resharder.handover().end(beside.number);
        }
        Ok(())
    }

    /// This process has come after the change: it runs shards of the number that serves, while `running` of the `before` old
    /// ones have not ended in other processes. Their events are marked until [`end_overlap`](Self::end_overlap). Does nothing
    /// while a change is known here.
    ///
    /// # Errors
    ///
    /// Returns an error if the shards are not leased, or if the number cannot be one.
    pub fn begin_overlap(
        &self,
        before: u32,
        running: impl IntoIterator<Item = u32>,
    ) -> Result<(), LeaseError> {
        self.leased_totals().ok_or(LeaseError::NotLeased)?;
        let plan = ShardPlan::Leased { total: before };
        plan.shards(0)?;
        let Some(before) = plan.leased() else { return Err(LeaseError::NotLeased) };
        let serving = self.inner.fleets.serving();
        let handover = self.inner.resharder.handover();
        handover.begin_late(serving.number, serving.count, before, &running.into_iter().collect());
        Ok(())
    }

    /// No process runs shards of the old number any more. Events are marked for 10 s more, as this process may still read the
    /// duplicates of what others have handed on. Call it within a tokio runtime.
    pub fn end_overlap(&self) {
        if self.leased_totals().is_some_and(|totals| totals.beside.is_none()) {
            self.inner.resharder.handover().release(true);
            self.inner.resharder.end_later(self.inner.fleets.serving().number);
        }
    }

    /// Events that were handed on although another process may have handed them on too
    /// ([`ShardEvent::may_be_doubled`](crate::ShardEvent::may_be_doubled)), since the gateway started.
    #[must_use]
    pub fn doubled_events(&self) -> u64 {
        self.inner.resharder.handover().doubled()
    }
}
