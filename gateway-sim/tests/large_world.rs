//! 100,000 guilds are not kept in memory: a bound on memory.

#![cfg(target_os = "linux")]
#![allow(clippy::unwrap_used, reason = "a panic is the test's failure")]

use std::time::{Duration, Instant};

use bytes::Bytes;
use gateway_sim::core::{ConnId, Core, CoreConfig, CoreInput, CoreOutput, DEFAULT_TOKEN, Route};
use serde_json::json;

/// The memory bound of the world, sessions of 20,000 guilds and the replay buffers. The objects of 100,000
/// guilds would take over half a gigabyte; the measured peak is 15 MB for the whole process.
const BOUND_KB: u64 = 48 << 10;

fn resident_kb() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap();
    let line = status.lines().find(|line| line.starts_with("VmRSS:")).unwrap();
    line.split_whitespace().nth(1).unwrap().parse().unwrap()
}

fn drain(core: &mut Core) -> u64 {
    let mut bytes = 0;
    loop {
        match core.poll() {
            CoreOutput::Send { payload, .. } => bytes += payload.len() as u64,
            CoreOutput::WaitUntil(_) | CoreOutput::Idle => return bytes,
            other => panic!("{other:?}"),
        }
    }
}

#[test]
fn a_hundred_thousand_guilds_fit_into_little_memory() {
    let now = Instant::now();
    let config = CoreConfig { guilds: 100_000, max_concurrency: 80, ..CoreConfig::default() };
    let before = resident_kb();
    let mut core = Core::new(config, 1, now);
    let mut sent = 0;
    for shard in 0..16 {
        let conn = ConnId(shard);
        core.handle(CoreInput::Opened { conn, query: "v=10&encoding=json".into() }, now);
        drain(&mut core);
        let identify = json!({ "op": 2, "d": {
            "token": DEFAULT_TOKEN, "intents": 513, "shard": [shard, 80],
            "properties": { "os": "", "browser": "", "device": "" },
        }});
        let payload = Bytes::from(identify.to_string());
        core.handle(CoreInput::Frame { conn, payload }, now);
        sent += drain(&mut core);
    }
    assert!(sent > 50 << 20, "20,000 Guild Creates of some size: {sent} bytes");
    // Guilds all over the world are active: a message in a thousand of them.
    for index in (0..100_000).step_by(100) {
        let guild = core.world().guild_at(index).unwrap();
        let data =
            json!({ "guild_id": guild.to_string(), "content": "x", "author": { "id": "5" } });
        core.inject("MESSAGE_CREATE", Route::Guild(guild), &data, now + Duration::from_secs(1));
    }
    drain(&mut core);
    let grown = resident_kb().saturating_sub(before);
    assert!(grown < BOUND_KB, "{grown} KB for {} guilds", core.world().guild_count());
}
