//! Who is dead (rule 3).
//!
//! A worker is dead for this observer when its record has not moved for `T_dead` of the observer's monotonic clock, and the
//! observer's own records were written all that time. That the view is not merely old is proven by the observer's own
//! record: the watch brings entries in the bucket's order, so when it brings the record that this worker sent at `s`, the
//! view holds everything written before `s`. If another record was last seen to move before `s - T_dead`, that worker has
//! written nothing since, so its confirmation, which counts from an earlier moment and for less time, is over.
//!
//! In an outage for all no record comes back, so nobody is dead. After a gap in the own records every countdown starts
//! anew: others had the same gap, or the observer was paused or cut off, and in both cases it knows nothing of the time in
//! between.

use std::time::{Duration, Instant};

use crate::planted::{WrongRule, planted};
use crate::value::{Owner, WorkerRecord, WorkerState};

use super::machine::Fleet;

impl Fleet {
    /// A gap in the own records as long as this starts the countdowns anew.
    fn proof_gap(&self) -> Duration {
        self.config.times.dead / 3
    }

    /// The watch has brought back a record that was sent at this time.
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

    /// Whether a worker's record has stood still for `T_dead`.
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

    /// The other workers that are neither dead nor have left: their ids and records.
    pub(super) fn living_others(&self) -> impl Iterator<Item = (&str, &WorkerRecord)> {
        self.view.workers.iter().filter_map(|(id, seen)| {
            let record = seen.record.as_ref()?;
            let lives = record.state != WorkerState::Left && !self.is_dead(id);
            (lives && *id != self.config.worker).then_some((id.as_str(), record))
        })
    }

    /// Whether the owner of a lease can be followed: it is dead, it has left, or a later life of its id has its record.
    /// The later life had to wait until this one was dead.
    pub(super) fn is_gone(&self, owner: &Owner) -> bool {
        let record = self.view.workers.get(&owner.worker).and_then(|seen| seen.record.as_ref());
        let is_over = record.is_some_and(|record| {
            record.by.instance != owner.instance || record.state == WorkerState::Left
        });
        is_over || self.is_dead(&owner.worker)
    }
}
