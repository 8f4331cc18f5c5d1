//! The local Discord of a run without a token: a simulator in this process, with life in it.

use std::path::Path;
use std::time::Duration;

use gateway_sim::Sim;
use gateway_sim::traffic::{TrafficConfig, message_examples};

/// Shard whose connection is dropped on the way.
pub(crate) const DROPPED_SHARD: u32 = 1;

/// From the time that every shard has its session to the drop.
const DROP_AFTER: Duration = Duration::from_secs(2);

/// Shorter than Discord's (about 41 s), so that a run of seconds has a latency to show.
const HEARTBEAT_INTERVAL: Duration = Duration::from_secs(2);

const SHARDS: u32 = 2;

/// Starts the simulator on a free loopback port.
pub(crate) async fn start(seed: u64) -> Result<Sim, gateway_sim::StartError> {
    // Discord's own example messages lie in the project; without them messages are made up.
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

/// Waits until every shard has a session, and some time more; then drops one connection without a word,
/// as a broken network would.
pub(crate) async fn drop_one_connection(sim: &Sim) {
    while sim.stats().sessions.len() < SHARDS as usize {
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    tokio::time::sleep(DROP_AFTER).await;
    sim.drop_connections(Some(DROPPED_SHARD));
}
