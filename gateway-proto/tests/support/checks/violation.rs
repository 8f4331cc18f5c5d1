//! A rule that did not hold.

use std::fmt;
use std::time::Duration;

/// A rule that did not hold.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Violation {
    /// Which rule, in a few words.
    pub(crate) rule: &'static str,
    /// What was seen.
    pub(crate) detail: String,
    /// When, since the start.
    pub(crate) at: Duration,
}

impl fmt::Display for Violation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} at {:?}: {}", self.rule, self.at, self.detail)
    }
}
