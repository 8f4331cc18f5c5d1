//! Files and folders that only their owner can access, and atomic writes.

use std::ffi::OsString;
use std::fs;
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use super::error::{StoreError, io_error};

/// Returns the path with a suffix added to its last component.
pub(crate) fn beside(path: &Path, end: &str) -> PathBuf {
    let mut name = path.file_name().map(OsString::from).unwrap_or_default();
    name.push(end);
    path.with_file_name(name)
}

/// Writes a file beside `path` and renames it to `path`. If `durable` is true, it waits for the disk. That matters only
/// for a power failure: if only the process dies, nothing written is lost.
pub(crate) fn write_atomic(path: &Path, bytes: &[u8], durable: bool) -> Result<(), StoreError> {
    let beside = beside(path, ".new");
    let mut file = create_anew(&beside).map_err(|source| io_error("create", &beside, source))?;
    file.write_all(bytes).map_err(|source| io_error("write", &beside, source))?;
    if durable {
        file.sync_all().map_err(|source| io_error("sync", &beside, source))?;
    }
    drop(file);
    fs::rename(&beside, path).map_err(|source| io_error("replace", path, source))
}

/// Creates a new file. An existing file or link of that name is removed first, such as the rest of an interrupted
/// write. The target of a link is not touched.
fn create_anew(path: &Path) -> io::Result<fs::File> {
    let create = || private().write(true).create_new(true).open(path);
    match create() {
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {
            fs::remove_file(path)?;
            create()
        }
        created => created,
    }
}

/// Options for files that only their owner may read, because a session lets anyone receive the bot's events. Symbolic
/// links are not followed: opening one is an error.
pub(crate) fn private() -> fs::OpenOptions {
    #[allow(unused_mut, reason = "only Unix sets a mode and a flag")]
    let mut options = fs::OpenOptions::new();
    #[cfg(unix)]
    {
        use std::os::unix::fs::OpenOptionsExt as _;
        let no_follow = rustix::fs::OFlags::NOFOLLOW.bits().cast_signed();
        options.mode(0o600).custom_flags(no_follow);
    }
    options
}

/// Opens a lock file, which is created if it is missing. Its content is kept.
pub(crate) fn open_lock(path: &Path) -> Result<fs::File, StoreError> {
    let mut options = private();
    options.read(true).write(true).create(true).truncate(false);
    options.open(path).map_err(|source| io_error("open", path, source))
}

pub(crate) fn make_private(path: &Path) -> Result<(), StoreError> {
    let mut builder = fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(path).map_err(|source| io_error("create", path, source))
}

/// Whether a folder that others can write to is accepted if it has the sticky bit, as `/tmp` has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Sticky {
    Allowed,
    Refused,
}

/// Users who can write to a folder can replace the files in it, whatever the files' own permissions are.
#[cfg(unix)]
pub(crate) fn refuse_open(path: &Path, sticky: Sticky) -> Result<(), StoreError> {
    use std::os::unix::fs::PermissionsExt as _;
    let metadata = fs::metadata(path).map_err(|source| io_error("look at", path, source))?;
    let mode = metadata.permissions().mode() & 0o7777;
    let is_sticky = mode & 0o1000 != 0 && sticky == Sticky::Allowed;
    if mode & 0o022 == 0 || is_sticky {
        return Ok(());
    }
    Err(StoreError::OpenToOthers { path: path.to_owned(), mode })
}

/// Only Unix has such permissions.
#[cfg(not(unix))]
pub(crate) fn refuse_open(_: &Path, _: Sticky) -> Result<(), StoreError> {
    Ok(())
}
