//! Settings of one worker.

use std::time::Duration;

use serde::{Deserialize, Serialize};

use crate::lease::LeaseKind;

/// What all workers of a fleet must have in common. A worker that differs is refused.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Identity {
    /// Which token: a fingerprint of it, never the token.
    pub token: String,
    /// The intents of its sessions.
    pub intents: u64,
}

/// How long things take. `Default` is right for Discord.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct FleetTimes {
    /// How often the worker's record is written. Default 1.5 s.
    pub beat: Duration,
    /// `T`: how long ownership is confirmed after a record was sent that was written. Default 10 s.
    pub confirmed: Duration,
    /// `T_dead`: how long a record stands still until its worker is dead. At least `confirmed` and 2 s. Default 15 s.
    pub dead: Duration,
    /// How long an owner goes on resuming its own sessions after its last confirmation. Default 10 s, as `confirmed`.
    /// If it is more, an outage of the bucket that is an isolation in truth lets two workers resume one session.
    pub outage_resume: Duration,
    /// How long a write with unknown outcome waits before it is tried again. Default 500 ms.
    pub retry: Duration,
    /// How long a new worker waits for others to join before it takes leases that nobody ever had. Default 3 s.
    pub settle: Duration,
    /// The margin added to the 5 s between two Identifies of one key. Default 500 ms. It bounds how long a grant may take
    /// on its way: a bucket that answers slower than this wastes grants, and more margin makes a start slower.
    pub identify_margin: Duration,
    /// How long the ledger must be at rest until Discord's own count of starts replaces it. Default 60 s.
    pub ledger_quiet: Duration,
    /// How long a lease that ended by itself is left to others. Default 30 s.
    pub ended_backoff: Duration,
    /// How long the last events of a shard have to be handled when it moves or ends. Default 10 s. What is not handled by then
    /// comes again where its session goes on.
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

/// Between `confirmed` and `dead`: for a Resume that is on its way, and for clocks that run at different speeds.
pub(crate) const DEAD_MARGIN: Duration = Duration::from_secs(2);

/// A setting that cannot be.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum FleetConfigError {
    /// The worker's id cannot be a part of a key.
    #[error(
        "the worker id '{0}' has other characters than letters, digits, '-' and '_', or none, or more than 64"
    )]
    Worker(String),
    /// A worker that can hold nothing.
    #[error("the capacity is 0: say how many shards this worker can hold")]
    Capacity,
    /// A fleet of no leases.
    #[error("the total is 0: say how many shards the fleet has")]
    Total,
    /// Times that do not fit each other.
    #[error("the times do not fit each other: {0}")]
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
    /// A worker with this id that can hold `capacity` leases of one total.
    ///
    /// Take an id that a restarted process has again, such as the name of the host: each id keeps a key. `instance` names
    /// this life of the worker: draw it at random at every start. A process that follows a killed one of its id waits
    /// until that one is dead ([`FleetTimes::dead`]); one that follows a drained one does not wait.
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

    /// The number of leases, for the first worker of a fleet, which makes the plan. A later worker with another number
    /// than the plan's is refused; one without takes the plan's.
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

    /// What must be the same at all workers.
    #[must_use]
    pub fn with_identity(mut self, identity: Identity) -> Self {
        self.identity = identity;
        self
    }

    /// Other times.
    ///
    /// # Errors
    ///
    /// Returns an error if they would let two workers own one lease, or a living worker be taken for dead.
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

    /// How many leases this worker gives away at once; the next follows when one of them has a new owner. Default 4, at
    /// least 1.
    #[must_use]
    pub fn with_moves_at_once(mut self, moves: usize) -> Self {
        self.moves_at_once = moves.max(1);
        self
    }

    /// How many leases without a session this worker holds before they are live. Default 16, at least 1. It keeps the
    /// first worker of a fleet from taking all while the others boot.
    #[must_use]
    pub fn with_starts_at_once(mut self, starts: usize) -> Self {
        self.starts_at_once = starts.max(1);
        self
    }

    /// The id of the worker.
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
