//! The demo, which runs without a token: a simulator in this process, with live traffic.

use std::path::Path;
use std::time::Duration;

use gateway_sim::Sim;
use gateway_sim::traffic::{TrafficConfig, message_examples};

/// The shard whose connection is dropped during the demo.
pub(crate) const DROPPED_SHARD: u32 = 1;

/// The time between the last shard's session and the drop.
const DROP_AFTER: Duration = Duration::from_secs(2);

/// The heartbeat interval. It is shorter than Discord's (about 41 s), so that a short run has a latency to show.
const HEARTBEAT_INTERVAL: Duration = Duration::from_secs(2);

const SHARDS: u32 = 2;

/// Starts the simulator on a free loopback port.
pub(crate) async fn start(seed: u64) -> Result<Sim, gateway_sim::StartError> {
    // The repository contains Discord's own example messages. Without them, the simulator invents messages.
    let examples = Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../testdata/discord/examples"));
    let examples = message_examples(examples).unwrap_or_default();
    let traffic = TrafficConfig {
        seed,
        events_per_second: 8.0,
        ping_every: Some(Duration::from_secs(3)),
        examples,
    };
    Sim::builder()
        .seed(seed)
        .guilds(6)
        .members(12)
        .recommended_shards(SHARDS)
        .max_concurrency(SHARDS)
        .heartbeat_interval(HEARTBEAT_INTERVAL)
        .traffic(traffic)
        .start()
        .await
}

/// Waits until every shard has a session, and [`DROP_AFTER`] longer. Then drops one connection without a close frame,
/// as a broken network would.
pub(crate) async fn drop_one_connection(sim: &Sim) {
    while sim.stats().sessions.len() < SHARDS as usize {
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    tokio::time::sleep(DROP_AFTER).await;
    sim.drop_connections(Some(DROPPED_SHARD));
}
