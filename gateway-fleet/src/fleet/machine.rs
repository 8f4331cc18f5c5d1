//! The machine's state, and what every rule needs of it. It has no rule of its own.

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

/// One worker of a fleet, as a machine without I/O, clock or randomness of its own.
///
/// Feed it with [`handle`](Self::handle), then [`poll`](Self::poll) until it says [`Output::WaitUntil`] or
/// [`Output::Left`]. It never panics, and it is never silent: after each drain a time is named at which it wants to be
/// woken, and why.
pub struct Fleet {
    pub(super) config: FleetConfig,
    /// The latest time seen: time that goes back is taken as standing still.
    pub(super) now: Instant,
    pub(super) outputs: VecDeque<Output>,
    pub(super) view: View,
    pub(super) writes: Writes,
    pub(super) presence: Presence,
    /// All that was written before this time is in the view: when the last of this worker's records was sent that the
    /// watch has brought back.
    pub(super) proven_at: Option<Instant>,
    /// The leases that are this worker's, or on their way to it or from it.
    pub(super) local: BTreeMap<Lease, Phase>,
    /// Leases that were released here, and until when their new owner is awaited before the next one is moved.
    pub(super) handed: BTreeMap<Lease, Instant>,
    /// Leases that ended by themselves, and until when they are left to others.
    pub(super) backoff: BTreeMap<Lease, Instant>,
    /// Leases that wait for a permit to identify.
    pub(super) waiting: BTreeMap<Lease, Waiting>,
    /// When the waiting leases are looked at again.
    pub(super) identify_at: Option<Instant>,
    pub(super) ledger: Ledger,
    /// Changes of the plan that are to be written.
    pub(super) edits: VecDeque<Edit>,
    /// When the leases are assigned anew.
    pub(super) assign_at: Option<Instant>,
    /// Nothing is taken over before this time.
    pub(super) hold_off: Option<Instant>,
    /// Since when leases are without an owner.
    pub(super) ownerless: BTreeMap<Lease, Instant>,
    pub(super) drain: Option<Drain>,
    pub(super) troubles: BTreeSet<Trouble>,
    /// A refusal that is shown until the next request.
    pub(super) reshard_refused: Option<Trouble>,
    /// The bucket was seen to have lost writes; it is acted on when a snapshot is complete.
    pub(super) went_back: bool,
    /// This worker has agreed with the plan once.
    pub(super) has_agreed: bool,
}

impl Fleet {
    /// The id of this worker.
    #[must_use]
    pub fn id(&self) -> &str {
        &self.config.worker
    }

    /// Where a lease is.
    #[must_use]
    pub fn state(&self, lease: Lease) -> LeaseState {
        self.local.get(&lease).map_or(LeaseState::Elsewhere, |phase| self.state_of(phase))
    }

    /// The leases that this worker has, or is about to have or to give away, with their states.
    pub fn leases(&self) -> impl Iterator<Item = (Lease, LeaseState)> {
        self.local.iter().map(|(lease, phase)| (*lease, self.state_of(phase)))
    }

    /// Which worker owns a lease, as far as this one knows.
    #[must_use]
    pub fn owner(&self, lease: Lease) -> Option<&str> {
        self.view.owner(lease).map(|owner| owner.worker.as_str())
    }

    /// The epoch of a lease's ownership, as far as this worker knows.
    #[must_use]
    pub fn epoch(&self, lease: Lease) -> Option<u64> {
        let value = self.view.lease(lease)?;
        value.owner.as_ref()?;
        value.epoch.or_else(|| self.view.leases.get(&lease).map(|seen| seen.revision))
    }

    /// How many leases the plan has; `None` while there is no plan.
    #[must_use]
    pub fn total(&self) -> Option<u32> {
        self.view.plan.value.as_ref().map(|plan| plan.total)
    }

    /// The total that is brought up beside the present one, while the total changes.
    #[must_use]
    pub fn next_total(&self) -> Option<u32> {
        self.view.plan.value.as_ref().and_then(|plan| plan.next)
    }

    /// Whether two totals are served: another one is brought up, or living workers own leases of an earlier one still.
    #[must_use]
    pub fn has_two_totals(&self) -> bool {
        self.next_total().is_some() || !self.ending_leases().is_empty()
    }

    /// The leases of an earlier total that living workers own still, as far as this one knows.
    #[must_use]
    pub fn ending_leases(&self) -> Vec<Lease> {
        self.ending(&self.totals())
    }

    /// How many leases of one total this worker can hold.
    #[must_use]
    pub const fn capacity(&self) -> u32 {
        self.config.capacity
    }

    /// What is wrong now.
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

/// Entries come in groups: leases are assigned once for each group.
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
