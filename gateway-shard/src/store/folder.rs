//! A folder for everything that outlives a process: sessions, the ledger of Identifies, and a lock.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use gateway_model::gateway::ShardId;

use super::file::FileStore;
use super::parts::OtherParts;
use crate::clock::unix_ms;
use crate::disk::{
    FolderLock, MomentLock, Sticky, StoreError, make_private, refuse_open, take_lock,
};
use crate::identify::{Ledger, LedgerFile};

/// The state of one application's shards on disk, locked by this process.
///
/// ```text
/// FOLDER/APPLICATION/PART/lock             held while the process lives, however it dies
/// FOLDER/APPLICATION/PART/sessions.json    see FileStore, also for sessions.json.guilds
/// FOLDER/APPLICATION/PART/last-seen.log    with GatewayBuilder::catch_up: the last message of each channel
/// FOLDER/APPLICATION/identifies.log        see LedgerFile; of all parts
/// FOLDER/APPLICATION/lock                  held for a moment by who opens a part or is about to identify
/// ```
///
/// It is keyed by application, so two bots can share a folder. No file contains the token. Processes that run different
/// shards of one application share the ledger, and coordinate their Identifies through it, if they use the same folder.
#[derive(Debug)]
pub struct StateFolder {
    path: PathBuf,
    store: FileStore,
    ledger_file: LedgerFile,
    ledger: Ledger,
    lock: FolderLock,
    others: usize,
    free: Vec<PathBuf>,
}

impl StateFolder {
    /// Opens the folder, creates it if it is missing, and takes its lock.
    ///
    /// `application` comes from [`application_key`]; `part` distinguishes processes that run different shards of one
    /// application.
    ///
    /// # Errors
    ///
    /// Returns [`StoreError::InUse`] if another process uses it, [`StoreError::OpenToOthers`] if other users can write
    /// to it, and otherwise an error of the file system. The folder may be inside a folder that all users can write to,
    /// such as `/tmp`.
    pub fn open(folder: &Path, application: &str, part: &str) -> Result<Self, StoreError> {
        Self::open_at(folder, application, part, &|_| false, unix_ms())
    }

    /// Opens it at this time, in Unix milliseconds. Sessions of the shards that are run now are moved here from unused
    /// parts.
    pub(crate) fn open_at(
        folder: &Path,
        application: &str,
        part: &str,
        runs: &dyn Fn(ShardId) -> bool,
        now_ms: u64,
    ) -> Result<Self, StoreError> {
        let application = folder.join(application);
        let path = application.join(part);
        make_private(folder)?;
        // In a folder with the sticky bit, only the owner can replace what is created there.
        refuse_open(folder, Sticky::Allowed)?;
        make_private(&path)?;
        refuse_open(&application, Sticky::Refused)?;
        refuse_open(&path, Sticky::Refused)?;
        let opening = Arc::new(MomentLock::of(&application)?);
        let held = opening.hold()?;
        let lock = take_lock(&path)?;
        let store = FileStore::open(path.join("sessions.json"))?;
        let parts = OtherParts::look(&application, &path)?;
        parts.give_to(&store, runs)?;
        let ledger = application.join("identifies.log");
        let (ledger_file, ledger) =
            LedgerFile::open_shared(ledger, now_ms, &opening, parts.in_use == 0)?;
        drop(held);
        let (others, free) = (parts.count(), parts.free());
        Ok(Self { path, store, ledger_file, ledger, lock, others, free })
    }

    /// The path of the folder of this application and part.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// The sessions.
    #[must_use]
    pub const fn store(&self) -> &FileStore {
        &self.store
    }

    /// The Identifies of the last day.
    #[must_use]
    pub const fn ledger(&self) -> &Ledger {
        &self.ledger
    }

    /// The number of other parts of the application: of processes that run other shards, or ran them before.
    pub(crate) const fn others(&self) -> usize {
        self.others
    }

    /// The folders of other parts that no process uses.
    pub(crate) fn free_parts(&self) -> &[PathBuf] {
        &self.free
    }

    pub(crate) fn into_parts(self) -> (FileStore, LedgerFile, Ledger, FolderLock) {
        (self.store, self.ledger_file, self.ledger, self.lock)
    }
}

/// Returns a name for the token's application, which does not reveal the secret part of the token.
///
/// The first part of a bot token is the bot's user id in base64. If it is not, the name is a hash of the whole token.
#[must_use]
pub fn application_key(token: &str) -> String {
    let first = token.split('.').next().unwrap_or_default();
    let decoded = base64(first).and_then(|bytes| String::from_utf8(bytes).ok());
    match decoded {
        Some(id) if (1..=20).contains(&id.len()) && id.bytes().all(|b| b.is_ascii_digit()) => id,
        _ => format!("token-{:016x}", fnv1a(token.as_bytes())),
    }
}

/// Decodes base64 without padding, in either alphabet; `None` for anything else.
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

/// FNV-1a. It is the same in every version of the compiler, unlike the standard library's hashes.
fn fnv1a(bytes: &[u8]) -> u64 {
    bytes.iter().fold(0xcbf2_9ce4_8422_2325, |hash, byte| {
        (hash ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3)
    })
}

#[cfg(test)]
mod tests {
    use gateway_model::gateway::ShardId;

    use std::fs;

    use super::*;
    use crate::disk::TestFolder;

    #[test]
    fn the_key_is_the_bots_id_where_the_token_has_one() {
        // The documentation's example token starts with the base64 of 198622483471925248.
        assert_eq!(application_key("MTk4NjIyNDgzNDcxOTI1MjQ4.Cl2FMQ.secret"), "198622483471925248");
        let other = application_key("not a token");
        assert!(other.starts_with("token-") && other != application_key("not a tokem"));
        // Nothing, `../../etc` and 21 digits in base64. None of them is an id, and none may become part of a path.
        for token in ["", "Li4vLi4vZXRj.x.y", "MTExMTExMTExMTExMTExMTExMTEx.x.y"] {
            assert!(application_key(token).starts_with("token-"), "{token}");
        }
    }

    /// Another name would mean another folder, and an updated bot would not find its sessions.
    #[test]
    fn names_are_the_same_in_every_version() {
        // The first value is from <http://www.isthe.com/chongo/tech/comp/fnv/>.
        assert_eq!(fnv1a(b"a"), 0xaf63_dc4c_8601_ec8c);
        assert_eq!(application_key("not a token"), "token-ece240d46506da6c");
        assert_eq!(base64("+/-_").as_deref(), Some(&[0xfb, 0xff, 0xbf][..]));
        assert_eq!(base64("AZaz09==").as_deref(), Some(&[0x01, 0x96, 0xb3, 0xd3][..]));
        assert_eq!(base64("A*"), None);
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
        // Another application or another range uses another folder.
        StateFolder::open(folder.path(), "2", "all").unwrap();
        StateFolder::open(folder.path(), "1", "range-0-4").unwrap();
        drop(first);
        StateFolder::open(folder.path(), "1", "all").unwrap();
    }

    #[cfg(unix)]
    #[test]
    fn a_folder_that_others_can_write_to_is_refused_with_what_to_do() {
        use std::os::unix::fs::PermissionsExt as _;
        let folder = TestFolder::new();
        let shared = folder.path().join("shared");
        let set = |path: &Path, mode| {
            fs::set_permissions(path, fs::Permissions::from_mode(mode)).unwrap();
        };
        let open = || StateFolder::open(&shared, "1", "all");
        drop(open().unwrap());
        let (application, part) = (shared.join("1"), shared.join("1/all"));
        for path in [&shared, &application, &part] {
            for (mode, is_refused) in [(0o777, true), (0o770, true), (0o702, true), (0o755, false)]
            {
                set(path, mode);
                match open() {
                    Ok(_) => assert!(!is_refused, "{mode:o} of {}", path.display()),
                    Err(error) => {
                        assert!(is_refused && !error.is_retryable(), "{error}");
                        assert!(
                            matches!(&error, StoreError::OpenToOthers { path: of, .. } if of == path)
                        );
                        let advice = format!("`chmod 700 {}`", path.display());
                        assert!(error.to_string().contains(&advice), "{error}");
                    }
                }
            }
        }
        // Like /tmp; a folder inside it is refused even with the sticky bit.
        set(&shared, 0o1777);
        drop(open().unwrap());
        set(&part, 0o1777);
        assert!(open().is_err());
        let mode = fs::metadata(&application).unwrap().permissions().mode() & 0o777;
        assert_eq!(mode, 0o755, "what a person set is left alone");
    }

    #[cfg(unix)]
    #[test]
    fn what_is_made_is_closed_to_others() {
        use std::os::unix::fs::PermissionsExt as _;
        let folder = TestFolder::new();
        let state = StateFolder::open(&folder.path().join("a/b"), "1", "all").unwrap();
        for path in state.path().ancestors().take_while(|path| *path != folder.path()) {
            let mode = fs::metadata(path).unwrap().permissions().mode() & 0o777;
            assert_eq!(mode, 0o700, "{}", path.display());
        }
    }

    #[cfg(unix)]
    #[tokio::test]
    async fn a_planted_link_is_not_followed() {
        use std::os::unix::fs::symlink;

        use super::super::record;
        use super::super::session_store::SessionStore as _;
        let folder = TestFolder::new();
        let target = folder.path().join("target");
        fs::write(&target, "precious").unwrap();
        let part = folder.path().join("1/all");
        make_private(&part).unwrap();
        for name in ["lock", "../lock", "../identifies.log"] {
            let _ = fs::remove_file(part.join(name));
            symlink(&target, part.join(name)).unwrap();
            let error = StateFolder::open(folder.path(), "1", "all").unwrap_err();
            assert!(matches!(error, StoreError::Io { action: "open" | "read", .. }), "{error}");
            fs::remove_file(part.join(name)).unwrap();
        }
        let state = StateFolder::open(folder.path(), "1", "all").unwrap();
        // Each of them is treated as the rest of an interrupted write.
        for name in ["sessions.json.new", "../identifies.log.new"] {
            symlink(&target, part.join(name)).unwrap();
        }
        state.store().save(vec![record(0, 1, 3)]).await.unwrap();
        drop(state);
        fs::write(part.join("../identifies.log"), "cut off").unwrap();
        let state = StateFolder::open(folder.path(), "1", "all").unwrap();
        assert_eq!(state.store().load().await.unwrap(), [record(0, 1, 3)]);
        assert_eq!(fs::read_to_string(&target).unwrap(), "precious");
        assert!(!part.join("sessions.json.new").exists());
    }

    /// A process that is being started has inherited files between its fork and its exec.
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
