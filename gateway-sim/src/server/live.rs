//! What happens by itself: traffic, scripts and chaos, each at its times.

use std::sync::Arc;
use std::time::Duration;

use super::hub::{Hub, State};
use crate::chaos::{Chaos, ChaosConfig};
use crate::control::{Action, touches_ports};
use crate::script::{Player, Script};
use crate::traffic::{Traffic, TrafficConfig};

/// How often it is looked what is due.
const TICK: Duration = Duration::from_millis(10);

/// What is being played.
#[derive(Debug, Default)]
pub(crate) struct Programme {
    traffic: Option<Traffic>,
    chaos: Option<Chaos>,
    players: Vec<Player>,
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

/// Looks what is due until it is dropped.
pub(crate) async fn run(hub: Arc<Hub>) {
    let mut ticks = tokio::time::interval(TICK);
    ticks.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
    loop {
        // Nothing ticks while nothing is played: paused clocks of tests stay free to jump.
        while hub.with(|state, _| state.programme.is_idle()) {
            hub.programme_starts.notified().await;
            ticks.reset_immediately();
        }
        ticks.tick().await;
        for action in hub.with(due) {
            let failed = hub.act(action.clone()).err();
            hub.with(|state, _| note(&mut state.programme.stats, &action, failed));
        }
    }
}

/// Makes the traffic that is due, and says which actions are.
fn due(state: &mut State, now: std::time::Instant) -> Vec<Action> {
    let State { core, programme, .. } = state;
    let elapsed = core.elapsed_at(now);
    if let Some(traffic) = &mut programme.traffic {
        programme.stats.traffic += traffic.run(core, now) as u64;
    }
    let connections = core.connections();
    let mut actions = Vec::new();
    if let Some(chaos) = &mut programme.chaos {
        actions = chaos.run(elapsed, &connections);
        programme.stats.chaos += actions.len() as u64;
    }
    let live = connections.iter().filter(|conn| core.session_of(**conn).is_some()).count();
    for player in &mut programme.players {
        let of_script = player.run(elapsed, live);
        programme.stats.script_actions += of_script.len() as u64;
        actions.extend(of_script);
    }
    programme.players.retain(|player| !player.is_done());
    programme.stats.scripts_running = programme.players.len();
    actions
}

fn note(stats: &mut ProgrammeStats, action: &Action, failed: Option<crate::control::ActionError>) {
    let Some(error) = failed else { return };
    tracing::warn!(?action, %error, "a scripted action could not be done");
    if stats.script_errors.len() < 100 {
        stats.script_errors.push(error.to_string());
    }
}

impl Hub {
    /// Does an action, and lets the listeners know where it took an endpoint down.
    pub(crate) fn act(
        &self,
        action: Action,
    ) -> Result<serde_json::Value, crate::control::ActionError> {
        let ports = touches_ports(&action);
        let result = self.with(|state, now| crate::control::apply(state, action, now));
        if ports {
            self.outage_changes.send_modify(|count| *count += 1);
        }
        result
    }
}
