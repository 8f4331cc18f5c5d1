//! Faults by command, by script and by seed, as a client on a socket sees them; and punishments.

use crate::support::{Client, Got, act, identify, request, rest};
use gateway_sim::chaos::{ChaosConfig, Fault};
use gateway_sim::control::{Action, ConnectionAction, RestAction, ServerAction, WorldAction};
use gateway_sim::{Shape, Sim};
use serde_json::{Value, json};
use tokio::net::TcpStream;

const MESSAGES: u64 = (1 << 0) | (1 << 9) | (1 << 15);
const ZLIB: &str = "v=10&compress=zlib-stream";

async fn sim() -> Sim {
    Sim::builder().guilds(2).configure(|core| core.max_concurrency = 16).start().await.unwrap()
}

fn say(content: &str) -> Action {
    serde_json::from_value(json!({ "do": "message", "content": content })).unwrap()
}

#[tokio::test]
async fn a_script_waits_for_a_session_and_then_plays() {
    let script = r#"
        {"wait_for_sessions": 1}
        {"at_ms": 0, "do": "message", "content": "first"}
        {"at_ms": 10, "every_ms": 10, "times": 2, "do": "message", "content": "again"}
        {"at_ms": 30, "do": "guild_outage", "guild": "no snowflake", "down": true}
        {"at_ms": 40, "do": "reconnect"}
    "#;
    let sim = Sim::builder().guilds(2).script(script.parse().unwrap()).start().await.unwrap();
    let (mut client, _) = Client::live(&sim, "v=10", MESSAGES).await;
    for content in ["first", "again", "again"] {
        assert_eq!(client.payload().await["d"]["content"], content);
    }
    assert_eq!(client.payload().await["op"], 7);
    let played = sim.programme();
    assert_eq!((played.script_actions, played.scripts_running), (5, 0));
    assert_eq!(played.script_errors.len(), 1, "the line that could not be done is told");

    // The same over HTTP, and an invalid line.
    let body = Value::String(r#"{"at_ms": 0, "do": "message", "content": "posted"}"#.to_owned());
    let (status, _, _) = request(&sim, "POST", "/sim/scripts", body, false).await;
    assert_eq!(status, 400, "a JSON string is no line of a script");
    let line = json!({ "at_ms": 0, "do": "message", "content": "posted" });
    let (status, _, answer) = request(&sim, "POST", "/sim/scripts", line, false).await;
    assert_eq!((status, &answer["actions"]), (200, &json!(1)));
    assert_eq!(client.payload().await["d"]["content"], "posted");
}

#[tokio::test]
async fn everything_is_down_for_a_while_and_comes_back() {
    let sim = sim().await;
    let (mut client, _) = Client::live(&sim, "v=10", MESSAGES).await;
    sim.act(ServerAction::Down { for_ms: 100 }).unwrap();
    assert!(matches!(client.next().await, Got::Broken | Got::Closed(None)));
    let address = sim.gateway_url();
    let address = address.trim_start_matches("ws://").trim_end_matches('/');
    let mut refused = 0;
    while TcpStream::connect(address).await.is_err() {
        refused += 1;
        tokio::task::yield_now().await;
    }
    assert!(refused > 0, "it was down");
    assert_eq!(rest(&sim, "GET", "/users/@me", Value::Null).await.0, 200);
}

#[tokio::test]
async fn handshakes_go_wrong_on_command() {
    let sim = sim().await;
    sim.act(ServerAction::Handshake {
        hello_after_ms: Some(20),
        before_hello: Some(r#"{"op":7,"d":null}"#.to_owned()),
        ready_without: vec!["resume_gateway_url".to_owned()],
        resumes: None,
    })
    .unwrap();
    let mut client = Client::connect(&sim.gateway_url(), "v=10").await;
    assert_eq!(client.payload().await["op"], 7);
    assert_eq!(client.payload().await["op"], 10);
    client.send(&identify(&sim, MESSAGES)).await;
    let ready = client.payload().await;
    assert!(ready["d"]["session_id"].is_string() && ready["d"].get("resume_gateway_url").is_none());
    act(&sim, json!({ "do": "handshake" })).unwrap();
    let mut client = Client::connect(&sim.gateway_url(), "v=10").await;
    assert_eq!(client.payload().await["op"], 10);
}

#[tokio::test]
async fn compressed_payloads_are_damaged_on_command() {
    for shape in [Shape::Corrupt, Shape::Truncate] {
        let sim = sim().await;
        let (mut client, _) = Client::live(&sim, ZLIB, MESSAGES).await;
        sim.act(ConnectionAction::Shape { shape }).unwrap();
        sim.act(say("damaged")).unwrap();
        sim.act(say("whole, but the stream is lost")).unwrap();
        let bytes = client.raw().await;
        let (plain, broken) = crate::support::inflate_alone(&mut client, &bytes);
        assert!(serde_json::from_slice::<Value>(&plain).is_err(), "{shape:?}");
        assert_eq!(broken, shape == Shape::Corrupt);
    }
}

#[tokio::test]
async fn a_bomb_is_small_on_the_wire() {
    let sim = sim().await;
    let (mut client, _) = Client::live(&sim, ZLIB, MESSAGES).await;
    sim.act(ConnectionAction::Bomb { bytes: 8 << 20 }).unwrap();
    let wire = client.raw().await.len();
    assert!(wire < 100_000, "{wire} bytes");
}

#[tokio::test]
async fn the_bot_is_removed_from_a_guild_and_added_again() {
    let sim = sim().await;
    let (mut client, ready) = Client::live(&sim, "v=10", MESSAGES).await;
    let guild = ready["guilds"][0]["id"].as_str().unwrap().to_owned();
    sim.act(WorldAction::OwnGuild { guild: guild.clone(), back: false }).unwrap();
    let gone = client.payload().await;
    assert_eq!((&gone["t"], &gone["d"]), (&json!("GUILD_DELETE"), &json!({ "id": guild })));
    assert_eq!(rest(&sim, "GET", &format!("/guilds/{guild}"), Value::Null).await.1["code"], 10_004);
    assert!(sim.act(WorldAction::OwnGuild { guild: guild.clone(), back: false }).is_err());
    sim.act(WorldAction::OwnGuild { guild: guild.clone(), back: true }).unwrap();
    let back = client.payload().await;
    assert_eq!((&back["t"], &back["d"]["id"]), (&json!("GUILD_CREATE"), &json!(guild)));
}

#[tokio::test]
async fn chaos_starts_and_ends_on_command() {
    let sim = sim().await;
    let (mut client, _) = Client::live(&sim, "v=10", MESSAGES).await;
    let chaos = |rate| {
        let kinds = vec![Fault::RequestHeartbeat, Fault::HelloAgain, Fault::UnknownOpcode];
        ServerAction::Chaos(ChaosConfig { kinds, ..ChaosConfig::new(3, rate) })
    };
    sim.act(chaos(6000.0)).unwrap();
    let mut seen = std::collections::BTreeSet::new();
    while seen.len() < 3 {
        seen.insert(client.payload().await["op"].as_u64().unwrap());
    }
    assert_eq!(seen, [1, 10, 200].into());
    sim.act(chaos(0.0)).unwrap();
    assert!(sim.programme().chaos >= 3);
}

#[tokio::test]
async fn punishments_say_who_spent_the_starts_and_who_was_shut_out() {
    let sim = Sim::builder().session_starts(1).start().await.unwrap();
    let token = sim.token();
    let (mut first, _) = Client::live(&sim, "v=10", 1).await;
    assert!(sim.punishments().is_empty());
    let mut second = Client::connect(&sim.gateway_url(), "v=10").await;
    second.payload().await;
    second.send(&identify(&sim, 1)).await;
    assert_eq!(second.next().await, Got::Closed(Some(4004)));
    assert_eq!(first.next().await, Got::Closed(Some(4004)));
    assert_ne!(sim.token(), token);
    let (_, _, told) = request(&sim, "GET", "/sim/punishments", Value::Null, false).await;
    let reset = &told["token_resets"][0];
    assert_eq!(
        (&reset["spent"][0]["connection"], &reset["by"]["connection"]),
        (&json!(1), &json!(2))
    );
    let by = reset["spent"][0]["by"].as_str().unwrap();
    assert!(by.starts_with("127.0.0.1:") && by.contains("linux"), "{by}");
    assert_eq!(told["edge_bans"], json!([]));

    sim.act(RestAction::InvalidRequestLimit { limit: 2 }).unwrap();
    for _ in 0..2 {
        request(&sim, "GET", "/api/v10/users/@me", Value::Null, false).await;
    }
    let ban = &sim.punishments().edge_bans[0];
    assert_eq!((ban.address.to_string().as_str(), ban.why), ("127.0.0.1", "invalid requests"));
    assert_eq!(ban.by_route["GET /users/@me"], 2);
}
