//! Changes the shard count of leased shards: the shards of the new count start beside the old ones.
//!
//! All processes of the bot make the change together, and each runs some of the old and some of the new shards. An
//! event of a guild arrives in the session of an old shard and in that of a new one. If both are in this process, it is
//! delivered once, from the old one, as in a [reshard](Gateway::reshard). If the old shard is in another process, that
//! process delivers the event as well. Here it is then marked as a possible duplicate
//! ([`ShardEvent::may_be_doubled`](crate::ShardEvent::may_be_doubled)) and counted.

use std::sync::Arc;

use super::handle::Gateway;
use super::leases::LeaseError;
use crate::plan::ShardPlan;
use crate::shard::Fleet;

/// The shard counts that a bot with leased shards uses: one, or two during a change.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct LeasedTotals {
    /// The shard count with which commands find the shard of a guild.
    pub serving: u32,
    /// The new shard count, while its shards start beside the serving ones.
    pub beside: Option<u32>,
    /// The previous shard count, while some of its shards still run in this process.
    pub ending: Option<u32>,
}

impl Gateway {
    /// The shard counts in use; `None` without [`ShardPlan::Leased`].
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

    /// Begins a change of the shard count: shards of the count `total` can start beside the present ones, which they
    /// will replace. Call it in all processes at about the same time. It has no effect if this change has already
    /// begun.
    ///
    /// # Errors
    ///
    /// Returns an error if the shards are not leased, if `total` is invalid, or if another change is in progress.
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
        tracing::info!(from = totals.serving, to = total, "started a change of the shard count");
        Ok(())
    }

    /// Makes the new shard count the serving one: from now on the shard of a guild is found with it. Then end the old
    /// shards one by one with [`end_shard`](Self::end_shard). It has no effect if this count already serves.
    ///
    /// # Errors
    ///
    /// Returns an error if the change to this count has not begun, or if shards of an earlier count have not ended.
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
        tracing::info!(from = totals.serving, to = total, "the new shard count serves");
        Ok(())
    }

    /// Cancels the change to the new shard count. Its shards must have ended before.
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

    /// Informs a process that starts after a change that the shards `running`, of the previous count `before`, have not
    /// ended in other processes. Events that those shards receive too are marked as possible duplicates until
    /// [`end_overlap`](Self::end_overlap). It has no effect if a change is already in progress in this process.
    ///
    /// # Errors
    ///
    /// Returns an error if the shards are not leased, or if `before` is invalid.
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

    /// Ends the overlap: no process runs shards of the previous count any more. For another 10 s, events are still
    /// marked as possible duplicates ([`ShardEvent::may_be_doubled`](crate::ShardEvent::may_be_doubled)), because this
    /// process may still read events that other processes delivered. Must be called within a tokio runtime.
    pub fn end_overlap(&self) {
        if self.leased_totals().is_some_and(|totals| totals.beside.is_none()) {
            self.inner.resharder.handover().release(true);
            self.inner.resharder.end_later(self.inner.fleets.serving().number);
        }
    }

    /// The number of events delivered since the start that another process may have delivered too
    /// ([`ShardEvent::may_be_doubled`](crate::ShardEvent::may_be_doubled)).
    #[must_use]
    pub fn doubled_events(&self) -> u64 {
        self.inner.resharder.handover().doubled()
    }
}
