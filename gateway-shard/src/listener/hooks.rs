//! What hooks say and are told.

use std::sync::Arc;
use std::time::Duration;

use gateway_model::Dispatch;

use super::outcome::ListenerFailure;

/// What a hook before the listeners decides.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Before {
    /// The listeners run.
    #[default]
    Go,
    /// They do not, nor do later hooks before them; the event counts as handled.
    Skip,
}

/// What became of the listeners of one dispatch.
#[derive(Debug)]
#[non_exhaustive]
pub struct EventReport {
    /// The event.
    pub dispatch: Dispatch,
    /// How many listeners ran.
    pub listeners: usize,
    /// Those that failed.
    pub failures: Vec<Arc<ListenerFailure>>,
    /// Whether a hook skipped them.
    pub skipped: bool,
    /// How long they took, hooks before them counted in.
    pub took: Duration,
}
