//! One folder for all that outlives a process: sessions, the ledger of Identifies, and a lock.

use std::fs;
use std::io::{Read, Seek, Write};
use std::path::{Path, PathBuf};

use super::file::{io_error, private};
use super::{FileStore, LedgerFile, StoreError};
use crate::clock::unix_ms;
use crate::identify::Ledger;

/// Most entries taken from a ledger: more than any bot may identify in a day.
pub(super) const MAX_ENTRIES: usize = 100_000;

/// The state of one application's shards on disk, held by this process alone.
///
/// ```text
/// FOLDER/APPLICATION/PART/lock             held while the process lives, however it dies
/// FOLDER/APPLICATION/PART/sessions.json    see FileStore, also for sessions.json.guilds
/// FOLDER/APPLICATION/PART/identifies.log   see LedgerFile
/// ```
///
/// Keyed by application, so that a folder shared by two bots mixes nothing up. The token is in none of the
/// files.
#[derive(Debug)]
pub struct StateFolder {
    path: PathBuf,
    store: FileStore,
    ledger_file: LedgerFile,
    ledger: Ledger,
    lock: FolderLock,
}

/// Holds the lock of a state folder until it is dropped.
#[derive(Debug)]
pub(crate) struct FolderLock {
    file: fs::File,
}

impl Drop for FolderLock {
    fn drop(&mut self) {
        // Closing the file is not enough: a child process that this one is starting just now has it open too,
        // for as long as it takes to start. Where this fails, the file is closed all the same.
        let _ = self.file.unlock();
    }
}

impl StateFolder {
    /// Opens the folder, makes it where it is missing, and takes its lock.
    ///
    /// `application` comes from [`application_key`]; `part` tells processes apart that run different
    /// shards of one application.
    ///
    /// # Errors
    ///
    /// [`StoreError::InUse`] where another process holds it; otherwise what the file system says.
    pub fn open(folder: &Path, application: &str, part: &str) -> Result<Self, StoreError> {
        Self::open_at(folder, application, part, unix_ms())
    }

    /// Opens it at this time, in Unix milliseconds.
    pub(crate) fn open_at(
        folder: &Path,
        application: &str,
        part: &str,
        now_ms: u64,
    ) -> Result<Self, StoreError> {
        let path = folder.join(application).join(part);
        make_private(&path)?;
        let lock = take_lock(&path)?;
        let store = FileStore::open(path.join("sessions.json"))?;
        let (ledger_file, ledger) = LedgerFile::open(path.join("identifies.log"), now_ms)?;
        Ok(Self { path, store, ledger_file, ledger, lock })
    }

    /// The folder of this application and part.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// The sessions.
    #[must_use]
    pub const fn store(&self) -> &FileStore {
        &self.store
    }

    /// What was spent on Identifies in the last day.
    #[must_use]
    pub const fn ledger(&self) -> &Ledger {
        &self.ledger
    }

    pub(crate) fn into_parts(self) -> (FileStore, LedgerFile, Ledger, FolderLock) {
        (self.store, self.ledger_file, self.ledger, self.lock)
    }
}

pub(super) fn make_private(path: &Path) -> Result<(), StoreError> {
    let mut builder = fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(path).map_err(|source| io_error("create", path, source))
}

/// The lock is the system's own, on an open file: it goes with the process, also when that is killed.
fn take_lock(folder: &Path) -> Result<FolderLock, StoreError> {
    let path = folder.join("lock");
    let mut file = private()
        .read(true)
        .write(true)
        .create(true)
        .truncate(false)
        .open(&path)
        .map_err(|source| io_error("open", &path, source))?;
    match file.try_lock() {
        Ok(()) => {}
        Err(fs::TryLockError::WouldBlock) => {
            let mut holder = String::new();
            // For the message only: without it the error is as true.
            let _ = file.take(32).read_to_string(&mut holder);
            let process = holder.trim().parse().ok();
            return Err(StoreError::InUse { path: folder.to_owned(), process });
        }
        Err(fs::TryLockError::Error(source)) => return Err(io_error("lock", &path, source)),
    }
    let process = format!("{}\n", std::process::id());
    file.set_len(0)
        .and_then(|()| file.rewind())
        .and_then(|()| file.write_all(process.as_bytes()))
        .map_err(|source| io_error("write", &path, source))?;
    Ok(FolderLock { file })
}

/// A name for the application a token belongs to, which shows nothing of the token's secret part.
///
/// The first part of a bot token is the bot's user id in base64; where it is not, the name is a hash of
/// the whole token.
#[must_use]
pub fn application_key(token: &str) -> String {
    let first = token.split('.').next().unwrap_or_default();
    let decoded = base64(first).and_then(|bytes| String::from_utf8(bytes).ok());
    match decoded {
        Some(id) if (1..=20).contains(&id.len()) && id.bytes().all(|b| b.is_ascii_digit()) => id,
        _ => format!("token-{:016x}", fnv1a(token.as_bytes())),
    }
}

/// Base64 without padding, of either alphabet; `None` for anything else.
fn base64(text: &str) -> Option<Vec<u8>> {
    let mut bytes = Vec::with_capacity(text.len());
    let (mut bits, mut held) = (0_u32, 0);
    for byte in text.trim_end_matches('=').bytes() {
        let value = match byte {
            b'A'..=b'Z' => byte - b'A',
            b'a'..=b'z' => byte - b'a' + 26,
            b'0'..=b'9' => byte - b'0' + 52,
            b'+' | b'-' => 62,
            b'/' | b'_' => 63,
            _ => return None,
        };
        bits = (bits << 6) | u32::from(value);
        held += 6;
        if held >= 8 {
            held -= 8;
            bytes.push(u8::try_from((bits >> held) & 0xff).ok()?);
        }
    }
    Some(bytes)
}

/// FNV-1a: the same in every version of the compiler, unlike the standard library's hashes.
fn fnv1a(bytes: &[u8]) -> u64 {
    bytes.iter().fold(0xcbf2_9ce4_8422_2325, |hash, byte| {
        (hash ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3)
    })
}

#[cfg(test)]
mod tests {
    use gateway_model::gateway::ShardId;

    use super::*;
    use crate::test_folder::TestFolder;

    #[test]
    fn the_key_is_the_bots_id_where_the_token_has_one() {
        // The documentation's example token starts with the base64 of 198622483471925248.
        assert_eq!(application_key("MTk4NjIyNDgzNDcxOTI1MjQ4.Cl2FMQ.secret"), "198622483471925248");
        let other = application_key("not a token");
        assert!(other.starts_with("token-") && other != application_key("not a tokem"));
    }

    #[test]
    fn a_second_user_of_one_folder_gets_a_clear_error() {
        let folder = TestFolder::new();
        let first = StateFolder::open(folder.path(), "1", "all").unwrap();
        let error = StateFolder::open(folder.path(), "1", "all").unwrap_err();
        assert!(
            matches!(error, StoreError::InUse { process: Some(id), .. } if id == std::process::id()),
            "{error}"
        );
        // Another application or another range is another folder.
        StateFolder::open(folder.path(), "2", "all").unwrap();
        StateFolder::open(folder.path(), "1", "range-0-4").unwrap();
        drop(first);
        StateFolder::open(folder.path(), "1", "all").unwrap();
    }

    /// What a process that is being started has open between its fork and its exec.
    #[test]
    fn a_copy_of_the_file_does_not_keep_the_lock() {
        let folder = TestFolder::new();
        let state = StateFolder::open(folder.path(), "1", "all").unwrap();
        let _inherited = state.lock.file.try_clone().unwrap();
        assert!(StateFolder::open(folder.path(), "1", "all").is_err());
        drop(state);
        StateFolder::open(folder.path(), "1", "all").unwrap();
    }

    #[test]
    fn the_ledger_outlives_the_process() {
        let folder = TestFolder::new();
        let state = StateFolder::open(folder.path(), "1", "all").unwrap();
        let (_, mut file, _, lock) = state.into_parts();
        file.append(ShardId::ONE, unix_ms()).unwrap();
        drop(lock);
        let state = StateFolder::open(folder.path(), "1", "all").unwrap();
        assert_eq!(state.ledger().spent(ShardId::ONE), 1);
    }
}
