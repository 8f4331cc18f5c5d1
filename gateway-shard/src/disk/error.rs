//! The errors of stored state.

use std::path::{Path, PathBuf};
use std::time::Duration;

/// Why stored state could not be read or written.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum StoreError {
    /// A file operation failed.
    #[error("cannot {action} {}: {source}", path.display())]
    Io {
        /// The operation, for example `read`.
        action: &'static str,
        /// The file.
        path: PathBuf,
        /// The operating system's error.
        source: std::io::Error,
    },
    /// Another process uses the state folder.
    #[error(
        "the state folder {} is in use by another process{}: stop that process, or use another folder for this one",
        path.display(),
        process.map(|id| format!(" (id {id})")).unwrap_or_default()
    )]
    InUse {
        /// The folder.
        path: PathBuf,
        /// The process id of the other process, if it is known.
        process: Option<u32>,
    },
    /// Other users can write to the state folder, so they could place their own sessions in it.
    #[error(
        "other users can write to the state folder {} (mode {mode:03o}): run `chmod 700 {}`",
        path.display(),
        path.display()
    )]
    OpenToOthers {
        /// The folder, or one of its parent folders.
        path: PathBuf,
        /// Its mode.
        mode: u32,
    },
    /// The store did not answer in time. The data will be stored at the next attempt.
    #[error("the session store did not answer within {0:?}")]
    TimedOut(Duration),
    /// The store panicked, with this message if there was one.
    #[error("the session store panicked: {0}")]
    Panicked(String),
    /// A custom session store failed.
    #[error("the session store failed: {0}")]
    Other(#[source] Box<dyn std::error::Error + Send + Sync>),
}

impl StoreError {
    /// Returns whether a later attempt may succeed. It cannot while another process uses the folder or other users can
    /// write to it.
    #[must_use]
    pub const fn is_retryable(&self) -> bool {
        !matches!(self, Self::InUse { .. } | Self::OpenToOthers { .. })
    }
}

/// Creates an error of the file system.
pub(crate) fn io_error(action: &'static str, path: &Path, source: std::io::Error) -> StoreError {
    StoreError::Io { action, path: path.to_owned(), source }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_error_says_what_to_do() {
        let error = StoreError::InUse { path: "/state/1".into(), process: Some(42) };
        let text = error.to_string();
        assert!(text.contains("/state/1") && text.contains("(id 42)"), "{text}");
        assert!(!error.is_retryable());
    }
}
