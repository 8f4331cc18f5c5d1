//! Sessions that are stored as long as the process lives.

use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};

use futures_util::future::{BoxFuture, FutureExt, ready};
use gateway_model::gateway::ShardId;

use super::session_store::SessionStore;
use super::shard_record::ShardRecord;
use crate::disk::StoreError;

/// Stores sessions in memory: a gateway that is started again in the same process resumes.
#[derive(Debug, Default)]
pub struct MemoryStore {
    records: Mutex<BTreeMap<ShardId, ShardRecord>>,
}

impl MemoryStore {
    /// Creates an empty store.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    fn with<R>(&self, act: impl FnOnce(&mut BTreeMap<ShardId, ShardRecord>) -> R) -> R {
        // Each change is one complete insertion or removal, so a panic elsewhere leaves the map consistent.
        act(&mut self.records.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

impl SessionStore for MemoryStore {
    fn load(&self) -> BoxFuture<'_, Result<Vec<ShardRecord>, StoreError>> {
        ready(Ok(self.with(|records| records.values().cloned().collect()))).boxed()
    }

    fn save(&self, records: Vec<ShardRecord>) -> BoxFuture<'_, Result<(), StoreError>> {
        self.with(|known| known.extend(records.into_iter().map(|new| (new.shard(), new))));
        ready(Ok(())).boxed()
    }

    fn remove(&self, shards: Vec<ShardId>) -> BoxFuture<'_, Result<(), StoreError>> {
        self.with(|known| known.retain(|shard, _| !shards.contains(shard)));
        ready(Ok(())).boxed()
    }

    fn is_durable(&self) -> bool {
        false
    }
}

#[cfg(test)]
mod tests {
    use super::super::record;
    use super::*;

    #[tokio::test]
    async fn the_last_record_of_a_shard_wins() {
        let store = MemoryStore::new();
        store.save(vec![record(0, 2, 1), record(1, 2, 5)]).await.unwrap();
        store.save(vec![record(0, 2, 9)]).await.unwrap();
        assert_eq!(store.load().await.unwrap(), [record(0, 2, 9), record(1, 2, 5)]);
        store.remove(vec![record(0, 2, 0).shard()]).await.unwrap();
        assert_eq!(store.load().await.unwrap(), [record(1, 2, 5)]);
    }
}
