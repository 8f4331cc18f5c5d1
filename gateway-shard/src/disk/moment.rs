//! The lock of an application's folder, which its processes hold only for a moment.

use std::fs;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use super::error::{StoreError, io_error};
use super::private::open_lock;

/// How long to wait for other processes. Each holds the lock for one small write.
const PATIENCE: Duration = Duration::from_secs(5);

/// The time between two attempts.
const RETRY: Duration = Duration::from_millis(5);

/// A lock that is held only while something shared is read and written.
#[derive(Debug)]
pub(crate) struct MomentLock {
    path: PathBuf,
    file: fs::File,
}

/// Holds the lock until it is dropped.
#[derive(Debug)]
pub(crate) struct Held<'a>(&'a fs::File);

impl MomentLock {
    /// The lock of this application's folder.
    pub(crate) fn of(application: &Path) -> Result<Self, StoreError> {
        let path = application.join("lock");
        let file = open_lock(&path)?;
        Ok(Self { path, file })
    }

    /// Takes the lock, blocking this thread.
    pub(crate) fn hold(&self) -> Result<Held<'_>, StoreError> {
        self.hold_within(PATIENCE)
    }

    fn hold_within(&self, patience: Duration) -> Result<Held<'_>, StoreError> {
        let start = Instant::now();
        loop {
            let source = match self.file.try_lock() {
                Ok(()) => return Ok(Held(&self.file)),
                // A process that was suspended while it held the lock must not stop the others.
                Err(fs::TryLockError::WouldBlock) if start.elapsed() < patience => {
                    std::thread::sleep(RETRY);
                    continue;
                }
                Err(fs::TryLockError::WouldBlock) => std::io::ErrorKind::TimedOut.into(),
                Err(fs::TryLockError::Error(source)) => source,
            };
            return Err(io_error("lock", &self.path, source));
        }
    }
}

impl Drop for Held<'_> {
    fn drop(&mut self) {
        // Closing the file also unlocks it. If both fail, the other processes wait until their time limit.
        let _ = self.0.unlock();
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::disk::TestFolder;

    #[test]
    fn one_holds_it_at_a_time_and_nobody_waits_for_ever() {
        let folder = TestFolder::new();
        let (one, other) = (MomentLock::of(folder.path()), MomentLock::of(folder.path()));
        let (one, other) = (one.unwrap(), other.unwrap());
        let held = one.hold().unwrap();
        let error = other.hold_within(Duration::from_millis(10)).unwrap_err();
        assert!(matches!(error, StoreError::Io { action: "lock", .. }), "{error}");
        drop(held);
        drop(other.hold().unwrap());
    }
}
