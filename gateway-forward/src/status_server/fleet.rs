//! How the fleet is that this process is a worker of.

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
    /// How many shards this worker may hold.
    pub capacity: u32,
    /// How many shards it has, or is about to have or to give away.
    pub held: usize,
    /// What is wrong, and what to do.
    #[serde(skip)]
    pub troubles: Vec<Reason>,
}

/// Asks how the fleet is.
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
