//! A value that cannot be read.

/// A value in JSON that cannot be read: where it is, and what is wrong.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{path}: {reason}")]
pub struct JsonError {
    path: Box<str>,
    reason: Box<str>,
}

impl JsonError {
    pub(crate) fn new(path: &str, reason: impl Into<Box<str>>) -> Self {
        // The one path that would be empty is that of a field whose name is.
        let path = if path.is_empty() { "\"\"" } else { path };
        Self { path: path.into(), reason: reason.into() }
    }

    /// Without an error there is a value; so this is one that nobody sees.
    #[cold]
    pub(crate) fn nothing() -> Self {
        Self::new(".", "nothing was read")
    }

    /// Path of the value, for instance `member.roles[2]`; `.` for the whole.
    #[must_use]
    pub fn path(&self) -> &str {
        &self.path
    }
}
