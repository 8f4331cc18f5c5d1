//! The bucket, as the watch has reported it so far.
//!
//! The watch delivers entries in the bucket's own order, so the view is the state of the bucket at one moment: a worker
//! that sees a claim has seen every record that was written before it. Rules that compare two keys rely on this. Only
//! the watch and this worker's own writes change the view. A read-back never does, because it may be newer than the
//! rest of the view.

use std::cmp::Ordering;
use std::collections::{BTreeMap, BTreeSet};
use std::time::Instant;

use crate::key::Key;
use crate::lease::Lease;
use crate::value::{
    IdentifyValue, LeaseValue, Owner, PlanValue, Stamp, StartsValue, Unreadable, WorkerRecord,
    decode, stamp_of,
};

use super::writes::Draft;

/// A key's revision and value; `None` if it was deleted or cannot be read.
#[derive(Debug)]
pub(super) struct Seen<T> {
    pub(super) revision: u64,
    pub(super) value: Option<T>,
}

// By hand, because `derive` would require `T: Default`.
impl<T> Default for Seen<T> {
    fn default() -> Self {
        Self { revision: 0, value: None }
    }
}

#[derive(Debug)]
pub(super) struct WorkerSeen {
    pub(super) revision: u64,
    /// `None` if only a lease names this worker, if its record was deleted, or if it cannot be read.
    pub(super) record: Option<WorkerRecord>,
    /// When this observer last saw the record change.
    pub(super) moved_at: Instant,
}

/// The last grant of an Identify key.
#[derive(Debug)]
pub(super) struct GrantSeen {
    revision: u64,
    stamp: Option<Stamp>,
    /// The lease that was granted, if this version can read it.
    pub(super) lease: Option<Lease>,
    /// When this observer saw it.
    pub(super) at: Instant,
}

#[derive(Debug)]
pub(super) struct View {
    /// The keys of the current snapshot, while it arrives.
    snapshot: Option<BTreeSet<Key>>,
    /// Whether a snapshot is complete, so that the view is the state of one moment.
    current: bool,
    /// When the current watch was started.
    pub(super) watched_at: Instant,
    /// The last revision that the watch delivered live.
    last: u64,
    pub(super) workers: BTreeMap<String, WorkerSeen>,
    pub(super) leases: BTreeMap<Lease, Seen<LeaseValue>>,
    /// Grants before this time are not known, or were of other keys.
    pub(super) identify_since: Instant,
    pub(super) identify: BTreeMap<u32, GrantSeen>,
    pub(super) starts: Seen<StartsValue>,
    /// When the ledger was last seen to change.
    pub(super) starts_at: Instant,
    pub(super) plan: Seen<PlanValue>,
    /// Keys with values that this version cannot read.
    pub(super) unreadable: BTreeMap<Key, Option<u32>>,
}

/// How an entry relates to the view.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Entry {
    /// The key has a new revision.
    New,
    /// The entry is already known.
    Known,
    /// The bucket has gone back: it has lost writes.
    Back,
}

impl View {
    pub(super) fn new(now: Instant) -> Self {
        Self {
            snapshot: None,
            current: false,
            watched_at: now,
            identify_since: now,
            last: 0,
            workers: BTreeMap::new(),
            leases: BTreeMap::new(),
            identify: BTreeMap::new(),
            starts: Seen::default(),
            starts_at: now,
            plan: Seen::default(),
            unreadable: BTreeMap::new(),
        }
    }

    pub(super) const fn is_current(&self) -> bool {
        self.current
    }

    pub(super) fn begin_snapshot(&mut self, now: Instant) {
        self.snapshot = Some(BTreeSet::new());
        self.current = false;
        self.watched_at = now;
        self.last = 0;
    }

    /// Ends the snapshot; returns the known keys that are no longer in it.
    pub(super) fn end_snapshot(&mut self, now: Instant) -> Vec<Key> {
        let seen = self.snapshot.take().unwrap_or_default();
        self.current = true;
        self.identify_since = now;
        let workers = self.workers.iter().filter(|(_, seen)| seen.revision > 0);
        let leases = self.leases.iter().filter(|(_, seen)| seen.revision > 0);
        let single = [(Key::Starts, self.starts.revision), (Key::Plan, self.plan.revision)];
        let keys = workers
            .map(|(id, _)| Key::Worker(id.clone()))
            .chain(leases.map(|(lease, _)| Key::Lease(*lease)))
            .chain(self.identify.keys().map(|key| Key::Identify(*key)))
            .chain(single.into_iter().filter(|(_, revision)| *revision > 0).map(|(key, _)| key));
        keys.filter(|key| !seen.contains(key)).collect()
    }

    /// Classifies an entry of the watch, before it is stored.
    pub(super) fn judge(&mut self, key: &Key, revision: u64, value: Option<&[u8]>) -> Entry {
        let known = self.revision(key);
        if let Some(snapshot) = &mut self.snapshot {
            snapshot.insert(key.clone());
            // After a loss, revisions are used again: the revision of another write is not the known one.
            let is_known = || {
                self.unreadable.contains_key(key)
                    || self.stamp(key) == value.and_then(stamp_of).as_ref()
            };
            return match revision.cmp(&known) {
                Ordering::Greater => Entry::New,
                Ordering::Equal if is_known() => Entry::Known,
                _ => Entry::Back,
            };
        }
        if revision <= self.last {
            return Entry::Back;
        }
        self.last = revision;
        // An own write may be known before the watch delivers it, and the value it replaced is delivered still later.
        if revision > known { Entry::New } else { Entry::Known }
    }

    /// Returns the mark of the known value.
    fn stamp(&self, key: &Key) -> Option<&Stamp> {
        match key {
            Key::Worker(id) => Some(&self.workers.get(id)?.record.as_ref()?.by),
            Key::Lease(lease) => Some(&self.lease(*lease)?.by),
            Key::Identify(key) => self.identify.get(key)?.stamp.as_ref(),
            Key::Starts => Some(&self.starts.value.as_ref()?.by),
            Key::Plan => Some(&self.plan.value.as_ref()?.by),
        }
    }

    pub(super) fn revision(&self, key: &Key) -> u64 {
        match key {
            Key::Worker(id) => self.workers.get(id).map_or(0, |seen| seen.revision),
            Key::Lease(lease) => self.leases.get(lease).map_or(0, |seen| seen.revision),
            Key::Identify(key) => self.identify.get(key).map_or(0, |grant| grant.revision),
            Key::Starts => self.starts.revision,
            Key::Plan => self.plan.revision,
        }
    }

    /// Stores an entry.
    pub(super) fn store(&mut self, key: &Key, revision: u64, value: Option<&[u8]>, now: Instant) {
        let mut unreadable = None;
        match key {
            Key::Worker(id) => {
                let record = read(value, &mut unreadable);
                self.workers.insert(id.clone(), WorkerSeen { revision, record, moved_at: now });
            }
            Key::Lease(lease) => {
                let value: Option<LeaseValue> = read(value, &mut unreadable);
                if let Some(owner) = value.as_ref().and_then(|value| value.owner.as_ref()) {
                    self.meet(&owner.worker, now);
                }
                self.leases.insert(*lease, Seen { revision, value });
            }
            Key::Identify(key) => {
                let stamp = value.and_then(stamp_of);
                let grant = value.and_then(|value| decode::<IdentifyValue>(value).ok());
                let lease = grant.map(|grant| grant.lease);
                self.identify.insert(*key, GrantSeen { revision, stamp, lease, at: now });
            }
            Key::Starts => {
                let value: Option<StartsValue> = read(value, &mut unreadable);
                let keys = |value: &Option<StartsValue>| Some(value.as_ref()?.max_concurrency);
                if keys(&value) != keys(&self.starts.value) {
                    self.identify_since = now;
                    self.identify.values_mut().for_each(|grant| grant.at = now);
                }
                self.starts = Seen { revision, value };
                self.starts_at = now;
            }
            Key::Plan => self.plan = Seen { revision, value: read(value, &mut unreadable) },
        }
        match unreadable {
            Some(Unreadable { version }) => self.unreadable.insert(key.clone(), version),
            None => self.unreadable.remove(key),
        };
    }

    /// A worker that owns a lease and has no record is treated as one whose record does not change.
    fn meet(&mut self, worker: &str, now: Instant) {
        if !self.workers.contains_key(worker) {
            let unknown = WorkerSeen { revision: 0, record: None, moved_at: now };
            self.workers.insert(worker.to_owned(), unknown);
        }
    }

    /// Stores a value that this worker wrote itself, before the watch delivers it. Its own record is left to the watch.
    pub(super) fn wrote(&mut self, key: &Key, draft: Draft, revision: u64, now: Instant) {
        if revision <= self.revision(key) {
            return;
        }
        match (key, draft) {
            (Key::Lease(lease), Draft::Lease(value)) => {
                self.leases.insert(*lease, Seen { revision, value: Some(value) });
            }
            (Key::Lease(lease), Draft::Delete) => {
                self.leases.insert(*lease, Seen { revision, value: None });
            }
            (Key::Identify(key), Draft::Identify(value)) => {
                let (stamp, lease) = (Some(value.by), Some(value.lease));
                self.identify.insert(*key, GrantSeen { revision, stamp, lease, at: now });
            }
            (Key::Starts, Draft::Starts(value)) => {
                self.starts = Seen { revision, value: Some(value) };
                self.starts_at = now;
            }
            (Key::Plan, Draft::Plan(value)) => {
                self.plan = Seen { revision, value: Some(value) };
            }
            _ => {}
        }
    }

    /// Forgets a key that is no longer in the bucket.
    pub(super) fn forget(&mut self, key: &Key, now: Instant) {
        match key {
            // It may still own leases, and is treated as a worker whose record does not change.
            Key::Worker(id) => {
                let unknown = WorkerSeen { revision: 0, record: None, moved_at: now };
                self.workers.insert(id.clone(), unknown);
            }
            Key::Lease(lease) => drop(self.leases.remove(lease)),
            Key::Identify(key) => drop(self.identify.remove(key)),
            Key::Starts => self.starts = Seen { revision: 0, value: self.starts.value.take() },
            Key::Plan => self.plan = Seen { revision: 0, value: self.plan.value.take() },
        }
    }

    pub(super) fn lease(&self, lease: Lease) -> Option<&LeaseValue> {
        self.leases.get(&lease)?.value.as_ref()
    }

    pub(super) fn owner(&self, lease: Lease) -> Option<&Owner> {
        self.lease(lease)?.owner.as_ref()
    }
}

fn read<T: serde::de::DeserializeOwned>(
    value: Option<&[u8]>,
    unreadable: &mut Option<Unreadable>,
) -> Option<T> {
    decode(value?).map_err(|error| *unreadable = Some(error)).ok()
}
