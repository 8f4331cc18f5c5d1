//! Sessions in one file, which is replaced atomically.

use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use futures_util::future::{BoxFuture, FutureExt};
use gateway_model::Id;
use gateway_model::gateway::{Intents, ShardId};
use gateway_model::id::marker;
use gateway_proto::Session;
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;

use super::guild_lists::GuildLists;
use super::session_store::SessionStore;
use super::shard_record::ShardRecord;
use crate::clock::unix_ms;
use crate::disk::{StoreError, beside, io_error, on_a_thread, write_atomic};

/// The file format that this version reads and writes.
const VERSION: u32 = 1;

/// Stores sessions in one JSON file. The guilds of a shard with more than 256 guilds are in a separate file in the
/// folder `NAME.guilds`, because they change rarely and need not be written every second.
///
/// A write creates a new file, which then replaces the old one, so a process that dies during a write leaves the
/// previous state. A file that cannot be parsed is renamed to `NAME.corrupt-TIME` and reported; the shards then
/// identify. Use one store for each file; see [`StateFolder`](super::StateFolder) for a lock.
#[derive(Clone, Debug)]
pub struct FileStore {
    inner: Arc<Inner>,
}

#[derive(Debug)]
struct Inner {
    path: PathBuf,
    /// The records that the file contains, or should contain.
    records: Mutex<BTreeMap<ShardId, ShardRecord>>,
    /// Allows one write at a time, in order.
    writing: Mutex<GuildLists>,
}

#[derive(Deserialize)]
struct StoredFile<'a> {
    version: u32,
    #[serde(borrow)]
    shards: Vec<&'a RawValue>,
}

/// A record as it is read. Its guilds may be in another file.
#[derive(Deserialize)]
struct StoredRecord {
    #[serde(flatten)]
    record: ShardRecord,
    #[serde(default)]
    guilds_in: Option<String>,
}

#[derive(Serialize)]
struct FileToStore<'a> {
    version: u32,
    shards: Vec<RecordToStore<'a>>,
}

/// A [`ShardRecord`] as it is written.
#[derive(Serialize)]
struct RecordToStore<'a> {
    session: &'a Session,
    intents: Intents,
    guilds: &'a [Id<marker::Guild>],
    #[serde(skip_serializing_if = "Option::is_none")]
    guilds_in: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    ready: Option<&'a str>,
    saved_at_ms: u64,
}

impl FileStore {
    /// Opens a store in this file, and reads it. The file need not exist yet, but its folder must.
    ///
    /// Blocks while it reads one small file.
    ///
    /// # Errors
    ///
    /// Returns an error if the file exists and cannot be opened, or if a corrupt file cannot be renamed.
    pub fn open(path: impl Into<PathBuf>) -> Result<Self, StoreError> {
        let path = path.into();
        let mut lists = GuildLists::new(beside(&path, ".guilds"));
        let records = Mutex::new(read(&path, &mut lists)?);
        lists.tidy();
        Ok(Self { inner: Arc::new(Inner { path, records, writing: Mutex::new(lists) }) })
    }

    /// All records.
    pub(super) fn records(&self) -> Vec<ShardRecord> {
        let records = self.inner.records.lock().unwrap_or_else(PoisonError::into_inner);
        records.values().cloned().collect()
    }

    /// Changes the records and writes them on this thread.
    pub(super) fn change(
        &self,
        act: impl FnOnce(&mut BTreeMap<ShardId, ShardRecord>),
    ) -> Result<(), StoreError> {
        self.inner.change(act)
    }

    /// The path of the file.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.inner.path
    }
}

impl Inner {
    /// Changes the records and writes them. Called on a thread that may block.
    fn change(
        &self,
        act: impl FnOnce(&mut BTreeMap<ShardId, ShardRecord>),
    ) -> Result<(), StoreError> {
        let mut lists = self.writing.lock().unwrap_or_else(PoisonError::into_inner);
        let mut next = self.records.lock().unwrap_or_else(PoisonError::into_inner).clone();
        act(&mut next);
        lists.forget_others(|shard| next.contains_key(shard));
        let mut shards = Vec::with_capacity(next.len());
        for (shard, record) in &next {
            let guilds_in = lists.keep(*shard, &record.guilds)?;
            let guilds = if guilds_in.is_some() { &[] } else { &*record.guilds };
            let ShardRecord { session, intents, saved_at_ms, .. } = record;
            let (intents, saved_at_ms) = (*intents, *saved_at_ms);
            let ready = record.ready.as_deref();
            shards.push(RecordToStore { session, intents, guilds, guilds_in, ready, saved_at_ms });
        }
        let file = FileToStore { version: VERSION, shards };
        let text = serde_json::to_vec(&file).map_err(|error| StoreError::Other(error.into()))?;
        write_atomic(&self.path, &text, false)?;
        *self.records.lock().unwrap_or_else(PoisonError::into_inner) = next;
        lists.named()
    }
}

impl SessionStore for FileStore {
    fn load(&self) -> BoxFuture<'_, Result<Vec<ShardRecord>, StoreError>> {
        std::future::ready(Ok(self.records())).boxed()
    }

    fn save(&self, records: Vec<ShardRecord>) -> BoxFuture<'_, Result<(), StoreError>> {
        self.change_elsewhere(move |known| {
            known.extend(records.into_iter().map(|new| (new.shard(), new)));
        })
    }

    fn remove(&self, shards: Vec<ShardId>) -> BoxFuture<'_, Result<(), StoreError>> {
        self.change_elsewhere(move |known| known.retain(|shard, _| !shards.contains(shard)))
    }
}

impl FileStore {
    fn change_elsewhere(
        &self,
        act: impl FnOnce(&mut BTreeMap<ShardId, ShardRecord>) + Send + 'static,
    ) -> BoxFuture<'_, Result<(), StoreError>> {
        let inner = Arc::clone(&self.inner);
        async move {
            on_a_thread(move || inner.change(act))
                .await
                .unwrap_or_else(|error| Err(StoreError::Other(error.into())))
        }
        .boxed()
    }
}

fn read(path: &Path, lists: &mut GuildLists) -> Result<BTreeMap<ShardId, ShardRecord>, StoreError> {
    let text = match fs::read(path) {
        Ok(text) => text,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(BTreeMap::new()),
        Err(source) => return Err(io_error("read", path, source)),
    };
    let stored = match serde_json::from_slice::<StoredFile<'_>>(&text) {
        Ok(stored) if stored.version == VERSION => stored,
        Ok(stored) => {
            let reason = format!("version {} is not {VERSION}", stored.version);
            set_aside(path, &reason)?;
            return Ok(BTreeMap::new());
        }
        Err(error) => {
            set_aside(path, &error.to_string())?;
            return Ok(BTreeMap::new());
        }
    };
    let mut records = BTreeMap::new();
    for shard in stored.shards {
        match serde_json::from_str::<StoredRecord>(shard.get()) {
            Ok(StoredRecord { mut record, guilds_in }) => {
                if let Some(name) = guilds_in {
                    record.guilds = lists.read(record.shard(), &name);
                }
                records.insert(record.shard(), record);
            }
            Err(error) => tracing::warn!(
                path = %path.display(), %error,
                "one shard in the session file could not be parsed; it will identify"
            ),
        }
    }
    Ok(records)
}

/// Renames a file that cannot be parsed, so that a person can inspect it.
fn set_aside(path: &Path, reason: &str) -> Result<(), StoreError> {
    let aside = beside(path, &format!(".corrupt-{}", unix_ms()));
    fs::rename(path, &aside).map_err(|source| io_error("rename", path, source))?;
    tracing::error!(
        path = %path.display(), aside = %aside.display(), reason,
        "the session file could not be parsed and was renamed; every shard will identify"
    );
    Ok(())
}

#[cfg(test)]
#[path = "file_tests.rs"]
mod tests;
