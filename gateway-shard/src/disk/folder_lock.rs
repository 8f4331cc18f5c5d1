//! The lock of a state folder, which one process holds for its whole life.

use std::fs;
use std::io::{Read as _, Seek as _, Write as _};
use std::path::Path;

use super::error::{StoreError, io_error};
use super::private::open_lock;

/// Holds the lock of a state folder until it is dropped.
#[derive(Debug)]
pub(crate) struct FolderLock {
    pub(crate) file: fs::File,
}

impl Drop for FolderLock {
    fn drop(&mut self) {
        // Closing the file is not enough: a child process that is being started may have inherited it. If unlocking
        // fails, the file is closed nevertheless.
        let _ = self.file.unlock();
    }
}

/// Takes the lock. It is the operating system's lock of an open file, so it ends with the process, even if that is
/// killed.
pub(crate) fn take_lock(folder: &Path) -> Result<FolderLock, StoreError> {
    let path = folder.join("lock");
    let mut file = open_lock(&path)?;
    match file.try_lock() {
        Ok(()) => {}
        Err(fs::TryLockError::WouldBlock) => {
            let mut holder = String::new();
            // The process id is only for the message, so errors are ignored.
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
