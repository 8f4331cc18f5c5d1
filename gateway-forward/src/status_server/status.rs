//! The state of the process, shared by the parts that change it and the server that shows it.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use gateway_shard::Gateway;

use super::fleet::{FleetReader, FleetReport};
#[cfg(feature = "nats")]
use super::fleet_pages::FleetPages;
use super::metric;
use super::reason::{Reason, Report, Stage};
use crate::forwarder::StatsReader;

/// The state of the process. Cheap to clone; clones share the state.
#[derive(Clone, Debug)]
pub struct Status(Arc<Mutex<State>>);

#[derive(Clone, Debug)]
struct State {
    stage: Stage,
    /// The current step of the start, and what delays it.
    starting: Reason,
    gateway: Option<Gateway>,
    stats: Option<StatsReader>,
    fleet: Option<FleetReader>,
    #[cfg(feature = "nats")]
    fleet_pages: FleetPages,
}

impl Default for Status {
    fn default() -> Self {
        Self::new()
    }
}

impl Status {
    /// Creates the status of a process that is starting.
    #[must_use]
    pub fn new() -> Self {
        let starting = Reason::new("starting", "the start has begun");
        Self(Arc::new(Mutex::new(State {
            stage: Stage::Starting,
            starting,
            gateway: None,
            stats: None,
            fleet: None,
            #[cfg(feature = "nats")]
            fleet_pages: FleetPages::default(),
        })))
    }

    /// Sets the current step of the start, or what delays it.
    pub fn set_starting(&self, reason: Reason) {
        self.state().starting = reason;
    }

    /// Sets the reader of the sinks' counters, which are shown from now on.
    pub fn set_sinks(&self, stats: StatsReader) {
        self.state().stats = Some(stats);
    }

    /// Marks the process as a worker of a fleet; `read` returns the state of the fleet.
    pub fn set_fleet(&self, read: impl Fn() -> FleetReport + Send + Sync + 'static) {
        self.state().fleet = Some(FleetReader::new(read));
    }

    /// Marks the process as joining a fleet: until [`set_fleet_pages`](Self::set_fleet_pages), requests for its pages
    /// are answered with that.
    #[cfg(feature = "nats")]
    pub fn set_joining(&self) {
        self.state().fleet_pages = FleetPages::Joining;
    }

    /// Serves the pages of the fleet from now on.
    #[cfg(feature = "nats")]
    pub fn set_fleet_pages(&self, pages: gateway_fleet::status_server::StatusPages) {
        self.state().fleet_pages = FleetPages::Joined(Arc::new(pages));
    }

    #[cfg(feature = "nats")]
    pub(super) fn fleet_pages(&self) -> FleetPages {
        self.state().fleet_pages.clone()
    }

    /// Sets the running gateway: the start is over when its shards are ready.
    pub fn set_forwarding(&self, gateway: Gateway) {
        let mut state = self.state();
        state.gateway = Some(gateway);
        if state.stage == Stage::Starting {
            state.stage = Stage::Forwarding;
        }
    }

    /// Marks the process as stopping: it is not ready any more.
    pub fn set_stopping(&self) {
        self.state().stage = Stage::Stopping;
    }

    /// Returns the stage of the process. Waits for no other part of it.
    #[must_use]
    pub fn stage(&self) -> Stage {
        self.state().stage
    }

    /// Returns a report of the current state.
    #[must_use]
    pub fn report(&self) -> Report {
        let State { stage, starting, gateway, stats, fleet, .. } = self.state().clone();
        let gateway = gateway.map(|gateway| gateway.status());
        let sinks = stats.map(|stats| stats.read()).unwrap_or_default();
        let fleet = fleet.map(|fleet| fleet.read());
        Report::new(stage, starting, gateway, sinks, fleet)
    }

    /// Updates the metrics of the [module](metric).
    pub fn publish_metrics(&self) {
        let State { gateway, stats, fleet, .. } = self.state().clone();
        if let Some(gateway) = gateway {
            metric::publish_gateway(&gateway);
        }
        if let Some(fleet) = fleet {
            metric::publish_fleet(&fleet.read());
        }
        for sink in stats.map(|stats| stats.read()).unwrap_or_default() {
            metric::publish_sink(&sink);
        }
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
