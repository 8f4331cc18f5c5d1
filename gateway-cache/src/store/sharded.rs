//! A map with many locks.

use std::collections::HashMap;
use std::hash::BuildHasher as _;
use std::sync::{PoisonError, RwLock, RwLockReadGuard, RwLockWriteGuard};

use foldhash::fast::RandomState;

/// The number of locks.
const SHARDS: usize = 64;

/// Locks for reading. A panic of another thread leaves rows consistent, because each is inserted in one step.
pub(crate) fn read<T>(lock: &RwLock<T>) -> RwLockReadGuard<'_, T> {
    lock.read().unwrap_or_else(PoisonError::into_inner)
}

/// Locks for writing.
pub(crate) fn write<T>(lock: &RwLock<T>) -> RwLockWriteGuard<'_, T> {
    lock.write().unwrap_or_else(PoisonError::into_inner)
}

/// The part of a map that one lock protects.
pub(crate) type Part<V> = HashMap<u64, V, RandomState>;

/// A map by ids, with many locks.
#[derive(Debug)]
pub(crate) struct Sharded<V> {
    parts: Box<[RwLock<Part<V>>]>,
    hash: RandomState,
}

impl<V> Default for Sharded<V> {
    fn default() -> Self {
        Self {
            parts: (0..SHARDS).map(|_| RwLock::default()).collect(),
            hash: RandomState::default(),
        }
    }
}

impl<V> Sharded<V> {
    fn part(&self, id: u64) -> &RwLock<Part<V>> {
        // The part's own map uses other bits of its own hash.
        let at = usize::try_from(self.hash.hash_one(id) >> 32).unwrap_or_default() % SHARDS;
        &self.parts[at]
    }

    /// The part that contains an id, for reading.
    pub(crate) fn read(&self, id: u64) -> RwLockReadGuard<'_, Part<V>> {
        read(self.part(id))
    }

    /// The part that contains an id, for writing.
    pub(crate) fn write(&self, id: u64) -> RwLockWriteGuard<'_, Part<V>> {
        write(self.part(id))
    }

    /// All ids, in no particular order.
    pub(crate) fn ids(&self) -> impl Iterator<Item = u64> {
        self.parts().flat_map(|part| part.keys().copied().collect::<Vec<_>>())
    }

    /// Visits all parts in order.
    pub(crate) fn parts(&self) -> impl Iterator<Item = RwLockReadGuard<'_, Part<V>>> {
        self.parts.iter().map(read)
    }
}

impl<V: Clone> Sharded<V> {
    /// Clones of all values, in no particular order. No lock is held while the caller uses a value.
    pub(crate) fn values(&self) -> impl Iterator<Item = V> {
        self.parts().flat_map(|part| part.values().cloned().collect::<Vec<_>>())
    }

    pub(crate) fn get(&self, id: u64) -> Option<V> {
        self.read(id).get(&id).cloned()
    }
}
