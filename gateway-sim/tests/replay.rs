//! Replay mode over a socket: every event once, in order, with every compression.

use crate::support::{Client, Got, act};
use gateway_sim::Sim;
use gateway_sim::control::ConnectionAction;
use serde_json::{Value, json};

const INTENTS: u64 = (1 << 0) | (1 << 8) | (1 << 9) | (1 << 11) | (1 << 15);

#[tokio::test]
async fn replayed_events_come_once_and_in_order() {
    for query in ["v=10", "v=10&compress=zlib-stream", "v=10&compress=zstd-stream"] {
        let sim = Sim::builder().guilds(2).start().await.unwrap();
        let (mut client, ready) = Client::live(&sim, query, INTENTS).await;
        let replay = ConnectionAction::Replay { events: 3001, templates: Vec::new() };
        assert_eq!(sim.act(replay).unwrap()["connections"], 1);
        let mut names = std::collections::BTreeMap::new();
        for sequence in 4..3005 {
            let event = client.payload().await;
            assert_eq!(event["s"], sequence, "{query}");
            assert!(event["d"]["guild_id"].is_string());
            *names.entry(event["t"].as_str().unwrap().to_owned()).or_insert(0_u64) += 1;
        }
        act(&sim, json!({ "do": "message", "content": "after it" })).unwrap();
        let event = client.payload().await;
        assert_eq!((&event["s"], &event["d"]["content"]), (&json!(3005), &json!("after it")));
        let stats = sim.stats();
        let session = &stats.sessions[ready["session_id"].as_str().unwrap()];
        assert_eq!(session.events, 3005);
        assert_eq!(session.by_event["TYPING_START"], names["TYPING_START"]);
        // Events that were not kept cannot be resumed, and the client is told so.
        sim.drop_connections(None);
        assert!(matches!(client.next().await, Got::Broken | Got::Closed(None)));
        let mut client = Client::connect(&sim.gateway_url(), "v=10").await;
        client.payload().await;
        let resume = json!({ "token": sim.token(), "session_id": ready["session_id"], "seq": 100 });
        client.send(&json!({ "op": 6, "d": resume })).await;
        assert_eq!(client.payload().await, json!({"t":null,"s":null,"op":9,"d":false}));
    }
}

#[tokio::test]
async fn own_events_are_replayed_under_the_intents() {
    let sim = Sim::builder().guilds(1).start().await.unwrap();
    let (mut client, ready) = Client::live(&sim, "v=10&compress=zlib-stream", 1 << 9).await;
    let guild = ready["guilds"][0]["id"].clone();
    let templates = json!([
        { "event": "TYPING_START", "data": { "guild_id": guild } },
        { "event": "MESSAGE_CREATE", "data": { "guild_id": guild, "content": "x", "author": { "id": "5" } } },
    ]);
    let replay = json!({ "do": "replay", "events": 2, "templates": templates });
    let done = act(&sim, replay).unwrap();
    assert_eq!(done["connections"], 1);
    for _ in 0..2 {
        let event = client.injected().await;
        assert_eq!((&event["t"], &event["d"]["content"]), (&json!("MESSAGE_CREATE"), &json!("")));
    }
    let nothing = json!({ "do": "replay", "events": 5, "templates": [
        { "event": "TYPING_START", "data": { "guild_id": guild } },
    ] });
    let done = act(&sim, nothing).unwrap();
    assert_eq!(done["connections"], Value::from(0), "its intents admit none");
}
