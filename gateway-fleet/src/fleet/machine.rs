//! The state machine's state, and accessors that every rule needs. It implements no rule.

use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::fmt;
use std::time::Instant;

use crate::config::FleetConfig;
use crate::lease::{Lease, LeaseState};
use crate::output::Output;
use crate::trouble::Trouble;

use super::drain::Drain;
use super::identify::Waiting;
use super::ledger::Ledger;
use super::ownership::Phase;
use super::plan::Edit;
use super::presence::Presence;
use super::view::View;
use super::writes::Writes;

/// One worker of a fleet, as a state machine without I/O, clock or randomness of its own.
///
/// Feed it with [`handle`](Self::handle), then call [`poll`](Self::poll) until it returns [`Output::WaitUntil`] or
/// [`Output::Left`]. It never panics. The last output always names a time at which it wants to be woken, and the
/// reason, so it never waits without a deadline.
pub struct Fleet {
    pub(super) config: FleetConfig,
    /// The latest time seen. If time goes back, the clock counts as stopped.
    pub(super) now: Instant,
    pub(super) outputs: VecDeque<Output>,
    pub(super) view: View,
    pub(super) writes: Writes,
    pub(super) presence: Presence,
    /// The view contains everything written before this time: when the newest of this worker's records that the watch
    /// has delivered was sent.
    pub(super) proven_at: Option<Instant>,
    /// The leases that this worker owns, claims or is giving away.
    pub(super) local: BTreeMap<Lease, Phase>,
    /// Leases that were released here, and until when the next move waits for their new owner.
    pub(super) handed: BTreeMap<Lease, Instant>,
    /// Leases that ended by themselves, and until when this worker does not claim them.
    pub(super) backoff: BTreeMap<Lease, Instant>,
    /// Leases that wait for a permit to identify.
    pub(super) waiting: BTreeMap<Lease, Waiting>,
    /// When the waiting leases are checked again.
    pub(super) identify_at: Option<Instant>,
    pub(super) ledger: Ledger,
    /// Changes of the plan that have yet to be written.
    pub(super) edits: VecDeque<Edit>,
    /// When the leases are reassigned.
    pub(super) assign_at: Option<Instant>,
    /// Nothing is taken over before this time.
    pub(super) hold_off: Option<Instant>,
    /// Since when each lease is without an owner.
    pub(super) ownerless: BTreeMap<Lease, Instant>,
    pub(super) drain: Option<Drain>,
    pub(super) troubles: BTreeSet<Trouble>,
    /// A refusal that is shown until the next request.
    pub(super) reshard_refused: Option<Trouble>,
    /// The bucket has lost writes. The machine acts on this when a snapshot is complete.
    pub(super) went_back: bool,
    /// Whether this worker has agreed with the plan before.
    pub(super) has_agreed: bool,
}

impl Fleet {
    /// Returns the id of this worker.
    #[must_use]
    pub fn id(&self) -> &str {
        &self.config.worker
    }

    /// Returns the state of a lease.
    #[must_use]
    pub fn state(&self, lease: Lease) -> LeaseState {
        self.local.get(&lease).map_or(LeaseState::Elsewhere, |phase| self.state_of(phase))
    }

    /// Returns the leases that this worker owns, claims or is giving away, with their states.
    pub fn leases(&self) -> impl Iterator<Item = (Lease, LeaseState)> {
        self.local.iter().map(|(lease, phase)| (*lease, self.state_of(phase)))
    }

    /// Returns the worker that owns a lease, as far as this one knows.
    #[must_use]
    pub fn owner(&self, lease: Lease) -> Option<&str> {
        self.view.owner(lease).map(|owner| owner.worker.as_str())
    }

    /// Returns the epoch of a lease's ownership, as far as this worker knows.
    #[must_use]
    pub fn epoch(&self, lease: Lease) -> Option<u64> {
        let value = self.view.lease(lease)?;
        value.owner.as_ref()?;
        value.epoch.or_else(|| self.view.leases.get(&lease).map(|seen| seen.revision))
    }

    /// Returns how many leases the plan has; `None` while there is no plan.
    #[must_use]
    pub fn total(&self) -> Option<u32> {
        self.view.plan.value.as_ref().map(|plan| plan.total)
    }

    /// Returns the total that is being brought up beside the present one, while the total changes.
    #[must_use]
    pub fn next_total(&self) -> Option<u32> {
        self.view.plan.value.as_ref().and_then(|plan| plan.next)
    }

    /// Returns whether two totals are in use: another one is being brought up, or living workers still own leases of an
    /// earlier one.
    #[must_use]
    pub fn has_two_totals(&self) -> bool {
        self.next_total().is_some() || !self.ending_leases().is_empty()
    }

    /// Returns the leases of an earlier total that living workers still own, as far as this one knows.
    #[must_use]
    pub fn ending_leases(&self) -> Vec<Lease> {
        self.ending(&self.totals())
    }

    /// Returns how many leases of one total this worker can own.
    #[must_use]
    pub const fn capacity(&self) -> u32 {
        self.config.capacity
    }

    /// Returns the current troubles.
    pub fn troubles(&self) -> impl Iterator<Item = &Trouble> {
        self.troubles.iter()
    }

    pub(super) fn advance(&mut self, now: Instant) -> Instant {
        self.now = self.now.max(now);
        self.now
    }

    pub(super) fn assign_soon(&mut self, now: Instant) {
        let at = now + ASSIGN_DELAY;
        self.assign_at = Some(self.assign_at.map_or(at, |before| before.min(at)));
    }
}

/// Entries arrive in groups: leases are assigned once for each group.
const ASSIGN_DELAY: std::time::Duration = std::time::Duration::from_millis(50);

impl fmt::Debug for Fleet {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Fleet")
            .field("worker", &self.config.worker)
            .field("leases", &self.local.len())
            .field("troubles", &self.troubles)
            .finish_non_exhaustive()
    }
}
