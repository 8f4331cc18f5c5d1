//! A model of the bucket: compare-and-set on keys, with revisions that count the writes of all keys.

use std::collections::BTreeMap;
use std::rc::Rc;

pub(super) type Value = Option<Rc<[u8]>>;

#[derive(Clone, Debug)]
pub(super) struct Entry {
    pub(super) revision: u64,
    pub(super) key: Rc<str>,
    pub(super) value: Value,
}

#[derive(Debug, Default)]
pub(super) struct Bucket {
    /// All writes, oldest first; revision `n` is at `n - 1`.
    pub(super) log: Vec<Entry>,
    /// The positions of each key's writes in the log.
    keys: BTreeMap<Rc<str>, Vec<usize>>,
}

impl Bucket {
    /// Writes if the key has the expected revision; returns the new revision.
    pub(super) fn write(&mut self, key: &str, expected: u64, value: Value) -> Option<u64> {
        if self.get(key).map_or(0, |entry| entry.revision) != expected {
            return None;
        }
        let key: Rc<str> = key.into();
        let revision = self.log.len() as u64 + 1;
        self.keys.entry(Rc::clone(&key)).or_default().push(self.log.len());
        self.log.push(Entry { revision, key, value });
        Some(revision)
    }

    pub(super) fn get(&self, key: &str) -> Option<&Entry> {
        Some(&self.log[*self.keys.get(key)?.last()?])
    }

    /// What a replica that lags behind returns.
    pub(super) fn get_stale(&self, key: &str) -> Option<&Entry> {
        let places = self.keys.get(key)?;
        Some(&self.log[*places.get(places.len().checked_sub(2)?)?])
    }

    /// The newest entry of each key, in the order of the revisions.
    pub(super) fn snapshot(&self) -> Vec<Entry> {
        let mut places: Vec<usize> =
            self.keys.values().filter_map(|places| places.last().copied()).collect();
        places.sort_unstable();
        places.into_iter().map(|place| self.log[place].clone()).collect()
    }

    /// The last writes are lost, although they were acknowledged.
    pub(super) fn lose(&mut self, count: usize) {
        let length = self.log.len().saturating_sub(count);
        self.log.truncate(length);
        for places in self.keys.values_mut() {
            places.retain(|place| *place < length);
        }
        self.keys.retain(|_, places| !places.is_empty());
    }
}
