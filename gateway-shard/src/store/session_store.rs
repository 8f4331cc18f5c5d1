//! The store of sessions, as a trait.

use futures_util::future::BoxFuture;
use gateway_model::gateway::ShardId;

use super::shard_record::ShardRecord;
use crate::disk::StoreError;

/// Keeps sessions. Called at start and then at most once a second, never on the way of an event. A call that
/// takes more than 10 s is given up.
pub trait SessionStore: Send + Sync + 'static {
    /// All records there are. A record that cannot be read is left out, with a warning.
    ///
    /// # Errors
    ///
    /// Returns an error if the store cannot be reached at all.
    fn load(&self) -> BoxFuture<'_, Result<Vec<ShardRecord>, StoreError>>;

    /// Writes these records over earlier ones of the same shards, all or none.
    ///
    /// # Errors
    ///
    /// Returns an error if they could not be written; earlier ones are still there.
    fn save(&self, records: Vec<ShardRecord>) -> BoxFuture<'_, Result<(), StoreError>>;

    /// Forgets these shards.
    ///
    /// # Errors
    ///
    /// Returns an error if that could not be written.
    fn remove(&self, shards: Vec<ShardId>) -> BoxFuture<'_, Result<(), StoreError>>;

    /// Whether records outlive the process. Events are tracked until they are handled only then.
    fn is_durable(&self) -> bool {
        true
    }
}
