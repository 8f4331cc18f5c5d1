//! How what is kept between two processes fails.

use std::path::{Path, PathBuf};
use std::time::Duration;

/// A store that cannot be read or written.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum StoreError {
    /// The file system refused.
    #[error("cannot {action} {}: {source}", path.display())]
    Io {
        /// What was tried, for instance `read`.
        action: &'static str,
        /// On which file.
        path: PathBuf,
        /// What the system said.
        source: std::io::Error,
    },
    /// Another process uses the state folder.
    #[error(
        "the state folder {} is in use by another process{}: stop that one, or give this one a folder of its own",
        path.display(),
        process.map(|id| format!(" (id {id})")).unwrap_or_default()
    )]
    InUse {
        /// The folder.
        path: PathBuf,
        /// The other process, if it is known.
        process: Option<u32>,
    },
    /// Other users can write to the state folder, and so put sessions of their own in it.
    #[error(
        "other users can write to the state folder {} (mode {mode:03o}): run `chmod 700 {}`",
        path.display(),
        path.display()
    )]
    OpenToOthers {
        /// The folder, or one of those it is made of.
        path: PathBuf,
        /// Its mode.
        mode: u32,
    },
    /// The store did not answer in time. What it was to keep is tried again.
    #[error("the session store did not answer in {0:?}")]
    TimedOut(Duration),
    /// The store panicked, with this message where there was one.
    #[error("the session store panicked: {0}")]
    Panicked(String),
    /// A store of the user's own failed.
    #[error("session store: {0}")]
    Other(#[source] Box<dyn std::error::Error + Send + Sync>),
}

impl StoreError {
    /// Whether a later try may work: not if another process holds the folder or other users can write to it.
    #[must_use]
    pub const fn is_retryable(&self) -> bool {
        !matches!(self, Self::InUse { .. } | Self::OpenToOthers { .. })
    }
}

/// An error of the file system.
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
