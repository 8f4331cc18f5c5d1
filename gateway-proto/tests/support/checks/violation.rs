//! A violated rule.

use std::fmt;
use std::time::Duration;

/// A violated rule.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Violation {
    /// A short name of the rule.
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
