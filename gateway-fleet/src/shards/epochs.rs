//! Under which epoch each shard was last started here.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

use gateway_model::gateway::ShardId;

/// The epochs of this worker's shards: by them a consumer of events tells an owner of a shard from an earlier one. Cheap to
/// clone.
#[derive(Clone, Debug, Default)]
pub struct Epochs(Arc<Mutex<BTreeMap<ShardId, u64>>>);

impl Epochs {
    /// The epoch under which this worker last ran a shard, also if another worker has the shard by now: what is read late
    /// from the shard's connection is still of this epoch. `None` if it never ran the shard.
    #[must_use]
    pub fn of(&self, shard: ShardId) -> Option<u64> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).get(&shard).copied()
    }

    pub(super) fn set(&self, shard: ShardId, epoch: u64) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).insert(shard, epoch);
    }
}
