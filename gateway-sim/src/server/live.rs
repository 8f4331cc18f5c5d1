//! Live traffic: the generator's events at their times.

use std::sync::Arc;
use std::time::Duration;

use super::hub::Hub;
use crate::traffic::{Traffic, TrafficConfig};

/// How often events are made.
const TICK: Duration = Duration::from_millis(10);

/// Dispatches the generator's events until it is dropped.
pub(crate) async fn run(hub: Arc<Hub>, config: TrafficConfig) {
    let mut traffic = hub.with(|state, now| Traffic::new(config, state.core.elapsed_at(now)));
    let mut ticks = tokio::time::interval(TICK);
    ticks.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
    loop {
        ticks.tick().await;
        hub.with(|state, now| traffic.run(&mut state.core, now));
    }
}
