//! The error of a value that cannot be read.

/// A value in JSON cannot be read: its path, and what is wrong.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{path}: {reason}")]
pub struct JsonError {
    path: Box<str>,
    reason: Box<str>,
}

impl JsonError {
    pub(crate) fn new(path: &str, reason: impl Into<Box<str>>) -> Self {
        // The path is only empty for a field whose name is empty.
        let path = if path.is_empty() { "\"\"" } else { path };
        Self { path: path.into(), reason: reason.into() }
    }

    /// Without an error there is a value, so this error is never returned.
    #[cold]
    pub(crate) fn nothing() -> Self {
        Self::new(".", "nothing was read")
    }

    /// The path of the value, for example `member.roles[2]`; `.` for the whole.
    #[must_use]
    pub fn path(&self) -> &str {
        &self.path
    }
}
