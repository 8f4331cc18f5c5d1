//! Protects the gateway from a custom session store that hangs or panics.

use std::future::Future;
use std::panic::AssertUnwindSafe;
use std::sync::Arc;
use std::time::Duration;

use futures_util::FutureExt as _;
use gateway_handler::panic_text;
use gateway_model::gateway::ShardId;

use super::session_store::SessionStore;
use super::shard_record::ShardRecord;
use crate::disk::StoreError;

/// The time limit of one call. Data that was not stored is stored at the next attempt, with later changes.
pub(crate) const PATIENCE: Duration = Duration::from_secs(10);

/// A store whose calls always end: a call that hangs or panics returns an error.
#[derive(Clone)]
pub(crate) struct Guarded(Arc<dyn SessionStore>);

impl Guarded {
    pub(crate) fn new(store: Arc<dyn SessionStore>) -> Self {
        Self(store)
    }

    /// See [`SessionStore::load`].
    pub(crate) async fn load(&self) -> Result<Vec<ShardRecord>, StoreError> {
        guard(async { self.0.load().await }).await
    }

    /// See [`SessionStore::save`].
    pub(crate) async fn save(&self, records: Vec<ShardRecord>) -> Result<(), StoreError> {
        guard(async { self.0.save(records).await }).await
    }

    /// See [`SessionStore::remove`].
    pub(crate) async fn remove(&self, shards: Vec<ShardId>) -> Result<(), StoreError> {
        guard(async { self.0.remove(shards).await }).await
    }

    /// See [`SessionStore::is_durable`].
    pub(crate) fn is_durable(&self) -> bool {
        self.0.is_durable()
    }
}

async fn guard<T>(call: impl Future<Output = Result<T, StoreError>>) -> Result<T, StoreError> {
    // The state of a store after a panic is its own responsibility, as with any other caller.
    let call = AssertUnwindSafe(call).catch_unwind();
    match tokio::time::timeout(PATIENCE, call).await {
        Ok(Ok(answer)) => answer,
        Ok(Err(panic)) => Err(StoreError::Panicked(panic_text(&*panic))),
        Err(_) => Err(StoreError::TimedOut(PATIENCE)),
    }
}

#[cfg(test)]
mod tests {
    use futures_util::future::{BoxFuture, pending};

    use super::super::{MemoryStore, record};
    use super::*;

    struct Bad;

    impl SessionStore for Bad {
        fn load(&self) -> BoxFuture<'_, Result<Vec<ShardRecord>, StoreError>> {
            pending().boxed()
        }

        fn save(&self, _: Vec<ShardRecord>) -> BoxFuture<'_, Result<(), StoreError>> {
            std::panic::resume_unwind(Box::new("no database"))
        }

        fn remove(&self, _: Vec<ShardId>) -> BoxFuture<'_, Result<(), StoreError>> {
            async { std::panic::resume_unwind(Box::new("gone")) }.boxed()
        }
    }

    #[tokio::test(start_paused = true)]
    async fn a_store_that_hangs_or_panics_is_an_error() {
        let store = Guarded::new(Arc::new(Bad));
        let error = store.load().await.unwrap_err();
        assert!(matches!(error, StoreError::TimedOut(PATIENCE)) && error.is_retryable(), "{error}");
        let errors = [store.save(Vec::new()).await, store.remove(Vec::new()).await];
        let texts = errors.map(|error| error.unwrap_err().to_string());
        assert!(texts[0].contains("no database") && texts[1].contains("gone"), "{texts:?}");
    }

    #[tokio::test]
    async fn what_outlives_the_process_is_told_from_what_does_not() {
        assert!(!Guarded::new(Arc::new(MemoryStore::new())).is_durable());
        assert!(Guarded::new(Arc::new(Bad)).is_durable(), "unless a store says otherwise");
    }

    #[tokio::test]
    async fn what_a_store_is_given_it_gives_back() {
        let store = Guarded::new(Arc::new(MemoryStore::new()));
        store.save(vec![record(0, 2, 1), record(1, 2, 5)]).await.unwrap();
        store.remove(vec![record(0, 2, 1).shard()]).await.unwrap();
        assert_eq!(store.load().await.unwrap(), [record(1, 2, 5)]);
    }
}
