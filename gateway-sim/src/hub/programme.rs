//! Everything that runs by itself: traffic, scripts and random faults.

use std::time::Duration;

use crate::action::ChaosConfig;
use crate::chaos::Chaos;
use crate::script::{Player, Script};
use crate::traffic::{Traffic, TrafficConfig};

/// What is being played.
#[derive(Debug, Default)]
pub(crate) struct Programme {
    pub(crate) traffic: Option<Traffic>,
    pub(crate) chaos: Option<Chaos>,
    pub(crate) players: Vec<Player>,
    pub(crate) stats: ProgrammeStats,
}

/// Counts of what live traffic, random faults and scripts have done.
#[derive(Clone, Debug, Default, PartialEq, Eq, serde::Serialize)]
#[non_exhaustive]
pub struct ProgrammeStats {
    /// Events of live traffic.
    pub traffic: u64,
    /// Random faults.
    pub chaos: u64,
    /// Actions of scripts that succeeded.
    pub script_actions: u64,
    /// Actions of scripts that failed, and why.
    pub script_errors: Vec<String>,
    /// Scripts that are not finished.
    pub scripts_running: usize,
}

impl Programme {
    pub(crate) fn set_traffic(&mut self, config: Option<TrafficConfig>, now: Duration) {
        self.traffic = config.map(|config| Traffic::new(config, now));
    }

    pub(crate) fn set_chaos(&mut self, config: ChaosConfig, now: Duration) {
        self.chaos = (config.faults_per_minute > 0.0).then(|| Chaos::new(config, now));
    }

    /// Returns whether nothing is being played.
    pub(crate) fn is_idle(&self) -> bool {
        self.traffic.is_none() && self.chaos.is_none() && self.players.is_empty()
    }

    pub(crate) fn play(&mut self, script: Script) {
        self.players.push(Player::new(script));
        self.stats.scripts_running = self.players.len();
    }
}
