//! Sixteen shards with many events and continual losses of connections: every event arrives exactly once.
//!
//! A million events take about seven seconds, because no real time is waited for. `GATEWAY_CONN_SOAK_EVENTS` sets
//! another number.
#![allow(clippy::unwrap_used, reason = "a test stops at the first surprise")]

mod support;

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use gateway_conn::{AlwaysReady, Config, ConnectionEvent, ConnectionEvents, connect};
use gateway_model::gateway::{Intents, ShardId};
use gateway_proto::{Compression, Token};
use gateway_sim::Sim;
use gateway_sim::control::{ConnectionAction, Target, WorldAction};
use serde::Deserialize;
use serde_json::json;

const SHARDS: u32 = 16;
/// The maximum number of events of one shard in flight. Others wait until it is live again.
const UNDER_WAY: u64 = 2000;

/// The number of events in each round of 20 ms, on each shard.
const PER_TURN: u64 = 10;
/// The number of rounds between two lost connections: 200 ms.
const TURNS_APART: u64 = 10;

#[derive(Deserialize)]
struct Numbered {
    number: Option<u64>,
}

/// Reads a shard to its end and counts events. Panics at the first event that is lost, duplicated or early.
async fn count(mut events: ConnectionEvents, shard: u32, received: Arc<AtomicU64>) {
    while let Some(event) = events.next().await {
        let ConnectionEvent::Dispatch(event) = event else { continue };
        let Ok(Numbered { number: Some(number) }) = event.decode() else { continue };
        let before = received.fetch_add(1, Ordering::Relaxed);
        assert_eq!(number, before + 1, "shard {shard}: an event is lost, doubled or early");
    }
}

/// Returns a guild of this shard: `(id >> 22) % 16` is its number.
fn guild_of(shard: u32) -> String {
    (u64::from(shard + SHARDS) << 22).to_string()
}

fn inject(sim: &Sim, shard: u32, number: u64) {
    let data = json!({ "number": number, "content": "a message that is not short", "tts": false });
    let action = WorldAction::Inject {
        event: "MESSAGE_CREATE".to_owned(),
        guild: Some(guild_of(shard)),
        data,
    };
    assert_eq!(sim.act(action).unwrap()["sessions"], 1, "shard {shard} has no session");
}

/// Ends a connection in one of the ways that keep its session.
fn disturb(sim: &Sim, turn: u64) {
    let shard = u32::try_from(turn * 7 % u64::from(SHARDS)).unwrap();
    let target = Target::Shard(shard);
    sim.act(match turn % 4 {
        0 | 1 => ConnectionAction::Drop.on(target),
        2 => ConnectionAction::Close { code: 4000, reason: String::new() }.on(target),
        _ => ConnectionAction::Reconnect.on(target),
    })
    .unwrap();
}

#[tokio::test(start_paused = true)]
async fn every_event_of_16_shards_arrives_exactly_once_though_connections_are_lost() {
    let total: u64 = std::env::var("GATEWAY_CONN_SOAK_EVENTS")
        .map_or(1_000_000, |text| text.parse().expect("a number of events"));
    let each = total / u64::from(SHARDS);
    let sim = Sim::builder()
        .guilds(0)
        .max_concurrency(SHARDS)
        .configure(|core| core.replay_events = 100_000)
        .start()
        .await
        .unwrap();
    let compressions = support::compressions();
    let mut shards = Vec::new();
    for shard in 0..SHARDS {
        let token = Token::new(sim.token()).unwrap();
        let compression: Compression = compressions[shard as usize % compressions.len()];
        let protocol =
            gateway_proto::ProtocolConfig::new(token, Intents::all(), &sim.gateway_url())
                .unwrap()
                .with_shard(ShardId::new(shard, SHARDS).unwrap())
                .with_compression(compression);
        let (events, sender) = connect(Config::new(protocol), AlwaysReady).unwrap();
        let received = Arc::new(AtomicU64::new(0));
        let reader = tokio::spawn(count(events, shard, Arc::clone(&received)));
        shards.push((sender, received, reader));
    }
    while shards.iter().any(|(sender, ..)| sender.session().is_none()) {
        tokio::time::sleep(Duration::from_millis(10)).await;
    }

    let mut injected = vec![0; SHARDS as usize];
    let mut turn = 0;
    loop {
        for (shard, (_, received, reader)) in shards.iter().enumerate() {
            assert!(!reader.is_finished(), "shard {shard} failed");
            let room = (received.load(Ordering::Relaxed) + UNDER_WAY).min(each);
            for number in injected[shard] + 1..=room.min(injected[shard] + PER_TURN) {
                inject(&sim, u32::try_from(shard).unwrap(), number);
                injected[shard] = number;
            }
        }
        tokio::time::sleep(Duration::from_millis(20)).await;
        turn += 1;
        if turn % TURNS_APART == 0 {
            disturb(&sim, turn / TURNS_APART);
        }
        if shards.iter().all(|(_, received, _)| received.load(Ordering::Relaxed) == each) {
            break;
        }
    }

    let stats = sim.stats();
    assert_eq!(stats.identifies, u64::from(SHARDS), "a session was lost");
    assert!(stats.resumed >= 20, "{} connections were lost in {turn} turns", stats.resumed);
    for (sender, received, reader) in shards {
        let counts = sender.status().counts;
        assert!(sender.close().await.is_some());
        reader.await.unwrap();
        assert_eq!(received.load(Ordering::Relaxed), each);
        assert_eq!((counts.events_dropped, counts.events_filtered), (0, 0));
        // In addition to the numbered events: one Ready, and one Resumed for each new connection.
        assert!(counts.events > each && counts.events <= each + counts.opened, "{counts:?}");
    }
}
