//! What happens by itself: traffic, scripts and chaos.

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

/// What was played.
#[derive(Clone, Debug, Default, PartialEq, Eq, serde::Serialize)]
#[non_exhaustive]
pub struct ProgrammeStats {
    /// Events of live traffic.
    pub traffic: u64,
    /// Faults by seed.
    pub chaos: u64,
    /// Actions of scripts that were done.
    pub script_actions: u64,
    /// Actions of scripts that could not be done, and why.
    pub script_errors: Vec<String>,
    /// Scripts that have something left to do.
    pub scripts_running: usize,
}

impl Programme {
    pub(crate) fn set_traffic(&mut self, config: Option<TrafficConfig>, now: Duration) {
        self.traffic = config.map(|config| Traffic::new(config, now));
    }

    pub(crate) fn set_chaos(&mut self, config: ChaosConfig, now: Duration) {
        self.chaos = (config.faults_per_minute > 0.0).then(|| Chaos::new(config, now));
    }

    /// Whether nothing is played.
    pub(crate) fn is_idle(&self) -> bool {
        self.traffic.is_none() && self.chaos.is_none() && self.players.is_empty()
    }

    pub(crate) fn play(&mut self, script: Script) {
        self.players.push(Player::new(script));
        self.stats.scripts_running = self.players.len();
    }
}
