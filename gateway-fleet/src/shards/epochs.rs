//! The epoch under which each shard was last started here.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

use gateway_model::gateway::ShardId;

/// The epochs of this worker's shards. Consumers of events use them to distinguish an owner of a shard from a former
/// one. Cheap to clone.
#[derive(Clone, Debug, Default)]
pub struct Epochs(Arc<Mutex<BTreeMap<ShardId, u64>>>);

impl Epochs {
    /// Returns the epoch under which this worker last ran a shard; `None` if it never ran the shard. It stays available
    /// after another worker has taken the shard, because events that are read late from the connection still belong to
    /// this epoch.
    #[must_use]
    pub fn of(&self, shard: ShardId) -> Option<u64> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).get(&shard).copied()
    }

    pub(super) fn set(&self, shard: ShardId, epoch: u64) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).insert(shard, epoch);
    }
}
