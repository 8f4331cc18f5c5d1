//! Decides which worker owns a lease (rules 1 and 2).
//!
//! Ownership is one compare-and-set: a claim is written if the key still has the revision at which it was seen to be
//! free, or its owner to be dead. The revision of the claim is the epoch. Later writes of the owner keep the epoch in
//! the value.
//!
//! A lease is confirmed while its worker is (see `presence`), if its key was written, or written again, since the last
//! lapse. Only a confirmed lease may be resumed or identified. A lease is stopped as soon as the watch shows another
//! owner. A key can be taken from an owner that is not dead only if the bucket lost writes. Such an owner learns of it
//! from the watch, and is confirmed for at most `T`.

use std::time::Instant;

use crate::key::Key;
use crate::lease::{Lease, LeaseState};
use crate::output::{Output, StopHow};
use crate::planted::{WrongRule, planted};
use crate::value::{Checkpoint, LeaseValue, Owner, Rest, Session, Stamp, VERSION};
use crate::vitals::Vitals;

use super::machine::Fleet;
use super::writes::{Draft, Pending};

/// A lease that this worker owns.
#[derive(Clone, Debug)]
pub(super) struct Held {
    pub(super) epoch: u64,
    /// The worker's number of lapses when the lease's key was last written.
    lapses: u64,
    /// Whether the lease was started.
    pub(super) is_started: bool,
    pub(super) is_live: bool,
    pub(super) session: Option<Session>,
    /// Whether the lease's key contains the current session.
    pub(super) is_saved: bool,
    pub(super) sequence: u64,
    /// The last values that the driver reported.
    pub(super) vitals: Option<Vitals>,
    rest: Rest,
}

/// Why a lease stops.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Why {
    /// It is being given away.
    Moves,
    /// Another worker owns it.
    Lost,
    /// Its total is no longer in use.
    Done,
}

/// The state of a lease, with the data that exists only in this state.
#[derive(Clone, Debug)]
pub(super) enum Phase {
    Claiming,
    Held(Held),
    Stopping(Held, Why),
    /// It has ended, and its release is being written; `Done` deletes its key.
    Releasing(Held, Why),
}

impl Fleet {
    pub(super) fn me(&self) -> Owner {
        let config = &self.config;
        Owner { worker: config.worker.clone(), instance: config.instance.clone() }
    }

    pub(super) fn state_of(&self, phase: &Phase) -> LeaseState {
        match phase {
            Phase::Claiming => LeaseState::Claiming,
            Phase::Held(held) if self.is_doubted(held) => LeaseState::Doubted,
            Phase::Held(held) if held.is_live => LeaseState::Live,
            Phase::Held(_) => LeaseState::Starting,
            Phase::Stopping(..) => LeaseState::Stopping,
            Phase::Releasing(..) => LeaseState::Releasing,
        }
    }

    pub(super) const fn is_doubted(&self, held: &Held) -> bool {
        held.lapses != self.presence.lapses
    }

    /// Returns until when this worker's ownership of a lease is confirmed; `None` if it is not. Before that time the
    /// lease may identify (with a grant) and resume.
    #[must_use]
    pub fn confirmed(&self, lease: Lease) -> Option<Instant> {
        match self.local.get(&lease)? {
            Phase::Held(held) if !self.is_doubted(held) => self.confirmed_until(),
            _ => None,
        }
    }

    /// Returns until when this lease may be resumed: as [`confirmed`](Self::confirmed), or for
    /// [`outage_resume`](crate::FleetTimes::outage_resume) after the last confirmation.
    #[must_use]
    pub fn may_resume_until(&self, lease: Lease) -> Option<Instant> {
        let confirmed = self.confirmed(lease)?;
        let outage = self.presence.confirmed_at? + self.config.times.outage_resume;
        Some(confirmed.max(outage))
    }

    fn value(&self, held: &Held, owner: Option<Owner>) -> LeaseValue {
        LeaseValue {
            v: VERSION,
            by: Stamp::default(),
            epoch: owner.is_some().then_some(held.epoch),
            owner,
            session: held.session.clone(),
            sequence: held.sequence,
            rest: held.rest.clone(),
        }
    }

    /// Claims a lease, if its key still has the revision that the view shows.
    pub(super) fn claim(&mut self, lease: Lease, now: Instant) {
        let expected = self.view.revision(&Key::Lease(lease));
        let before = self.view.lease(lease);
        let checkpoint = self.checkpoint(lease);
        let value = LeaseValue {
            v: VERSION,
            by: Stamp::default(),
            owner: Some(self.me()),
            epoch: None,
            sequence: checkpoint.as_ref().map_or(0, |checkpoint| checkpoint.sequence),
            session: checkpoint.map(|checkpoint| checkpoint.session),
            rest: before.map_or_else(Rest::new, |value| value.rest.clone()),
        };
        if self.write(Key::Lease(lease), expected, Draft::Lease(value), now) {
            self.enter(lease, Some(Phase::Claiming));
        }
    }

    /// A write of a lease's key has taken effect.
    pub(super) fn lease_landed(
        &mut self,
        lease: Lease,
        pending: &Pending,
        revision: u64,
        now: Instant,
    ) {
        let Some(phase) = self.local.get(&lease).cloned() else { return };
        if self.waiting.contains_key(&lease) {
            self.identify_at = Some(now);
        }
        match phase {
            Phase::Claiming => {
                let Draft::Lease(value) = pending.draft() else { return };
                let held = Held {
                    epoch: revision,
                    lapses: pending.lapses,
                    is_started: false,
                    is_live: false,
                    session: value.session.clone(),
                    is_saved: true,
                    sequence: value.sequence,
                    vitals: None,
                    rest: value.rest.clone(),
                };
                self.enter(lease, Some(Phase::Held(held)));
            }
            Phase::Held(mut held) => {
                held.lapses = pending.lapses;
                if let Draft::Lease(value) = pending.draft() {
                    held.is_saved = value.session == held.session;
                }
                self.enter(lease, Some(Phase::Held(held)));
            }
            Phase::Stopping(..) => {}
            // The write may have been in progress when the lease ended. Then the release has yet to be written.
            Phase::Releasing(..) => match pending.draft() {
                Draft::Lease(value) if value.owner.is_some() => {}
                _ => self.released(lease, now),
            },
        }
        self.tend(lease, now);
    }

    /// A write of a lease's key will not take effect: the key has moved on.
    pub(super) fn lease_refused(&mut self, lease: Lease, now: Instant) {
        match self.local.get(&lease) {
            Some(Phase::Claiming) => {
                self.enter(lease, None);
                self.assign_soon(now);
            }
            // The watch shows whether another worker owns it, or an earlier write of this worker was in between.
            Some(Phase::Releasing(..)) => self.tend(lease, now),
            // The same; until then it is in doubt.
            Some(Phase::Held(held)) => {
                let mut held = held.clone();
                held.lapses = u64::MAX;
                self.enter(lease, Some(Phase::Held(held)));
                self.tend(lease, now);
            }
            _ => {}
        }
    }

    /// The view has news of a lease.
    pub(super) fn lease_seen(&mut self, lease: Lease, now: Instant) {
        let is_owned = self.view.owner(lease).is_some();
        // The next owner of a free lease is of no interest here, unless the lease makes room for another move.
        if !is_owned || self.handed.remove(&lease).is_some() {
            self.assign_soon(now);
        }
        if is_owned {
            self.ownerless.remove(&lease);
        }
        let ours = self.view.owner(lease) == Some(&self.me());
        match self.local.get_mut(&lease) {
            None | Some(Phase::Claiming) => {}
            Some(_) if is_owned && !ours => {
                if !planted(WrongRule::LostLeasesGoOn) {
                    self.lose(lease, now);
                }
            }
            Some(phase) => {
                // The key was deleted: any worker may claim it again.
                if let Phase::Held(held) = phase
                    && !ours
                {
                    held.lapses = u64::MAX;
                }
                self.tend(lease, now);
            }
        }
    }

    /// Another worker owns the lease: it ends here, and nothing is written.
    pub(super) fn lose(&mut self, lease: Lease, now: Instant) {
        self.waiting.remove(&lease);
        self.assign_soon(now);
        match self.local.get(&lease).cloned() {
            Some(Phase::Held(held)) if held.is_started => {
                self.outputs.push_back(Output::Stop { lease, how: StopHow::Resumable });
                self.enter(lease, Some(Phase::Stopping(held, Why::Lost)));
            }
            Some(Phase::Stopping(held, _)) => {
                self.enter(lease, Some(Phase::Stopping(held, Why::Lost)));
            }
            _ => self.enter(lease, None),
        }
    }

    pub(super) fn tend_all(&mut self, now: Instant) {
        let leases: Vec<_> = self.local.keys().copied().collect();
        for lease in leases {
            self.tend(lease, now);
        }
    }

    /// Writes what is missing in a lease's key, and starts the lease if it may be started.
    ///
    /// A key that names another owner is overwritten only after a loss of history, when that claim may be older than
    /// this one.
    pub(super) fn tend(&mut self, lease: Lease, now: Instant) {
        let key = Key::Lease(lease);
        let others = self.view.owner(lease).is_some_and(|owner| *owner != self.me());
        if others && self.hold_off.is_none_or(|until| until <= now) {
            return;
        }
        let expected = self.view.revision(&key);
        match self.local.get(&lease) {
            Some(Phase::Held(held)) => {
                let doubted = self.is_doubted(held);
                let (saved, confirmed) = (held.is_saved, self.is_confirmed(now));
                if (doubted && confirmed) || !saved {
                    let value = self.value(held, Some(self.me()));
                    self.write(key, expected, Draft::Lease(value), now);
                } else if !doubted && confirmed && !held.is_started {
                    self.start(lease);
                }
            }
            Some(Phase::Releasing(held, why)) => {
                let draft = match why {
                    Why::Done => Draft::Delete,
                    _ => Draft::Lease(self.value(held, None)),
                };
                self.write(key, expected, draft, now);
            }
            _ => {}
        }
    }

    fn start(&mut self, lease: Lease) {
        let Some(Phase::Held(held)) = self.local.get_mut(&lease) else { return };
        held.is_started = true;
        let (epoch, sequence) = (held.epoch, held.sequence);
        let resume = held.session.clone().map(|session| Checkpoint { session, sequence });
        self.outputs.push_back(Output::Start { lease, epoch, resume });
    }

    /// The only function that changes a lease's state.
    pub(super) fn enter(&mut self, lease: Lease, phase: Option<Phase>) {
        match phase {
            Some(phase) => drop(self.local.insert(lease, phase)),
            None => drop(self.local.remove(&lease)),
        }
    }

    pub(super) fn on_live(&mut self, lease: Lease, reached: Option<Checkpoint>, now: Instant) {
        self.waiting.remove(&lease);
        let sequence = reached.as_ref().map_or(0, |reached| reached.sequence);
        let session = reached.map(|reached| reached.session);
        if let Some(Phase::Held(held)) = self.local.get_mut(&lease) {
            held.is_live = true;
            if held.session != session {
                held.is_saved = false;
                // The sequence is written with the session, so that a worker killed before its first beat is resumed
                // from here.
                held.sequence = sequence;
                held.session = session;
            }
            self.tend(lease, now);
            self.assign_soon(now);
        }
    }

    pub(super) fn on_progress(&mut self, lease: Lease, sequence: u64) {
        if let Some(Phase::Held(held) | Phase::Stopping(held, _)) = self.local.get_mut(&lease) {
            held.sequence = held.sequence.max(sequence);
        }
    }

    pub(super) fn on_vitals(&mut self, vitals: Vec<(Lease, Vitals)>) {
        for (lease, vitals) in vitals {
            if let Some(Phase::Held(held)) = self.local.get_mut(&lease) {
                held.vitals = Some(vitals.cut());
            }
        }
    }

    /// An operator wants the lease to reconnect. A lease that is not started, or is about to end, reconnects anyway.
    pub(super) fn restart(&mut self, lease: Lease, new_session: bool) {
        if let Some(Phase::Held(held)) = self.local.get(&lease)
            && held.is_started
        {
            self.outputs.push_back(Output::Restart { lease, new_session });
        }
    }

    pub(super) fn on_ended(&mut self, lease: Lease, left: Option<Checkpoint>, now: Instant) {
        self.waiting.remove(&lease);
        let (mut held, why) = match self.local.get(&lease).cloned() {
            Some(Phase::Held(held)) => {
                self.backoff.insert(lease, now + self.config.times.ended_backoff);
                (held, Why::Moves)
            }
            Some(Phase::Stopping(held, why)) => (held, why),
            _ => return,
        };
        held.sequence = left.as_ref().map_or(0, |checkpoint| checkpoint.sequence);
        held.session = left.map(|checkpoint| checkpoint.session);
        self.assign_soon(now);
        if why == Why::Lost {
            return self.enter(lease, None);
        }
        self.enter(lease, Some(Phase::Releasing(held, why)));
        self.tend(lease, now);
    }
}
