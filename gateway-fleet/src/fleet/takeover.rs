//! Takes over the leases of a dead worker (rule 4).
//!
//! The key of a lease has its session. The owner's record has the sequences of all its leases in one value, so that the
//! number of writes grows with workers and not with leases. The record names the revision of the key that a sequence
//! belongs to: if the key has another session, the sequence is not used.
//!
//! The assignment decides which worker claims. This file decides whether a lease may be claimed, by the same view that
//! shows that the owner's record does not change. The claim expects the revision of that view, so it is refused if the
//! owner has written the key again meanwhile.

use std::time::Instant;

use crate::key::Key;
use crate::lease::Lease;
use crate::planted::{WrongRule, planted};
use crate::value::{Checkpoint, LeaseReport, Owner};

use super::machine::Fleet;

impl Fleet {
    /// Returns the checkpoint from which a lease is continued.
    pub(super) fn checkpoint(&self, lease: Lease) -> Option<Checkpoint> {
        let mut checkpoint = self.view.lease(lease)?.checkpoint()?;
        let owner = self.view.owner(lease);
        let report = owner.and_then(|owner| self.report(owner, lease));
        if let Some(LeaseReport(_, revision, sequence, _)) = report
            && (*revision == self.view.revision(&Key::Lease(lease))
                || planted(WrongRule::AnySequenceFits))
        {
            checkpoint.sequence = checkpoint.sequence.max(*sequence);
        }
        Some(checkpoint)
    }

    /// Returns what an owner's record reports about a lease.
    pub(super) fn report(&self, owner: &Owner, lease: Lease) -> Option<&LeaseReport> {
        let record = self.view.workers.get(&owner.worker)?.record.as_ref()?;
        if record.by.instance != owner.instance {
            return None;
        }
        record.leases.iter().find(|report| report.0 == lease)
    }

    /// Returns whether a lease is free, or its owner can be replaced.
    pub(super) fn is_claimable(&self, lease: Lease, now: Instant) -> bool {
        let key = Key::Lease(lease);
        if self.view.unreadable.contains_key(&key) || self.writes.is_pending(&key) {
            return false;
        }
        if self.backoff.get(&lease).is_some_and(|until| now < *until) {
            return false;
        }
        match self.view.owner(lease) {
            None => !self.is_held_beyond(lease),
            // It is this worker's by its key, but not running: a claim that was taken for refused.
            Some(owner) if *owner == self.me() => true,
            Some(owner) => self.is_gone(owner) && !self.is_held_beyond(lease),
        }
    }

    /// Returns whether a living worker has the lease at a later revision than the bucket: the bucket has lost its
    /// claim, which that worker will write again.
    fn is_held_beyond(&self, lease: Lease) -> bool {
        let revision = self.view.revision(&Key::Lease(lease));
        let later = |report: &LeaseReport| report.0 == lease && report.1 > revision;
        self.living_others().any(|(_, record)| record.leases.iter().any(later))
    }
}
