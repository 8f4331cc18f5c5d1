//! The state of the fleet that this process belongs to.

use std::fmt;
use std::sync::Arc;

use serde::Serialize;

use super::Reason;

/// The fleet, as this worker sees it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct FleetReport {
    /// The id of this worker.
    pub worker: String,
    /// How many shards the fleet has; `None` while there is no plan.
    pub shards: Option<u32>,
    /// How many shards this worker may run.
    pub capacity: u32,
    /// How many shards it runs, claims or is giving away.
    pub held: usize,
    /// The problems, and what to do.
    #[serde(skip)]
    pub troubles: Vec<Reason>,
}

/// Reads the state of the fleet.
#[derive(Clone)]
pub(super) struct FleetReader(Arc<dyn Fn() -> FleetReport + Send + Sync>);

impl FleetReader {
    pub(super) fn new(read: impl Fn() -> FleetReport + Send + Sync + 'static) -> Self {
        Self(Arc::new(read))
    }

    pub(super) fn read(&self) -> FleetReport {
        (self.0)()
    }
}

impl fmt::Debug for FleetReader {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("FleetReader")
    }
}
