//! Decides which workers are dead (rule 3).
//!
//! A worker is dead for this observer if its record has not changed for `T_dead` of the observer's monotonic clock, and
//! the observer's own records were written all that time. The observer's own record proves that the view is not merely
//! old: the watch delivers entries in the bucket's order, so when it delivers the record that this worker sent at `s`,
//! the view contains everything written before `s`. If another record last changed before `s - T_dead`, that worker has
//! written nothing since. Its confirmation counts from an earlier moment and lasts for less time, so it is over.
//!
//! In an outage for all workers no record is delivered, so no worker is dead. After a gap in its own records, the
//! observer restarts every countdown: either the others had the same gap, or the observer was paused or cut off. In
//! both cases it knows nothing about the time in between.

use std::time::{Duration, Instant};

use crate::planted::{WrongRule, planted};
use crate::value::{Owner, WorkerRecord, WorkerState};

use super::machine::Fleet;

impl Fleet {
    /// A gap of this length in the worker's own records restarts the countdowns.
    fn proof_gap(&self) -> Duration {
        self.config.times.dead / 3
    }

    /// The watch delivered a record that was sent at this time.
    pub(super) fn proven(&mut self, sent_at: Instant, now: Instant) {
        let gap = self.proof_gap();
        let unbroken =
            self.proven_at.is_some_and(|before| sent_at.saturating_duration_since(before) <= gap);
        if !unbroken && !planted(WrongRule::GapsCountAsSilence) {
            for seen in self.view.workers.values_mut() {
                seen.moved_at = now;
            }
        }
        self.proven_at = self.proven_at.max(Some(sent_at));
    }

    /// Returns whether a worker's record has not changed for `T_dead`.
    pub(super) fn is_dead(&self, worker: &str) -> bool {
        let Some(seen) = self.view.workers.get(worker) else { return false };
        let proven_at = match self.proven_at {
            _ if planted(WrongRule::OldViewsProveDeath) => Some(self.now),
            proven_at => proven_at,
        };
        let dead = if planted(WrongRule::DeadTooSoon) {
            self.config.times.confirmed / 2
        } else {
            self.config.times.dead
        };
        proven_at.is_some_and(|proven| seen.moved_at + dead <= proven)
    }

    /// Returns the ids and records of the other workers that are neither dead nor have left.
    pub(super) fn living_others(&self) -> impl Iterator<Item = (&str, &WorkerRecord)> {
        self.view.workers.iter().filter_map(|(id, seen)| {
            let record = seen.record.as_ref()?;
            let lives = record.state != WorkerState::Left && !self.is_dead(id);
            (lives && *id != self.config.worker).then_some((id.as_str(), record))
        })
    }

    /// Returns whether the owner of a lease can be replaced: it is dead, it has left, or a later process with its id
    /// has written its record. That process had to wait until the owner was dead.
    pub(super) fn is_gone(&self, owner: &Owner) -> bool {
        let record = self.view.workers.get(&owner.worker).and_then(|seen| seen.record.as_ref());
        let is_over = record.is_some_and(|record| {
            record.by.instance != owner.instance || record.state == WorkerState::Left
        });
        is_over || self.is_dead(&owner.worker)
    }
}
