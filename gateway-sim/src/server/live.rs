//! Plays traffic, scripts and random faults.

use std::sync::Arc;
use std::time::{Duration, Instant};

use crate::action::Action;
use crate::control::{ActionError, act};
use crate::hub::{Hub, ProgrammeStats, State};

/// How often to check what is due.
const TICK: Duration = Duration::from_millis(10);

/// The number of errors of scripts that are kept, the first ones.
const MOST_ERRORS: usize = 100;

/// Checks what is due until it is dropped.
pub(crate) async fn run(hub: Arc<Hub>) {
    let mut ticks = tokio::time::interval(TICK);
    ticks.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
    loop {
        // Nothing ticks while nothing is played, so that paused clocks of tests can advance.
        while hub.with(|state, _| state.programme.is_idle()) {
            hub.programme_starts.notified().await;
            ticks.reset_immediately();
        }
        ticks.tick().await;
        for action in hub.with(due) {
            let failed = act(&hub, action.clone()).err();
            hub.with(|state, _| note(&mut state.programme.stats, &action, failed));
        }
    }
}

/// Generates the due traffic, and returns the due actions.
fn due(state: &mut State, now: Instant) -> Vec<Action> {
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
        let registered = |name: &str| core.world().commands().is_registered(name);
        let of_script = player.run_with(elapsed, live, &registered);
        programme.stats.script_actions += of_script.len() as u64;
        actions.extend(of_script);
    }
    programme.players.retain(|player| !player.is_done());
    programme.stats.scripts_running = programme.players.len();
    actions
}

fn note(stats: &mut ProgrammeStats, action: &Action, failed: Option<ActionError>) {
    let Some(error) = failed else { return };
    tracing::warn!(?action, %error, "an action of a script failed");
    if stats.script_errors.len() < MOST_ERRORS {
        stats.script_errors.push(error.to_string());
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::action::UserAction;

    #[test]
    fn the_first_hundred_errors_of_scripts_are_kept() {
        let mut stats = ProgrammeStats::default();
        let action = Action::from(UserAction::OpenDm { user: "x".to_owned() });
        let failed =
            |number: usize| Some(ActionError::NotAnId { field: "user", value: number.to_string() });
        note(&mut stats, &action, None);
        assert_eq!(stats.script_errors, [""; 0], "an action that succeeds is no error");
        for number in 0..105 {
            note(&mut stats, &action, failed(number));
        }
        assert_eq!(stats.script_errors.len(), 100);
        assert_eq!(stats.script_errors[0], "user: \"0\" is not a snowflake");
        assert_eq!(stats.script_errors[99], "user: \"99\" is not a snowflake");
    }
}
