//! Settings of one worker.

use std::time::Duration;

use serde::{Deserialize, Serialize};

use crate::lease::LeaseKind;

/// The settings that all workers of a fleet must have in common. A worker with other settings is refused.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Identity {
    /// A fingerprint of the token, never the token itself.
    pub token: String,
    /// The intents of its sessions.
    pub intents: u64,
}

/// The time limits and intervals of a worker. `Default` is right for Discord.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct FleetTimes {
    /// The interval between two writes of the worker's record. Default 1.5 s.
    pub beat: Duration,
    /// `T`: how long ownership stays confirmed, counted from the time at which a successfully written record was sent.
    /// Default 10 s.
    pub confirmed: Duration,
    /// `T_dead`: a worker is dead if its record has not changed for this time. At least `confirmed` and 2 s. Default 15
    /// s.
    pub dead: Duration,
    /// How long an owner may still resume its own sessions after its last confirmation. Default 10 s, as `confirmed`.
    /// If it is longer, a worker that is cut off alone may resume a session that another worker has already taken over.
    pub outage_resume: Duration,
    /// How long to wait before a write with unknown outcome is retried. Default 500 ms.
    pub retry: Duration,
    /// How long a new worker waits for others to join before it takes leases that never had an owner. Default 3 s.
    pub settle: Duration,
    /// The margin added to the 5 s between two Identifies of one key. Default 500 ms. It limits how long a grant may
    /// take to arrive: if the bucket answers more slowly than this, grants are wasted. A larger margin makes a start
    /// slower.
    pub identify_margin: Duration,
    /// How long the ledger must be unchanged before Discord's own count of starts may raise it. Default 60 s.
    pub ledger_quiet: Duration,
    /// How long this worker does not claim a lease that ended by itself. Default 30 s.
    pub ended_backoff: Duration,
    /// How long the last events of a shard may take to be handled when it moves or ends. Default 10 s. Events that are
    /// not handled by then are delivered again by the next owner.
    pub last_events: Duration,
}

impl Default for FleetTimes {
    fn default() -> Self {
        Self {
            beat: Duration::from_millis(1500),
            confirmed: Duration::from_secs(10),
            dead: Duration::from_secs(15),
            outage_resume: Duration::from_secs(10),
            retry: Duration::from_millis(500),
            settle: Duration::from_secs(3),
            identify_margin: Duration::from_millis(500),
            ledger_quiet: Duration::from_secs(60),
            ended_backoff: Duration::from_secs(30),
            last_events: Duration::from_secs(10),
        }
    }
}

/// The least difference between `confirmed` and `dead`. It allows for a Resume that is in flight, and for clocks that
/// run at different speeds.
pub(crate) const DEAD_MARGIN: Duration = Duration::from_secs(2);

/// A setting that is not valid.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum FleetConfigError {
    /// The worker's id cannot be a part of a key.
    #[error("the worker id '{0}' is not valid: use 1 to 64 letters, digits, '-' or '_'")]
    Worker(String),
    /// The capacity is 0.
    #[error("the capacity is 0: set the number of shards that this worker can run")]
    Capacity,
    /// The total is 0.
    #[error("the total is 0: set the number of shards of the fleet")]
    Total,
    /// The times contradict each other.
    #[error("the times contradict each other: {0}")]
    Times(&'static str),
}

/// Settings of one worker.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FleetConfig {
    pub(crate) worker: String,
    pub(crate) instance: String,
    pub(crate) kind: LeaseKind,
    pub(crate) capacity: u32,
    pub(crate) total: Option<u32>,
    pub(crate) identity: Identity,
    pub(crate) times: FleetTimes,
    pub(crate) moves_at_once: usize,
    pub(crate) starts_at_once: usize,
}

impl FleetConfig {
    /// Creates the settings of a worker with this id that can own `capacity` leases of one total.
    ///
    /// Use an id that stays the same when the process restarts, such as the name of the host: each id has a key in the
    /// bucket. `instance` names one run of the worker: choose it at random at every start. A process with the id of a
    /// killed one waits until that one is dead ([`FleetTimes::dead`]). A process with the id of a drained one does not
    /// wait.
    ///
    /// # Errors
    ///
    /// Returns an error if the id cannot be part of a key, or if the capacity is 0.
    pub fn new(
        worker: &str,
        instance: &str,
        kind: LeaseKind,
        capacity: u32,
    ) -> Result<Self, FleetConfigError> {
        let usable = |c: char| c.is_ascii_alphanumeric() || c == '-' || c == '_';
        if worker.is_empty() || worker.len() > 64 || !worker.chars().all(usable) {
            return Err(FleetConfigError::Worker(worker.to_owned()));
        }
        if capacity == 0 {
            return Err(FleetConfigError::Capacity);
        }
        Ok(Self {
            worker: worker.to_owned(),
            instance: instance.to_owned(),
            kind,
            capacity,
            total: None,
            identity: Identity::default(),
            times: FleetTimes::default(),
            moves_at_once: 4,
            starts_at_once: 16,
        })
    }

    /// Sets the number of leases, for the first worker of a fleet, which writes the plan. A later worker whose number
    /// differs from the plan's is refused; one without a number uses the plan's.
    ///
    /// # Errors
    ///
    /// Returns an error if it is 0.
    pub fn with_total(mut self, total: u32) -> Result<Self, FleetConfigError> {
        if total == 0 {
            return Err(FleetConfigError::Total);
        }
        self.total = Some(total);
        Ok(self)
    }

    /// Sets the settings that must be the same at all workers.
    #[must_use]
    pub fn with_identity(mut self, identity: Identity) -> Self {
        self.identity = identity;
        self
    }

    /// Replaces the times.
    ///
    /// # Errors
    ///
    /// Returns an error if the times would let two workers own one lease, or let a living worker count as dead.
    pub fn with_times(mut self, times: FleetTimes) -> Result<Self, FleetConfigError> {
        if times.confirmed + DEAD_MARGIN > times.dead {
            return Err(FleetConfigError::Times("`dead` must be 2 s more than `confirmed`"));
        }
        if times.beat.is_zero() || times.beat * 3 > times.confirmed {
            return Err(FleetConfigError::Times("`confirmed` must be at least three beats"));
        }
        if times.retry.is_zero() || times.identify_margin.is_zero() {
            return Err(FleetConfigError::Times("`retry` and `identify_margin` must not be 0"));
        }
        self.times = times;
        Ok(self)
    }

    /// Sets how many leases this worker gives away at the same time; the next one follows when one of them has a new
    /// owner. Default 4, at least 1.
    #[must_use]
    pub fn with_moves_at_once(mut self, moves: usize) -> Self {
        self.moves_at_once = moves.max(1);
        self
    }

    /// Sets how many leases without a session this worker may own before they are live. Default 16, at least 1. It
    /// keeps the first worker of a fleet from taking all leases while the others start.
    #[must_use]
    pub fn with_starts_at_once(mut self, starts: usize) -> Self {
        self.starts_at_once = starts.max(1);
        self
    }

    /// Returns the id of the worker.
    #[must_use]
    pub fn worker(&self) -> &str {
        &self.worker
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn settings_that_would_break_a_rule_are_refused() {
        let new = |id, capacity| FleetConfig::new(id, "i", LeaseKind::Shard, capacity);
        assert_eq!(new("a.b", 1), Err(FleetConfigError::Worker("a.b".into())));
        assert_eq!(new("", 1), Err(FleetConfigError::Worker(String::new())));
        assert_eq!(new("a", 0), Err(FleetConfigError::Capacity));
        assert_eq!(new("a", 1).unwrap().with_total(0), Err(FleetConfigError::Total));
        let config = new("a", 1).unwrap();
        let default = FleetTimes::default();
        assert!(config.clone().with_times(default).is_ok());
        for times in [
            FleetTimes { confirmed: Duration::from_secs(14), ..default },
            FleetTimes { beat: Duration::from_secs(4), ..default },
            FleetTimes { beat: Duration::ZERO, ..default },
            FleetTimes { retry: Duration::ZERO, ..default },
            FleetTimes { identify_margin: Duration::ZERO, ..default },
        ] {
            assert!(matches!(config.clone().with_times(times), Err(FleetConfigError::Times(_))));
        }
    }
}
