//! The results and arguments of hooks.

use std::sync::Arc;
use std::time::Duration;

use gateway_model::Dispatch;

use super::outcome::ListenerFailure;

/// The decision of a hook that runs before the listeners.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Before {
    /// The listeners run.
    #[default]
    Go,
    /// Neither the listeners nor the remaining hooks before them run. The event counts as handled.
    Skip,
}

/// The results of the listeners of one dispatch.
#[derive(Debug)]
#[non_exhaustive]
pub struct EventReport {
    /// The event.
    pub dispatch: Dispatch,
    /// How many listeners ran.
    pub listeners: usize,
    /// The failures.
    pub failures: Vec<Arc<ListenerFailure>>,
    /// Whether a hook skipped them.
    pub skipped: bool,
    /// How long they took, including the hooks before them.
    pub took: Duration,
}
