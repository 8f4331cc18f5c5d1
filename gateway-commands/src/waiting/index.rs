//! The current waits, by kind and by one id.
//!
//! A wait is stored under one key: the most selective id of its filter. An event has at most five keys. So finding its
//! waits takes five look-ups, however many waits there are, and one look-up if there is no wait for its kind.

use std::collections::{BTreeMap, HashMap};
use std::hash::Hash;
use std::sync::Arc;

use foldhash::fast::RandomState;
use gateway_model::Subject;

use super::subject::{Key, admits};

/// The waits by kinds `K`; `W` receives what arrives.
#[derive(Debug)]
pub(super) struct Index<K, W: ?Sized> {
    by_key: HashMap<(K, Key), BTreeMap<u64, Entry<W>>, RandomState>,
    /// The number of waits for each kind.
    by_kind: HashMap<K, usize, RandomState>,
}

#[derive(Debug)]
struct Entry<W: ?Sized> {
    wanted: Subject,
    waiter: Arc<W>,
}

impl<K, W: ?Sized> Default for Index<K, W> {
    fn default() -> Self {
        Self { by_key: HashMap::default(), by_kind: HashMap::default() }
    }
}

impl<K: Copy + Eq + Hash, W: ?Sized> Index<K, W> {
    /// Adds a wait under a unique number.
    pub(super) fn insert(&mut self, number: u64, kind: K, wanted: Subject, waiter: Arc<W>) {
        let key = (kind, Key::of_wait(&wanted));
        self.by_key.entry(key).or_default().insert(number, Entry { wanted, waiter });
        *self.by_kind.entry(kind).or_default() += 1;
    }

    /// Removes a wait, and its map entry if it was the last.
    pub(super) fn remove(&mut self, number: u64, kind: K, wanted: &Subject) -> Option<Arc<W>> {
        let key = (kind, Key::of_wait(wanted));
        let bucket = self.by_key.get_mut(&key)?;
        let entry = bucket.remove(&number)?;
        if bucket.is_empty() {
            self.by_key.remove(&key);
        }
        if let Some(count) = self.by_kind.get_mut(&kind) {
            *count -= 1;
            if *count == 0 {
                self.by_kind.remove(&kind);
            }
        }
        Some(entry.waiter)
    }

    /// Returns whether there is a wait for this kind.
    pub(super) fn has(&self, kind: K) -> bool {
        self.by_kind.contains_key(&kind)
    }

    /// Returns the waits for this kind and these ids, in the order in which they were started.
    pub(super) fn find(&self, kind: K, about: &Subject) -> Vec<Arc<W>> {
        let buckets = Key::of_event(about).filter_map(|key| self.by_key.get(&(kind, key)));
        let admitted = buckets.flatten().filter(|(_, entry)| admits(&entry.wanted, about));
        let mut found: Vec<_> =
            admitted.map(|(number, entry)| (*number, Arc::clone(&entry.waiter))).collect();
        found.sort_unstable_by_key(|(number, _)| *number);
        found.into_iter().map(|(_, waiter)| waiter).collect()
    }

    /// Returns the number of waits; one for several kinds counts for each.
    pub(super) fn len(&self) -> usize {
        self.by_kind.values().sum()
    }

    /// Removes all waits.
    pub(super) fn drain(&mut self) -> Vec<Arc<W>> {
        self.by_kind = HashMap::default();
        let buckets = std::mem::take(&mut self.by_key).into_values();
        buckets.flat_map(BTreeMap::into_values).map(|entry| entry.waiter).collect()
    }
}
