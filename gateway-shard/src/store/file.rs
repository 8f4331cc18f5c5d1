//! Sessions in one file, written whole and put in place at once.

use std::collections::BTreeMap;
use std::ffi::OsString;
use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use futures_util::future::{BoxFuture, FutureExt};
use gateway_model::gateway::ShardId;
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;

use super::{SessionStore, ShardRecord, StoreError};
use crate::clock::unix_ms;

/// The layout this version reads and writes.
const VERSION: u32 = 1;

/// Keeps sessions in one JSON file.
///
/// A write goes to a file beside it, which then takes its place: a process that dies in the middle leaves
/// the last whole state. A file that cannot be read is set aside as `NAME.corrupt-TIME` and reported; the
/// shards identify anew then. Use one store a file: see [`StateFolder`](super::StateFolder) for a lock.
#[derive(Clone, Debug)]
pub struct FileStore {
    inner: Arc<Inner>,
}

#[derive(Debug)]
struct Inner {
    path: PathBuf,
    /// What the file holds, or should.
    records: Mutex<BTreeMap<ShardId, ShardRecord>>,
    /// One write at a time, and none of them late.
    writing: Mutex<()>,
}

#[derive(Deserialize)]
struct StoredFile<'a> {
    version: u32,
    #[serde(borrow)]
    shards: Vec<&'a RawValue>,
}

#[derive(Serialize)]
struct FileToStore<'a> {
    version: u32,
    shards: Vec<&'a ShardRecord>,
}

impl FileStore {
    /// A store in this file, read at once. The file need not exist yet, its folder must.
    ///
    /// Blocks for as long as one small file takes to read.
    ///
    /// # Errors
    ///
    /// Where the file is there and cannot be opened, or a corrupt one cannot be set aside.
    pub fn open(path: impl Into<PathBuf>) -> Result<Self, StoreError> {
        let path = path.into();
        let records = Mutex::new(read(&path)?);
        Ok(Self { inner: Arc::new(Inner { path, records, writing: Mutex::new(()) }) })
    }

    /// The file.
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
        let _one_at_a_time = self.writing.lock().unwrap_or_else(PoisonError::into_inner);
        let mut next = self.records.lock().unwrap_or_else(PoisonError::into_inner).clone();
        act(&mut next);
        let file = FileToStore { version: VERSION, shards: next.values().collect() };
        let text = serde_json::to_vec(&file).map_err(|error| StoreError::Other(error.into()))?;
        write_atomic(&self.path, &text, false)?;
        *self.records.lock().unwrap_or_else(PoisonError::into_inner) = next;
        Ok(())
    }
}

impl SessionStore for FileStore {
    fn load(&self) -> BoxFuture<'_, Result<Vec<ShardRecord>, StoreError>> {
        let records = self.inner.records.lock().unwrap_or_else(PoisonError::into_inner);
        let all = records.values().cloned().collect();
        std::future::ready(Ok(all)).boxed()
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
            tokio::task::spawn_blocking(move || inner.change(act))
                .await
                .unwrap_or_else(|error| Err(StoreError::Other(error.into())))
        }
        .boxed()
    }
}

fn read(path: &Path) -> Result<BTreeMap<ShardId, ShardRecord>, StoreError> {
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
        match serde_json::from_str::<ShardRecord>(shard.get()) {
            Ok(record) => drop(records.insert(record.shard(), record)),
            Err(error) => tracing::warn!(
                path = %path.display(), %error,
                "one shard of the session file cannot be read; it identifies anew"
            ),
        }
    }
    Ok(records)
}

/// Moves a file that cannot be read out of the way, so that a person can look at it.
fn set_aside(path: &Path, reason: &str) -> Result<(), StoreError> {
    let mut name = path.file_name().map(OsString::from).unwrap_or_default();
    name.push(format!(".corrupt-{}", unix_ms()));
    let aside = path.with_file_name(name);
    fs::rename(path, &aside).map_err(|source| io_error("set aside", path, source))?;
    tracing::error!(
        path = %path.display(), aside = %aside.display(), reason,
        "the session file cannot be read and was set aside; every shard identifies anew"
    );
    Ok(())
}

/// Writes a file beside `path` and puts it in its place. `durable` waits for the disk, which only a
/// power failure makes a difference to: the death of the process loses nothing that was written.
pub(super) fn write_atomic(path: &Path, bytes: &[u8], durable: bool) -> Result<(), StoreError> {
    let mut name = path.file_name().map(OsString::from).unwrap_or_default();
    name.push(".new");
    let beside = path.with_file_name(name);
    let mut file = private()
        .write(true)
        .create(true)
        .truncate(true)
        .open(&beside)
        .map_err(|source| io_error("create", &beside, source))?;
    file.write_all(bytes).map_err(|source| io_error("write", &beside, source))?;
    if durable {
        file.sync_all().map_err(|source| io_error("sync", &beside, source))?;
    }
    drop(file);
    fs::rename(&beside, path).map_err(|source| io_error("replace", path, source))
}

/// Files only their owner may read: a session lets anyone listen in.
pub(super) fn private() -> fs::OpenOptions {
    #[allow(unused_mut, reason = "only Unix sets a mode")]
    let mut options = fs::OpenOptions::new();
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options
}

pub(super) fn io_error(action: &'static str, path: &Path, source: io::Error) -> StoreError {
    StoreError::Io { action, path: path.to_owned(), source }
}

#[cfg(test)]
mod tests {
    use super::super::tests::record;
    use super::*;
    use crate::test_folder::TestFolder;

    #[tokio::test]
    async fn what_is_saved_is_there_for_the_next_process() {
        let folder = TestFolder::new();
        let path = folder.path().join("sessions.json");
        let store = FileStore::open(&path).unwrap();
        store.save(vec![record(0, 2, 1), record(1, 2, 5)]).await.unwrap();
        store.save(vec![record(1, 2, 6)]).await.unwrap();
        let next = FileStore::open(&path).unwrap();
        assert_eq!(next.load().await.unwrap(), [record(0, 2, 1), record(1, 2, 6)]);
        next.remove(vec![record(0, 2, 0).shard()]).await.unwrap();
        let last = FileStore::open(&path).unwrap();
        assert_eq!(last.load().await.unwrap(), [record(1, 2, 6)]);
    }

    #[tokio::test]
    async fn a_corrupt_file_is_set_aside_and_never_fatal() {
        let folder = TestFolder::new();
        let path = folder.path().join("sessions.json");
        for bad in
            [&b"{\"version\":1,\"sha"[..], b"", b"\xff\xfe", b"{\"version\":9,\"shards\":[]}"]
        {
            fs::write(&path, bad).unwrap();
            let store = FileStore::open(&path).unwrap();
            assert!(store.load().await.unwrap().is_empty());
            assert!(!path.exists(), "it was moved");
            let aside = fs::read_dir(folder.path()).unwrap().map(|entry| entry.unwrap().path());
            let aside: Vec<_> =
                aside.filter(|path| path.display().to_string().contains("corrupt")).collect();
            assert_eq!(aside.len(), 1);
            assert_eq!(fs::read(&aside[0]).unwrap(), bad, "with all it held");
            fs::remove_file(&aside[0]).unwrap();
            store.save(vec![record(0, 1, 3)]).await.unwrap();
            assert_eq!(FileStore::open(&path).unwrap().load().await.unwrap().len(), 1);
            fs::remove_file(&path).unwrap();
        }
    }

    #[tokio::test]
    async fn one_bad_record_does_not_cost_the_others() {
        let folder = TestFolder::new();
        let path = folder.path().join("sessions.json");
        let good = serde_json::to_string(&record(1, 2, 5)).unwrap();
        fs::write(&path, format!(r#"{{"version":1,"shards":[{{"session":3}},{good}]}}"#)).unwrap();
        let store = FileStore::open(&path).unwrap();
        assert_eq!(store.load().await.unwrap(), [record(1, 2, 5)]);
    }

    #[tokio::test]
    async fn a_write_cut_short_leaves_the_last_whole_state() {
        let folder = TestFolder::new();
        let path = folder.path().join("sessions.json");
        FileStore::open(&path).unwrap().save(vec![record(0, 1, 3)]).await.unwrap();
        // What a process leaves that dies in the middle of the next write.
        fs::write(folder.path().join("sessions.json.new"), b"{\"version\":1,\"shards\":[{\"ses")
            .unwrap();
        let store = FileStore::open(&path).unwrap();
        assert_eq!(store.load().await.unwrap(), [record(0, 1, 3)]);
        store.save(vec![record(0, 1, 4)]).await.unwrap();
        assert_eq!(FileStore::open(&path).unwrap().load().await.unwrap(), [record(0, 1, 4)]);
    }

    #[cfg(unix)]
    #[tokio::test]
    async fn only_the_owner_may_read_it() {
        use std::os::unix::fs::PermissionsExt;
        let folder = TestFolder::new();
        let path = folder.path().join("sessions.json");
        FileStore::open(&path).unwrap().save(vec![record(0, 1, 3)]).await.unwrap();
        assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);
    }
}
