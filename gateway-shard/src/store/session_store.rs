//! The store of sessions, as a trait.

use futures_util::future::BoxFuture;
use gateway_model::gateway::ShardId;

use super::shard_record::ShardRecord;
use crate::disk::StoreError;

/// Stores sessions. It is called at the start and then at most once a second, and never delays an event. A call that
/// takes more than 10 s is abandoned.
pub trait SessionStore: Send + Sync + 'static {
    /// Returns all records. A record that cannot be parsed is left out, with a warning.
    ///
    /// # Errors
    ///
    /// Returns an error if the store cannot be reached.
    fn load(&self) -> BoxFuture<'_, Result<Vec<ShardRecord>, StoreError>>;

    /// Stores these records and replaces earlier ones of the same shards. Either all or none are stored.
    ///
    /// # Errors
    ///
    /// Returns an error if they could not be stored; the earlier ones are then unchanged.
    fn save(&self, records: Vec<ShardRecord>) -> BoxFuture<'_, Result<(), StoreError>>;

    /// Removes the records of these shards.
    ///
    /// # Errors
    ///
    /// Returns an error if they could not be removed.
    fn remove(&self, shards: Vec<ShardId>) -> BoxFuture<'_, Result<(), StoreError>>;

    /// Returns whether records outlive the process. Only then are events tracked until they are handled.
    fn is_durable(&self) -> bool {
        true
    }
}
