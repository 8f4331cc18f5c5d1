//! The sessions of this process, and their conversion to and from a lease's key.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use futures_util::FutureExt as _;
use futures_util::future::BoxFuture;
use gateway_model::gateway::{Intents, ShardId};
use gateway_model::id::{Id, marker};
use gateway_shard::{SessionStore, ShardRecord, StoreError};
use serde::{Deserialize, Serialize};
use tokio::sync::Notify;

use crate::value::{Checkpoint, Session};

/// The largest size of a session's own data in its key. NATS accepts messages of 1 MiB.
const MOST_BYTES: usize = 512 * 1024;

/// The sessions of this process's shards, up to the events that were handled. The gateway writes them immediately when
/// a session begins, and otherwise once a second.
#[derive(Clone, Debug, Default)]
pub(super) struct Sessions(Arc<Shared>);

#[derive(Debug, Default)]
struct Shared {
    records: Mutex<BTreeMap<ShardId, ShardRecord>>,
    changed: Notify,
}

impl Sessions {
    fn records(&self) -> MutexGuard<'_, BTreeMap<ShardId, ShardRecord>> {
        self.0.records.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Returns the session of each shard, with the sequence up to which events were handled.
    pub(super) fn marks(&self) -> Vec<(ShardId, String, u64)> {
        let sessions = self.records();
        let mark = |record: &ShardRecord| {
            (record.shard(), record.session.id.clone(), record.session.sequence)
        };
        sessions.values().map(mark).collect()
    }

    pub(super) fn get(&self, shard: ShardId) -> Option<ShardRecord> {
        self.records().get(&shard).cloned()
    }

    pub(super) fn take(&self, shard: ShardId) -> Option<ShardRecord> {
        self.records().remove(&shard)
    }

    /// Waits for a write since the last call. Cancel-safe.
    pub(super) async fn changed(&self) {
        self.0.changed.notified().await;
    }
}

impl SessionStore for Sessions {
    fn load(&self) -> BoxFuture<'_, Result<Vec<ShardRecord>, StoreError>> {
        // Each session arrives with its lease.
        std::future::ready(Ok(Vec::new())).boxed()
    }

    fn save(&self, records: Vec<ShardRecord>) -> BoxFuture<'_, Result<(), StoreError>> {
        self.records().extend(records.into_iter().map(|record| (record.shard(), record)));
        self.0.changed.notify_one();
        std::future::ready(Ok(())).boxed()
    }

    fn remove(&self, shards: Vec<ShardId>) -> BoxFuture<'_, Result<(), StoreError>> {
        self.records().retain(|shard, _| !shards.contains(shard));
        std::future::ready(Ok(())).boxed()
    }
}

/// The part of a shard's record that is not the session.
#[derive(Serialize, Deserialize)]
struct Besides {
    intents: Intents,
    #[serde(default)]
    guilds: Vec<Id<marker::Guild>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    ready: Option<String>,
    #[serde(default)]
    saved_at_ms: u64,
}

/// Converts a record to the value in the key. An unhandled Ready is included unless it is too large, and so are the
/// guilds: a key that cannot be written would keep the shard from moving at all.
pub(super) fn checkpoint(record: ShardRecord) -> Checkpoint {
    let ShardRecord { session, intents, guilds, ready, saved_at_ms, .. } = record;
    let mut besides = Besides { intents, guilds, ready, saved_at_ms };
    if size(&besides) > MOST_BYTES && besides.ready.take().is_some() {
        tracing::warn!(shard = %session.shard, "the shard's Ready is too large to pass on; the next worker will not receive it");
    }
    if size(&besides) > MOST_BYTES {
        besides.guilds.clear();
    }
    let rest = match serde_json::to_value(&besides) {
        Ok(serde_json::Value::Object(rest)) => rest,
        _ => serde_json::Map::new(),
    };
    let (id, resume_gateway_url) = (session.id, session.resume_gateway_url);
    Checkpoint { session: Session { id, resume_gateway_url, rest }, sequence: session.sequence }
}

fn size(besides: &Besides) -> usize {
    // A digit of an id is a byte; quotes and commas are three more.
    besides.guilds.len() * 23 + besides.ready.as_ref().map_or(0, |ready| ready.len() * 9 / 8)
}

/// Converts the value in the key to a record; returns `None` if [`checkpoint`] did not write it. The shard then
/// identifies.
pub(super) fn record(shard: ShardId, checkpoint: Checkpoint) -> Option<ShardRecord> {
    let Checkpoint { session: Session { id, resume_gateway_url, rest }, sequence } = checkpoint;
    let besides = serde_json::from_value(serde_json::Value::Object(rest));
    let Besides { intents, guilds, ready, saved_at_ms } = besides.ok()?;
    let session = gateway_proto::Session { id, resume_gateway_url, sequence, shard };
    Some(ShardRecord { session, intents, guilds, ready, saved_at_ms })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn some(guilds: u64, ready: Option<String>) -> ShardRecord {
        ShardRecord {
            session: gateway_proto::Session {
                id: "session".to_owned(),
                resume_gateway_url: Some("wss://resume.example".to_owned()),
                sequence: 7,
                shard: ShardId::new(1, 2).unwrap(),
            },
            intents: Intents::GUILDS,
            guilds: (1..=guilds).map(|id| Id::new(id).unwrap()).collect(),
            ready,
            saved_at_ms: 9,
        }
    }

    #[test]
    fn a_record_comes_out_of_the_key_as_it_went_in() {
        let before = some(3, Some("{\"op\":0}".to_owned()));
        let text = serde_json::to_string(&checkpoint(before.clone()).session).unwrap();
        let session = serde_json::from_str(&text).unwrap();
        let after = record(before.shard(), Checkpoint { session, sequence: 7 });
        assert_eq!(after, Some(before));
    }

    #[test]
    fn a_key_never_grows_beyond_what_can_be_written() {
        let huge = checkpoint(some(300_000, Some("x".repeat(MOST_BYTES))));
        assert!(serde_json::to_string(&huge.session).unwrap().len() < 1024);
        // There is room for the guilds without the Ready.
        let large = checkpoint(some(10_000, Some("x".repeat(MOST_BYTES))));
        let after = record(ShardId::new(1, 2).unwrap(), large).unwrap();
        assert_eq!((after.guilds.len(), after.ready), (10_000, None));
    }

    #[test]
    fn what_another_wrote_is_no_session() {
        let session =
            Session { id: "s".to_owned(), resume_gateway_url: None, rest: serde_json::Map::new() };
        assert!(record(ShardId::ONE, Checkpoint { session, sequence: 1 }).is_none());
    }
}
